"""The last line: the keys that matter now, or what there is to say."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widget import Widget

from govsim.service.text import padded, width
from govsim.tui.keys import ACTS


class KeyLine(Widget):
    """Keys from the table; a message takes their place until the next move."""

    DEFAULT_CSS = """
    KeyLine { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._message = ""

    def on_mount(self) -> None:
        """Follow what the app says."""
        self.watch(self.app, "message", self.say)

    def on_resize(self, _: events.Resize) -> None:
        """Show as many keys as fit."""
        self.refresh()

    def say(self, message: str) -> None:
        """Show a message, or the keys again where there is none."""
        self._message = message
        self.refresh()

    def render(self) -> Text:
        """Return the line."""
        cells = self.size.width
        if self._message:
            return Text(padded(f" {self._message}", cells), style="bold")
        right = "^p Commands "
        line = ""
        for act in ACTS:
            keys = "h/l" if act.id == "event.next" else "n/N" if act.id == "board.next" else act.shown.split()[0]
            keys = "[ ]" if act.id == "day.next" else keys
            if act.brief and width(f"{line} {keys} {act.brief} ") + len(right) <= cells:
                line += f" {keys} {act.brief} "
        return Text(padded(line, cells - len(right)) + right)
