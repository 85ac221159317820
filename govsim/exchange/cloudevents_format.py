"""CloudEvents 1.0 in JSON: every event of the log as it is, both ways and without loss.

An event's type is ``govsim.`` and its own; ``source`` names the record, ``id`` the event, ``data`` is the event itself.
The order of a record is that of ``sequence``, which is the position in the ledger. Amendments are written as such, so
that an auditor sees them and an import leaves the same record as the ledger shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from govsim.exchange.event_records import EventRecords
from govsim.exchange.json_text import Item, read_items
from govsim.exchange.losses import Losses
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Progress, Source, Written
from govsim.exchange.record_format import marked
from govsim.exchange.story import Recorded, Story, Told
from govsim.model.bound import Bound
from govsim.model.instant import to_rfc3339

SPEC = "1.0"
PREFIX = "govsim."
HEADER = f"{PREFIX}record_declared"
_SOURCE = "urn:govsim:record:"
_KNOWN = {
    *("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data", "sequence", "recordedtime"),
    *("causationid", "branch", "hypothetical", "amends"),
}


# -- out


def write(story: Story) -> Written:
    """Return the log as CloudEvents, one a line or in one array."""
    is_array = story.layout == "array"

    def pieces() -> Iterator[str]:
        between = "[\n" if is_array else ""
        for event in _events(story):
            yield between + json.dumps(event, ensure_ascii=False)
            between = ",\n" if is_array else "\n"
        yield "\n]\n" if is_array and between != "[\n" else "[]\n" if is_array else "\n" if between else ""

    return Written((), pieces())


def _events(story: Story) -> Iterator[dict[str, Any]]:
    for told in story.records:
        header = marked(told.header, story.mark)
        yield _event(story, told, "@record", HEADER, header.dump(), None, {"sequence": "0"})
        for one in told.log:
            yield _event(
                story, told, one.event.id, f"{PREFIX}{one.event.type}", one.event.dump(), one.event.at, _own(one)
            )


def _own(one: Recorded) -> dict[str, Any]:
    """Return the extension attributes of an event; the names are lower case, as CloudEvents wants them."""
    own: dict[str, Any] = {"sequence": str(one.position)}
    if one.recorded_at is not None:
        own["recordedtime"] = to_rfc3339(one.recorded_at)
    if one.event.causes:
        own["causationid"] = one.event.causes[0]
    return {**own, "amends": True} if one.amends else own


def _event(
    story: Story, told: Told, id_: str, type_: str, data: Mapping[str, Any], at: Bound | None, own: Mapping[str, Any]
) -> dict[str, Any]:
    record = told.header.record
    branch = {"branch": story.branch, "hypothetical": True} if story.is_hypothetical else {}
    # The earliest instant: where an event is imprecise, data has the whole of it.
    time = {} if at is None or at.earliest is None else {"time": to_rfc3339(at.earliest)}
    causation = {"causationid": f"{record}/{own['causationid']}"} if "causationid" in own else {}
    return {
        "specversion": SPEC,
        "id": f"{record}/{id_}",
        "source": f"{_SOURCE}{record}",
        "type": type_,
        **time,
        "datacontenttype": "application/json",
        **own,
        **causation,
        **branch,
        "data": data,
    }


# -- in


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the records whose events the files hold.

    Raises:
        DocumentError: with the mistakes in them.
    """
    for source in sources:
        yield from _Reader(source, options).read()


class _Reader:
    """Reads the events of one file, record by record."""

    def __init__(self, source: Source, options: Options) -> None:
        self.source = source
        self.losses = Losses()
        self.records = EventRecords(source.name, options, self.losses)

    def read(self) -> Iterable[Imported]:
        for item in read_items(self.source, self.records.damaged):
            self.records.rows += 1
            self._take(item)
        return self.records.made()

    def _take(self, item: Item) -> None:
        event = item.value
        if not isinstance(event, dict):
            self.records.refuse(item, "an event is an object", "is this a file of CloudEvents?")
            return
        missing = [name for name in ("specversion", "id", "source", "type") if not isinstance(event.get(name), str)]
        if missing:
            self.records.refuse(
                item, f"this is no CloudEvent: {missing[0]} is missing", "each has specversion, id, ..."
            )
            return
        if event["specversion"] != SPEC:
            self.records.refuse(item, f"version {event['specversion']} of CloudEvents", f"here {SPEC} is read")
            return
        if not event["type"].startswith(PREFIX) or not event["source"].startswith(_SOURCE):
            self.losses.add(f"events of type {event['type']}", event["id"])
            return
        self.losses.rest("event", event, _KNOWN)
        record = event["source"].removeprefix(_SOURCE)
        if event["type"] == HEADER:
            self.records.header(item, record, event.get("data"))
        else:
            kind = event["type"].removeprefix(PREFIX)
            self.records.event(item, record, kind, event.get("data"), amends=event.get("amends") is True)
