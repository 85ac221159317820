"""Times of Wikidata: a day is always written, and only the precision says how much of it is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TIME = re.compile(r"\+?(-?\d{4,})-(\d\d)-(\d\d)(?:T.*)?")
_DAY, _MONTH, _YEAR, _DECADE, _CENTURY, _MILLENNIUM = 11, 10, 9, 8, 7, 6


@dataclass(frozen=True, slots=True)
class Precise:
    """A time as it is written here; *is_guessed*: no precision was given, and the day may stand for more."""

    text: str
    is_guessed: bool = False


def written(text: str, precision: str) -> Precise:
    """Return a time of Wikidata with what its precision leaves of it.

    Without a precision the first of January may be a year and the first of a month a month: both are read as that,
    since a bound that is too wide is still true.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return Precise(text)
    year, month, day = found.groups()
    known = int(precision) if precision.isascii() and precision.isdecimal() and len(precision) < 3 else None
    if month == "00" or known == _YEAR:
        return Precise(year)
    if day == "00" or known == _MONTH:
        return Precise(f"{year}-{month}")
    if known in (_DECADE, _CENTURY, _MILLENNIUM) and not year.startswith("-"):
        return Precise(_span(int(year), known))
    if known is None and day == "01":
        return Precise(year if month == "01" else f"{year}-{month}", is_guessed=True)
    return Precise(f"{year}-{month}-{day}")


def _span(year: int, precision: int) -> str:
    """Return a decade, which begins with a 0, or a century or millennium, which begin with a 1."""
    if precision == _DECADE:
        first = year // 10 * 10
        return f"[{first:04}..{first + 9:04}]"
    length = 100 if precision == _CENTURY else 1000
    first = (year - 1) // length * length + 1
    return f"[{first:04}..{first + length - 1:04}]"
