"""The first line: which record and branch, which event, which instant."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widget import Widget

from govsim.tui.draw import fitting
from govsim.tui.moments import local, stamp
from govsim.tui.playhead import Playhead, Walk


class StatusLine(Widget):
    """One line that says where the reader is; narrower windows say it in fewer words."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; text-style: bold; }
    """

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self._walk = walk
        self._said = Text("")

    def on_mount(self) -> None:
        """Follow the playhead."""
        self.watch(self.app, "playhead", self.redraw)

    def on_resize(self, _: events.Resize) -> None:
        """Say it in as many words as fit."""
        self.redraw(self.app.playhead)  # type: ignore[attr-defined]

    def redraw(self, playhead: Playhead) -> None:
        """Write the line for a playhead."""
        self._said = Text(fitting(self.size.width, status_texts(self._walk, playhead)))
        self.refresh()

    def render(self) -> Text:
        """Return the line."""
        return self._said


def status_texts(walk: Walk, playhead: Playhead) -> list[str]:
    """Return the status in wordings from the longest to the shortest."""
    total, number = len(walk), playhead.index + 1
    if walk.is_on_event(playhead):
        long, short = f"event {number} of {total}", f"{number}/{total}"
    elif number == 0:
        long, short = f"before event 1 of {total}", f"0+/{total}"
    else:
        long, short = f"after event {number} of {total}", f"{number}+/{total}"
    whole, here = stamp(playhead.instant, walk.zone), local(playhead.instant, walk.zone)
    return [
        f" govsim | {walk.record} | branch main (recorded) | {long} | {whole}",
        f" govsim | {walk.record} | main (recorded) | {long} | {whole}",
        f" {walk.record} | main | {short} | {whole}",
        f" {walk.record} | main | {short} | {here}",
        f" {walk.record} | {short} | {here}",
        f" {short} | {here}",
    ]
