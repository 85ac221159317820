"""Provisions that are tested: a threshold of one layer, and the numbers that are held against it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from govsim.model.bylaws import Threshold

Number: TypeAlias = Fraction | int
"""A count of heads, or a sum of weights."""
Whole: TypeAlias = tuple[Number, Number]
"""What a threshold is a part of, as the least and the most that it can be."""


class Test(NamedTuple):
    """A provision that was tested: whether it is met, None where that is not known, and on which numbers."""

    provision: str
    passed: bool | None
    operands: Mapping[str, str]
    layer: str


class Measure:
    """A threshold as a provision of a layer. Boards ask the same of the same few numbers, so tests are made once."""

    __slots__ = ("_made", "_needed", "_what", "layer", "provision", "threshold")

    def __init__(self, provision: str, threshold: Threshold, what: str, layer: str) -> None:
        """Take a threshold; *what* is the name of what is counted."""
        self.provision = provision
        self.threshold = threshold
        self.layer = layer
        self._what = what
        self._needed = str(threshold)
        self._made: dict[tuple[Number, Whole], Test] = {}

    def test(self, count: Number, whole: Whole) -> Test:
        """Return whether the threshold is met, None where that turns on members who are only possible."""
        made = self._made.get((count, whole))
        if made is None:
            made = self._made[count, whole] = self._tested(count, *whole)
        return made

    def _tested(self, count: Number, least: Number, most: Number) -> Test:
        threshold = self.threshold
        enough = count > 0 and (threshold.minimum is None or count >= threshold.minimum)  # nobody is no part of nothing
        low, high = threshold.is_met(count, most) and enough, threshold.is_met(count, least) and enough
        shown = str(least) if least == most else f"{least} to {most}"
        operands = {self._what: str(count), threshold.of: shown, "needed": self._needed}
        return Test(self.provision, low if low == high else None, operands, self.layer)
