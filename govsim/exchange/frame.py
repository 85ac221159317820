"""The measures of a picture: where its columns stand, how large its words are, where an instant lies."""

from __future__ import annotations

from dataclasses import dataclass

from govsim.exchange.lane_rows import CROWD, CROWDED_SLIVER, SLIVER, Room
from govsim.exchange.lettering import measure
from govsim.exchange.swimlane import Swimlane, Teller
from govsim.model.instant import Instant

NARROWEST, WIDEST = 280, 10_000
"""Below there is no room for words, above no use."""
_NARROW = 640
"""Below this width titles of lanes stand above them, as on a phone."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What everything in a picture is measured by; *left* is the edge of words, *x0* to *x1* the time axis."""

    swimlane: Swimlane
    teller: Teller
    width: float
    left: float
    x0: float
    x1: float
    size: float
    row: float
    narrow: bool
    sliver: float

    def x(self, at: Instant) -> float:
        """Return where an instant lies."""
        span = self.swimlane.after - self.swimlane.first
        return self.x0 + (at - self.swimlane.first) / span * (self.x1 - self.x0)

    @property
    def room(self) -> Room:
        """The ground for bars."""
        return Room(self.x, self.x0, self.x1, self.size, self.sliver)

    @property
    def column(self) -> float:
        """How wide the titles of lanes may be."""
        return (self.x1 if self.narrow else self.x0 - 12) - self.left

    def is_long(self, text: str) -> bool:
        """Return whether a title has to be cut."""
        return measure(text, self.size) > self.column


def frame_of(swimlane: Swimlane, teller: Teller, width: int) -> Frame:
    """Return the measures of a picture of some width."""
    narrow = width < _NARROW
    margin = 10.0 if narrow else 20.0
    size = 12.0 if narrow else 12.5
    if narrow:
        x0 = margin
    else:
        titles = [lane.title for panel in swimlane.panels for lane in panel.lanes]
        widest = max((measure(title, size) for title in titles), default=0.0) + 16
        x0 = margin + 12 + min(max(widest, 110.0), 0.22 * width)
    sliver = CROWDED_SLIVER if swimlane.tenures > CROWD else SLIVER
    row = 20.0 if narrow else 22.0
    return Frame(swimlane, teller, width, margin, x0, width - margin, size, row, narrow, sliver)
