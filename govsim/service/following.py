"""Events told as they are appended, by whatever process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from govsim.ledger.store import Ledger
from govsim.model.bound import Bound
from govsim.model.instant import Instant, to_rfc3339
from govsim.service.labels import Labels


@dataclass(frozen=True, slots=True)
class AppendedView:
    """An event as it was appended: where it lies, when it was recorded, what it says."""

    position: int
    recorded_at: Instant
    id: str
    type: str
    at: Bound
    label: str
    event: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the event with its position, when it was recorded, and its fields as written."""
        return {
            "position": self.position,
            "recorded_at": to_rfc3339(self.recorded_at),
            "id": self.id,
            "type": self.type,
            "at": self.at.to_json(),
            "label": self.label,
            "event": self.event,
        }


def follow_views(
    ledger: Ledger, after: int | None, branch: str, record: str | None, until: Callable[[], bool]
) -> Iterator[AppendedView]:
    """Yield the events appended to a branch after a position, by default from now on, without end."""
    start = ledger.head(branch) if after is None else after
    for stored in ledger.follow(start, branch, until=until):
        if record is None or stored.record == record:
            label = Labels(ledger.world(branch)).of(stored.event)
            event = stored.event
            yield AppendedView(
                stored.position, stored.recorded_at, stored.ref, event.type, event.at, label, event.dump()
            )
