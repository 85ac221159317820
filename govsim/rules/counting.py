"""Whether a resolution carried: as it is written, else as its votes are counted under the rules of its organ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from govsim.model.bylaws import Denominator, Threshold
from govsim.model.events import Resolved
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.history import History
from govsim.replay.tenure import spells_of
from govsim.rules.layers import Organ

Number: TypeAlias = Fraction | int
"""A count of heads, or a sum of weights."""
Stakes = Callable[[str, Instant], Mapping[str, Fraction]]
"""Gives who holds which part of an organisation at an instant."""


@dataclass(frozen=True, slots=True)
class Test:
    """A provision that was tested: whether it is met, None where that is not known, and on which numbers."""

    provision: str
    passed: bool | None
    operands: Mapping[str, str]
    layer: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How a resolution came out; *carried* is None where nobody wrote it and the votes do not settle it.

    *strangers* voted and are no members: their votes do not count. *tests* are the rules of the organ on these votes,
    *counted* what they come to, whatever is written.
    """

    organ: str
    carried: bool | None
    ayes: Number = 0
    noes: Number = 0
    strangers: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    counted: bool | None = None


@dataclass(frozen=True, slots=True)
class _Room:
    """Who can be there: those certainly in office and those possibly, each with a weight."""

    certain: frozenset[str]
    possible: frozenset[str]
    given: Mapping[str, Fraction] | None
    outstanding: Number

    def sum(self, parties: Collection[str]) -> Number:
        if self.given is None:  # one each
            return len(parties)
        return sum((self.given.get(party, Fraction(0)) for party in parties), Fraction(0))


def tally(event: Resolved, history: History, window: tuple[Instant, Instant], rules: Organ, stakes: Stakes) -> Tally:
    """Return how a resolution came out that was passed at some instant of a window.

    What is written stands. Else it carries where the rules of the organ are met; without a rule of majority, with more
    counted votes for it than against. Those who are possibly members then have a vote, observers have none.

    Args:
        event: the resolution.
        history: who is a member.
        window: the first and the last instant at which it can have been passed.
        rules: what is in force for the organ.
        stakes: who holds which part of an organisation.
    """
    votes = event.votes
    if votes is None:
        return Tally(event.organ, event.carried)
    room = _room(event, history, window, rules, stakes)

    def counted(voters: Iterable[str]) -> list[str]:
        return [party for party in voters if party in room.possible]

    ayes, noes, abstaining = counted(votes.for_), counted(votes.against), counted(votes.abstain)
    strangers = tuple(party for party in (*votes.for_, *votes.against) if party not in room.possible)
    voters = {*ayes, *noes, *abstaining}
    for_, against, present = room.sum(ayes), room.sum(noes), room.sum(voters)
    wholes = _wholes(rules, room, voters, for_ + against, present, history, event.organ)
    in_writing = event.method == "written_consent" and rules.get("written_consent") is not None
    tests = []
    if rules.get("quorum") is not None:
        tests.append(_tested(rules, "quorum", for_ if in_writing else present, wholes, "present"))
    if in_writing:
        tests.append(_tested(rules, "written_consent", for_, wholes, "for"))
    elif rules.get("majority") is not None:
        majority = _tested(rules, "majority", for_, wholes, "for")
        tests.append(majority)
        if majority.passed is False and for_ == against and rules.get("tie_break") == "chair":
            tests[-1] = _broken_tie(event, history, window, rules, majority, ayes, room, wholes)
    settled = [test.passed for test in tests]
    if in_writing or rules.get("majority") is not None:
        outcome = False if False in settled else None if None in settled else True
    else:
        outcome = False if False in settled else None if None in settled else for_ > against
    carried = outcome if event.carried is None else event.carried
    return Tally(event.organ, carried, for_, against, strangers, tuple(tests), outcome)


def chairs_of(history: History, organ: str) -> list[str]:
    """Return the post of an organ's chair: the one called so of those within it, else all of them."""
    within = history.timeline.world.posts_within(organ)
    return [post for post in within if post.endswith("/chair")] or list(within)


