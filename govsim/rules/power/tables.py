"""How many subsets of the players weigh less than a given sum, by size, counted exactly.

A row of counts is one whole number: the count of the subsets of k players stands k fields up, each field wide enough
for the greatest count, so that adding two rows is adding two numbers. Unsized rows are plain counts of all subsets.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

MAX_BYTES = 120_000_000
"""Largest table: with 100 players whose weights add up to 180,000 it takes 2.5 s and 240 MB to fill one by size."""
_UNSIZED = 6
"""How often dearer a byte is without sizes, where no number stays short: 20 MB (a sum of 3,000,000) take 1.4 s."""
MAX_SUMS = 40_000
"""Most different sums of a table that keeps only those which occur, one row each."""


class Table(Protocol):
    """Counts of subsets by weight and size."""

    def below(self, limit: int) -> int:
        """Return the row of the subsets that weigh less than a limit."""
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """How a row is laid out: *players* that it counts subsets of, *width* of a field in bits, 0 in unsized rows."""

    players: int
    width: int

    @staticmethod
    def of(players: int, *, sized: bool) -> Shape:
        """Return the layout for subsets of some players; fields are whole bytes, which cut and join quickly."""
        return Shape(players, 8 * _bytes(math.comb(players, players // 2)) if sized else 0)

    def all_of(self, players: int) -> int:
        """Return the row of all subsets of a number of players."""
        if not self.width:
            return 1 << players
        return sum(math.comb(players, size) << (self.width * size) for size in range(players + 1))

    def cut(self, row: int, size: int) -> int:
        """Return a row without the subsets of fewer than *size* players."""
        return row >> (self.width * size) << (self.width * size) if size > 0 else row

    def counts(self, row: int) -> list[int]:
        """Return the counts by size from 0 up; an unsized row is one count."""
        if not self.width:
            return [row]
        mask = (1 << self.width) - 1
        return [row >> (self.width * size) & mask for size in range(self.players + 1)]

    def below_without(self, table: Table, limit: int, weight: int) -> int:
        """Return the row of the subsets without one player, of a given weight, that weigh less than a limit.

        The subsets without the player are all of them less those with it, and one with it is one without it that weighs
        that much less: ``without(limit) = below(limit) - without(limit - weight)``, one size up. No player is divided
        out of a table, and every step is exact.
        """
        if limit <= 0:
            return 0
        steps = (limit - 1) // weight if weight else self.players
        if self.width:  # what is more sizes up than there are players falls out of the row
            steps = min(steps, self.players)
        row = 0
        for step in range(steps, -1, -1):
            row = table.below(limit - step * weight) - (row << self.width)
        return row & ((1 << (self.width * self.players)) - 1) if self.width else row


class EverySum:
    """A table of every sum up to a limit, one packed number a size."""

    def __init__(self, weights: Sequence[int], limit: int, shape: Shape) -> None:
        self._limit = max(1, min(limit, sum(weights) + 1))
        greatest = math.comb(shape.players, shape.players // 2) if shape.width else 1 << len(weights)
        self._field = _bytes(greatest)
        rows = self._sized(weights) if shape.width else [self._unsized(weights)]
        self._rows = [self._added_up(row).to_bytes(self._limit * self._field, "little") for row in rows]
        self._kept: dict[int, int] = {}

    def _cropped(self, row: int, limit: int) -> int:
        """Return a packed row up to a limit; a mask as long as the row costs as much as an addition."""
        bits = 8 * self._field * max(0, limit)
        return row & ((1 << bits) - 1) if row.bit_length() > bits else row

    def _unsized(self, weights: Sequence[int]) -> int:
        row = 1
        for weight in sorted(weights):  # light ones first: the numbers stay short for longest
            row += self._cropped(row, self._limit - weight) << (8 * self._field * weight)
        return row

    def _sized(self, weights: Sequence[int]) -> list[int]:
        rows = [1] + [0] * len(weights)
        for done, weight in enumerate(sorted(weights)):
            for size in range(done + 1, 0, -1):
                fewer = self._cropped(rows[size - 1], self._limit - weight)
                if fewer:
                    rows[size] += fewer << (8 * self._field * weight)
        return rows

    def _added_up(self, row: int) -> int:
        """Return the running sums of the fields, by adding the row to itself moved by 1, 2, 4, ... fields."""
        step = 1
        while step < self._limit:
            row += self._cropped(row, self._limit - step) << (8 * self._field * step)
            step *= 2
        return row

    def below(self, limit: int) -> int:
        """Return the row of the subsets that weigh less than a limit."""
        if limit <= 0:
            return 0
        last = min(limit, self._limit)
        row = self._kept.get(last)
        if row is None:
            start = (last - 1) * self._field
            row = int.from_bytes(b"".join(packed[start : start + self._field] for packed in self._rows), "little")
            if len(self._rows) > 1:
                self._kept[last] = row
        return row


class OccurringSums:
    """A table of the sums that occur, for weights that are large and few in kind."""

    def __init__(self, weights: Sequence[int], limit: int, shape: Shape) -> None:
        rows = {0: 1}
        for weight in weights:
            more = dict(rows)
            for sum_, row in rows.items():
                if sum_ + weight < limit:
                    more[sum_ + weight] = more.get(sum_ + weight, 0) + (row << shape.width)
            rows = more
        self._sums = sorted(rows)
        self._totals = list(accumulate((rows[sum_] for sum_ in self._sums), initial=0))

    def below(self, limit: int) -> int:
        """Return the row of the subsets that weigh less than a limit."""
        return self._totals[bisect_left(self._sums, limit)]


def table_of(weights: Sequence[int], limit: int, shape: Shape, most: int = MAX_BYTES) -> Table | None:
    """Return a table of the sums below a limit, None where it would take more than *most* bytes or occur too many."""
    every = max(1, min(limit, sum(weights) + 1))
    occurring = math.prod(count + 1 for weight, count in Counter(weights).items() if weight)
    field = (shape.players + 1) * shape.width // 8 if shape.width else _bytes(1 << len(weights)) * _UNSIZED
    # A sum that occurs costs Python an addition of its own, about four times what it costs within a packed number.
    if occurring * 4 <= every and occurring <= MAX_SUMS and occurring * field <= most:
        return OccurringSums(weights, limit, shape)
    return EverySum(weights, limit, shape) if every * field <= most else None


def _bytes(greatest: int) -> int:
    return (greatest.bit_length() + 7) // 8
