"""The rows of the timeline: a heading a day, below it the stops of that day; each is drawn when it comes into sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo

from govsim.model.instant import DAY, HOUR, Instant, from_datetime, to_datetime
from govsim.tui.draw import Line
from govsim.tui.moments import day_text, heading
from govsim.tui.walk import Walk

_HOURS = 2 * HOUR
"""A day is up to two hours longer or shorter than 24 where clocks change."""


class Rows(Sequence[Line]):
    """Lines by number. *order* holds a stop a row, or ``~stop`` for the heading above that stop."""

    def __init__(
        self, walk: Walk, shown: Iterable[int], draw: Callable[[int], Line], head: Callable[[int], Line]
    ) -> None:
        self._draw, self._head = draw, head
        self.order: list[int] = []
        self.row_of: dict[int, int] = {}
        above: object = None
        day_of = Days(walk.zone)
        for stop in shown:
            day = _heading_of(walk, stop, day_of)
            if day != above:
                self.order.append(~stop)
                above = day
            self.row_of[stop] = len(self.order)
            self.order.append(stop)

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, number):  # type: ignore[no-untyped-def]  # int or slice, as a sequence has it
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        stop = self.order[number]
        return self._head(~stop) if stop < 0 else self._draw(stop)


class WithLine(Sequence[Line]):
    """Some lines with one more among them, or one of them replaced."""

    def __init__(self, lines: Sequence[Line], at: int, line: Line, *, instead: bool) -> None:
        self._lines, self._at, self._line, self._more = lines, at, line, 0 if instead else 1

    def __len__(self) -> int:
        return len(self._lines) + self._more

    def __getitem__(self, number):  # type: ignore[no-untyped-def]  # int or slice, as a sequence has it
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number == self._at:
            return self._line
        return self._lines[number - self._more if number > self._at else number]


def _heading_of(walk: Walk, stop: int, day_of: Days) -> object:
    """Return what a stop's heading is told apart by: its day, or the heading itself where no day is known."""
    place = walk.stops[stop]
    instant = place.instant
    if place.happens:
        entry = walk.steps.entries[place.place]
        if entry.latest - entry.earliest > DAY + _HOURS:
            said = heading(walk.when(stop), instant, walk.zone)
            if said != day_text(to_datetime(instant, walk.zone).date()):
                return said
    return day_of(instant)


class Days:
    """Numbers days in a zone; instants that follow each other cost one comparison, not a conversion each."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._first: Instant = 0
        self._after: Instant = 0
        self._number = 0

    def __call__(self, instant: Instant) -> int:
        """Return the number of the day of an instant."""
        if not self._first <= instant < self._after:
            there = to_datetime(instant, self._zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
            self._number, self._first = there.toordinal(), from_datetime(there)
            self._after = self._first + DAY - _HOURS  # some of a day; the rest is converted once more
        return self._number
