"""What a ledger holds of each record, as it is written out: the events as amendments left them, and the log of both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from govsim.exchange.story import Recorded, Told
from govsim.ledger.reading import Stored
from govsim.model.corrections import effective_events
from govsim.model.events import Event
from govsim.model.header import Header
from govsim.replay.timeline import Timeline

if TYPE_CHECKING:
    from govsim.ledger.store import Ledger


def is_amendment(stored: Stored) -> bool:
    """Return whether a load wrote an event to amend a record, instead of the record saying it itself."""
    return is_marked(stored, "amends")


def is_marked(stored: Stored, mark: str) -> bool:
    """Return whether a load left a mark beside an event."""
    return stored.meta is not None and bool(json.loads(stored.meta).get(mark))


def as_amended(stored: Sequence[Stored]) -> list[Event]:
    """Return the events of a record as amendments left them: what its file would say, its own corrections aside."""
    amending = [one.event for one in stored if is_amendment(one)]
    beside = {one.event.id for one in stored if is_amendment(one) or is_marked(one, "aligns")}
    visible = effective_events([one.event for one in stored], amending)
    return [event for id_, event in visible.items() if id_ not in beside]


def told_of_ledger(ledger: Ledger, headers: Iterable[Header]) -> list[Told]:
    """Return what recorded history holds of some records."""
    told = []
    for header in headers:
        stored = ledger.stored(header.record)
        log = [
            Recorded(one.event, one.position, one.recorded_at, is_amendment(one) or is_marked(one, "aligns"))
            for one in stored
        ]
        told.append(Told(header, as_amended(stored), log))
    return told


def told_of_timeline(timeline: Timeline, headers: Iterable[Header]) -> list[Told]:
    """Return what a branch or files hold of some records, every correction and change applied."""
    by_record: dict[str, list[tuple[int, str]]] = {}
    for row in timeline.rows:
        by_record.setdefault(row[2].partition("/")[0], []).append((row[1], row[2]))
    told = []
    for header in headers:
        log = [Recorded(timeline.event(ref), position) for position, ref in sorted(by_record.get(header.record, []))]
        told.append(Told(header, [one.event for one in log], log))
    return told
