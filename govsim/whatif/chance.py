"""What chance does at a decision, made ready: policies, votes, signatures and draws with their expressions compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from govsim.rules.expressions import Expression

if TYPE_CHECKING:
    from govsim.whatif.facts import Seen
    from govsim.whatif.plan import Deciding


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a policy: where *when* holds, weights for all options, or a chance for one, the rest for the others.

    *squash* turns a number into a chance by the logistic function.
    """

    when: Expression | None
    weights: tuple[Expression, ...] = ()
    chance: Expression | None = None
    option: int = 0
    squash: bool = False


@dataclass(frozen=True, slots=True)
class Voting:
    """A motion: the organ, and for each member the chance of a vote for it; *others* for whom is not named."""

    organ: str
    each: Mapping[str, Expression]
    others: Expression | None

    def chance(self, party: str) -> Expression | None:
        """Return the chance that a member votes for it, None where that is none."""
        return self.each.get(party, self.others)


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution: its name, its numbers, and its middle, at which it stands where nothing is drawn."""

    name: str
    numbers: tuple[Expression, ...]
    middle: Expression | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A number drawn into a variable."""

    law: Law
    into: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A crowd asked to sign; *parts* are the size and the thresholds of each stratum."""

    crowd: str
    parts: tuple[tuple[int, Law], ...]
    shock: Law | None
    pressure: Expression
    chance: Expression
    share: str


class Chance(Protocol):
    """Draws where a replay comes to a draw or a crowd."""

    def begin(self) -> None:
        """Forget what was drawn: a replay begins, perhaps once more."""

    def drawn(self, decision: Deciding, law: Law, seen: Seen) -> Fraction:
        """Return a number drawn."""

    def signed(self, decision: Deciding, asking: Asking, seen: Seen) -> Fraction:
        """Return the part of a crowd that has signed by now."""
