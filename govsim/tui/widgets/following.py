"""What lines that follow the playhead share: they are written when it moves, never worked out while drawing."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widget import Widget

from govsim.tui.place import Place


class Following(Widget):
    """Lines of text about the playhead; a subclass says what they are at a width."""

    def __init__(self) -> None:
        super().__init__()
        self._said = Text("")

    def said(self, place: Place, cells: int) -> str:
        """Return the lines for a place in that many cells."""
        raise NotImplementedError  # each subclass says its own

    def on_mount(self) -> None:
        """Follow the playhead."""
        self.watch(self.app, "place", self.redraw)

    def on_resize(self, _: events.Resize) -> None:
        """Write the lines for the new width."""
        self.redraw(self.app.place)  # type: ignore[attr-defined]  # the app is GovsimApp, which holds it

    def redraw(self, place: Place) -> None:
        """Write the lines for a place."""
        if self.size.width:
            self._said = Text(self.said(place, self.size.width))
        self.refresh()

    def render(self) -> Text:
        """Return the lines."""
        return self._said
