"""Events to rows and back: the exact bytes stored, and the columns that replay reads instead of them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from govsim.ledger.chain import hash_of, link, text_of
from govsim.ledger.constants import RECORD_DECLARED
from govsim.ledger.upcast import UPCASTS
from govsim.model.errors import LedgerError
from govsim.model.events import BRANCH_TYPES, CLAIMS, EVENT_TYPES, Event, Opaque
from govsim.model.header import Header
from govsim.model.instant import Instant
from govsim.replay.log import plain_entry

_SHOWN = 60


class Row(NamedTuple):
    """One row of the event table, in the order of its columns."""

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
    payload_hash: bytes
    hash: bytes


INSERT = f"INSERT INTO event ({', '.join(Row._fields)}) VALUES ({', '.join('?' * len(Row._fields))})"  # noqa: S608 - names only


def canonical(data: Any) -> str:
    """Return JSON that is the same text for the same content: sorted keys, no spaces, no floats in our data."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def header_json(header: Header) -> str:
    """Return a header as JSON; not sorted, so that posts keep the order they were written in."""
    return json.dumps(header.dump(), separators=(",", ":"), ensure_ascii=False)


def event_row(
    position: int,
    branch_id: int,
    record: str,
    event: Event,
    payload: str,
    recorded_at: Instant,
    meta: str | None,
    before: bytes,
) -> Row:
    """Return the row of an event, chained to the link *before* it."""
    plain = plain_entry(position, record, event)
    return _chained(
        before,
        payload,
        position,
        branch_id,
        record,
        f"{record}/{event.id}",
        event.type,
        UPCASTS.current(event.type),
        event.at.earliest,
        event.at.latest,
        event.announced.latest if event.announced else None,
        CLAIMS.index(event.claim),
        plain.key if plain else None,
        plain.party if plain else "",
        plain.post if plain else "",
        " ".join(event.causes) or None,
        meta,
        recorded_at,
    )


def header_row(
    position: int,
    branch_id: int,
    number: int,
    header: Header,
    payload: str,
    recorded_at: Instant,
    meta: str | None,
    before: bytes,
) -> Row:
    """Return the row of a record's header; *number* counts the headers that the record has had."""
    first, last = header.covers.span
    return _chained(
        before,
        payload,
        position,
        branch_id,
        header.record,
        f"{header.record}/@record-{number}",  # @ begins no event id, so none can collide
        RECORD_DECLARED,
        UPCASTS.current(RECORD_DECLARED),
        first,
        last,
        None,
        0,
        None,
        "",
        "",
        None,
        meta,
        recorded_at,
    )


def _chained(before: bytes, payload: str, *columns: Any) -> Row:
    """Return a row from its payload and the columns that the chain hashes beside it."""
    payload_hash = hash_of(payload)
    link_hash = link(before, payload_hash, text_of(columns).encode())
    return Row._make((*columns[:14], payload, *columns[14:], payload_hash, link_hash))


_TYPES = {**EVENT_TYPES, **BRANCH_TYPES}


def read_event(kind: str, version: int, payload: str) -> Event:
    """Return the event that a row's payload holds; one of an unknown type is kept as it is.

    Raises:
        LedgerError: it holds none, which only damage can bring about; or a newer govsim wrote it.
    """
    try:
        return _TYPES.get(kind, Opaque).model_validate(UPCASTS.read(kind, version, json.loads(payload)))
    except ValueError as failure:
        raise _damaged(payload) from failure


@lru_cache(maxsize=4096)
def read_header(version: int, payload: str) -> Header:
    """Return the header that a row's payload holds.

    Raises:
        LedgerError: it holds none, which only damage can bring about.
    """
    try:
        return Header.model_validate(UPCASTS.read(RECORD_DECLARED, version, json.loads(payload)))
    except ValueError as failure:
        raise _damaged(payload) from failure


def _damaged(payload: str) -> LedgerError:
    shown = payload if len(payload) <= _SHOWN else f"{payload[:_SHOWN]}..."
    return LedgerError(f"the ledger is damaged: an event cannot be read ({shown})", hint="restore it from a copy")


PLAIN_COLUMNS = (
    "key_at, position, ref, type, party, post, earliest, latest, "
    "CASE WHEN announced IS NULL AND claim = 0 AND causes IS NULL THEN NULL"
    " ELSE json_array(announced, claim, causes) END"
)
"""In the order of Entry. What most rows do without comes as one: each column read costs a thirtieth of a replay."""
