"""What a reader may type after `g`: a time, part of one, a span from here, an event, an end."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, timedelta

from govsim.model.errors import TimeError
from govsim.model.instant import DAY, HOUR, SECOND, Instant, to_datetime
from govsim.tui.playhead import Playhead
from govsim.tui.walk import Walk

ACCEPTS = "2023-11-19T21:00-08:00, nov 19 9pm, +2h, #7, an id, end"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": SECOND, "m": 60 * SECOND, "h": HOUR, "d": DAY, "w": 7 * DAY}
_AHEAD = re.compile(r"(?P<sign>[+-])\s*(?P<number>\d{1,6})\s*(?P<unit>[smhdw])")
_EVENT = re.compile(r"#\s*(?P<number>\d{1,9})")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?P<half>[ap]m)?")
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:,?\s+(?P<year>\d{4}))?(?:,?\s+(?P<clock>.+))?"
)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[a-z]{3,9})\.?(?:,?\s+(?P<year>\d{4}))?(?:,?\s+(?P<clock>.+))?")
_WEEKDAY = re.compile(r"(?P<name>[a-z]{3,9})(?:\s+(?P<clock>.+))?")


def read_goto(text: str, walk: Walk, here: Playhead) -> Playhead:
    """Return the playhead that *text* names, seen from *here*.

    Raises:
        TimeError: it names none.
    """
    text = " ".join(text.split())
    low = text.casefold()
    if low in ("start", "first", "end", "last") or low.startswith("#"):
        return _at_event(low, walk)
    if (index := walk.index_of.get(text if "/" in text else f"{walk.record}/{text}")) is not None:
        return walk.at(index)
    if found := _AHEAD.fullmatch(low):
        span = int(found["number"]) * _UNITS[found["unit"]]
        return walk.at_instant(_inside_the_calendar(text, here.instant + (span if found["sign"] == "+" else -span)))
    return walk.at_instant(walk.read(_spelled_out(low, to_datetime(here.instant, walk.zone).date()) or text))


def _at_event(text: str, walk: Walk) -> Playhead:
    if not len(walk):
        raise TimeError("this record has no events")
    if text in ("start", "first"):
        return walk.at(0)
    if text in ("end", "last"):
        return walk.at(len(walk) - 1)
    found = _EVENT.fullmatch(text)
    if not found or not 1 <= int(found["number"]) <= len(walk):
        raise TimeError(f"there is no event {text}", hint=f"events are #1 to #{len(walk)}")
    return walk.at(int(found["number"]) - 1)


def _inside_the_calendar(text: str, instant: Instant) -> Instant:
    try:
        year = to_datetime(instant).year
    except OverflowError:
        year = 0
    if not 2 <= year <= 9998:
        raise TimeError(f"'{text}' leads out of the calendar")
    return instant


def _spelled_out(text: str, today: date) -> str:
    """Return ``nov 19 9pm``, ``19 nov``, ``sun 21:00`` or ``9pm`` as a written time; nothing for any other form."""
    for form in (_MONTH_FIRST, _DAY_FIRST):
        found = form.fullmatch(text)
        if found and found["month"][:3] in _MONTHS:
            month, year = _MONTHS.index(found["month"][:3]) + 1, int(found["year"] or today.year)
            return f"{year:04}-{month:02}-{_day_of(int(found['day']), year, month)}{_clock(found['clock'])}"
    if (found := _WEEKDAY.fullmatch(text)) and found["name"][:3] in _DAYS:
        ahead = (_DAYS.index(found["name"][:3]) - today.weekday()) % 7
        return f"{today + timedelta(days=ahead)}{_clock(found['clock'])}"
    if (found := _CLOCK.fullmatch(text)) and (found["minute"] or found["half"]):
        return f"{today}{_clock(text)}"
    return ""


def _day_of(day: int, year: int, month: int) -> str:
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise TimeError(f"{month_name[month]} {year:04} has {days} days")
    return f"{day:02}"


def _clock(text: str | None) -> str:
    if text is None:
        return ""
    found = _CLOCK.fullmatch(text)
    if not found:
        raise TimeError(f"'{text}' is not a time of day", hint="write 9pm, 9:30pm or 21:00")
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise TimeError(f"there is no {text}", hint="write 9pm or 21:00")
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    elif not found["minute"]:
        raise TimeError(f"'{text}' is not a time of day", hint=f"write {hour}:00, {hour}am or {hour}pm")
    return f" {hour:02}:{found['minute'] or '00'}"
