"""The bars, gaps and heaps of one lane as shapes, each with a tooltip."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.exchange.frame import Frame
from govsim.exchange.lane_rows import Heap, Placed
from govsim.exchange.shapes import Box, Shape, Text, Tipped
from govsim.exchange.swimlane import Bar, Gap, Lane, Panel, Piece

_LOOKS = {"regular": "held", "interim": "acting", "acting": "acting", "observer": "observer"}
_NAMED = 8
"""How many of a heap's bars its tooltip names."""
_THIN = 0.05
"""A piece narrower than this leaves no trace."""


def look_of(capacity: str) -> str:
    """Return how a capacity looks: held, acting or observer."""
    return _LOOKS.get(capacity, "held")


def drawn_item(frame: Frame, panel: Panel, lane: Lane, placed: Placed, top: float) -> Shape:
    """Return what stands at a place of a lane; *top* is where its first row begins."""
    y, height = top + placed.row * (frame.row + 3), frame.row
    item = placed.item
    if isinstance(item, Bar):
        return Tipped(tuple(frame.teller.bar(panel, lane, item)), tuple(_bar(item, placed, y, height)))
    span = frame.teller.span(item.first, item.after)
    if isinstance(item, Heap):
        names = [bar.label for bar in item.bars[:_NAMED]]
        more = [f"and {len(item.bars) - _NAMED} more"] if len(item.bars) > _NAMED else []
        tip = f"{len(item.bars)} tenures, too short to draw one by one", lane.title, span, *names, *more
        return Tipped(tip, (Box(placed.x0, y, placed.x1 - placed.x0, height, "heap"),))
    return Tipped((f"{lane.title}: {_EMPTY[item.status]}", span), tuple(_gap(item, placed, y, height)))


_EMPTY = {"vacant": "vacant", "unknown": "not known who", "absent": "there is no such post"}


def drawn_label(frame: Frame, placed: Placed, top: float) -> Text | None:
    """Return the words on or beside an item."""
    label, item = placed.label, placed.item
    if label is None:
        return None
    y = top + placed.row * (frame.row + 3) + frame.row / 2 + frame.size * 0.36
    if isinstance(item, Heap):
        return Text(label.x, y, label.text, frame.size, "on-heap off")
    if isinstance(item, Gap):
        return Text(label.x, y, label.text, frame.size, "soft i over off")
    if label.on is None or item.kind == "offer" or not item.pieces[label.on].certain:
        return Text(label.x, y, label.text, frame.size, "ink over off")
    look = look_of(item.pieces[label.on].capacity)
    return Text(label.x, y, label.text, frame.size, f"{'ink' if look == 'observer' else f'on-{look}'} off")


def _gap(gap: Gap, placed: Placed, y: float, height: float) -> Iterator[Shape]:
    width = placed.x1 - placed.x0
    if gap.status == "unknown":
        yield Box(placed.x0, y, width, height, "unknown", "unknown")
    else:
        inset = 0.0 if gap.status == "absent" else 2.0
        yield Box(placed.x0, y + inset, width, height - 2 * inset, gap.status)


def _bar(bar: Bar, placed: Placed, y: float, height: float) -> Iterator[Shape]:
    scale = (placed.x1 - placed.x0) / max(1, bar.after - bar.first)
    for piece in bar.pieces:
        x0 = placed.x0 + (piece.first - bar.first) * scale
        x1 = placed.x0 + (piece.after - bar.first) * scale
        for begin, end, top, part in _parts(placed, x0, x1):
            if end - begin >= _THIN:
                yield from _piece(bar, piece, begin, y + top * height, end - begin, part * height)


def _parts(placed: Placed, x0: float, x1: float) -> Iterator[tuple[float, float, float, float]]:
    """Yield a piece as (from, to, top, height): half of the row where the bars before and after may be as well."""
    joined = placed.x0 if placed.joined is None else min(placed.joined, placed.x1)
    parted = placed.x1 if placed.parted is None else max(placed.parted, placed.x0)
    yield x0, min(x1, joined), 0.5, 0.5
    yield max(x0, joined), min(x1, parted), 0.0, 1.0
    yield max(x0, parted), x1, 0.0, 0.5


def _piece(bar: Bar, piece: Piece, x: float, y: float, width: float, height: float) -> Iterator[Shape]:
    if bar.kind == "offer":
        yield Box(x + 1, y + 3, max(1.0, width - 2), height - 6, "offer")
        return
    look = look_of(piece.capacity)
    if piece.certain:
        yield Box(x, y, width, height, look)
    else:
        yield Box(x, y, width, height, f"{look}-maybe", look)
    if piece.on_leave:
        yield Box(x, y, width, height, "away", "leave")
