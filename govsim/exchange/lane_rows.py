"""The bars of a lane put into rows, with their labels, so that nothing covers anything else.

A successor follows on the same row. Where the hand-over may lie anywhere in a span, both bars are there, each on half
of the row. Bars that are narrower than a pixel and stand together become one heap, with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from govsim.exchange.lettering import fitted, measure
from govsim.exchange.swimlane import Bar, Gap, Lane
from govsim.model.instant import Instant

SLIVER, CROWDED_SLIVER = 1.0, 12.0
"""Bars narrower than this can be heaped; the second where a picture has more than CROWD tenures."""
CROWD = 1500
"""So many bars can be told apart, and make a file of half a megabyte."""
_READ = 7
"""A name that is cut must keep so many letters, or it gets a row with more room."""
HEAPED = 3.0
"""How wide the narrowest bar is drawn; the bars of a heap begin within this, or within two slivers."""
MOST_ROWS = 26
"""A lane that needs more is drawn as the number of its holders."""
_ROWS_FOR_NAMES = 14
"""How many rows names may ask for; beyond, they are cut."""
PAD = 5.0
"""Between a bar's edge and its label."""


@dataclass(frozen=True, slots=True)
class Heap:
    """Bars too narrow and too close together to be drawn one by one."""

    bars: tuple[Bar, ...]

    @property
    def first(self) -> Instant:
        """Where the first begins."""
        return min(bar.first for bar in self.bars)

    @property
    def after(self) -> Instant:
        """Where the last ends."""
        return max(bar.after for bar in self.bars)


Item = Bar | Gap | Heap


@dataclass(slots=True)
class Label:
    """The words beside or within a bar: where they begin, and the index of the piece they stand on, None outside."""

    text: str
    x: float
    on: int | None


@dataclass(slots=True)
class Placed:
    """An item in its row. Up to *joined* it shares the row with the one before, from *parted* on with the next."""

    item: Item
    row: int
    x0: float
    x1: float
    label: Label | None = None
    joined: float | None = None
    parted: float | None = None


class Room(NamedTuple):
    """The ground that lanes are drawn on: scale, both ends, size of letters, below which width bars are heaped."""

    x: Callable[[Instant], float]
    left: float
    right: float
    size: float
    sliver: float = SLIVER


@dataclass(frozen=True, slots=True)
class Packing:
    """A lane in rows."""

    rows: int
    placed: tuple[Placed, ...]


def packed(lane: Lane, room: Room) -> Packing:
    """Return a lane in rows with every label in full where that takes few rows, else with labels cut to their bars.

    In a crowd they always are. A lane that takes more than MOST_ROWS has nothing placed.
    """
    items = _items(lane, room)
    tight = _rows(items, room, MOST_ROWS, roomy=False, single=lane.single)
    if tight.rows > MOST_ROWS or room.sliver > SLIVER or all(_is_read(placed) for placed in tight.placed):
        return tight
    most = max(tight.rows, min(_ROWS_FOR_NAMES, 2 + 3 * tight.rows))
    roomy = _rows(items, room, most, roomy=True, single=lane.single)
    return roomy if roomy.rows <= most else tight


def _is_read(placed: Placed) -> bool:
    """Return whether enough of a name is there to know whose it is."""
    if not isinstance(placed.item, Bar):
        return True
    return placed.label is not None and len(placed.label.text) >= min(_READ, len(placed.item.label))


def _items(lane: Lane, room: Room) -> list[tuple[Item, float, float]]:
    """Return what stands on a lane from left to right, heaped where it is too narrow."""
    found: list[tuple[Item, float, float]] = []
    heap: list[tuple[Bar, float, float]] = []
    for bar in sorted(lane.bars, key=lambda bar: bar.first):
        x0, x1 = room.x(bar.first), room.x(bar.after)
        is_sliver = x1 - x0 < room.sliver
        if heap and (x0 - heap[0][1] > max(HEAPED, 2 * room.sliver) if is_sliver else lane.single):
            found.append(_heaped(heap))
            heap = []
        if is_sliver:
            heap.append((bar, x0, x1))
        else:
            found.append((bar, x0, max(x1, x0 + HEAPED)))
    if heap:
        found.append(_heaped(heap))
    heaps = [item for item, _, _ in found if isinstance(item, Heap)]  # a gap within one cannot be told apart either
    gaps = [gap for gap in lane.gaps if not any(h.first <= gap.first and gap.after <= h.after for h in heaps)]
    found += [(gap, room.x(gap.first), room.x(gap.after)) for gap in gaps]
    found = [(item, min(x0, room.right - (x1 - x0)), min(x1, room.right)) for item, x0, x1 in found]
    return sorted(found, key=lambda item: (item[1], item[2]))


def _heaped(heap: Sequence[tuple[Bar, float, float]]) -> tuple[Item, float, float]:
    x0 = heap[0][1]
    x1 = max(*(end for _, _, end in heap), x0 + HEAPED)
    return (heap[0][0] if len(heap) == 1 else Heap(tuple(bar for bar, _, _ in heap))), x0, x1


