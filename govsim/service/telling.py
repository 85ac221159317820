"""Events told: the views of timeline entries, with their sources and rival readings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govsim.model.bound import Bound
from govsim.model.events import Event, Opaque
from govsim.replay.log import Entry
from govsim.service.event_views import EventView, ReadingView, SourceView
from govsim.service.labels import Labels
from govsim.service.past import Past


def event_view(past: Past, entry: Entry) -> EventView:
    """Return the view of a timeline entry."""
    record, _, _ = entry.ref.partition("/")
    event = past.timeline.event(entry.ref)
    return EventView(
        entry.ref,
        event.type,
        Labels(past.world).of(event),
        event.at,
        event.decided,
        event.notified,
        event.announced,
        tuple(f"{record}/{cause}" for cause in event.causes),
        event.claim,
        source_views(past, record, event.sources),
        tuple(_reading_views(past, record, event)),
        event.note,
        fields_of(event),
        entry.key,
    )


def fields_of(event: Event) -> tuple[tuple[str, Any], ...]:
    """Return the fields that only this type of event has, as they are written, where they say anything."""
    if isinstance(event, Opaque):
        return tuple(event.unread.items())
    shown = event.dump()
    return tuple((name, shown[name]) for name in event.own_fields() if name in shown)


def source_views(past: Past, record: str, keys: Iterable[str]) -> tuple[SourceView, ...]:
    """Return a record's sources by key."""
    declared = past.world.headers[record].sources
    found = ((key, declared.get(key)) for key in keys)
    return tuple(
        SourceView(key, source.title, source.publisher, str(source.date) if source.date else None, source.url)
        if source
        else SourceView(key, None, None, None, None)
        for key, source in found
    )


def _reading_views(past: Past, record: str, event: Event) -> Iterable[ReadingView]:
    for version, reading in zip(event.versions, event.readings()[1:], strict=True):
        says = tuple((name, _said(reading, name)) for name in version if name not in ("sources", "claim", "note"))
        cited = reading.sources if "sources" in version else ()
        yield ReadingView(says, reading.claim, source_views(past, record, cited))


def _said(reading: Event, name: str) -> str:
    """Return in words what a reading says in a field."""
    value: Any = getattr(reading, name, None)
    if isinstance(value, Bound):
        return value.text
    dumped = reading.dump().get(name)
    if isinstance(dumped, list):
        return ", ".join(str(item) for item in dumped)
    if isinstance(dumped, dict):
        return ", ".join(f"{key} {item}" for key, item in dumped.items())
    return "nothing" if dumped is None else str(dumped)
