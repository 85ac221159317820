"""Imprecise dates: a span of possible instants, kept with the author's text.

A bound is ``[earliest, latest]`` in inclusive microseconds; a side the text leaves open is None. The forms follow
EDTF (Library of Congress, 2019; ISO 8601-2:2019), with parts of a day and zones added.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, timedelta, timezone, tzinfo
from typing import Any

from govsim.model.errors import TimeError, did_you_mean
from govsim.model.instant import (
    Instant,
    local_instant,
    local_readings,
    to_datetime,
    to_rfc3339,
    zone_named,
)

RIGHT_FORMS = (
    "write 2023-11-17T12:28-08:00, 2023-11-17 12:28, 2023-11-17, 2023-11, 2023, 2023-11-17 evening, 2023-11~, "
    "[a..b], [a,b], [..b], [a..] or unknown"
)
FIRST_YEAR, LAST_YEAR = 2, 9998
"""A year away from the ends of Python's calendar, so that every instant can be shown in every zone."""

PARTS = {"morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (20, 30)}
"""Hours of the wall clock that each part of a day spans; night ends on the next day."""

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_CLOCK = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})(?:T|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,6}))?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}(?::?\d{2})?)?(?:\s+(?P<zone>[A-Za-z][\w+/-]*))?",
    re.IGNORECASE,
)
_PART = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})\s+(?P<part>[A-Za-z]+)(?:\s+(?P<zone>[A-Za-z]\w*/[\w+/-]+|UTC))?")
_ZONED_DATE = re.compile(r"(?P<date>\d{4}(?:-\d{2}){0,2}~?)\s+(?P<zone>[A-Za-z]\w*/[\w+/-]+|UTC)")


