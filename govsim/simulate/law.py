"""What comes of a simulation: how often each value of each outcome, how each decision went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, TypeVar

from govsim.rules.expressions import Value

Weight: TypeAlias = Fraction | int
"""How many of the runs, or which part of the whole."""
Key = TypeVar("Key")


@dataclass(slots=True)
class Law:
    """Weights of outcomes by value (None is unknown), and of what became of each decision.

    *decisions* holds for each the weight of each option taken, *passed* of each reason why it was not reached.
    """

    outcomes: dict[str, dict[Value | None, Weight]] = field(default_factory=dict)
    decisions: dict[str, dict[str, Weight]] = field(default_factory=dict)
    passed: dict[str, dict[str, Weight]] = field(default_factory=dict)
    votes: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """By motion and member in how many runs they voted, voted for it, and would have turned it alone."""

    floats: dict[str, dict[float, int]] = field(default_factory=dict)
    """Numbers as columns have them, until :meth:`settle` writes them as the fractions that they stand for."""

    def settle(self) -> Law:
        """Return the law itself, its numbers written as fractions."""
        for name, values in self.floats.items():
            for number, count in values.items():
                self.count(name, Fraction(repr(number)), count)
        self.floats.clear()
        return self

    def end(self, outcomes: Mapping[str, Value | None], weight: Weight) -> None:
        """Count an end."""
        for name, value in outcomes.items():
            _count(self.outcomes.setdefault(name, {}), value, weight)

    def count(self, outcome: str, value: Value | None, weight: Weight) -> None:
        """Count the value of one outcome."""
        _count(self.outcomes.setdefault(outcome, {}), value, weight)

    def voted(self, motion: str, party: str, counts: Sequence[int]) -> None:
        """Count how a member voted: how often at all, how often for it, how often as the one who turns it."""
        mine = self.votes.setdefault(motion, {}).setdefault(party, [0] * len(counts))
        for index, count in enumerate(counts):
            mine[index] += count

    def took(self, decision: str, option: str, weight: Weight) -> None:
        """Count an answer."""
        _count(self.decisions.setdefault(decision, {}), option, weight)

    def missed(self, decision: str, how: str, weight: Weight) -> None:
        """Count a decision that was not reached."""
        _count(self.passed.setdefault(decision, {}), how, weight)

    def add(self, other: Law) -> None:
        """Add what came of other runs."""
        for name, values in other.outcomes.items():
            mine = self.outcomes.setdefault(name, {})
            for value, weight in values.items():
                _count(mine, value, weight)
        for name, numbers in other.floats.items():
            ours = self.floats.setdefault(name, {})
            for number, count in numbers.items():
                ours[number] = ours.get(number, 0) + count
        for name, options in other.decisions.items():
            for option, weight in options.items():
                self.took(name, option, weight)
        for name, reasons in other.passed.items():
            for how, weight in reasons.items():
                self.missed(name, how, weight)
        for motion, parties in other.votes.items():
            for party, counts in parties.items():
                self.voted(motion, party, counts)


def _count(weights: dict[Key, Weight], key: Key, weight: Weight) -> None:
    weights[key] = weights.get(key, 0) + weight
