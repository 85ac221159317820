"""Times in the words of the screen: short in lists, whole in the detail, never surer than what was written."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from govsim.model.bound import PARTS, Bound
from govsim.model.instant import SECOND, Instant, to_datetime
from govsim.service.text import clock, safe

WIDEST_IN_DAY = 13
"""Cells that a time takes at most in the timeline: ``23:53..20 Nov``."""

_CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}(?P<seconds>:\d{2})?(?P<fraction>[.,]\d+)?")
_DATE = re.compile(r"\d{4}(?P<month>-\d{2})?(?P<day>-\d{2})?")


def day_text(day: date) -> str:
    """Return a day as headings show it: ``Fri 17 Nov 2023``."""
    return f"{day:%a} {day.day} {day:%b} {day.year:04}"


def stamp(instant: Instant, zone: tzinfo) -> str:
    """Return an instant to the second with its zone and UTC: ``Fri 17 Nov 2023 12:28 PST (20:28 UTC)``."""
    return f"{local(instant, zone)}{utc(instant, zone)}"


def local(instant: Instant, zone: tzinfo) -> str:
    """Return an instant in *zone*, to the second."""
    return clock(instant - instant % SECOND, zone)


def utc(instant: Instant, zone: tzinfo) -> str:
    """Return `` (20:28 UTC)``, with the weekday where it is another one; nothing where UTC is what is shown."""
    here, there = to_datetime(instant, zone), to_datetime(instant)
    if here.tzname() == "UTC":
        return ""
    weekday = "" if here.date() == there.date() else f"{there:%a} "
    return f" ({weekday}{_clock(there)} UTC)"


def heading(bound: Bound, instant: Instant, zone: tzinfo) -> str:
    """Return the heading that an event stands under: its day, or the month or year if no more is known."""
    day = to_datetime(instant, zone).date()
    first, last = _sides(bound)
    side = last if instant == bound.latest and instant != bound.earliest else first
    if (found := _DATE.fullmatch(side.removesuffix("~"))) and not found["day"]:
        return f"{day:%b} {day.year:04}" if found["month"] else f"{day.year:04}"
    return day_text(day)


def within_day(bound: Bound, day: date, zone: tzinfo) -> str:
    """Return when something happened, as short as it can stand under the heading of *day*."""
    if bound.is_exact and bound.earliest is not None:
        there = to_datetime(bound.earliest, zone)
        return _clock(there) if there.date() == day else f"{_day_month(there, day)} {there:%H:%M}"
    if _is_span(bound):
        told = _span(bound, day, zone, brief=True)
        return told if len(told) <= WIDEST_IN_DAY else told.replace(" ", "")
    spelled = bound.text.strip().removeprefix(day.isoformat()).strip()
    return safe(spelled or bound.text)


def since(bound: Bound, now: Instant, zone: tzinfo) -> str:
    """Return since when a post is held, the year left out where it is that of *now*."""
    today = to_datetime(now, zone).date()
    if bound.is_exact and bound.earliest is not None:
        there = to_datetime(bound.earliest, zone)
        return f"{_day_month(there, today)} {there:%H:%M}"
    if not _is_span(bound):
        return safe(bound.text)
    if bound.earliest is not None and bound.latest is not None:
        first, last = to_datetime(bound.earliest, zone), to_datetime(bound.latest, zone)
        if first.date() == last.date():
            return f"{_day_month(first, today)} {_span(bound, first.date(), zone)}"
    return _span(bound, date(today.year, 1, 1), zone, clocks=False)


def precision(bound: Bound) -> str:
    """Return how exactly a time is known, judged by the text that was written."""
    text = bound.text.strip()
    if bound.is_unknown:
        return "not known"
    if text.startswith("["):
        if ".." not in text:
            return "one of these"
        first, _, last = text[1:-1].partition("..")
        if not first.strip():
            return "by then, not known since when"
        return "some time between the two" if last.strip() else "then or later"
    if found := _CLOCK_TIME.search(text):
        return "known to the second" if found["seconds"] else "known to the minute"
    if any(word.casefold() in PARTS for word in text.split()):
        return "known to the part of the day"
    about = "about then, known to " if text.endswith("~") else "known to "
    if found := _DATE.match(text):
        return about + ("the day" if found["day"] else "the month" if found["month"] else "the year")
    return "known as written"


def _is_span(bound: Bound) -> bool:
    return bound.text.strip().startswith("[") and ".." in bound.text


def _sides(bound: Bound) -> tuple[str, str]:
    """Return what is written on either side of a span, twice the same text where it is none."""
    text = bound.text.strip()
    if not _is_span(bound):
        return text, text
    first, _, last = text[1:-1].partition("..")
    return first.strip(), last.strip()


def _span(bound: Bound, day: date, zone: tzinfo, *, brief: bool = False, clocks: bool = True) -> str:
    """Return ``20:00..22:30``, ``12:28..21 Nov`` or ``21..29 Nov``; *day* goes without saying.

    *brief* leaves only the year of a side in another year; without *clocks* every side is a day.
    """
    written = _sides(bound)
    sides = []
    for text, at, step in zip(written, (bound.earliest, bound.latest), (0, 1), strict=True):
        if not text or at is None:
            sides.append("")
            continue
        there = to_datetime(at, zone)
        if clocks and there.date() == day and (":" in text or _is_clock_on(bound, written, day, zone)):
            after = to_datetime(at + step, zone) if ":" not in text else there
            sides.append("24:00" if after.date() != day else f"{after:%H:%M}")
        else:
            sides.append(_far_side(text, there, day, brief=brief))
    if not sides[0] or not sides[1]:
        return f"by {sides[1]}" if not sides[0] else f"from {sides[0]}"
    first, last = sides[0].split(), sides[1].split()
    if len(first) > 1 and first[1:] == last[1:]:
        return sides[1] if first == last else f"{first[0]}..{sides[1]}"
    return "..".join(sides)


def _is_clock_on(bound: Bound, written: tuple[str, str], day: date, zone: tzinfo) -> bool:
    """Return whether a side is a time on that day; then a whole day on the other side is a time on it too."""
    ends = zip(written, (bound.earliest, bound.latest), strict=True)
    return any(":" in text and at is not None and to_datetime(at, zone).date() == day for text, at in ends)


def _far_side(text: str, there: datetime, day: date, *, brief: bool) -> str:
    """Return a side that lies on another day, no surer than it is written."""
    if brief and there.year != day.year:
        return f"{there.year:04}"
    if (found := _DATE.fullmatch(text.removesuffix("~"))) and not found["day"]:
        if not found["month"]:
            return f"{there.year:04}"
        return f"{there:%b}" if there.year == day.year else f"{there:%b} {there.year:04}"
    return _day_month(there, day)


def _day_month(there: datetime, day: date) -> str:
    year = "" if there.year == day.year else f" {there.year:04}"
    return f"{there.day} {there:%b}{year}"


def _clock(there: datetime) -> str:
    return f"{there:%H:%M:%S}" if there.second else f"{there:%H:%M}"
