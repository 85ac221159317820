"""Records, as YAML says them: what a ledger holds, written so that loading it again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.pruning import pruned
from govsim.exchange.story import Story
from govsim.model.bound import parse_bound
from govsim.model.errors import GovsimError, TimeError
from govsim.model.events import EVENT_TYPES, Event
from govsim.model.header import Header
from govsim.model.instant import to_rfc3339

_BOUND = {"text", "earliest", "latest"}


def write(story: Story) -> Written:
    """Return a record as the plain data of its file.

    Raises:
        GovsimError: there is more than one record to write.
    """
    if len(story.records) != 1:
        named = ", ".join(told.header.record for told in story.records) or "none"
        raise GovsimError(f"a file holds one record, and here are: {named}", hint="name one with --record")
    (told,) = story.records
    losses = Losses()
    zone = told.header.tzinfo
    # No file can say a type that this version does not know, nor what only a branch holds.
    known = [event for event in told.events if event.type in EVENT_TYPES]
    for event in told.events:
        if event.type not in EVENT_TYPES:
            losses.add(f"event of type {event.type}", event.id)
    header = marked(told.header, story.mark)
    data = {
        **_texts(header.dump(), zone),
        "events": [_texts(_ordered(event), zone) for event in pruned(known, losses)],
    }
    return Written(losses.all(), data=data)


def marked(header: Header, mark: str) -> Header:
    """Return a header whose title says that it is no recorded history."""
    if not mark:
        return header
    return header.model_copy(update={"title": f"{mark}. {header.title or header.record}"})


def _ordered(event: Event) -> dict[str, Any]:
    """Return an event as people write it: what and when first, sources and notes last."""
    data = event.dump()
    last = ("because", "claim", "versions", "sources", "note")
    first = ("id", "type", "at")
    own = [name for name in event.own_fields() if name in data]
    between = [name for name in data if name not in (*first, *last, *own)]
    return {name: data[name] for name in (*first, *own, *between, *last) if name in data}


def _texts(value: Any, zone: tzinfo) -> Any:
    """Return plain data with each time as a text that means the same in *zone*."""
    if isinstance(value, Mapping):
        if value.keys() == _BOUND:
            return _text(value, zone)
        return {key: _texts(part, zone) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(part, zone) for part in value]
    return value


def _text(bound: Mapping[str, Any], zone: tzinfo) -> str:
    """Return the author's text where it says the bound here, else one that does."""
    text, earliest, latest = str(bound["text"]), bound["earliest"], bound["latest"]
    try:
        read = parse_bound(text, zone)
        if (read.earliest, read.latest) == (earliest, latest):
            return text
    except TimeError:
        pass  # written in another zone, or by something that is no file
    if earliest is not None and earliest == latest:
        return to_rfc3339(earliest)
    sides = ("" if side is None else to_rfc3339(side) for side in (earliest, latest))
    return "[{}..{}]".format(*sides)
