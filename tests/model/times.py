"""Short forms for tests of written times."""

from __future__ import annotations

import pytest

from govsim.model.bound import Bound, parse_bound
from govsim.model.errors import TimeError
from govsim.model.instant import Instant, to_rfc3339, zone_named

PACIFIC = "America/Los_Angeles"


def bound(text: str, zone: str = PACIFIC) -> Bound:
    """Return the bound of a written time."""
    return parse_bound(text, zone_named(zone))


def sides(text: str, zone: str = PACIFIC) -> tuple[str | None, str | None]:
    """Return both sides of a written time in UTC, None where open."""

    def shown(side: Instant | None) -> str | None:
        return None if side is None else to_rfc3339(side)

    read = bound(text, zone)
    return shown(read.earliest), shown(read.latest)


def refusal(text: str, zone: str = PACIFIC) -> TimeError:
    """Return the error that a wrong time raises."""
    with pytest.raises(TimeError) as caught:
        bound(text, zone)
    return caught.value
