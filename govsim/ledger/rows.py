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
from govsim.replay.log import plain_columns

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


def is_same(one: str, two: str) -> bool:
    """Return whether two payloads say the same; the order in which an author wrote a mapping says nothing."""
    return one == two or json.loads(one) == json.loads(two)


class Where(NamedTuple):
    """Where in the ledger a row comes to lie: its branch, position and instant, and the link before it."""

    branch_id: int
    position: int
    recorded_at: Instant
    before: bytes


def event_row(where: Where, record: str, ref: str, event: Event, payload: str, meta: str | None) -> Row:
    """Return the row of an event."""
    key, party, post = plain_columns(event) or (None, "", "")
    at, announced = event.at, event.announced
    times = at.earliest, at.latest, announced.latest if announced else None
    causes = " ".join(event.causes) if event.because else None
    return _row(
        where, record, ref, event.type, times, CLAIMS.index(event.claim), key, party, post, causes, payload, meta
    )


def header_row(where: Where, number: int, header: Header, payload: str, meta: str | None) -> Row:
    """Return the row of a record's header; *number* counts the headers that the record has had."""
    ref = f"{header.record}/@record-{number}"  # @ begins no event id, so none can collide
    times = *header.covers.span, None
    return _row(where, header.record, ref, RECORD_DECLARED, times, 0, None, "", "", None, payload, meta)


def _row(
    where: Where,
    record: str,
    ref: str,
    kind: str,
    times: tuple[Instant | None, Instant | None, Instant | None],
    claim: int,
    key: Instant | None,
    party: str,
    post: str,
    causes: str | None,
    payload: str,
    meta: str | None,
) -> Row:
    """Return a row, chained."""
    version = UPCASTS.current(kind)
    earliest, latest, announced = times
    text = text_of(
        (
            where.position,
            where.branch_id,
            record,
            ref,
            kind,
            version,
            earliest,
            latest,
            announced,
            claim,
            key,
            party,
            post,
            causes,
            meta,
            where.recorded_at,
        )
    )
    payload_hash = hash_of(payload)
    return Row(
        where.position,
        where.branch_id,
        record,
        ref,
        kind,
        version,
        earliest,
        latest,
        announced,
        claim,
        key,
        party,
        post,
        causes,
        payload,
        meta,
        where.recorded_at,
        payload_hash,
        link(where.before, payload_hash, text.encode()),
    )


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