@dataclass(frozen=True, slots=True)
class Bound:
    """Some instant from *earliest* to *latest*, both inclusive; None where the text leaves the side open."""

    text: str
    earliest: Instant | None
    latest: Instant | None

    @property
    def is_unknown(self) -> bool:
        """True when the text says nothing at all about the time."""
        return self.earliest is None and self.latest is None

    @property
    def is_exact(self) -> bool:
        """True when one microsecond is meant."""
        return self.earliest is not None and self.earliest == self.latest

    def __str__(self) -> str:
        return self.text

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a bound: text, earliest, latest in RFC 3339 or null."""
        sides = (None if side is None else to_rfc3339(side) for side in (self.earliest, self.latest))
        return {"text": self.text, **dict(zip(("earliest", "latest"), sides, strict=True))}


def parse_bound(text: str, zone: tzinfo) -> Bound:
    """Return the bound that *text* means, wall clocks read in *zone* where the text names none.

    Raises:
        TimeError: the text is no form of a time, or names a day or hour that does not exist or happens twice.
    """
    text = text.strip()
    if text.casefold() == "unknown":
        return Bound(text, None, None)
    if text.startswith("[") and text.endswith("]"):
        return Bound(text, *_span(text, text[1:-1], zone))
    return Bound(text, *_moment(text, zone))


def _span(text: str, inner: str, zone: tzinfo) -> tuple[Instant | None, Instant | None]:
    if ".." in inner:
        first, _, last = (side.strip() for side in inner.partition(".."))
        if not first and not last:
            raise TimeError(f"{text} is open on both sides", hint="write unknown")
        earliest = _moment(first, zone)[0] if first else None
        latest = _moment(last, zone)[1] if last else None
        if earliest is not None and latest is not None and earliest > latest:
            raise TimeError(f"{text} ends before it begins", hint=f"write [{last}..{first}]")
        return earliest, latest
    items = [item.strip() for item in inner.split(",")]
    if not all(items):
        raise TimeError(f"{text} has an empty place", hint="write [2018,2019], or [2018..] for a side that is open")
    moments = [_moment(item, zone) for item in items]
    return min(earliest for earliest, _ in moments), max(latest for _, latest in moments)


def _moment(text: str, zone: tzinfo) -> tuple[Instant, Instant]:
    """Return the span of one simple form: a clock time, a date, a part of a day."""
    if found := _CLOCK.fullmatch(text):
        instant = _clock(text, found, zone)
        return instant, instant
    if (found := _PART.fullmatch(text)) and found["part"].casefold() in PARTS:
        day = _day(text, found["date"])
        begin, end = PARTS[found["part"].casefold()]
        zone = zone_named(found["zone"]) if found["zone"] else zone
        return _existing(
            text, day, zone, local_instant(day, begin * 3600, zone), local_instant(day, end * 3600, zone) - 1
        )
    if found := _ZONED_DATE.fullmatch(text):
        return _moment(found["date"], zone_named(found["zone"]))
    if found := _DATE.fullmatch(text.removesuffix("~")):
        return _date(text, found, zone, margin=1 if text.endswith("~") else 0)
    raise TimeError(f"'{text}' is not a time", hint=_hint(text))


def _hint(text: str) -> str:
    if "~" in text and ":" in text:
        return "~ widens a date, not a clock time: write a range such as [2023-11-17 12:20..2023-11-17 12:40]"
    if (found := _PART.fullmatch(text)) and (near := did_you_mean(found["part"], PARTS)):
        return near
    if re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}[./]\d{1,2}[./]\d{1,2}", text):
        return "write the date as year-month-day, 2023-11-17"
    return RIGHT_FORMS


def _date(text: str, found: re.Match[str], zone: tzinfo, margin: int) -> tuple[Instant, Instant]:
    year = int(found["year"])
    if not found["month"]:
        first, after = (year - margin, 1), (year + margin + 1, 1)
    elif not found["day"]:
        _day(text, f"{found['year']}-{found['month']}-01")
        count = year * 12 + int(found["month"]) - 1
        first, after = ((month // 12, month % 12 + 1) for month in (count - margin, count + margin + 1))
    else:
        day, width = _day(text, found[0]), timedelta(days=margin)
        span = local_instant(day - width, 0, zone), local_instant(day + width, 86400, zone) - 1
        return span if margin else _existing(text, day, zone, *span)
    if first[0] < FIRST_YEAR or after[0] > LAST_YEAR + 1 or after == (LAST_YEAR + 1, 2):
        raise _outside_the_calendar(text)
    return local_instant(date(*first, 1), 0, zone), local_instant(date(*after, 1), 0, zone) - 1


def _existing(text: str, day: date, zone: tzinfo, earliest: Instant, latest: Instant) -> tuple[Instant, Instant]:
    """Return a span of *day*, unless the calendar of the zone jumps over that day (Samoa on 2011-12-30)."""
    if earliest > latest or to_datetime(earliest, zone).date() != day:
        raise TimeError(f"'{text}' does not exist in {zone}, its calendar jumps over that day")
    return earliest, latest


def _outside_the_calendar(text: str) -> TimeError:
    return TimeError(
        f"'{text}' leaves the years {FIRST_YEAR:04} to {LAST_YEAR}",
        hint="a side without a known end is left open, as in [2018..]",
    )


def _day(text: str, written: str) -> date:
    year, month, day = (int(part) for part in written.split("-"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _outside_the_calendar(text)
    if not 1 <= month <= 12:
        raise TimeError(f"'{text}': there is no month {month:02}", hint="months are 01 to 12, written year-month-day")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise TimeError(f"'{text}': {year}-{month:02} has {days} days")
    return date(year, month, day)


def _clock(text: str, found: re.Match[str], zone: tzinfo) -> Instant:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise TimeError(
            f"'{text}': there is no {found['hour']}:{minute:02}:{second:02}",
            hint="the clock runs from 00:00:00 to 23:59:59",
        )
    if found["offset"] and found["zone"]:
        raise TimeError(f"'{text}' has both an offset and a zone", hint="keep one of them")
    day = _day(text, found["date"])
    seconds, micros = hour * 3600 + minute * 60 + second, int((found["fraction"] or "0").ljust(6, "0"))
    if found["offset"]:
        zone = _offset(text, found["offset"])
    elif found["zone"]:
        zone = zone_named(found["zone"])
    readings = local_readings(day, seconds, micros, zone)
    if len(readings) == 1:
        return readings[0]
    shown = " or ".join(
        to_datetime(reading, zone).isoformat(timespec="auto" if second or micros else "minutes") for reading in readings
    )
    walls = {to_datetime(reading, zone).replace(tzinfo=None) for reading in readings}
    what = "happens twice" if len(walls) == 1 else "does not exist, clocks jump over it"
    raise TimeError(f"'{text}' {what} in {zone}", hint=f"write {shown}")


def _offset(text: str, written: str) -> tzinfo:
    if written in "Zz":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if int(digits[2:]) > 59 or minutes > (12 if written[0] == "-" else 14) * 60:
        raise TimeError(
            f"'{text}': no place on earth has the offset {written}", hint="offsets run from -12:00 to +14:00"
        )
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))
