"""Where a ledger is kept: what a connection needs of a file or of a database, and which of the two a URL names."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from govsim.ledger.session import Session

_SERVERS = ("postgresql", "postgres")


class Reading(Protocol):
    """One connection that can only read; each use sees one unchanging state of the ledger."""

    def snapshot(self) -> AbstractContextManager[Session]:
        """Give a session, which is always ended; one within another sees the same state."""

    def data_version(self) -> int:
        """Return a number that changes when another connection commits."""

    def close(self) -> None:
        """Close the connection."""


class Writing(Protocol):
    """One connection that writes; each use holds the writer lock from its start."""

    def transaction(self) -> AbstractContextManager[Session]:
        """Give a session; what is written is kept whole or not at all."""

    def close(self) -> None:
        """Close the connection."""


class Backend(Protocol):
    """A place that holds a ledger or can hold one."""

    @property
    def name(self) -> str:
        """What people know it by; never with a password in it."""

    @property
    def url(self) -> str:
        """What opens it again."""

    @property
    def path(self) -> Path | None:
        """Its file, where it is one."""

    def exists(self) -> bool:
        """Return whether there is a ledger.

        Raises:
            LedgerError: something else is there, or it cannot be reached.
        """

    def revision(self) -> str | None:
        """Return the schema revision of a ledger, None before the first or where there is none yet."""

    def may_write(self) -> bool:
        """Return whether we may write what is there."""

    def migrate(self) -> None:
        """Bring the schema to the newest, all or nothing; a ledger is made where there is none."""

    def settle(self) -> None:
        """Do what is to be done once the schema is the newest."""

    def reader(self) -> Reading:
        """Return a new connection that reads."""

    def writer(self) -> Writing:
        """Return a new connection that writes."""

    def checking(self) -> AbstractContextManager[Session]:
        """Give a session at one unchanging state that may have tables of its own, to check the ledger by."""

    def refused_clearly(self) -> AbstractContextManager[None]:
        """Turn what the database driver raises into a LedgerError that says what to do."""


def is_server(url: str) -> bool:
    """Return whether a ledger URL names a database of a server, not a file."""
    scheme, found, _ = url.partition("://")
    return bool(found) and scheme.partition("+")[0] in _SERVERS


def backend_for(url: str) -> Backend:
    """Return the place that a ledger URL names; nothing is opened or made yet.

    Raises:
        LedgerError: it is no ledger URL, of a database that govsim does not speak, or whose driver is not installed.
    """
    if is_server(url):
        from govsim.ledger.postgres.database import Database  # noqa: PLC0415 - only where one is named

        return Database(url)
    from govsim.ledger.file import path_of  # noqa: PLC0415 - only where a file is named
    from govsim.ledger.file_backend import File  # noqa: PLC0415 - the same

    return File(path_of(url))
