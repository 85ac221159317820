"""Pane 1: the events, by day, with the one at the playhead marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from textual import events
from textual.message import Message

from govsim.service.text import padded, width
from govsim.tui.draw import Line, Span, line
from govsim.tui.moments import WIDEST_IN_DAY, heading, local, within_day
from govsim.tui.playhead import Playhead, Walk
from govsim.tui.search import matching
from govsim.tui.widgets.pane import Pane

_CLAIM_MARKS = {"confirmed": " ", "reported": "r", "disputed": "d"}


class TimelinePane(Pane):
    """The timeline. It shows what the filter admits, and the playhead even where it stands on none of that."""

    DEFAULT_CSS = """
    TimelinePane { padding: 0; }
    """

    class Chosen(Message):
        """The reader clicked an event."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, walk: Walk, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(walk, id=id)
        self.filter = ""
        self.shown = matching(walk, "")
        days = [walk.day(at) for at in walk.times]
        self._times = [within_day(event.at, day, walk.zone) for event, day in zip(walk.events, days, strict=True)]
        self._time_cells = min(max((width(text) for text in self._times), default=5), WIDEST_IN_DAY)
        self._source_cells = len(f"s{max((len(event.sources) for event in walk.events), default=0)}")
        self._drawn_for: tuple[str, int] | None = None
        self._fixed: list[Line] = []
        self._line_of: dict[int, int] = {}
        self._here = 0

    def set_filter(self, text: str) -> None:
        """Show only the events that a filter admits."""
        self.filter = text.strip()
        self.shown = matching(self.walk, self.filter)
        self.redraw()

    def neighbour(self, count: int) -> int | None:
        """Return the event so many places further down among those shown, or up; None where there is none."""
        playhead = self.playhead
        place = bisect_right(self.shown, playhead.index)
        stands_on_one = self.walk.is_on_event(playhead) and playhead.index in self._line_of
        target = place + count - 1 if count > 0 or stands_on_one else place + count
        if not self.shown or (target < 0 and place == 0) or (target >= len(self.shown) and place == len(self.shown)):
            return None
        return self.shown[min(max(target, 0), len(self.shown) - 1)]

    def draw(self, playhead: Playhead, cells: int) -> Sequence[Line]:
        """Return the events shown, with ``>`` at the playhead."""
        self.name_it("[1 Timeline] 2 Roles" if self.is_stacked else "1 Timeline")
        total = len(self.walk)
        self.said = f"{len(self.shown)} of {total} shown, {self.filter}" if self.filter else f"{total} events"
        if self._drawn_for != (self.filter, cells):
            self._draw_fixed(cells)
            self._drawn_for = self.filter, cells
        if not total:
            return [line(Span("This record holds no events yet.", "dim"))]
        lines = list(self._fixed)
        self._here = self._line_of.get(playhead.index, -1)
        if self._here >= 0 and self.walk.is_on_event(playhead):
            lines[self._here] = self._event_line(playhead.index, cells, here=True)
            return lines
        place = bisect_right(self.shown, playhead.index)
        self._here = self._line_of[self.shown[place - 1]] + 1 if place else 0
        if self.walk.is_on_event(playhead):
            said = f"> event {playhead.index + 1} is not among those shown"
        else:
            said = f"> {local(playhead.instant, self.walk.zone)}, {_between(playhead, total)}"
        lines.insert(self._here, line(Span(padded(said, cells), "here")))
        return lines

    def line_to_show(self) -> int | None:
        """Return the line of the playhead."""
        return self._here

    def on_click(self, click: events.Click) -> None:
        """Choose the event under the mouse."""
        y = click.get_content_offset_capture(self).y + self.scroll_offset.y
        found = next((index for index, number in self._line_of.items() if number == y), None)
        if found is not None:
            self.post_message(self.Chosen(found))

    def _draw_fixed(self, cells: int) -> None:
        self._fixed, self._line_of = [], {}
        above = ""
        for index in self.shown:
            event = self.walk.events[index]
            day = heading(event.at, self.walk.times[index], self.walk.zone)
            if day != above:
                self._fixed.append(line(Span(f"-- {day} ".ljust(cells, "-"), "dim")))
                above = day
            self._line_of[index] = len(self._fixed)
            self._fixed.append(self._event_line(index, cells, here=False))
        if not self.shown and self.filter:
            self._fixed.append(line(Span("No event fits this filter. Esc shows all again.", "dim")))

    def _event_line(self, index: int, cells: int, *, here: bool) -> Line:
        event = self.walk.events[index]
        sources = f"s{len(event.sources)}"
        label_cells = cells - self._time_cells - self._source_cells - 6
        parts = (
            "> " if here else "  ",
            padded(self._times[index], self._time_cells) + " ",
            padded(event.label, label_cells),
            f" {sources.rjust(self._source_cells)} {_CLAIM_MARKS.get(event.claim, ' ')}",
        )
        if here:
            return line(Span("".join(parts), "here"))
        return line(parts[0], Span(parts[1], "dim"), parts[2], Span(parts[3], "dim"))


def _between(playhead: Playhead, total: int) -> str:
    if playhead.index < 0:
        return "before the first event"
    return "after the last event" if playhead.index == total - 1 else "between two events"
