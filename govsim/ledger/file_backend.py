"""A ledger kept in an SQLite file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from govsim.ledger.file import Reader, Writer, check_is_ours, may_write, refused_clearly, write_ahead
from govsim.ledger.session import Session


class File:
    """One file, for any number of processes at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    @property
    def url(self) -> str:
        """Its path, which is a ledger's URL too."""
        return str(self.path)

    def exists(self) -> bool:
        """Return whether it is a ledger.

        Raises:
            LedgerError: it is something else.
        """
        return check_is_ours(self.path)

    def revision(self) -> str | None:
        """Return the schema revision, None before the first or where there is no ledger yet."""
        if not check_is_ours(self.path):
            return None
        reader = Reader(self.path)
        try:
            with reader.snapshot() as session:
                there = session.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
                row = session.execute("SELECT version_num FROM alembic_version").fetchone() if there else None
        finally:
            reader.close()
        return None if row is None else str(row[0])

    def may_write(self) -> bool:
        """Return whether it and the files beside it can be written."""
        return may_write(self.path)

    def migrate(self) -> None:
        """Bring the schema to the newest, all or nothing; the file is made if it is not there."""
        from govsim.ledger.migrate import migrate  # noqa: PLC0415 - Alembic, once in a ledger's life

        migrate(self.path)

    def settle(self) -> None:
        """Let it be read while it is written."""
        if os.access(self.path, os.W_OK):
            write_ahead(self.path)

    def reader(self) -> Reader:
        """Return a new connection that reads."""
        return Reader(self.path)

    def writer(self) -> Writer:
        """Return a new connection that writes."""
        return Writer(self.path)

    @contextmanager
    def checking(self) -> Iterator[Session]:
        """Give a session at one unchanging state; tables of its own lie beside the file."""
        reader = Reader(self.path)
        try:
            with reader.snapshot() as session:
                yield session
        finally:
            reader.close()

    def refused_clearly(self) -> AbstractContextManager[None]:
        """Turn what SQLite raises into a LedgerError that says what to do."""
        return refused_clearly(self.path)