def members(history: History, organ: str, window: tuple[Instant, Instant]) -> tuple[frozenset[str], frozenset[str]]:
    """Return who certainly sits in an organ throughout a window, and who possibly at some instant of it."""
    first, last = window
    its = history.posts[organ]
    there = [tenure for tenure in its.tenures if tenure.start_earliest <= last and first <= tenure.end_latest]
    possible = {tenure.party for tenure in there if tenure.capacity != "observer"}
    certain = set()
    for spell in spells_of([tenure for tenure in its.tenures if tenure.party in possible]):
        ends = spell.tenure_at(first), spell.tenure_at(last)
        if all(one is not None and one[1] and one[0].capacity != "observer" for one in ends):
            certain.add(spell.party)
    return frozenset(certain), frozenset(possible)


def _room(event: Resolved, history: History, window: tuple[Instant, Instant], rules: Organ, stakes: Stakes) -> _Room:
    certain, possible = members(history, event.organ, window)
    weights = rules.get("weights")
    if weights == "stakes":
        date = rules.get("record_date")
        at = date.earliest if date is not None and date.earliest is not None else window[1]
        weights = stakes(organization_of(event.organ), at)
    if isinstance(weights, Mapping):
        given: Mapping[str, Fraction] = weights
        return _Room(certain, possible, given, sum(given.values(), Fraction(0)))
    return _Room(certain, possible, None, len(possible))


def _wholes(
    rules: Organ,
    room: _Room,
    voters: set[str],
    cast: Number,
    present: Number,
    history: History,
    organ: str,
) -> Mapping[Denominator, tuple[Number, Number]]:
    """Return each denominator as the least and the most that it can be."""
    in_office = room.sum(room.certain | voters), room.sum(room.possible | voters)
    authorised = rules.get("authorised")
    seats = history.timeline.world.posts[organ].seats
    if isinstance(authorised, int):
        number: tuple[Number, Number] = (authorised, authorised)
    elif authorised is None and isinstance(seats, int):
        number = seats, seats
    else:
        number = in_office
    return {
        "authorised": number,
        "in_office": in_office,
        "present": (present, present),
        "cast": (cast, cast),
        "outstanding": (room.outstanding, room.outstanding),
    }


def _tested(
    rules: Organ, key: str, count: Number, wholes: Mapping[Denominator, tuple[Number, Number]], what: str
) -> Test:
    threshold: Threshold = rules.get(key)
    return tested(f"{rules.post}.{key}", threshold, count, wholes[threshold.of], what, rules.layer(key))


def tested(
    provision: str, threshold: Threshold, count: Number, whole: tuple[Number, Number], what: str, layer: str
) -> Test:
    """Return whether a threshold is met, None where that turns on members who are only possible."""
    least, most = whole
    enough = count > 0 and (threshold.minimum is None or count >= threshold.minimum)  # nobody is no part of nothing
    low, high = threshold.is_met(count, most) and enough, threshold.is_met(count, least) and enough
    shown = str(least) if least == most else f"{least} to {most}"
    operands = {what: str(count), threshold.of: shown, "needed": str(threshold)}
    return Test(provision, low if low == high else None, operands, layer)


def _broken_tie(
    event: Resolved,
    history: History,
    window: tuple[Instant, Instant],
    rules: Organ,
    majority: Test,
    ayes: list[str],
    room: _Room,
    wholes: Mapping[Denominator, tuple[Number, Number]],
) -> Test:
    """Return the test of a majority at a tie in which the chair's vote counts twice.

    It is one vote more: where more than half is asked for, or more than the seats that are filled, a tie stays lost.
    """
    threshold: Threshold = rules.get("majority")
    if threshold.part != Fraction(1, 2):
        return majority
    holders = {
        party for post in chairs_of(history, event.organ) for party in members(history, post, window)[0]
    } & room.possible
    passed: bool | None = None if len(holders) != 1 else False
    if len(holders) == 1 and holders <= set(ayes):
        count = room.sum(ayes) + room.sum(holders)
        passed = tested("", threshold, count, wholes[threshold.of], "for", "").passed
    operands = {**majority.operands, "tie": f"decided by the chair, {', '.join(sorted(holders)) or 'nobody'}"}
    return Test(f"{event.organ}.tie_break", passed, operands, rules.layer("tie_break"))
