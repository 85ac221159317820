"""Events on a picture: a strip on which near ones are drawn together with their number, and lines for named ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.exchange.frame import Frame
from govsim.exchange.lettering import fitted, measure
from govsim.exchange.shapes import Box, Path, Shape, Text, Tipped
from govsim.exchange.svg import number
from govsim.exchange.swimlane import Mark, Panel

_LISTED = 12
"""How many events the tooltip of several names."""
_APART = 7.0
"""From one sign to the next."""
STRIP = 26.0
"""The height of the strip."""
LINE = 16.0
"""The height of one row of names."""


def event_strip(frame: Frame, panel: Panel, y: float) -> list[Shape]:
    """Return the strip of all events, whose middle lies at *y*."""
    ordered = sorted(
        ((_middle(frame, mark), mark) for mark in panel.marks), key=lambda placed: (placed[0], placed[1].first)
    )
    reach, near = 0.0, [[mark] for _, mark in ordered]
    while (wide := 2 * max((_half(frame.size, marks) for marks in near), default=0.0) + _APART) > reach:
        reach, near = wide, _near(ordered, wide, frame.x1 - wide)
    drawn = [_together(frame, panel, marks, y, reach) for marks in near]
    return [*(reach for reach, _ in drawn if reach is not None), *(shape for _, shape in drawn)]


def _near(ordered: Sequence[tuple[float, Mark]], reach: float, last: float) -> list[list[Mark]]:
    """Return events put together where they lie within *reach* of the first, or all beyond *last*."""
    found: list[list[Mark]] = []
    begin = float("-inf")
    for x, mark in ordered:
        if min(x, last) - begin < reach:
            found[-1].append(mark)
        else:
            found.append([mark])
            begin = min(x, last)
    return found


def _half(size: float, marks: Sequence[Mark]) -> float:
    """Return half of how wide the sign of some events is."""
    return 8.0 if len(marks) == 1 else max(8.0, measure(f"{len(marks):,}", size - 2) / 2 + 4)


def _middle(frame: Frame, mark: Mark) -> float:
    first, last = max(mark.first, frame.swimlane.first), min(mark.last, frame.swimlane.after)
    return frame.x((first + last) // 2)


def _together(frame: Frame, panel: Panel, marks: Sequence[Mark], y: float, reach: float) -> tuple[Path | None, Shape]:
    """Return some events as one sign, and the line that shows how far the time of a single one reaches."""
    if len(marks) == 1:
        x = _middle(frame, marks[0])
        x0 = max(frame.x0, frame.x(marks[0].first))
        x1 = min(frame.x1, frame.x(marks[0].last))
        line = Path(f"M{number(x0)} {number(y)}H{number(x1)}", "reach") if x1 - x0 > 12 else None
        diamond = Path(f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6 -6z", "event")
        return line, Tipped(tuple(frame.teller.mark(panel, marks[0])), (diamond,))
    text, half = f"{len(marks):,}", _half(frame.size, marks)
    x = min(_middle(frame, marks[0]) + (reach - _APART) / 2, frame.x1 - half)
    names = [frame.teller.mark(panel, mark)[0] for mark in marks[:_LISTED]]
    more = [f"and {len(marks) - _LISTED:,} more"] if len(marks) > _LISTED else []
    pill = f"M{number(x - half + 8)} {number(y - 8)}h{number(2 * half - 16)}a8 8 0 0 1 0 16"
    return None, Tipped(
        (f"{text} events:", *names, *more),
        (
            Path(f"{pill}h{number(16 - 2 * half)}a8 8 0 0 1 0 -16z", "event"),
            Text(x, y + frame.size * 0.3, text, frame.size - 2, "ink off", "middle"),
        ),
    )


def named_marks(frame: Frame, panel: Panel, top: float) -> tuple[float, list[tuple[Mark, float, float, Text]]]:
    """Return how high the names of the named events stand, and for each its line's x, where it begins, and its name.

    Names hang to the right of their lines. One that reaches over the next line stands above it, so that no line
    crosses a name; at the right edge they hang to the left.
    """
    found: list[tuple[Mark, float, float, Text]] = []
    marks = sorted((mark for mark in panel.marks if mark.named), key=lambda mark: (_middle(frame, mark), mark.first))
    names = {mark: frame.teller.mark(panel, mark)[0] for mark in marks}
    turned = [mark for mark in marks if _is_turned(frame, _middle(frame, mark), names[mark])]
    rows = 0
    reached: list[float] = []
    for mark in reversed(turned):
        x = _middle(frame, mark)
        text = fitted(names[mark], frame.size, x - 6 - frame.x0)
        over = [row for row, left in enumerate(reached) if left < x + 8]
        row = over[-1] + 1 if over else 0
        reached[row:] = [x - 6 - measure(text, frame.size)]
        rows = max(rows, row + 1)
        found.append((mark, x, top + row * LINE, Text(x - 5, _base(frame, top, row), text, frame.size, "ink", "end")))
    begun, ends = rows, list[float]()
    lines = sorted(_middle(frame, mark) for mark in turned)
    for mark in (mark for mark in marks if mark not in turned):
        x = _middle(frame, mark)
        limit = next((line for line in lines if line > x), frame.x1 + 6)
        text = fitted(names[mark], frame.size, limit - x - 12)
        over = [row for row, end in enumerate(ends) if end > x - 4]
        row = over[-1] + 1 if over else 0
        ends[row:] = [x + 5 + measure(text, frame.size) + 4]
        rows = max(rows, begun + row + 1)
        place = begun + row
        found.append((mark, x, top + place * LINE, Text(x + 5, _base(frame, top, place), text, frame.size)))
    return rows * LINE, found


def _base(frame: Frame, top: float, row: int) -> float:
    return top + row * LINE + frame.size * 0.95


def _is_turned(frame: Frame, x: float, name: str) -> bool:
    """Return whether a name hangs to the left of its line: there is more room, and to the right too little."""
    return frame.x1 - x < min(measure(name, frame.size) + 6, 120) and x - frame.x0 > frame.x1 - x


def mark_line(frame: Frame, panel: Panel, mark: Mark, x: float, top: float, bottom: float) -> Iterator[Shape]:
    """Yield the line of a named event, and the band in which it can have happened."""
    x0, x1 = max(frame.x0, frame.x(mark.first)), min(frame.x1, frame.x(mark.last))
    shapes: list[Shape] = [Path(f"M{number(x)} {number(top)}V{number(bottom)}", "mark")]
    if x1 - x0 > 1.5:
        shapes.insert(0, Box(x0, top, x1 - x0, bottom - top, "band off"))
    yield Tipped(tuple(frame.teller.mark(panel, mark)), tuple(shapes))
