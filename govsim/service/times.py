"""The instants that questions are asked of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from govsim.model.base import NO_ZONE, MissingZoneError
from govsim.model.bound import parse_bound
from govsim.model.errors import TimeError
from govsim.model.instant import Instant, from_datetime
from govsim.service.asked import zone_asked

if TYPE_CHECKING:
    from govsim.replay.world import World

When = str | datetime
"""An instant as a caller writes it."""


def read_instant(
    when: When, zone: tzinfo | None, world: World, record: str | None, posts: Sequence[str], *, end: bool = False
) -> Instant:
    """Return the instant that a question is asked of; a bare date is the start of that day, or its *end*.

    Raises:
        TimeError: it says no instant, or has no offset where no zone is given.
    """
    if isinstance(when, datetime):
        return from_datetime(when)
    written = when.strip().casefold()
    if written.startswith("[") or "~" in written or written == "unknown":
        raise TimeError(
            f"'{when}' is a span, and a question is asked of one instant", hint="write 2023-11-17T12:28-08:00"
        )
    if written == "now":
        return from_datetime(datetime.now(UTC))
    try:
        bound = parse_bound(when, NO_ZONE)
    except MissingZoneError:
        bound = parse_bound(when, zone or zone_asked(world, record, posts))
    instant = bound.latest if end else bound.earliest
    if instant is None:
        raise TimeError(f"'{when}' says no instant")
    return instant
