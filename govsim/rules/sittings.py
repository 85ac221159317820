"""Who sits in an organ at some time."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple, TypeAlias

from govsim.model.instant import Instant
from govsim.replay.history import History
from govsim.replay.tenure import spells_of

Window: TypeAlias = tuple[Instant, Instant]
"""The first and the last instant at which something can have happened."""


class Members(NamedTuple):
    """Who certainly sits in an organ throughout a window, and who possibly at some instant of it."""

    certain: frozenset[str]
    possible: frozenset[str]


def members(history: History, organ: str, window: Window) -> Members:
    """Return who sits in an organ in a window."""
    first, last = window
    its = history.posts[organ]
    there = [tenure for tenure in its.tenures if tenure.start_earliest <= last and first <= tenure.end_latest]
    possible = {tenure.party for tenure in there if tenure.capacity != "observer"}
    certain = set()
    for spell in spells_of([tenure for tenure in its.tenures if tenure.party in possible]):
        ends = spell.tenure_at(first), spell.tenure_at(last)
        if all(one is not None and one[1] and one[0].capacity != "observer" for one in ends):
            certain.add(spell.party)
    return Members(frozenset(certain), frozenset(possible))


class Sittings:
    """The members of the organs of a history to which nothing is added: looked up once between two changes."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._changes: dict[str, list[Instant]] = {}
        self._found: dict[tuple[str, int, int], Members] = {}

    def members(self, organ: str, window: Window) -> Members:
        """Return who sits in an organ in a window."""
        changes = self._changes.get(organ)
        if changes is None:
            tenures = self._history.posts[organ].tenures
            # Who can have left by an instant counts at that very instant, and no more after it.
            edges = {edge for tenure in tenures for edge in (*tenure.edges, tenure.end_latest + 1)}
            changes = self._changes[organ] = sorted(edges)
        key = organ, bisect_right(changes, window[0]), bisect_right(changes, window[1])
        if key not in self._found:
            self._found[key] = members(self._history, organ, window)
        return self._found[key]