def _rows(items: Sequence[tuple[Item, float, float]], room: Room, limit: int, *, roomy: bool, single: bool) -> Packing:
    """Return items in rows, each in the first that is free; a party goes on where it sat before, if it can.

    Nothing is placed where that takes more rows than *limit*.
    """
    ends: list[float] = []
    last: list[Placed] = []
    placed: list[Placed] = []
    seats: dict[str, int] = {}
    for item, x0, x1 in items:
        party = item.party if isinstance(item, Bar) else ""
        ways = _labels(item, x0, x1, room, roomy=roomy)
        order = [seats[party], *range(len(ends))] if party in seats else range(len(ends))
        new, reach = Placed(item, len(ends), x0, x1, ways[0][0]), ways[0][1]
        for way, row in ((way, row) for way in ways for row in order):
            trial = Placed(item, row, x0, x1, way[0])
            is_free = ends[row] <= way[1][0] + 0.01
            if is_free or (single and ends[row] <= last[row].x1 and _share(last[row], trial, room.size, roomy=roomy)):
                new, reach = trial, way[1]
                break
        if new.row == limit:
            return Packing(limit + 1, ())
        if new.row == len(ends):
            ends.append(0.0)
            last.append(new)
        ends[new.row], last[new.row] = reach[1], new
        placed.append(new)
        if party:
            seats[party] = new.row
    return Packing(len(ends), tuple(placed))


def _share(before: Placed, new: Placed, size: float, *, roomy: bool) -> bool:
    """Give a row to a second bar as well, half of it where both may be, and return whether that can be.

    It can where neither is certain there, and their names find room beside it.
    """
    one, two = before.item, new.item
    if not (isinstance(one, Bar) and isinstance(two, Bar) and one.kind == two.kind == "tenure"):
        return False
    if one.party == two.party or one.sure[1] > two.first or one.after > two.sure[0] or before.x1 <= new.x0:
        return False
    trials = [replace(before, parted=new.x0), replace(new, joined=before.x1)]
    for bar, trial in zip((one, two), trials, strict=True):
        if trial.label is not None and trial.label.on is None:
            return False
        trial.label = _inside(bar, trial, bar.label, size) if trial.label is not None else None
        if roomy and not _is_read(trial):
            return False
    before.parted, before.label, new.joined, new.label = new.x0, trials[0].label, before.x1, trials[1].label
    return True


def _inside(bar: Bar, placed: Placed, text: str, size: float) -> Label | None:
    """Return a label on the piece of a bar that has room for it, the widest if none has enough."""
    left = placed.x0 if placed.joined is None else placed.joined
    right = placed.x1 if placed.parted is None else placed.parted
    scale = (placed.x1 - placed.x0) / max(1, bar.after - bar.first)
    stretches = [
        (
            max(left, placed.x0 + (piece.first - bar.first) * scale),
            min(right, placed.x0 + (piece.after - bar.first) * scale),
        )
        for piece in bar.pieces
    ]
    best = max(range(len(stretches)), key=lambda index: (bar.pieces[index].certain, _width(stretches[index])))
    if _width(stretches[best]) < measure(text, size) + 2 * PAD:
        best = max(range(len(stretches)), key=lambda index: _width(stretches[index]))
    shown = fitted(text, size, _width(stretches[best]) - 2 * PAD)
    return Label(shown, stretches[best][0] + PAD, best) if shown else None


def _width(stretch: tuple[float, float]) -> float:
    return stretch[1] - stretch[0]


_GAPS = {"vacant": "vacant", "unknown": "unknown", "absent": "no such post"}


def _labels(
    item: Item, x0: float, x1: float, room: Room, *, roomy: bool
) -> list[tuple[Label | None, tuple[float, float]]]:
    """Return the ways to label an item, the best first, each with how far it reaches."""
    bare = x0, x1
    if isinstance(item, Bar):
        label = _inside(item, Placed(item, 0, x0, x1), item.label, room.size)
        if not roomy or (label is not None and label.text == item.label):
            return [(label, bare)]
        room_for = measure(item.label, room.size)
        ways: list[tuple[Label | None, tuple[float, float]]] = []
        if x1 + PAD + room_for <= room.right:
            ways.append((Label(item.label, x1 + PAD, None), (x0, x1 + 3 * PAD + room_for)))
        if x0 - PAD - room_for >= room.left:
            ways.append((Label(item.label, x0 - PAD - room_for, None), (x0 - 2 * PAD - room_for, x1)))
        return ways or [(label, bare)]
    text = _GAPS[item.status] if isinstance(item, Gap) else str(len(item.bars))
    pad = PAD if isinstance(item, Gap) else 1.5
    fits = x1 - x0 >= measure(text, room.size) + 2 * pad
    return [(Label(text, x0 + pad, 0) if fits else None, bare)]


def profile(bars: Sequence[Bar], room: Room) -> list[tuple[float, int]]:
    """Return how many certainly hold at once, as steps: from x on, the most within a unit of width; observers not."""
    edges: list[tuple[Instant, int]] = []
    for bar in bars:
        for piece in bar.pieces:
            if piece.certain and piece.capacity != "observer":
                edges += [(piece.first, 1), (piece.after, -1)]
    edges.sort()  # an end before a beginning at the same instant
    columns = [0] * (int(room.right - room.left) + 1)
    now = 0
    for (at, change), (until, _) in pairwise(edges):
        now += change
        if at < until:
            for column in range(int(room.x(at) - room.left), int(room.x(until) - room.left) + 1):
                columns[column] = max(columns[column], now)
    starts = [index for index, count in enumerate(columns) if not index or count != columns[index - 1]]
    return [(room.left + index, columns[index]) for index in starts]
