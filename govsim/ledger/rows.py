"""Events to rows and back: the exact bytes stored, and the columns that replay reads instead of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from govsim.ledger.chain import hash_of, link, text_of
from govsim.ledger.constants import RECORD_DECLARED
from govsim.ledger.dialect import Dialect
from govsim.ledger.upcast import UPCASTS
from govsim.model.errors import LedgerError
from govsim.model.events import BRANCH_TYPES, CLAIMS, EVENT_TYPES, Event, Opaque
from govsim.model.header import Header
from govsim.model.instant import Instant
from govsim.replay.log import plain_columns

_SHOWN = 60


class Row(NamedTuple):
    """One row of the event table, in the order of its columns; the two hashes that chain it come after these."""

    position: int
    branch_id: int
    record: str
    ref: str
    type: str
    schema_version: int
    earliest: Instant | None
    latest: Instant | None
    announced: Instant | None
    claim: int
    key_at: Instant | None
    party: str
    post: str
    causes: str | None
    payload: str
    meta: str | None
    recorded_at: Instant


INSERT = (
    f"INSERT INTO event ({', '.join(Row._fields)}, payload_hash, hash)"  # noqa: S608 - names only
    f" VALUES ({', '.join('?' * (len(Row._fields) + 2))})"
)


def canonical(data: Any) -> str:
    """Return JSON that is the same text for the same content: sorted keys, no spaces, no floats in our data."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def is_same(kind: str, version: int, stored: str, given: str) -> bool:
    """Return whether a stored payload of some version says what a given one of the current version says.

    The order in which an author wrote a mapping says nothing.
    """
    return stored == given or UPCASTS.read(kind, version, json.loads(stored)) == json.loads(given)


def event_row(
    position: int,
    branch_id: int,
    record: str,
    ref: str,
    event: Event,
    payload: str,
    meta: str | None,
    recorded_at: Instant,
) -> Row:
    """Return the row of an event."""
    key, party, post = plain_columns(event) or (None, "", "")
    at, announced = event.at, event.announced
    return Row(
        position,
        branch_id,
        record,
        ref,
        event.type,
        UPCASTS.current(event.type),
        at.earliest,
        at.latest,
        announced.latest if announced else None,
        CLAIMS.index(event.claim),
        key,
        party,
        post,
        " ".join(event.causes) if event.because else None,
        payload,
        meta,
        recorded_at,
    )


def header_row(
    position: int,
    branch_id: int,
    number: int,
    header: Header,
    payload: str,
    meta: str | None,
    recorded_at: Instant,
) -> Row:
    """Return the row of a record's header; *number* counts the headers that the record has had."""
    first, last = header.covers.span
    ref = f"{header.record}/@record-{number}"  # @ begins no event id, so none can collide
    version = UPCASTS.current(RECORD_DECLARED)
    named = position, branch_id, header.record, ref, RECORD_DECLARED, version
    return Row(*named, first, last, None, 0, None, "", "", None, payload, meta, recorded_at)


def chained(rows: Iterable[Row], before: bytes) -> list[tuple[Any, ...]]:
    """Return rows as they are inserted, each with its two hashes, chained from the link *before* the first.

    Raises:
        LedgerError: a column holds a line end.
    """
    found: list[tuple[Any, ...]] = []
    for row in rows:
        payload_hash = hash_of(row.payload)
        before = link(before, payload_hash, text_of(row[:14], row[15:]).encode())
        found.append((*row, payload_hash, before))
    return found


_TYPES = {**EVENT_TYPES, **BRANCH_TYPES}


def read_event(kind: str, version: int, payload: str) -> Event:
    """Return the event that a row's payload holds; one of an unknown type is kept as it is.

    Raises:
        LedgerError: it holds none, which only damage can bring about; or a newer govsim wrote it.
    """
    try:
        data = json.loads(payload)
        if kind not in _TYPES:
            return Opaque.model_validate(data)
        return _TYPES[kind].model_validate(UPCASTS.read(kind, version, data))
    except (ValueError, TypeError) as failure:
        raise _damaged(payload) from failure


@lru_cache(maxsize=4096)
def read_header(version: int, payload: str) -> Header:
    """Return the header that a row's payload holds.

    Raises:
        LedgerError: it holds none, which only damage can bring about.
    """
    try:
        return Header.model_validate(UPCASTS.read(RECORD_DECLARED, version, json.loads(payload)))
    except (ValueError, TypeError) as failure:
        raise _damaged(payload) from failure


def _damaged(payload: Any) -> LedgerError:
    text = str(payload)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return LedgerError(f"the ledger is damaged: an event cannot be read ({shown})", hint="restore it from a copy")


def plain_columns_of(dialect: Dialect) -> str:
    """Return the columns of a plain event in the order of Entry.

    What most rows do without comes as one: each column read costs a thirtieth of a replay.
    """
    return (
        "key_at, position, ref, type, party, post, earliest, latest, "
        "CASE WHEN announced IS NULL AND claim = 0 AND causes IS NULL THEN NULL"
        f" ELSE {dialect.as_list}announced, claim, causes{dialect.list_end} END"
    )
