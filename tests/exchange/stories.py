"""Records written out in another format, and read again."""

from __future__ import annotations

from typing import Any

from govsim.exchange.formats import FORMATS
from govsim.exchange.losses import Loss
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Source, Written
from govsim.exchange.story import Recorded, Story, Told
from govsim.model.events import Departed, Event, Fired, Hired, Resigned
from govsim.model.record import Record
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.timeline import make_timeline
from govsim.service.labels import Labels


def story_of(record: Record, **asked: Any) -> Story:
    """Return a record as writers see it."""
    history = replay(make_timeline(log_of([record])))
    log = [Recorded(event, number) for number, event in enumerate(record.events, start=1)]
    label = Labels(history.timeline.world).of
    asked = {"zone_name": record.header.zone or "UTC", "label": label, **asked}
    return Story(history, [Told(record.header, record.events, log)], list(record.header.posts), **asked)


def written(format_: str, record: Record, **asked: Any) -> Written:
    layouts = FORMATS[format_].layouts
    return FORMATS[format_].writer().write(story_of(record, **{"layout": layouts[0] if layouts else "", **asked}))


def read(format_: str, *texts: str | bytes, file: str = "file", **options: Any) -> Imported:
    """Return what files say together, or the one file."""
    sources = [
        Source(
            f"{file}-{number}" if number else file,
            (text.encode() if isinstance(text, str) else text).splitlines(keepends=True),
        )
        for number, text in enumerate(texts)
    ]
    options = {"partial": FORMATS[format_].partial, **options}
    (imported,) = FORMATS[format_].reader().read(sources, Options(**options))
    return imported


def again(format_: str, record: Record, **options: Any) -> tuple[Record, tuple[Loss, ...]]:
    """Return a record that was written out and read again, and what the writer said was lost."""
    out = written(format_, record)
    zone = {"zone": record.header.zone} if record.header.zone else {}
    return read(format_, out.text(), **{"record": record.id, **zone, **options}).record, out.losses


def tenures(record: Record) -> list[tuple[Any, ...]]:
    """Return who enters and leaves which post when, whatever the events are called."""
    return sorted(
        shown
        for event in record.events
        if isinstance(event, Hired | Departed | Resigned | Fired)
        for shown in _shown(event)
    )


def _shown(event: Event) -> list[tuple[Any, ...]]:
    if isinstance(event, Hired):
        return [("in", who, post, span(event), event.capacity) for who in event.who for post in event.to]
    assert isinstance(event, Departed | Resigned | Fired)
    return [("out", who, post, span(event), "") for who in event.who for post in event.from_]


def span(event: Event) -> tuple[int, int]:
    """Return the bound of an event, open sides as far away as can be."""
    return event.at.earliest or -(2**62), event.at.latest or 2**62


def lost(losses: tuple[Loss, ...]) -> set[str]:
    return {loss.what for loss in losses}
