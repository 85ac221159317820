"""Where the reader is: on which walk, at which playhead, and by which clock. Only the app writes it; panes watch it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from govsim.service.steps import BoardView
from govsim.tui.playhead import Playhead
from govsim.tui.walk import Walk


@dataclass(frozen=True, slots=True)
class Place:
    """One value behind all panes. *known_then* shows the board as it was known at the playhead."""

    walk: Walk
    playhead: Playhead
    known_then: bool = False

    def at(self, playhead: Playhead) -> Place:
        """Return the place at another playhead of the same walk."""
        return replace(self, playhead=playhead)

    def on(self, walk: Walk) -> Place:
        """Return the place on another walk, at the same event where it is there too, else at the same instant."""
        index = None
        if self.is_on_event:
            index = walk.index_of.get(self.walk.ref(self.playhead.index))
        return replace(
            self, walk=walk, playhead=walk.at_instant(self.playhead.instant) if index is None else walk.at(index)
        )

    @property
    def is_on_event(self) -> bool:
        """True at a stop, not between two."""
        return self.walk.is_on_event(self.playhead)

    def board(self) -> BoardView:
        """Return the board here, by the clock chosen."""
        return self.walk.board_known_then(self.playhead) if self.known_then else self.walk.board(self.playhead)
