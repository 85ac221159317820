"""The ticks of a time axis, from minutes to millennia, on the wall clock of a zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Literal, TypeAlias

from govsim.exchange.lettering import measure
from govsim.model.bound import FIRST_YEAR, LAST_YEAR
from govsim.model.instant import DAY, HOUR, Instant, local_instant, to_datetime

Unit: TypeAlias = Literal["second", "minute", "hour", "day", "date", "week", "month", "year"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Written out here: what strftime says depends on the machine's locale, and a picture's bytes must not."""

_MINUTE = HOUR // 60
_DAYS: tuple[Unit, ...] = ("day", "date")
"""With the day of the week, and without where there is less room."""
_STEPS: tuple[tuple[Unit, int, int], ...] = (
    *(("second", n, n * _MINUTE // 60) for n in (1, 5, 15, 30)),
    *(("minute", n, n * _MINUTE) for n in (1, 2, 5, 10, 15, 30)),
    *(("hour", n, n * HOUR) for n in (1, 2, 3, 6)),
    *((unit, n, n * DAY) for n in (1, 2) for unit in _DAYS),
    ("week", 1, 7 * DAY),
    *(("month", n, n * 30 * DAY) for n in (1, 3, 6)),
    *(("year", n, n * 365 * DAY) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
"""Unit, how many of them, and about how long that is."""
_SAMPLES: dict[Unit, str] = {
    "second": "00:00:00",
    "minute": "00:00",
    "hour": "00:00",
    "day": "Wed 30",
    "date": "30",
    "week": "30 Nov",
    "month": "Nov",
    "year": "2000",
}
_ROOM = 1.25
"""How much wider than its label the way to the next tick must be."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line on the axis with its label; a *major* one begins a new day, month or year."""

    at: Instant
    label: str
    major: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the axis under one heading, such as a day over its hours; *labels* from the longest to the least."""

    first: Instant
    after: Instant
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """Ticks, and the headings above them."""

    ticks: tuple[Tick, ...]
    stages: tuple[Stage, ...]


def axis_of(first: Instant, after: Instant, zone: tzinfo, room: float, size: float) -> Axis:
    """Return the axis from *first* to *after* whose labels, in letters of *size*, do not meet on *room* units."""
    span = after - first
    unit, step = next(
        (
            (unit, step)
            for unit, step, length in _STEPS
            if length / span * room >= measure(_SAMPLES[unit], size) * _ROOM
        ),
        (_STEPS[-1][0], _STEPS[-1][1]),
    )
    ticks = tuple(
        Tick(at, _label(unit, to_datetime(at, zone)), _is_major(unit, to_datetime(at, zone)))
        for at in dict.fromkeys(_starts(unit, step, first, after, zone))
        if first <= at < after
    )
    return Axis(ticks, tuple(_stages(unit, first, after, zone)))


def _label(unit: Unit, local: datetime) -> str:
    match unit:
        case "second":
            return f"{local:%H:%M:%S}"
        case "minute" | "hour":
            return f"{local:%H:%M}"
        case "day":
            return f"{WEEKDAYS[local.weekday()]} {local.day}"
        case "date":
            return str(local.day)
        case "week":
            return f"{local.day} {MONTHS[local.month - 1]}"
        case "month":
            return MONTHS[local.month - 1]
    return str(local.year)


def _is_major(unit: Unit, local: datetime) -> bool:
    match unit:
        case "second" | "minute" | "hour":
            return local.hour == local.minute == local.second == 0
        case "day" | "date":
            return local.day == 1
        case "week" | "month":
            return local.month == 1 and (local.day <= 7 or unit == "month")
    return False


def _starts(unit: Unit, step: int, first: Instant, after: Instant, zone: tzinfo) -> Iterator[Instant]:
    """Yield the beginnings of each step from just before *first* on."""
    local, last = to_datetime(first, zone), to_datetime(after, zone).date()
    day = local.date()
    if unit in ("second", "minute", "hour"):
        seconds = step * {"second": 1, "minute": 60, "hour": 3600}[unit]
        while day <= last:
            whole = range(0, 86400, seconds)
            begun = (local.hour * 3600 + local.minute * 60) // seconds if day == local.date() else 0
            for second in whole[begun:]:
                at = local_instant(day, second, zone)
                if at >= after:
                    return
                yield at
            day += timedelta(days=1)
    elif unit in ("day", "date", "week"):
        days = 7 if unit == "week" else step
        day -= timedelta(days=(day.toordinal() - 1) % days)  # ordinal 1 was a Monday
        while day <= last:
            yield local_instant(day, 0, zone)
            day += timedelta(days=days)
    else:
        months = step if unit == "month" else 12 * step
        count = (day.year * 12 + day.month - 1) // months * months
        while (year := count // 12) <= min(last.year, LAST_YEAR):
            if year >= FIRST_YEAR:
                yield local_instant(date(year, count % 12 + 1, 1), 0, zone)
            count += months


def _stages(unit: Unit, first: Instant, after: Instant, zone: tzinfo) -> Iterator[Stage]:
    if unit == "year":
        return
    over: Unit = {"day": "month", "date": "month", "week": "year", "month": "year"}.get(unit, "day")  # type: ignore[assignment]
    starts = [at for at in dict.fromkeys(_starts(over, 1, first, after, zone)) if first < at < after]
    for begin, end in pairwise([first, *starts, after]):
        local = to_datetime(begin, zone)
        yield Stage(begin, end, _headings(over, local))


def _headings(over: Unit, local: datetime) -> tuple[str, ...]:
    month, year = MONTHS[local.month - 1], str(local.year)
    if over == "day":
        day = f"{WEEKDAYS[local.weekday()]} {local.day}"
        return f"{day} {month} {year}", f"{day} {month}", day, str(local.day)
    return (f"{month} {year}", month) if over == "month" else (year,)
