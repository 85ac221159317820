"""The legend of a picture: only what is in it, each sample as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.exchange.frame import Frame
from govsim.exchange.lettering import measure
from govsim.exchange.shapes import Box, Path, Shape, Text, flat
from govsim.exchange.svg import number

_BOXES = (
    ("held", None, "holds office"),
    ("held-maybe", "held", "possibly holds office"),
    ("acting", None, "interim or acting"),
    ("acting-maybe", "acting", "possibly interim"),
    ("observer", None, "observer"),
    ("observer-maybe", "observer", "possibly observer"),
    ("offer", None, "offered, not effective"),
    ("away", "leave", "on leave"),
    ("disputed off", "disputed", "disputed"),
    ("vacant", None, "vacant"),
    ("unknown", "unknown", "not known"),
    ("absent", None, "no such post"),
    ("heap", None, "several, too short to draw"),
)
_PATHS = (
    ("profile", "number of holders"),
    ("event", "event, or how many"),
    ("mark", "named event"),
)


def drawn_legend(frame: Frame, shapes: Sequence[Shape], top: float) -> tuple[list[Shape], float]:
    """Return the legend of some shapes and where it ends."""
    there = {shape.cls for shape in flat(tuple(shapes)) if not isinstance(shape, Text)}
    drawn: list[Shape] = []
    x, y, height = frame.left, top, frame.size + 2
    size = frame.size - 0.5
    for cls, fill, words in _entries(there):
        width = 32 + measure(words, size) + 16
        if x + width > frame.x1 + 16 and x > frame.left:
            x, y = frame.left, y + height + 7
        drawn += _sample(cls, fill, x, y, height)
        drawn.append(Text(x + 32, y + height / 2 + size * 0.36, words, size, "ink"))
        x += width
    return drawn, y + height + 8 if drawn else y


def _entries(there: set[str]) -> Iterator[tuple[str, str | None, str]]:
    for cls, fill, words in _BOXES:
        if cls in there:
            yield cls, fill, words
    for cls, words in _PATHS:
        if cls in there:
            yield cls, None, words
    if "differs" in there:
        yield "differs", None, "≠ the branches differ"


def _sample(cls: str, fill: str | None, x: float, y: float, height: float) -> Iterator[Shape]:
    middle = y + height / 2
    if cls == "event":
        yield Path(f"M{number(x + 13)} {number(middle - 6)}l6 6l-6 6l-6 -6z", cls)
    elif cls == "mark":
        yield Path(f"M{number(x + 13)} {number(y)}v{number(height)}", cls)
    elif cls == "profile":
        yield Path(f"M{number(x)} {number(y + height)}v-5h9v-6h9v4h8v7z", cls)
    elif cls == "differs":
        yield Box(x, middle - 2, 26, 4, cls)
    else:
        if cls in ("away", "disputed off"):
            yield Box(x, y, 26, height, "held")
        yield Box(x, y, 26, height, cls, fill)
