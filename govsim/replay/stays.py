"""The stays in one post, found by instant without looking at each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from govsim.model.instant import Instant
from govsim.replay.tenure import Spell, Tenure, spells_of

_BLOCK = 16
"""Stays looked at together: of a post with a long succession nearly all blocks are passed over."""


class Stays:
    """An index of the spells that tenures form, by the first and the last instant that any of their tenures touches."""

    def __init__(self, tenures: Sequence[Tenure]) -> None:
        self._tenures = tenures
        self._spells = spells_of(tenures)
        begins = [min(tenure.start_earliest for tenure in spell.tenures) for spell in self._spells]
        self._order = sorted(range(len(begins)), key=begins.__getitem__)
        self._begins = sorted(begins)
        self._ends = [max(tenure.end_latest for tenure in self._spells[place].tenures) for place in self._order]
        self._last_end = [max(self._ends[start : start + _BLOCK]) for start in range(0, len(begins), _BLOCK)]

    def around(self, at: Instant) -> list[Spell]:
        """Return the spells that an instant lies in or at the very end of, in the order they opened."""
        count = bisect_right(self._begins, at)
        found: list[int] = []
        for start, last in zip(range(0, count, _BLOCK), self._last_end, strict=False):
            if last >= at:
                ends = enumerate(self._ends[start : min(start + _BLOCK, count)], start)
                found += [self._order[number] for number, end in ends if end >= at]
        return [self._spells[place] for place in sorted(found)]

    def in_order(self, spells: Iterable[Spell]) -> list[Tenure]:
        """Return the tenures of some spells in the order they opened."""
        found = [tenure for spell in spells for tenure in spell.tenures]
        return sorted(found, key=lambda tenure: self._rank[id(tenure)])

    @cached_property
    def _rank(self) -> dict[int, int]:
        return {id(tenure): rank for rank, tenure in enumerate(self._tenures)}
