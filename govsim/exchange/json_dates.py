"""Bounds as the dates of other formats: a day, a month or a year, and what is lost where a bound says more."""

from __future__ import annotations

import re
from datetime import timedelta, tzinfo

from govsim.exchange.losses import Losses
from govsim.model.bound import Bound
from govsim.model.instant import Instant, to_datetime

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def date_of(bound: Bound | None, zone: tzinfo, losses: Losses, where: str, *, whole: bool = False) -> str | None:
    """Return the date that says a bound in its own precision, None where none does; what it does not say is counted.

    Args:
        bound: what is to be said.
        zone: whose days are written.
        losses: where it is counted.
        where: the field that it stands in.
        whole: only days will do.
    """
    if bound is None or bound.is_unknown:
        return None
    if _DATE.fullmatch(bound.text) and _is_in(bound, zone):
        if not whole or len(bound.text) == 10:
            return bound.text
    elif bound.earliest is None or bound.latest is None:
        losses.add(f"{where} that is open on one side", bound)
        return None
    if bound.earliest is None or bound.latest is None:
        return None
    first, last = (to_datetime(side, zone).date().isoformat() for side in (bound.earliest, bound.latest))
    if first == last:
        if not _is_in(Bound(first, bound.earliest, bound.latest), zone):
            losses.add(f"{where} as a time of day", bound)
        return first
    same = next((first[:length] for length in (7, 4) if first[:length] == last[:length]), None)
    if whole or same is None:
        losses.add(f"{where} as a span", bound)
        return None
    if not _DATE.fullmatch(bound.text):
        losses.add(f"{where} as a span", bound)
    return same


def _is_in(bound: Bound, zone: tzinfo) -> bool:
    """Return whether a bound is the whole of what its date says in a zone."""
    return bound.earliest is not None and _starts_a_day(bound.earliest, zone) and _ends_a_day(bound.latest, zone)


def _starts_a_day(instant: Instant, zone: tzinfo) -> bool:
    there = to_datetime(instant, zone)
    return (there - timedelta(microseconds=1)).date() < there.date()


def _ends_a_day(instant: Instant | None, zone: tzinfo) -> bool:
    return instant is not None and _starts_a_day(instant + 1, zone)
