"""Opening a ledger: the right file or a clear refusal, one engine to read and one to write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from govsim.ledger.tables import APPLICATION_ID
from govsim.model.errors import LedgerError

BUSY_SECONDS = 5
"""How long a writer waits for another; a load takes milliseconds."""
_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it INSERT OR REPLACE slips past the trigger that forbids DELETE
    "PRAGMA trusted_schema=OFF",
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
)


def parse_url(url: str) -> URL:
    """Return a ledger's URL; a bare path means an SQLite file.

    Raises:
        LedgerError: it is no ledger URL, or of a database that govsim does not speak.
    """
    text = url if "://" in url else f"sqlite:///{url}"
    try:
        parsed = make_url(text)
    except ArgumentError:
        raise LedgerError(f"'{url}' is not a ledger URL", hint="write sqlite:///weekend.db") from None
    if parsed.get_backend_name() != "sqlite":
        name = parsed.get_backend_name()
        raise LedgerError(f"govsim cannot keep a ledger in {name} yet", hint="write sqlite:///weekend.db")
    if not parsed.database or parsed.database == ":memory:":
        raise LedgerError("a ledger is a file", hint="write sqlite:///weekend.db")
    return parsed


def path_of(url: URL) -> Path:
    """Return the file of a ledger."""
    return Path(url.database or "")


def reading_engine(url: URL) -> Engine:
    """Return an engine whose transactions see one unchanging state and write nothing."""
    path = path_of(url)
    uri = f"file:{path.resolve().as_posix()}?mode=ro"
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        uri += "&immutable=1"  # WAL needs its side files written even to read; nobody can write here, so skip them
    return _engine(uri, "BEGIN")


def writing_engine(url: URL) -> Engine:
    """Return an engine whose transactions hold the writer lock from their start.

    Plain BEGIN takes it at the first write, and four writers then fail thousands of times with BUSY_SNAPSHOT, which
    no timeout cures.
    """
    return _engine(f"file:{path_of(url).resolve().as_posix()}?mode=rwc", "BEGIN IMMEDIATE")


def _engine(uri: str, begin: str) -> Engine:
    # isolation_level=None hands transactions to the hook below; pysqlite's own begin none before a SELECT.
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, pool_size=4)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def check_is_ours(path: Path) -> bool:
    """Return True when *path* is a ledger, False when there is nothing yet.

    Raises:
        LedgerError: it is a folder, no SQLite file, one of another program, or cannot be opened.
    """
    if not path.exists():
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: there is no folder {path.parent}", hint="make it first, or name another file")
        return False
    if path.is_dir():
        raise LedgerError(f"{path} is a folder", hint="name a file in it, such as weekend.db")
    if not os.access(path, os.R_OK):
        raise LedgerError(f"{path} may not be read")
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise LedgerError(
            f"{path} is not an SQLite file; it was left as it is", hint="name another file for the ledger"
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise LedgerError(
            f"{path} is an SQLite file of another program; it was left as it is",
            hint="name another file for the ledger",
        )
    return True


@contextmanager
def refused_clearly(path: Path) -> Iterator[None]:
    """Turn what the database driver raises into a LedgerError that says what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as failure:
        cause = failure.orig if isinstance(failure, DBAPIError) else failure
        text = str(cause)
        if "locked" in text or "busy" in text:
            message, hint = f"{path} is locked by another program", "wait for it to finish, then try again"
        elif "readonly" in text or "unable to open" in text:
            message, hint = f"{path} cannot be written", "check the permissions of the file and its folder"
        elif "full" in text:
            message, hint = f"{path}: the disk is full", "nothing was written; make room and try again"
        elif "not a database" in text or "malformed" in text:
            message, hint = f"{path} is damaged: {text}", "restore it from a copy"
        else:
            message, hint = f"{path}: {text}", None
        raise LedgerError(message, hint=hint) from failure
