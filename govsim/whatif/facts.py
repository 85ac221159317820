"""What expressions ask of a what-if: who holds what, what happened, what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from govsim.model.events import LetterSent, LetterSigned, Signatories
from govsim.model.instant import Instant
from govsim.replay.history import History
from govsim.replay.log import Entry
from govsim.replay.tenure import Tenure, spells_of
from govsim.rules.expressions import NONE, Nothing, Value
from govsim.rules.layers import Organ
from govsim.rules.sittings import members
from govsim.rules.verdicts import Verdict
from govsim.whatif.ballot import Ballot, Stakes


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be read at one moment of a replay: the history so far, the instant, and what happened up to it.

    *happened* gives the entry of an event that has happened, None of one that has not; *letters* the events about a
    letter that have happened, in order, *judged* what the bylaws say of one; *rules* those of an organ.
    """

    history: History
    at: Instant
    happened_by: Callable[[str], Entry | None]
    letters: Callable[[str], list[Entry]]
    judged: Callable[[str], Verdict | None]
    choices: Mapping[str, str | Nothing]
    variables: Mapping[str, Value]
    rules: Callable[[str, Instant], Organ]
    stakes: Stakes

    def holds(self, party: str, post: str, at: Instant | None, /) -> bool | None:
        """Return whether a party certainly holds a post; None where it is only possible, or nothing is known."""
        presence = self._presence(party, post, at)
        return {"certain": True, "possible": None, "unknown": None, "no": False}[presence]

    def possible(self, party: str, post: str, at: Instant | None, /) -> bool | None:
        """Return whether a party may hold a post; None where nothing is known."""
        presence = self._presence(party, post, at)
        return None if presence == "unknown" else presence != "no"

    def vacant(self, post: str, at: Instant | None, /) -> bool | None:
        """Return whether nobody holds a post that exists; None where a possible holder would change that."""
        instant = self.at if at is None else at
        covered = self.history.timeline.world.covered(post, instant)
        if covered is None:
            return None
        if self._is_absent(post, instant):
            return False
        seats = [certain for _, tenure, certain in self._there(post, instant) if tenure.capacity != "observer"]
        if any(seats):
            return False
        return None if seats or covered.partial else True

    def count(self, organ: str, at: Instant | None, /) -> int | None:
        """Return how many hold a seat; None where a possible holder would change that."""
        instant = self.at if at is None else at
        if self.history.timeline.world.covered(organ, instant) is None:
            return None
        if self._is_absent(organ, instant):
            return 0
        seats = [certain for _, tenure, certain in self._there(organ, instant) if tenure.capacity != "observer"]
        return len(seats) if all(seats) else None

    def happened(self, event: str, /) -> bool | None:
        """Return whether an event has happened by now; one that the record itself doubts counts as told."""
        return self.happened_by(event) is not None

    def signed(self, letter: str, /) -> Fraction | None:
        """Return the last total of a letter's signatories over those who could sign; 0 of one that was not sent."""
        if self.happened_by(letter) is None:
            return Fraction(0)
        count, of = None, None
        for signatories in self._signatories(letter):
            count = signatories.count if signatories.count is not None else count
            of = signatories.of if signatories.of is not None else of
        return None if count is None or not of else Fraction(count, of)

    def verdict(self, event: str, /) -> str | Nothing | None:
        """Return what the bylaws say of an act, none of what did not happen."""
        verdict = self.judged(event)
        return NONE if verdict is None else verdict.status

    def chose(self, decision: str, /) -> str | Nothing | None:
        """Return the option chosen at a decision, none where it is open or was not reached."""
        return self.choices.get(decision, NONE)

    def variable(self, name: str, /) -> Value | None:
        """Return what a variable holds."""
        return self.variables[name]

    def ballot(self, organ: str, /) -> Ballot:
        """Return a vote in an organ at this moment."""
        there, _ = members(self.history, organ, (self.at, self.at))
        return Ballot(organ, self.at, tuple(sorted(there)), self.history, self.rules(organ, self.at), self.stakes)

    def _signatories(self, letter: str) -> Iterator[Signatories]:
        for entry in self.letters(letter):
            event = self.history.timeline.event(entry.ref) if entry.event is None else entry.event
            if isinstance(event, LetterSent | LetterSigned) and event.signatories is not None:
                yield event.signatories

    def _presence(self, party: str, post: str, at: Instant | None) -> str:
        instant = self.at if at is None else at
        if self.history.timeline.world.covered(post, instant) is None:
            return "unknown"
        if self._is_absent(post, instant):
            return "no"
        found = [certain for who, _, certain in self._there(post, instant, party) if who == party]
        return "certain" if any(found) else "possible" if found else "no"

    def _there(self, post: str, at: Instant, party: str | None = None) -> Iterator[tuple[str, Tenure, bool]]:
        """Return who is in a post at an instant, one row a party, each with whether it is certain."""
        tenures = [tenure for tenure in self.history.posts[post].tenures if party is None or tenure.party == party]
        found: dict[str, tuple[Tenure, bool]] = {}
        for spell in spells_of(tenures):
            there = spell.tenure_at(at)
            if there is not None and (spell.party not in found or there[1] >= found[spell.party][1]):
                found[spell.party] = there
        for who, (tenure, certain) in found.items():
            yield who, tenure, certain

    def _is_absent(self, post: str, at: Instant) -> bool:
        return any(existence.is_absent_at(at) for existence in self.history.existences_of(post))
