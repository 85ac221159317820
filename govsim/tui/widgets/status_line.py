"""The first line: which record and line of history, which event, which instant, by which clock, playing or not."""

from __future__ import annotations

from govsim.tui.draw import fitting
from govsim.tui.moments import local, stamp
from govsim.tui.place import Place
from govsim.tui.widgets.following import Following


class StatusLine(Following):
    """One line that says where the reader is; narrower windows say it in fewer words."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; text-style: bold; }
    StatusLine.hypothetical { background: $warning-muted; color: $text-warning; }
    """

    def on_mount(self) -> None:
        """Follow playback too."""
        super().on_mount()
        self.watch(self.app, "playing", lambda: self.redraw(self.app.place), init=False)  # type: ignore[attr-defined]  # GovsimApp has it

    def said(self, place: Place, cells: int) -> str:
        """Return the text for a place in that many cells."""
        self.set_class(place.walk.line.is_hypothetical, "hypothetical")
        app = self.app
        playing = f"playing {app.speed_said}" if app.playing else ""  # type: ignore[attr-defined]  # GovsimApp has it
        return fitting(cells, status_texts(place, playing))


def status_texts(place: Place, playing: str = "") -> list[str]:
    """Return the status in wordings from the longest to the shortest."""
    walk, playhead = place.walk, place.playhead
    total, number = len(walk), playhead.index + 1
    if place.is_on_event:
        long, short = f"event {number} of {total}", f"{number}/{total}"
    elif number == 0:
        long, short = f"before event 1 of {total}", f"0+/{total}"
    else:
        long, short = f"after event {number} of {total}", f"{number}+/{total}"
    whole, here = stamp(playhead.instant, walk.zone), local(playhead.instant, walk.zone)
    line = walk.line
    clock = "as known then" if place.known_then else ""
    sure = {"recorded": line.name, "branch": f"hypothetical {line.name}", "draft": f"what-if {line.name}"}[line.kind]
    tail = "".join(f" | {part}" for part in (clock, playing) if part)
    return [
        f" govsim | {walk.record} | branch {line.said} | {long} | {whole}{tail}",
        f" govsim | {walk.record} | {line.said} | {long} | {whole}{tail}",
        f" {walk.record} | {sure} | {short} | {whole}{tail}",
        f" {walk.record} | {sure} | {short} | {here}{tail}",
        f" {sure} | {short} | {here}{tail}",
        f" {sure} | {short} | {here}",
        f" {short} | {here}",
    ]
