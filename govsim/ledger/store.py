"""The ledger: append a list in one transaction, read a branch as it was known at a position."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govsim.ledger.constants import HEAD, KNOWN_REVISIONS, MAIN, RECORD_DECLARED
from govsim.ledger.file import Reader, check_is_ours, path_of, refused_clearly
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
from govsim.model.errors import LedgerError, NotFoundError, did_you_mean
from govsim.model.events import Event
from govsim.model.header import Header
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.collector import collector_paused
from govsim.replay.log import Log, Logged

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

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


class MovedOnError(ConflictError):
    """The ledger's head is not where the caller expected it."""


class Ledger:
    """An append-only store of events in an SQLite file; safe for several processes at once."""

    def __init__(self, url: str) -> None:
        """Name a ledger; nothing is opened or made yet.

        Raises:
            LedgerError: the URL names no ledger.
        """
        self.path: Path = path_of(url)
        self._reader: Reader | None = None
        self._writer: Engine | None = None

    # -- opening

    def exists(self) -> bool:
        """Return whether there is a ledger at the URL.

        Raises:
            LedgerError: something else is there.
        """
        return check_is_ours(self.path)

    def close(self) -> None:
        """Give back every connection."""
        if self._reader is not None:
            self._reader.close()
        if self._writer is not None:
            self._writer.dispose()
        self._reader = self._writer = None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection to read from, at one unchanging state."""
        with refused_clearly(self.path):
            if self._reader is None:
                if not check_is_ours(self.path):
                    raise NotFoundError(f"there is no ledger at {self.path} yet", hint="`govsim load FILE` makes one")
                self._migrated()
                self._reader = Reader(self.path)
            with self._reader.snapshot() as connection:
                yield connection

    def _writing(self) -> Engine:
        if self._writer is None:
            from govsim.ledger.engine import writing_engine  # noqa: PLC0415 - SQLAlchemy, only to write

            check_is_ours(self.path)
            self._migrated()
            self._writer = writing_engine(self.path)
        return self._writer

    def _migrated(self) -> None:
        """Bring the schema up to date.

        Raises:
            LedgerError: a newer govsim wrote it.
        """
        revision = _revision(self.path)
        if revision is not None and revision not in KNOWN_REVISIONS:
            raise LedgerError(
                f"{self.path} was written by a newer govsim (schema {revision}; this one knows up to {HEAD})",
                hint="upgrade govsim; the ledger was left as it is",
            )
        if revision != HEAD:
            from govsim.ledger.migrate import migrate  # noqa: PLC0415 - Alembic, once in a ledger's life

            migrate(self.path)

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
        with refused_clearly(self.path), self._writing().begin() as connection:
            head, last_recorded = _head(connection.exec_driver_sql)
            if expected is not None and expected != head:
                raise MovedOnError(
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
        with self._reading() as connection:
            return _head(connection.execute)[0]

    def position_at(self, recorded_at: Instant, branch: str = "main") -> int:
        """Return the position of the last event that the ledger held at an instant.

        Raises:
            LedgerError: that instant lies in the future, where the answer could still change.
        """
        self._branch(branch)
        if recorded_at > time.time_ns() // 1000:
            raise LedgerError(f"{to_rfc3339(recorded_at)} lies in the future; nothing is recorded then yet")
        query = "SELECT coalesce(max(position), 0) FROM event WHERE branch_id = ? AND recorded_at <= ?"
        with self._reading() as connection:
            return int(connection.execute(query, (MAIN, recorded_at)).fetchone()[0])

    def log(self, upto: int | None = None, branch: str = "main") -> Log:
        """Return what a branch holds, up to and including a position."""
        self._branch(branch)
        cap = _HEAD_POSITION if upto is None else upto
        with collector_paused(), self._reading() as connection:
            headers = _headers(connection, cap)
            plain = connection.execute(
                f"SELECT {PLAIN_COLUMNS} FROM event"  # noqa: S608 - a constant
                " WHERE position <= ? AND key_at IS NOT NULL ORDER BY position",
                (cap,),
            ).fetchall()
            others = connection.execute(
                "SELECT position, record, type, payload FROM event"
                " WHERE position <= ? AND key_at IS NULL ORDER BY position",
                (cap,),
            ).fetchall()
        return Log(
            headers,
            plain,
            [
                Logged(position, record, read_event(kind, payload))
                for position, record, kind, payload in others
                if kind != RECORD_DECLARED
            ],
            self._lookup,
        )

    def headers(self) -> list[Header]:
        """Return the latest header of each record, in the order they were first declared."""
        with self._reading() as connection:
            return _headers(connection, _HEAD_POSITION)

    def stored(self, record: str) -> list[Stored]:
        """Return every event of a record in the order it was appended, corrections included."""
        query = (
            "SELECT position, type, payload, meta, recorded_at FROM event"
            " WHERE branch_id = ? AND record = ? ORDER BY position"
        )
        with self._reading() as connection:
            rows = connection.execute(query, (MAIN, record)).fetchall()
        return [
            Stored(position, record, read_event(kind, payload), meta, recorded_at)
            for position, kind, payload, meta, recorded_at in rows
            if kind != RECORD_DECLARED
        ]

    def _lookup(self, ref: str) -> Event:
        query = "SELECT type, payload FROM event WHERE branch_id = ? AND ref = ?"
        with self._reading() as connection:
            row = connection.execute(query, (MAIN, ref)).fetchone()
        if row is None:
            raise NotFoundError(f"there is no event '{ref}'")
        return read_event(row[0], row[1])

    def _branch(self, name: str) -> None:
        """Refuse a branch that does not exist."""
        with self._reading() as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM branch")]
        if name not in names:
            raise NotFoundError(f"there is no branch '{name}'", hint=did_you_mean(name, names))


def _head(execute: Callable[[str], Any]) -> tuple[int, Instant]:
    """Return the position of the last event and when it was recorded."""
    row = execute("SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1").fetchone()
    return (0, 0) if row is None else (row[0], row[1])


def _revision(path: Path) -> str | None:
    """Return the schema revision of a ledger, None before the first or where there is none yet."""
    if not check_is_ours(path):
        return None
    reader = Reader(path)
    try:
        with reader.snapshot() as connection:
            there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if there else None
    finally:
        reader.close()
    return None if row is None else str(row[0])


def _headers(connection: sqlite3.Connection, upto: int) -> list[Header]:
    query = "SELECT record, payload FROM event WHERE type = ? AND position <= ? AND key_at IS NULL ORDER BY position"
    rows = connection.execute(query, (RECORD_DECLARED, upto))
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
