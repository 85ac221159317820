"""A picture as shapes with coordinates: what ``picture.py`` lays out and ``svg.py`` writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from govsim.exchange.lettering import measure
from govsim.model.instant import Instant


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; *fill* names a pattern."""

    x: float
    y: float
    width: float
    height: float
    cls: str
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A line or an area, in SVG's words."""

    d: str
    cls: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words; *full* is what it was before it was cut."""

    x: float
    y: float
    text: str
    size: float
    cls: str = "ink"
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the room it takes at most."""
        width = measure(self.text, self.size, bold=self.bold)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - self.size * 0.8, left + width, self.y + self.size * 0.22


@dataclass(frozen=True, slots=True)
class Tipped:
    """Shapes with a tooltip of some lines."""

    tip: tuple[str, ...]
    shapes: tuple[Shape, ...]


Shape: TypeAlias = Box | Path | Text | Tipped


@dataclass(slots=True)
class Picture:
    """A picture ready to be written; *axis* says from which instant to which time runs, and from which x to which."""

    width: float
    height: float
    title: str
    description: str
    axis: tuple[Instant, Instant, float, float] | None = None
    shapes: list[Shape] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        """Every line of words in it."""
        return [shape for shape in flat(self.shapes) if isinstance(shape, Text)]


def flat(shapes: list[Shape] | tuple[Shape, ...]) -> list[Box | Path | Text]:
    """Return shapes without the groups that give them tooltips."""
    found: list[Box | Path | Text] = []
    for shape in shapes:
        if isinstance(shape, Tipped):
            found += flat(shape.shapes)
        else:
            found.append(shape)
    return found
