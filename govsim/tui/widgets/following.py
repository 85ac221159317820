"""What lines that follow the playhead share: they are written when it moves, never worked out while drawing."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widget import Widget

from govsim.tui.playhead import Playhead, Walk


class Following(Widget):
    """Lines of text about the playhead; a subclass says what they are at a width."""

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self.walk = walk
        self._said = Text("")

    def said(self, playhead: Playhead, cells: int) -> str:
        """Return the lines for a playhead in that many cells."""
        raise NotImplementedError  # each subclass says its own

    def on_mount(self) -> None:
        """Follow the playhead."""
        self.watch(self.app, "playhead", self.redraw)

    def on_resize(self, _: events.Resize) -> None:
        """Write the lines for the new width."""
        self.redraw(self.app.playhead)  # type: ignore[attr-defined]  # the app is GovsimApp, which holds it

    def redraw(self, playhead: Playhead) -> None:
        """Write the lines for a playhead."""
        if self.size.width:
            self._said = Text(self.said(playhead, self.size.width))
        self.refresh()

    def render(self) -> Text:
        """Return the lines."""
        return self._said
