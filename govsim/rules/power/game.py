"""A vote as a game: who can be for it, what each weighs, and what must be met for it to carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from govsim.model.bylaws import Threshold
from govsim.model.errors import GovsimError, did_you_mean


@dataclass(frozen=True, slots=True)
class Requirement:
    """A threshold that the votes for must reach.

    Attributes:
        threshold: which part of the whole.
        weights: the weight of each member, in the order of the members; one each where none are given.
        whole: the number that the threshold is a part of; the sum of the weights where none is given, which is what
            in office, present and cast come to when everybody attends and votes.
    """

    threshold: Threshold
    weights: tuple[Fraction, ...] | None = None
    whole: Fraction | None = None

    def is_met(self, count: Fraction, whole: Fraction) -> bool:
        """Return whether a count of votes for is enough."""
        least = self.threshold.minimum
        return self.threshold.is_met(count, whole) and (least is None or count >= least)


@dataclass(frozen=True, slots=True)
class Game:
    """Members who all attend and vote for or against, and what a motion needs to carry.

    Attributes:
        members: the ids in their order.
        requirements: all of them must be met; two make a double majority.
        vetoers: the members without whom nothing carries; one who only has a veto is a member of weight zero.
        tie_break: the member whose vote decides where the weights for and against are equal. That breaks a tie and
            lowers no other line: where more than half could still be too little, a tie is not enough either.
        quorum: what the weights of all members must reach, or nothing can be decided.
    """

    members: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    vetoers: tuple[str, ...] = ()
    tie_break: str | None = None
    quorum: Requirement | None = None

    def __post_init__(self) -> None:
        if not self.members:
            raise GovsimError("nobody can vote: the organ has no members")
        twice = [one for one, times in Counter(self.members).items() if times > 1]
        if twice:
            raise GovsimError(f"{', '.join(twice)} stands more than once among the members")
        if not self.requirements:
            raise GovsimError("nothing says what a motion needs", hint="give a majority and its whole")
        for party in (*self.vetoers, *([self.tie_break] if self.tie_break is not None else [])):
            self._check_member(party)
        for requirement in (*self.requirements, *([self.quorum] if self.quorum else [])):
            self._check_weights(requirement)

    def _check_member(self, party: str) -> None:
        if party not in self.members:
            raise GovsimError(f"'{party}' is not a member", hint=did_you_mean(party, self.members))

    def _check_weights(self, requirement: Requirement) -> None:
        weights = self.weights_of(requirement)
        if len(weights) != len(self.members):
            raise GovsimError(f"{len(weights)} weights are given for {len(self.members)} members")
        for party, weight in zip(self.members, weights, strict=True):
            if weight < 0:
                raise GovsimError(f"the weight of '{party}' is {weight}", hint="a weight is 0 or more")
        if not any(weights):
            raise GovsimError("the weights sum to zero", hint="at least one member needs a weight above 0")
        if requirement.whole is not None and requirement.whole < 0:
            raise GovsimError(f"the whole is {requirement.whole}", hint="a whole is 0 or more")

    def weights_of(self, requirement: Requirement) -> tuple[Fraction, ...]:
        """Return the weights that count for a requirement."""
        return (Fraction(1),) * len(self.members) if requirement.weights is None else requirement.weights

    def whole_of(self, requirement: Requirement) -> Fraction:
        """Return the number that the threshold of a requirement is a part of."""
        return total(self.weights_of(requirement)) if requirement.whole is None else requirement.whole

    @property
    def quorate(self) -> bool:
        """Whether the quorum is met when everybody attends."""
        if self.quorum is None:
            return True
        return self.quorum.is_met(total(self.weights_of(self.quorum)), self.whole_of(self.quorum))

    def line_breaks_ties(self, requirement: Requirement) -> bool:
        """Return whether any count above half is enough for a requirement, so that its ties can be broken.

        Counts move in steps of the greatest number that divides every weight.
        """
        weights = self.weights_of(requirement)
        just_above = total(weights) / 2 + step_of(weights)
        return requirement.is_met(just_above, self.whole_of(requirement))

    def is_winning(self, coalition: Collection[str]) -> bool:
        """Return whether a motion carries when a coalition votes for it and everybody else against."""
        there = set(coalition)
        for party in there:
            self._check_member(party)
        if not self.quorate or not there.issuperset(self.vetoers):
            return False
        return all(self._is_reached(requirement, there) for requirement in self.requirements)

    def _is_reached(self, requirement: Requirement, there: set[str]) -> bool:
        weights = self.weights_of(requirement)
        count = total(weight for party, weight in zip(self.members, weights, strict=True) if party in there)
        if requirement.is_met(count, self.whole_of(requirement)):
            return True
        tied = 2 * count == total(weights) and self.line_breaks_ties(requirement)
        return tied and self.tie_break in there


def total(weights: Iterable[Fraction]) -> Fraction:
    """Return the sum of some weights."""
    return sum(weights, Fraction(0))


def step_of(weights: Iterable[Fraction]) -> Fraction:
    """Return the greatest number of which every weight is a multiple; 1 where all are zero."""
    step = Fraction(0)
    for weight in weights:
        step = _common(step, weight)
    return step or Fraction(1)


def _common(one: Fraction, other: Fraction) -> Fraction:
    while other:
        one, other = other, one % other
    return one
