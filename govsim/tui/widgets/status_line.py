"""The first line: which record and branch, which event, which instant."""

from __future__ import annotations

from govsim.tui.draw import fitting
from govsim.tui.moments import local, stamp
from govsim.tui.playhead import Playhead, Walk
from govsim.tui.widgets.following import Following


class StatusLine(Following):
    """One line that says where the reader is; narrower windows say it in fewer words."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $foreground; text-style: bold; }
    """

    def said(self, playhead: Playhead, cells: int) -> str:
        """Return the text for a playhead in that many cells."""
        return fitting(cells, status_texts(self.walk, playhead))


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
