"""The order of a timeline: by key, then position, and never before a cause.

Position, not a timestamp, orders what happens at one instant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from govsim.model.bound import Bound
from govsim.model.instant import Instant


def key_of(at: Bound, *, closes: bool, last: Instant, before: Instant) -> Instant:
    """Return the instant by which an event sorts: the earliest it may have happened, for a closing the latest.

    *last* is where an open later side stops, *before* is the key of the event before it in its record.
    """
    if at.earliest is None and at.latest is None:
        return before
    if closes:
        return last if at.latest is None else at.latest
    if at.earliest is None:
        assert at.latest is not None  # noqa: S101 - both sides open is 'unknown', above
        return at.latest
    return at.earliest


Sortable = tuple[Instant, int]
"""(key, position)."""


def causal_order(sortables: Sequence[Sortable], causes: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the indices of *sortables* in timeline order.

    Next comes, of the events whose causes are placed, the one with the least (key, position). *causes* maps an
    index to the indices it must not precede; an event on a circle of causes (refused when a record is read)
    comes at the end, by key.
    """
    order = sorted(range(len(sortables)), key=sortables.__getitem__)
    if not causes:
        return order
    waiting: dict[int, int] = {}
    consequences: dict[int, list[int]] = {}
    for index, its_causes in causes.items():
        distinct = set(its_causes) - {index}
        if distinct:
            waiting[index] = len(distinct)
        for cause in distinct:
            consequences.setdefault(cause, []).append(index)
    placed: list[int] = []
    passed: set[int] = set()  # met in key order while a cause was missing
    for index in order:
        if index in waiting:
            passed.add(index)
            continue
        # Whatever this one sets free has a lesser key than all that follow, so it comes at once.
        ready: list[tuple[Sortable, int]] = [(sortables[index], index)]
        while ready:
            _, free = heappop(ready)
            placed.append(free)
            for consequence in consequences.get(free, ()):
                waiting[consequence] -= 1
                if not waiting[consequence]:
                    del waiting[consequence]
                    if consequence in passed:
                        heappush(ready, (sortables[consequence], consequence))
    if waiting:
        placed += sorted(waiting, key=sortables.__getitem__)
    return placed
