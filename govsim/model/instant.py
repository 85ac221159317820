"""Instants: integer microseconds since 1970-01-01 UTC inside, RFC 3339 outside.

Integers order, compare and store alike everywhere. Aware datetimes do not: two instants in the repeated hour of
an autumn night compare equal in one zone although they lie an hour apart.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from govsim.model.errors import TimeError, did_you_mean

Instant: TypeAlias = int
"""Microseconds since 1970-01-01T00:00:00 UTC."""

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR

_OF_THE_MACHINE = {"localtime", "posixrules", "Factory"}
"""Names whose meaning depends on where they are read."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)


def from_datetime(when: datetime) -> Instant:
    """Return the instant of an aware datetime.

    Raises:
        TimeError: the datetime has no zone, so it is no instant.
    """
    if when.utcoffset() is None:
        raise TimeError(f"{when.isoformat()} has no zone", hint="write the offset, as in 2023-11-17T12:28-08:00")
    return (when - _EPOCH) // _MICROSECOND


def to_datetime(instant: Instant, zone: tzinfo = UTC) -> datetime:
    """Return the aware datetime of an instant, in UTC or in *zone* for showing."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def to_rfc3339(instant: Instant) -> str:
    """Return an instant as RFC 3339 in UTC, ``2023-11-19T02:00:00Z``; microseconds only where there are any."""
    return (_EPOCH + timedelta(microseconds=instant)).isoformat().replace("+00:00", "Z")


@lru_cache
def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone called *name*.

    Raises:
        TimeError: there is no such zone.
    """
    try:
        if name not in _OF_THE_MACHINE:
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        pass
    # Abbreviations such as PST get no suggestion: the nearest name is another zone.
    near = did_you_mean(name, available_timezones()) if "/" in name else None
    hint = near or "write an IANA name such as America/New_York, or an offset, as in 12:28-08:00"
    raise TimeError(f"'{name}' is not a time zone", hint=hint)


def local_readings(day: date, seconds: int, micros: int, zone: tzinfo) -> list[Instant]:
    """Return the instants that a wall clock in *zone* may mean: one, or two when clocks change then.

    Two readings of a repeated hour show the same wall time; two of a missing hour show other wall times, which
    is how the caller tells them apart. *seconds* counts from midnight and may pass 24 h.
    """
    wall = (day.toordinal() - _EPOCH_DAY) * DAY + seconds * SECOND + micros
    local = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    offsets = [local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1)]
    return list(dict.fromkeys(wall - offset // _MICROSECOND for offset in offsets))


def local_instant(day: date, seconds: int, zone: tzinfo) -> Instant:
    """Return the first instant of *day* in *zone* at or after that many seconds on the wall clock.

    For the bounds of days and parts of days, where a clock change needs no question: a missing midnight gives the
    moment of the change, a repeated one its first pass.
    """
    readings = local_readings(day, seconds, 0, zone)
    if len(readings) == 1 or readings[0] < readings[1]:  # once, or twice: the first pass is read first
        return readings[0]
    # Clocks jump over it, and not always from the full hour (Toronto, 1919): the jump lies between the two readings.
    after, before = readings
    offset = to_datetime(after, zone).utcoffset()
    while after - before > 1:
        middle = (after + before) // 2
        if to_datetime(middle, zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
