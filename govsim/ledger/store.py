"""The ledger: append a list in one transaction, read a branch as it was known at a position."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from govsim.ledger.engine import (
    check_is_ours,
    parse_url,
    path_of,
    reading_engine,
    refused_clearly,
    writing_engine,
)
from govsim.ledger.migrate import HEAD, check_revision, revision_of, upgrade
from govsim.ledger.rows import (
    INSERT,
    PLAIN_COLUMNS,
    Row,
    canonical,
    event_row,
    header_row,
    read_event,
    read_header,
)
from govsim.ledger.tables import MAIN, RECORD_DECLARED
from govsim.model.errors import LedgerError, NotFoundError, did_you_mean
from govsim.model.events import Event
from govsim.model.header import Header
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.timeline import Entry, Log, Logged

_HEAD_POSITION = 2**62
_VARIABLES = 500
"""Ids asked for in one query; old SQLite builds take 999."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event or a header to append to a record; *meta* is kept beside it and plays no part in replay."""

    record: str
    content: Event | Header
    meta: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as it lies in the ledger."""

    position: int
    record: str
    event: Event
    meta: str | None
    recorded_at: Instant


class ConflictError(LedgerError):
    """Somebody else appended first, or an id is taken by other content; nothing was written."""


class Ledger:
    """An append-only store of events in an SQLite file; safe for several processes at once."""

    def __init__(self, url: str) -> None:
        """Name a ledger; nothing is opened or made yet.

        Raises:
            LedgerError: the URL names no ledger.
        """
        self.url: URL = parse_url(url)
        self.path: Path = path_of(self.url)
        self._reader: Engine | None = None
        self._writer: Engine | None = None

    # -- opening

    def exists(self) -> bool:
        """Return whether there is a ledger at the URL.

        Raises:
            LedgerError: something else is there.
        """
        with refused_clearly(self.path):
            return check_is_ours(self.path) and revision_of(self._read_engine()) is not None

    def close(self) -> None:
        """Give back every connection."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None

    def _read_engine(self) -> Engine:
        if self._reader is None:
            self._reader = reading_engine(self.url)
        return self._reader

    def _checked_reader(self) -> Engine:
        if self._reader is None:
            if not check_is_ours(self.path):
                raise NotFoundError(f"there is no ledger at {self.path} yet", hint="`govsim load FILE` makes one")
            revision = revision_of(self._read_engine())
            check_revision(revision, str(self.path))
            if revision != HEAD:
                self._checked_writer()
        return self._read_engine()

    def _checked_writer(self) -> Engine:
        if self._writer is None:
            check_is_ours(self.path)
            engine = writing_engine(self.url)
            revision = revision_of(engine)
            check_revision(revision, str(self.path))
            if revision != HEAD:
                upgrade(engine)
            self._writer = engine
        return self._writer

    # -- writing

    def append(self, drafts: Sequence[Draft], *, expected: int | None = None) -> list[int]:
        """Append events and headers in one transaction, all or nothing, and return their positions.

        An event whose id is there with the same content is not written again and gives its old position. An
        empty list writes nothing.

        Args:
            drafts: what to append, in order.
            expected: the head position at which the caller decided; None does not care.

        Raises:
            ConflictError: the head has moved, or an id is taken by other content.
            LedgerError: the file cannot be written.
        """
        if not drafts:
            return []
        with refused_clearly(self.path), self._checked_writer().begin() as connection:
            head, last_recorded = _head(connection)
            if expected is not None and expected != head:
                raise ConflictError(
                    f"the ledger has moved on from position {expected} to {head}",
                    hint="read it again, then try again",
                )
            # Positions order, the clock never does: one that goes back stands still here.
            now = max(time.time_ns() // 1000, last_recorded)
            there = _stored_payloads(connection, drafts)
            rows: list[Row] = []
            positions: list[int] = []
            for draft in drafts:
                row = _row_of(connection, draft, head + len(rows) + 1, now, rows)
                if row.ref not in there:
                    there[row.ref] = row.position, row.payload
                    rows.append(row)
                elif there[row.ref][1] != row.payload:
                    raise ConflictError(
                        f"{row.ref} is in the ledger with other content",
                        hint="correct it with a corrected event",
                    )
                positions.append(there[row.ref][0])
            if rows:
                connection.exec_driver_sql(INSERT, rows)
            return positions

    # -- reading

    def head(self) -> int:
        """Return the position of the last event, 0 in an empty ledger."""
        with refused_clearly(self.path), self._checked_reader().connect() as connection:
            return _head(connection)[0]

    def position_at(self, recorded_at: Instant, branch: str = "main") -> int:
        """Return the position of the last event that the ledger held at an instant.

        Raises:
            LedgerError: that instant lies in the future, where the answer could still change.
        """
        self._branch(branch)
        if recorded_at > time.time_ns() // 1000:
            raise LedgerError(f"{to_rfc3339(recorded_at)} lies in the future; nothing is recorded then yet")
        query = "SELECT coalesce(max(position), 0) FROM event WHERE branch_id = ? AND recorded_at <= ?"
        with refused_clearly(self.path), self._checked_reader().connect() as connection:
            return int(connection.exec_driver_sql(query, (MAIN, recorded_at)).scalar_one())

    def log(self, upto: int | None = None, branch: str = "main") -> Log:
        """Return what a branch holds, up to and including a position."""
        self._branch(branch)
        cap = _HEAD_POSITION if upto is None else upto
        with refused_clearly(self.path), self._checked_reader().connect() as connection:
            headers = _headers(connection, cap)
            cursor = connection.connection.cursor()  # plain tuples: a Row of SQLAlchemy's costs as much as the read
            plain = cursor.execute(
                f"SELECT {PLAIN_COLUMNS} FROM event"  # noqa: S608 - a constant
                " WHERE branch_id = ? AND position <= ? AND party IS NOT NULL ORDER BY position",
                (MAIN, cap),
            ).fetchall()
            others = cursor.execute(
                "SELECT position, record, type, payload FROM event"
                " WHERE branch_id = ? AND position <= ? AND party IS NULL ORDER BY position",
                (MAIN, cap),
            ).fetchall()
        return Log(
            headers,
            list(map(partial(tuple.__new__, Entry), plain)),
            [
                Logged(position, record, read_event(kind, payload))
                for position, record, kind, payload in others
                if kind != RECORD_DECLARED
            ],
            self._lookup,
        )

    def headers(self) -> list[Header]:
        """Return the latest header of each record, in the order they were first declared."""
        with refused_clearly(self.path), self._checked_reader().connect() as connection:
            return _headers(connection, _HEAD_POSITION)

    def stored(self, record: str) -> list[Stored]:
        """Return every event of a record in the order it was appended, corrections included."""
        query = (
            "SELECT position, type, payload, meta, recorded_at FROM event"
            " WHERE branch_id = ? AND record = ? ORDER BY position"
        )
        with refused_clearly(self.path), self._checked_reader().connect() as connection:
            rows = connection.exec_driver_sql(query, (MAIN, record)).all()
        return [
            Stored(position, record, read_event(kind, payload), meta, recorded_at)
            for position, kind, payload, meta, recorded_at in rows
            if kind != RECORD_DECLARED
        ]

    def _lookup(self, ref: str) -> Event:
        query = "SELECT type, payload FROM event WHERE branch_id = ? AND ref = ?"
        with refused_clearly(self.path), self._checked_reader().connect() as connection:
            row = connection.exec_driver_sql(query, (MAIN, ref)).first()
        if row is None:
            raise NotFoundError(f"there is no event '{ref}'")
        return read_event(row[0], row[1])

    def _branch(self, name: str) -> None:
        """Refuse a branch that does not exist."""
        with refused_clearly(self.path), self._checked_reader().connect() as connection:
            names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM branch")]
        if name not in names:
            raise NotFoundError(f"there is no branch '{name}'", hint=did_you_mean(name, names))


def _head(connection: Connection) -> tuple[int, Instant]:
    """Return the position of the last event and when it was recorded."""
    row = connection.exec_driver_sql("SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1").first()
    return (0, 0) if row is None else (row[0], row[1])


def _headers(connection: Connection, upto: int) -> list[Header]:
    query = "SELECT record, payload FROM event WHERE type = ? AND position <= ? AND party IS NULL ORDER BY position"
    rows = connection.exec_driver_sql(query, (RECORD_DECLARED, upto))
    latest: dict[str, str] = {row[0]: row[1] for row in rows}  # keeps the place of the first, the payload of the last
    return [read_header(payload) for payload in latest.values()]


def _row_of(connection: Connection, draft: Draft, position: int, now: Instant, rows: Sequence[Row]) -> Row:
    meta = canonical(draft.meta) if draft.meta else None
    if isinstance(draft.content, Event):
        return event_row(position, MAIN, draft.record, draft.content, now, meta)
    query = "SELECT count(*) FROM event WHERE type = ? AND record = ?"
    earlier = int(connection.exec_driver_sql(query, (RECORD_DECLARED, draft.record)).scalar_one())
    earlier += sum(row.type == RECORD_DECLARED and row.record == draft.record for row in rows)
    return header_row(position, MAIN, earlier + 1, draft.content, now, meta)


def _stored_payloads(connection: Connection, drafts: Sequence[Draft]) -> dict[str, tuple[int, str]]:
    """Return position and payload of those drafts' events that are in the ledger already."""
    refs = [f"{draft.record}/{draft.content.id}" for draft in drafts if isinstance(draft.content, Event)]
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(refs), _VARIABLES):
        some = refs[start : start + _VARIABLES]
        query = (
            f"SELECT ref, position, payload FROM event WHERE branch_id = ? AND ref IN ({', '.join('?' * len(some))})"  # noqa: S608 - placeholders only
        )
        for ref, position, payload in connection.exec_driver_sql(query, (MAIN, *some)):
            found[ref] = position, payload
    return found
