"""A ledger's file opened for reading and for writing: made, migrated and projected when it is first needed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govsim.ledger.constants import HEAD, KNOWN_REVISIONS, READABLE
from govsim.ledger.file import Reader, Writer, check_is_ours, may_write, path_of, refused_clearly, write_ahead
from govsim.ledger.standing import is_current
from govsim.ledger.worlds import Worlds
from govsim.model.errors import LedgerError, NotFoundError


class Connection:
    """The two ways into one SQLite file; safe for several processes at once."""

    def __init__(self, url: str) -> None:
        """Name a ledger; nothing is opened or made yet.

        Raises:
            LedgerError: the URL names no ledger.
        """
        self.path: Path = path_of(url)
        self.worlds = Worlds()
        self.is_projected = False
        self._reader: Reader | None = None
        self._writer: Writer | None = None

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
            self._writer.close()
        self._reader = self._writer = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection to read from, at one unchanging state."""
        with refused_clearly(self.path), self._open().snapshot() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that holds the writer lock; what is written is kept whole or not at all."""
        with refused_clearly(self.path):
            if self._writer is None:
                check_is_ours(self.path)
                self._migrate()
                self._writer = Writer(self.path)
            with self._writer.transaction() as connection:
                if not is_current(connection):  # what is appended goes on from rows that this version made
                    from govsim.ledger.rebuilding import rebuild  # noqa: PLC0415 - only after a migration

                    rebuild(connection, self.worlds)
                yield connection

    def data_version(self) -> int:
        """Return a number that changes when another connection commits to the file."""
        with refused_clearly(self.path):
            return self._open().data_version()

    def _open(self) -> Reader:
        if self._reader is None:
            if not check_is_ours(self.path):
                raise NotFoundError(f"there is no ledger at {self.path} yet", hint="`govsim load FILE` makes one")
            self._migrate(to_read=True)
            self._reader = Reader(self.path)
            self.is_projected = self._project()
        return self._reader

    def _migrate(self, *, to_read: bool = False) -> None:
        """Bring the schema up to date; where nobody may write, one that can be read as it is will do *to_read*.

        Raises:
            LedgerError: a newer govsim wrote it.
        """
        revision = _revision(self.path)
        if revision is not None and revision not in KNOWN_REVISIONS:
            raise LedgerError(
                f"{self.path} was written by a newer govsim (schema {revision}; this one knows up to {HEAD})",
                hint="upgrade govsim; the ledger was left as it is",
            )
        if to_read and revision in READABLE and not may_write(self.path):
            return
        if revision != HEAD:
            from govsim.ledger.migrate import migrate  # noqa: PLC0415 - Alembic, once in a ledger's life

            migrate(self.path)
        elif os.access(self.path, os.W_OK):
            write_ahead(self.path)

    def _project(self) -> bool:
        """Return whether the projection can be read, after making it again where it is behind."""
        with self.reading() as session:
            if is_current(session):
                return True
        if not may_write(self.path):
            return False  # the log is replayed instead
        try:
            with self.writing():
                return True
        except LedgerError:
            return False  # the same where it is locked or damaged


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
