"""Whether an act can happen as things stand in a replay: the preconditions of the design, by type of event.

An act falls only where it certainly cannot happen. So a record that `govsim check` finds nothing in falls nowhere by
itself: what is tested here is what would be the findings post-absent, overlap, already-held and not-held there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from govsim.model.events import Hired
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.fold import Fold
from govsim.replay.history import EXISTS_ALWAYS, Existence
from govsim.replay.log import DISPUTED, Entry
from govsim.replay.tenure import Tenure
from govsim.replay.world import END
from govsim.whatif.ahead import EVERYBODY, Act, Ahead
from govsim.whatif.fates import Detail

Single = tuple[str, str]
"""One act of an event: (party, post)."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps an act from happening: the event it turns on, if there is one, and whose tenure it is about."""

    detail: Detail
    event: str | None
    party: str
    post: str
    tenure: Tenure | None = None


@dataclass(frozen=True, slots=True)
class _Seat:
    """Somebody in a post, certain from one instant to another."""

    party: str
    first: Instant
    until: Instant
    tenure: Tenure | None


def singles(entry: Entry) -> list[Single]:
    """Return the single acts of an event that opens or ends tenures, in the order in which they are applied."""
    event = entry.event
    if event is None:
        return [(entry.party, entry.post)] if entry.party else []
    who: Sequence[str] = getattr(event, "who", ())
    posts = event.to if isinstance(event, Hired) else getattr(event, "from_", ()) if event.closes else ()
    return [(party, post) for post in posts for party in who]


class Preconditions:
    """Tests acts against the replay under way and what is still to come."""

    def __init__(self, fold: Fold, ahead: Ahead) -> None:
        self._fold = fold
        self._ahead = ahead
        self._world = fold.timeline.world

    def obstacles(self, entry: Entry) -> dict[Single, Obstacle]:
        """Return what keeps single acts of an event from happening; those that can happen are left out."""
        if entry.type == "hired":
            return self._hiring(entry)
        found = {}
        for party, post in singles(entry):
            target = self._fold.ended_by(entry, party, post)
            if isinstance(target, Entry):
                act: Act = target.ref, party, post
                self._ahead.relied.add(act)
                target = None if act in self._ahead.fallen else target
            if target is None:
                found[party, post] = Obstacle("closed", None, party, post)
        return found

    # -- entering

    def _hiring(self, entry: Entry) -> dict[Single, Obstacle]:
        event = entry.event
        capacity = event.capacity if isinstance(event, Hired) else "regular"
        replaces = event.replaces if isinstance(event, Hired) else ()
        found: dict[Single, Obstacle] = {}
        taken: dict[str, list[_Seat]] = {}
        for party, post in singles(entry):
            obstacle = self._absent(entry, party, post)
            if obstacle is None and entry.claim != DISPUTED:
                seat = _Seat(party, entry.latest, self._own_end(entry, party, post), None)
                obstacle = self._held(entry, seat, post, capacity)
                if obstacle is None and capacity != "observer":
                    obstacle = self._full(entry, seat, post, replaces, taken.setdefault(post, []))
                    if obstacle is None:
                        taken[post].append(seat)
            if obstacle is not None:
                found[party, post] = obstacle
        return found

    def _own_end(self, entry: Entry, party: str, post: str) -> Instant:
        """Return until when somebody who enters now is certain to stay."""
        early = self._fold.ended_early.get((entry.ref, party, post))
        closing = early or self._ahead.closing(party, post)
        return END if closing is None else closing.earliest

    def _certain(self, tenure: Tenure) -> _Seat:
        closing = self._ahead.closing(tenure.party, tenure.post) if tenure.is_open else None
        # A change of capacity written as two events: the closing ends the earlier tenure.
        window = tenure.start_earliest, tenure.start_latest
        if closing is not None and tenure.previous is not None and (closing.earliest, closing.latest) == window:
            closing = None
        until = tenure.certain_until if closing is None else min(tenure.certain_until, closing.earliest)
        return _Seat(tenure.party, tenure.start_latest, until, tenure)

    def _barring(self, entry: Entry, post: str) -> Sequence[Tenure]:
        """Return the tenures that can bar a hiring: the open ones.

        Only a cause can put a hiring behind an end that is later in time; then the ended ones count as well.
        """
        history = self._fold.history.posts[post]
        return history.tenures if entry.causes else [one for party in history.open for one in history.seated(party)]

    def _held(self, entry: Entry, seat: _Seat, post: str, capacity: str) -> Obstacle | None:
        for tenure in self._barring(entry, post):
            if (tenure.party, tenure.capacity) == (seat.party, capacity) and not tenure.is_doubtful:
                other = self._certain(tenure)
                if max(seat.first, other.first) < min(seat.until, other.until):
                    return Obstacle("held", tenure.opened_by, seat.party, post, tenure)
        return None

    def _full(
        self, entry: Entry, seat: _Seat, post: str, replaces: Iterable[str], taken: Sequence[_Seat]
    ) -> Obstacle | None:
        declared = self._world.posts[post].seats
        history = self._fold.history.posts[post]
        changes = [*history.changes, *self._ahead.changes(post)]
        if declared == "many" and not any(event.seats for _, event in changes):
            return None
        gone = {seat.party, *replaces}
        others = [
            self._certain(tenure)
            for tenure in self._barring(entry, post)
            if tenure.party not in gone and tenure.capacity != "observer"
        ]
        others = [*others, *(other for other in taken if other.party not in gone)]
        for at in sorted({seat.first, *(other.first for other in others if other.first > seat.first)}):
            if at >= seat.until:
                break
            seats = declared
            for change, event in changes:
                seats = event.seats or seats if change.latest <= at else seats
            seated = {other.party: other for other in others if other.first <= at < other.until}
            if seats != "many" and len(seated) >= seats:
                last = list(seated.values())[-1]
                opened = last.tenure.opened_by if last.tenure is not None else entry.ref
                return Obstacle("full", opened, last.party, post, last.tenure)
        return None

    # -- existing

    def _absent(self, entry: Entry, party: str, post: str) -> Obstacle | None:
        for id_, existence in self._existences(post):
            if not self._exists(id_, existence, entry):
                ended = next(
                    (gone for _, gone in reversed(existence.spans) if gone and gone.latest <= entry.earliest), None
                )
                if ended is not None:
                    return Obstacle("abolished", ended.ref, party, post)
                later = [begun for begun, _ in existence.spans if begun is not None and begun.earliest > entry.latest]
                later += self._ahead.creations(id_)
                return Obstacle("unmade", later[0].ref if later else None, party, id_)
        return None

    def _existences(self, post: str) -> Iterator[tuple[str, Existence]]:
        organization, history = organization_of(post), self._fold.history
        yield organization, history.organizations.get(organization, EXISTS_ALWAYS)
        yield post, history.posts[post].existence

    def _exists(self, id_: str, existence: Existence, entry: Entry) -> bool:
        """Return whether a post or organisation can exist at some instant of an event's window."""
        if existence.is_always:
            coming = any(made.earliest <= entry.latest for made in self._ahead.creations(id_))
            return coming or not self._ahead.is_to_be_made(id_)
        if not all(existence.is_absent_at(at) for at in (entry.earliest, entry.latest)):
            return True
        return any(made.earliest <= entry.latest for made in self._ahead.creations(id_))


__all__ = ["EVERYBODY", "Obstacle", "Preconditions", "Single", "singles"]
