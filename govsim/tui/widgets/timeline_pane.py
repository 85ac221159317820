"""Pane 1: the stops of the line, by day, with the one at the playhead marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from textual import events
from textual.message import Message

from govsim.model.bound import Bound
from govsim.service.text import padded, width
from govsim.tui.draw import Line, Span, line
from govsim.tui.moments import WIDEST_IN_DAY, heading, local, within_day
from govsim.tui.place import Place
from govsim.tui.playhead import Playhead
from govsim.tui.search import matching
from govsim.tui.widgets.pane import Pane
from govsim.tui.widgets.timeline_rows import Rows, WithLine

_CLAIM_MARKS = {"confirmed": " ", "reported": "r", "disputed": "d"}
_FATE_MARKS = {"omitted": "x", "dropped": "x", "inserted": "+", "changed": "~"}
_SOURCES = 3
_SEEN = 1000
"""So many events are looked at for the width of the times; a longer one further on is cut."""


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

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.filter = ""
        self.fallen_hidden = False
        self.shown: Sequence[int] = ()
        self._rows: Rows | None = None
        self._drawn_for: object = None
        self._cells = self._time_cells = 0
        self._here = 0

    def set_filter(self, text: str) -> None:
        """Show only the events that a filter admits."""
        self.filter = text.strip()
        self.redraw()

    def hide_fallen(self, hidden: bool) -> None:  # noqa: FBT001 - it is what is set
        """Leave out what did not happen on a what-if, or show it."""
        self.fallen_hidden = hidden
        self.redraw()

    def neighbour(self, count: int) -> int | None:
        """Return the stop so many places further down among those shown, or up; None where there is none."""
        self._rows_for(self.place, self._cells)
        playhead = self.place.playhead
        place = bisect_right(self.shown, playhead.index)
        stands_on_one = self.place.is_on_event and place > 0 and self.shown[place - 1] == playhead.index
        target = place + count - 1 if count > 0 or stands_on_one else place + count
        if not self.shown or (target < 0 and place == 0) or (target >= len(self.shown) and place == len(self.shown)):
            return None
        return self.shown[min(max(target, 0), len(self.shown) - 1)]

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return the stops shown, with ``>`` at the playhead."""
        self.name_it("1 Timeline")
        rows, walk, playhead = self._rows_for(place, cells), place.walk, place.playhead
        total = len(walk)
        fell = len(walk.line.fallen)
        whole = f"{total - fell} events, {fell} fell" if fell else f"{total} events"
        self.said = f"{len(self.shown)} of {total} shown, {self.filter}" if self.filter else whole
        if not total:
            return [line(Span("This record holds no events yet.", "dim"))]
        if not self.shown:
            return [line(Span("No event fits this filter. Esc shows all again.", "dim"))]
        self._here = rows.row_of.get(playhead.index, -1)
        if self._here >= 0 and place.is_on_event:
            return WithLine(rows, self._here, self._event_line(playhead.index, here=True), instead=True)
        before = bisect_right(self.shown, playhead.index)
        self._here = rows.row_of[self.shown[before - 1]] + 1 if before else 0
        if place.is_on_event:
            said = f"> event {playhead.index + 1} is not among those shown"
        else:
            said = f"> {local(playhead.instant, walk.zone)}, {_between(playhead, total)}"
        return WithLine(rows, self._here, line(Span(padded(said, cells), "here")), instead=False)

    def line_to_show(self) -> int | None:
        """Return the line of the playhead."""
        return self._here

    def on_click(self, click: events.Click) -> None:
        """Choose the stop under the mouse."""
        y = click.get_content_offset_capture(self).y + self.scroll_offset.y
        if self._rows is not None and 0 <= y < len(self._rows) and self._rows.order[y] >= 0:
            self.post_message(self.Chosen(self._rows.order[y]))

    def _rows_for(self, place: Place, cells: int) -> Rows:
        wanted = place.walk, self.filter, self.fallen_hidden, cells
        if self._rows is None or self._drawn_for != wanted:
            self._cells = cells
            self.shown = [
                index
                for index in matching(place.walk, self.filter)
                if not (self.fallen_hidden and place.walk.stops[index].fell)
            ]
            self._rows = Rows(place.walk, self.shown, self._event_line, self._heading)
            self._drawn_for = wanted
            seen = min(len(place.walk), _SEEN)
            self._time_cells = min(
                max((width(self._time(one, self.walk.when(one))) for one in range(seen)), default=5), WIDEST_IN_DAY
            )
        return self._rows

    def _time(self, index: int, at: Bound) -> str:
        return within_day(at, self.walk.day(self.walk.times[index]), self.walk.zone)

    def _heading(self, index: int) -> Line:
        day = heading(self.walk.when(index), self.walk.times[index], self.walk.zone)
        return line(Span(f"-- {day} ".ljust(self._cells, "-"), "dim"))

    def _event_line(self, index: int, *, here: bool = False) -> Line:
        walk, event, fate = self.walk, self.walk.event(index), self.walk.fate(index)
        sources = f"s{min(len(event.sources), 99)}" if event.sources or event.type != "decision" else ""
        mark = "?" if event.type == "decision" else _FATE_MARKS.get(fate.fate, " ") if fate else " "
        doubt = _CLAIM_MARKS.get(event.claim, " ")
        if self.place.known_then and event.announced and (event.announced.latest or 0) > self.place.playhead.instant:
            doubt = "u"
        parts = (
            f"{'>' if here else ' '}{mark}",
            padded(self._time(index, event.at), self._time_cells) + " ",
            padded(event.label, self._cells - self._time_cells - _SOURCES - 6),
            f" {sources.rjust(_SOURCES)}{doubt}",
        )
        if here:
            return line(Span("".join(parts), "here"))
        fell = walk.stops[index].fell is not None
        roles = ("mark", "dim", "gone" if fell else "", "dim")
        return line(*(Span(text, role) for text, role in zip(parts, roles, strict=True)))  # type: ignore[arg-type]  # roles


def _between(playhead: Playhead, total: int) -> str:
    if playhead.index < 0:
        return "before the first event"
    return "after the last event" if playhead.index == total - 1 else "between two events"
