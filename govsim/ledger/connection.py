"""A ledger opened for reading and for writing: made, migrated and projected when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govsim.ledger.backend import Reading, Writing, backend_for
from govsim.ledger.constants import HEAD, KNOWN_REVISIONS, READABLE
from govsim.ledger.session import Session
from govsim.ledger.standing import is_current
from govsim.ledger.worlds import Worlds
from govsim.model.errors import LedgerError, NotFoundError


class Connection:
    """The two ways into one ledger; safe for several processes at once."""

    def __init__(self, url: str) -> None:
        """Name a ledger; nothing is opened or made yet.

        Raises:
            LedgerError: the URL names no ledger.
        """
        self.backend = backend_for(url)
        self.worlds = Worlds()
        self.is_projected = False
        self._reader: Reading | None = None
        self._writer: Writing | None = None

    @property
    def url(self) -> str:
        """What opens the ledger again, its password included."""
        return self.backend.url

    @property
    def path(self) -> Path:
        """The ledger's file.

        Raises:
            LedgerError: it is kept by a server.
        """
        if self.backend.path is None:
            raise LedgerError(f"{self.backend.name} is no file")
        return self.backend.path

    def exists(self) -> bool:
        """Return whether there is a ledger at the URL.

        Raises:
            LedgerError: something else is there.
        """
        with self.backend.refused_clearly():
            return self.backend.exists()

    def close(self) -> None:
        """Give back every connection."""
        if self._reader is not None:
            self._reader.close()
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a connection to read from, at one unchanging state."""
        with self.backend.refused_clearly(), self._open().snapshot() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a connection that holds the writer lock; what is written is kept whole or not at all."""
        with self._locked() as connection:
            if not is_current(connection):  # what is appended goes on from rows that this version made
                from govsim.ledger.rebuilding import rebuild  # noqa: PLC0415 - only after a migration

                rebuild(connection, self.worlds)
            yield connection

    @contextmanager
    def copying(self) -> Iterator[Session]:
        """Give a connection that holds the writer lock while the projection may still be behind the log."""
        with self._locked() as connection:
            yield connection

    @contextmanager
    def checking(self) -> Iterator[Session]:
        """Give a connection at one unchanging state that may have tables of its own, to check the ledger by."""
        with self.backend.refused_clearly():
            self._open()
            with self.backend.checking() as connection:
                yield connection

    def data_version(self) -> int:
        """Return a number that changes when another connection commits."""
        with self.backend.refused_clearly():
            return self._open().data_version()

    @contextmanager
    def _locked(self) -> Iterator[Session]:
        with self.backend.refused_clearly():
            if self._writer is None:
                self._migrate()
                self._writer = self.backend.writer()
            with self._writer.transaction() as connection:
                yield connection

    def _open(self) -> Reading:
        if self._reader is None:
            if not self.backend.exists():
                raise NotFoundError(
                    f"there is no ledger at {self.backend.name} yet", hint="`govsim load FILE` makes one"
                )
            self._migrate(to_read=True)
            self._reader = self.backend.reader()
            self.is_projected = self._project()
        return self._reader

    def _migrate(self, *, to_read: bool = False) -> None:
        """Bring the schema up to date; where nobody may write, one that can be read as it is will do *to_read*.

        Raises:
            LedgerError: a newer govsim wrote it.
        """
        revision = self.backend.revision()
        if revision is not None and revision not in KNOWN_REVISIONS:
            raise LedgerError(
                f"{self.backend.name} was written by a newer govsim (schema {revision}; this one knows up to {HEAD})",
                hint="upgrade govsim; the ledger was left as it is",
            )
        if to_read and revision in READABLE and not self.backend.may_write():
            return
        if revision != HEAD:
            self.backend.migrate()
        else:
            self.backend.settle()

    def _project(self) -> bool:
        """Return whether the projection can be read, after making it again where it is behind."""
        with self.reading() as session:
            if is_current(session):
                return True
        if not self.backend.may_write():
            return False  # the log is replayed instead
        try:
            with self.writing():
                return True
        except LedgerError:
            return False  # the same where it is locked or damaged
