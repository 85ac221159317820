"""The scrubber: how dense the events lie around the playhead, and where it stands among them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from govsim.model.instant import Instant, from_datetime, to_datetime
from govsim.tui.place import Place
from govsim.tui.playhead import Playhead
from govsim.tui.walk import Walk
from govsim.tui.widgets.following import Following

Unit = Literal["day", "month", "year"]
_BEFORE, _UNITS = 2, 7
_ENOUGH = 4
"""The finest scale is taken on which so many events are in sight: days in a crisis, years in quiet times."""


class Scrubber(Following):
    """Two lines: the days with ``v`` at the playhead, and below them ``+`` an event, a digit several, ``#`` over 9."""

    DEFAULT_CSS = """
    Scrubber { height: 2; color: $text-muted; }
    """

    def said(self, place: Place, cells: int) -> str:
        """Return the text for a place in that many cells."""
        return "\n".join(scrubber_lines(place.walk, place.playhead, cells))


def scrubber_lines(walk: Walk, playhead: Playhead, cells: int) -> tuple[str, str]:
    """Return the labels with ``v``, and the density of events below them; one cell stays free at either end."""
    unit, edges = _window(walk, playhead)
    start, end, width = edges[0], edges[-1], cells - 2

    def column(instant: Instant) -> int:
        return min(max((instant - start) * width // (end - start), 0), width - 1)

    first, after = bisect_left(walk.times, start), bisect_left(walk.times, end)
    counts = Counter(column(at) for at in walk.times[first:after])
    signs = {1: "+"}
    track = "".join(
        "-" if not counts[cell] else signs.get(counts[cell], str(counts[cell]) if counts[cell] < 10 else "#")
        for cell in range(width)
    )
    earlier, later = "<" if first else " ", ">" if after < len(walk) else " "
    labels = [" "] * width
    head = column(playhead.instant)
    labels[head] = "v"
    for edge, after_it in pairwise(edges):
        _write(labels, column(edge), column(after_it), _labels(edge, unit, walk), head)
    return f" {''.join(labels)} ", f"{earlier}{track}{later}"


def _write(labels: list[str], first: int, after: int, texts: tuple[str, str], head: int) -> None:
    """Write the label of one unit, long or short, at its beginning or to the right of the playhead."""
    for text in texts:
        for at in (first, head + 2):
            end = at + len(text)
            touches_head = at - 1 <= head <= end
            if first <= at and end < after and not touches_head:
                labels[at:end] = text
                return


def _labels(edge: Instant, unit: Unit, walk: Walk) -> tuple[str, str]:
    there = to_datetime(edge, walk.zone)
    if unit == "day":
        return f"{there:%a} {there.day}", str(there.day)
    return (f"{there:%b} {there.year:04}", f"{there:%b}") if unit == "month" else (f"{there.year:04}", "")


def _window(walk: Walk, playhead: Playhead) -> tuple[Unit, list[Instant]]:
    """Return the finest scale that shows enough events, and its edges; else the one that shows most."""
    enough = min(_ENOUGH, len(walk))
    best: tuple[Unit, list[Instant]] | None = None
    most = -1
    units: tuple[Unit, ...] = ("day", "month", "year")
    for unit in units:
        edges = _edges(walk, playhead.instant, unit)
        count = bisect_left(walk.times, edges[-1]) - bisect_left(walk.times, edges[0])
        if count > most:
            best, most = (unit, edges), count
        if count >= enough:
            break
    return best or ("day", _edges(walk, playhead.instant, "day"))


def _edges(walk: Walk, instant: Instant, unit: Unit) -> list[Instant]:
    here = to_datetime(instant, walk.zone)
    return [from_datetime(_shifted(here, unit, number - _BEFORE)) for number in range(_UNITS + 1)]


def _shifted(here: datetime, unit: Unit, count: int) -> datetime:
    """Return the beginning of the day, month or year so many units on, kept inside the calendar."""
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "day":
        return midnight + timedelta(days=count)
    if unit == "month":
        months = midnight.year * 12 + midnight.month - 1 + count
        year, month = divmod(months, 12)
        return midnight.replace(year=min(max(year, 1), 9999), month=month + 1, day=1)
    return midnight.replace(year=min(max(midnight.year + count, 1), 9999), month=1, day=1)
