"""Whether a resolution carried: as it is written, else as its votes are counted under the rules of its organ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import NamedTuple, Protocol

from govsim.model.bylaws import Denominator
from govsim.model.events import Resolved
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.world import World
from govsim.rules.layers import Organ
from govsim.rules.measures import Measure, Number, Test, Whole
from govsim.rules.sittings import Members, Window


class House(Protocol):
    """Where votes are counted: who sits in its organs, and who holds which part of what."""

    @property
    def world(self) -> World:
        """What is declared."""

    def members(self, organ: str, window: Window, /) -> Members:
        """Return who sits in an organ in a window."""

    def stakes(self, organization: str, at: Instant, /) -> Mapping[str, Fraction]:
        """Return who holds which part of an organisation at an instant."""


class Tally(NamedTuple):
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


class _Room(NamedTuple):
    """Who can be there, the weights of their votes (None: one each), and how many seats there are, if that is said."""

    certain: frozenset[str]
    possible: frozenset[str]
    weights: Mapping[str, Fraction] | None
    seats: int | None

    def sum(self, parties: Collection[str]) -> Number:
        """Return how many votes some parties have."""
        if self.weights is None:
            return len(parties)
        return sum((self.weights.get(party, Fraction(0)) for party in parties), Fraction(0))

    def whole(self, of: Denominator, voters: frozenset[str], cast: Number) -> Whole:
        """Return what a threshold is a part of."""
        match of:
            case "cast":
                return cast, cast
            case "present":
                present = self.sum(voters)
                return present, present
            case "outstanding":
                every = len(self.possible) if self.weights is None else sum(self.weights.values(), Fraction(0))
                return every, every
            case "authorised" if self.seats is not None:
                return self.seats, self.seats
        return self.sum(self.certain | voters), self.sum(self.possible)


def tally(event: Resolved, window: Window, rules: Organ, house: House) -> Tally:
    """Return how a resolution came out that was passed at some instant of a window.

    What is written stands. Else it carries where the rules of the organ are met; without a rule of majority, with more
    counted votes for it than against. Those who are possibly members then have a vote, observers have none.

    Args:
        event: the resolution.
        window: the first and the last instant at which it can have been passed.
        rules: what is in force for the organ.
        house: who is a member, and with which stake.
    """
    votes = event.votes
    if votes is None:
        return Tally(event.organ, event.carried)
    room = _room(event, window, rules, house)
    may_vote = room.possible
    ayes, noes = may_vote.intersection(votes.for_), may_vote.intersection(votes.against)
    strangers = [party for party in (*votes.for_, *votes.against) if party not in may_vote]
    voters = ayes.union(noes, may_vote.intersection(votes.abstain))
    for_, against = room.sum(ayes), room.sum(noes)
    quorum, majority = rules.measure("quorum"), rules.measure("majority")
    in_writing = rules.measure("written_consent") if event.method == "written_consent" else None

    def tested(measure: Measure, count: Number) -> Test:
        return measure.test(count, room.whole(measure.threshold.of, voters, for_ + against))

    tests: list[Test] = []
    if quorum is not None:
        tests.append(tested(quorum, room.sum(voters) if in_writing is None else for_))
    if in_writing is not None:
        tests.append(tested(in_writing, for_))
    elif majority is not None:
        test = tested(majority, for_)
        if test.passed is False and for_ == against and rules.get("tie_break") == "chair":
            seated = [house.members(post, window).certain for post in chairs_of(house.world, event.organ)]
            chairs = may_vote & frozenset().union(*seated)
            twice = tested(majority, for_ + room.sum(chairs)) if chairs <= ayes else test
            test = _broken_tie(test, twice, chairs, rules, majority)
        tests.append(test)
    met = [test.passed for test in tests]
    outcome: bool | None = False if False in met else None if None in met else True
    if outcome and in_writing is None and majority is None:
        outcome = for_ > against
    carried = outcome if event.carried is None else event.carried
    return Tally(event.organ, carried, for_, against, tuple(strangers), tuple(tests), outcome)


def chairs_of(world: World, organ: str) -> list[str]:
    """Return the post of an organ's chair: the one called so of those within it, else all of them."""
    within = world.posts_within(organ)
    return [post for post in within if post.endswith("/chair")] or list(within)


def _room(event: Resolved, window: Window, rules: Organ, house: House) -> _Room:
    certain, possible = house.members(event.organ, window)
    weights = rules.get("weights")
    if weights == "stakes":
        date = rules.get("record_date")
        at = date.earliest if date is not None and date.earliest is not None else window[1]
        weights = house.stakes(organization_of(event.organ), at)
    seats = rules.get("authorised") or house.world.posts[event.organ].seats
    return _Room(
        certain, possible, weights if isinstance(weights, Mapping) else None, seats if isinstance(seats, int) else None
    )


def _broken_tie(lost: Test, twice: Test, chairs: frozenset[str], rules: Organ, majority: Measure) -> Test:
    """Return the test of a majority at a tie in which the chair's vote counts twice.

    It is one vote more: where more than half is asked for, or more than the seats that are filled, a tie stays lost.

    Args:
        lost: the test at the tie.
        twice: the test with the vote of the chair counted twice, where that is a vote for it.
        chairs: who is in the chair; where that is not one alone, nobody knows what becomes of the tie.
        rules: what is in force for the organ.
        majority: the rule of majority.
    """
    if majority.threshold.part != Fraction(1, 2):
        return lost
    operands = {**lost.operands, "tie": f"decided by the chair, {', '.join(sorted(chairs)) or 'nobody'}"}
    passed = twice.passed if len(chairs) == 1 else None
    return Test(f"{rules.post}.tie_break", passed, operands, rules.layer("tie_break"))
