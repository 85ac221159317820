"""The last line: the keys that matter now, or what there is to say."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widget import Widget

from govsim.service.text import padded, width
from govsim.tui.act import Act
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
        self.watch(self.app, "place", self.follow, init=False)

    def on_resize(self, _: events.Resize) -> None:
        """Show as many keys as fit."""
        self.refresh()

    def follow(self) -> None:
        """Show the keys of the line that is walked now."""
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
        for act in self._acts():
            keys = _PAIRS.get(act.id, act.shown.split()[0])
            if width(f"{line} {keys} {act.brief} ") + len(right) <= cells:
                line += f" {keys} {act.brief} "
        return Text(padded(line, cells - len(right)) + right)

    def _acts(self) -> list[Act]:
        """Return the acts that have a word here: first what only a what-if needs, where one is walked."""
        place = getattr(self.app, "place", None)
        on_draft = place is not None and place.walk.line.kind == "draft"
        named = [act for act in ACTS if act.brief and (on_draft or "draft" not in act.needs)]
        return sorted(named, key=lambda act: _ON_DRAFT.index(act.id) if on_draft and act.id in _ON_DRAFT else 99)


_PAIRS = {"event.next": "h/l", "board.next": "n/N", "day.next": "[ ]"}
_ON_DRAFT = ("event.next", "whatif.undo", "whatif.compare", "whatif.save", "whatif.keep")
