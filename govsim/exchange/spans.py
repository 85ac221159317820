"""When something was, as calendars and timelines want it: a point, a day, or a span of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from govsim.exchange.losses import Losses
from govsim.model.bound import Bound
from govsim.model.instant import Instant, to_datetime


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last time that something can have been; *is_days*: both begin and end with a day."""

    first: datetime
    last: datetime
    is_days: bool

    @property
    def is_one_day(self) -> bool:
        """True for a whole day and no more."""
        return self.is_days and self.first.date() == self.last.date()

    @property
    def is_point(self) -> bool:
        """True for one minute and no more."""
        return not self.is_days and self.first.replace(second=0, microsecond=0) == self.last.replace(
            second=0, microsecond=0
        )


def span_of(bound: Bound, zone: tzinfo, losses: Losses, where: str) -> Span | None:
    """Return when a bound is, None where it says nothing; an open side is counted and left at the other one."""
    if bound.earliest is None and bound.latest is None:
        losses.add(f"{where} at an unknown time", bound)
        return None
    if bound.earliest is None or bound.latest is None:
        losses.add(f"{where} that is open on one side", bound)
    first = bound.earliest if bound.earliest is not None else bound.latest
    last = bound.latest if bound.latest is not None else bound.earliest
    assert first is not None  # noqa: S101 - one side is there, or this was left above
    assert last is not None  # noqa: S101 - the same
    if bound.earliest is None:
        # Of a last day by which something was, the day is meant and not its last microsecond.
        first = _start_of_day(last, zone)
    elif bound.latest is None and _starts_a_day(first, zone):
        last = _end_of_day(first, zone)
    is_days = _starts_a_day(first, zone) and _starts_a_day(last + 1, zone)
    return Span(to_datetime(first, zone), to_datetime(last, zone), is_days)


def _starts_a_day(instant: Instant, zone: tzinfo) -> bool:
    there = to_datetime(instant, zone)
    return (there.hour, there.minute, there.second, there.microsecond) == (0, 0, 0, 0)


def _start_of_day(instant: Instant, zone: tzinfo) -> Instant:
    there = to_datetime(instant, zone)
    return instant - int((there - there.replace(hour=0, minute=0, second=0, microsecond=0)) / timedelta(microseconds=1))


def _end_of_day(instant: Instant, zone: tzinfo) -> Instant:
    there = to_datetime(instant, zone)
    following = (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return instant + int(following.timestamp() * 1_000_000) - int(there.timestamp() * 1_000_000) - 1
