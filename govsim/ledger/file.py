"""The file of a ledger: where it is, whether it is ours, and reading it.

Reading and writing go through Python's own sqlite3: importing SQLAlchemy takes longer than any answer, and a statement
through it costs three times as much. Migrating, and other databases, go through SQLAlchemy (``engine.py``).
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from govsim.ledger.constants import APPLICATION_ID
from govsim.model.errors import LedgerError

BUSY_SECONDS = 30
"""How long to wait for other processes.

An append takes milliseconds, but SQLite gives the lock to whoever asks, not to whoever has waited longest: of four that
write without pause on a busy machine, one has been seen to wait for five seconds.
"""

PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # without it INSERT OR REPLACE slips past the trigger that forbids DELETE
    "PRAGMA trusted_schema=OFF",
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-65536",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=8000",
)


def path_of(url: str) -> Path:
    """Return the file that a ledger URL names; a bare path is one too.

    Raises:
        LedgerError: it is no ledger URL, or of a database that govsim does not speak.
    """
    if "://" not in url:
        return Path(url).expanduser()
    scheme, _, rest = url.partition("://")
    if scheme.partition("+")[0] != "sqlite":
        raise LedgerError(f"govsim cannot keep a ledger in {scheme} yet", hint="write sqlite:///weekend.db")
    name = unquote(rest.removeprefix("/").partition("?")[0])
    if not rest.startswith("/") or name in ("", ":memory:"):
        raise LedgerError(f"'{url}' names no file", hint="write sqlite:///weekend.db, or sqlite:////home/me/weekend.db")
    return Path(name)


def check_is_ours(path: Path) -> bool:
    """Return True when *path* is a ledger, False when there is nothing yet.

    Raises:
        LedgerError: it is a folder, no SQLite file, one of another program, or cannot be opened.
    """
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except OSError as failure:  # a name that no file system takes
        raise LedgerError(f"'{path}' cannot be a file: {failure.strerror}") from None
    if is_folder:
        raise LedgerError(f"{path} is a folder", hint="name a file in it, such as weekend.db")
    if not exists:
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: there is no folder {path.parent}", hint="make it first, or name another file")
        return False
    if not os.access(path, os.R_OK):
        raise LedgerError(f"{path} may not be read", hint="check the permissions of the file")
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        return False
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise LedgerError(f"{path} is not an SQLite file; it was left as it is", hint="name another file")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise LedgerError(
            f"{path} is an SQLite file of another program; it was left as it is", hint="name another file"
        )
    return True


def write_ahead(path: Path) -> None:
    """Let a ledger be read while it is written; the mode stays with the file.

    Switching takes a lock for which SQLite does not wait by itself: whoever makes or opens the ledger beside us has it
    for moments. It is done outside any transaction, and again by the next to open, should we be stopped before.

    Raises:
        sqlite3.OperationalError: it is locked for longer than we wait.
    """
    with path.open("rb") as file:
        if file.read(20)[18:20] == b"\x02\x02":
            return
    until = time.monotonic() + BUSY_SECONDS
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as failure:
                if "locked" not in str(failure) or time.monotonic() > until:
                    raise
                time.sleep(0.01)
    finally:
        connection.close()


def may_write(path: Path) -> bool:
    """Return whether a ledger and the files beside it can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def read_as_newest(connection: sqlite3.Connection) -> None:
    """Let the branches of revision 0002 be read as those that keep nothing of what they were made from.

    A view of the connection's own stands before the table, whose names come after those of the temporary database.
    """
    columns = {name for _, name, *_ in connection.execute("PRAGMA main.table_info(branch)")}
    if "first_link" in columns and "meta" not in columns:
        connection.execute("CREATE TEMP VIEW branch AS SELECT *, NULL AS meta FROM main.branch")


class Reader:
    """One connection that can only read; each use sees one unchanging state of the ledger."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()  # a reading within a reading, in one thread, sees the same state
        self._still: tuple[int, int] | None = None
        self._connection = self._connected()

    def _connected(self) -> sqlite3.Connection:
        """Return a connection.

        Who cannot write beside the file cannot make the side files that write-ahead logging reads by. Where others have
        made them they are used; where there are none the file is read as it lies, until it changes.
        """
        uri = f"{self._path.resolve().as_uri()}?mode=ro"
        self._still = None if may_write(self._path) or self._log_is_there() else self._state()
        if self._still is not None:
            uri += "&immutable=1"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        read_as_newest(connection)
        return connection

    def _log_is_there(self) -> bool:
        return Path(f"{self._path}-wal").exists()

    def _state(self) -> tuple[int, int]:
        found = self._path.stat()
        return found.st_mtime_ns, found.st_size

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Give the connection within a transaction, which is always ended: an open one would pin the log file."""
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            if self._still is not None and (self._log_is_there() or self._state() != self._still):
                self._connection.close()
                self._connection = self._connected()
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.execute("ROLLBACK")

    def data_version(self) -> int:
        """Return a number that changes when another connection commits to the file."""
        with self._lock:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Writer:
    """One connection that writes; each use holds the writer lock from its start.

    Plain BEGIN takes the lock at the first write only, and four writers then fail thousands of times with
    BUSY_SNAPSHOT, which no timeout cures.
    """

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=rw"
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in PRAGMAS:
            self._connection.execute(pragma)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection within a transaction, which is kept whole or not at all."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has rolled back already
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def refused_clearly(path: Path) -> Iterator[None]:
    """Turn what the database driver raises into a LedgerError that says what to do."""
    try:
        yield
    except UnicodeDecodeError as failure:  # what SQLite says of damaged text
        raise LedgerError(f"{path}: is damaged", hint="restore it from a copy") from failure
    except Exception as failure:
        # SQLAlchemy wraps the driver's error and keeps it as `orig`.
        cause = getattr(failure, "orig", failure)
        if not isinstance(cause, sqlite3.Error):
            raise
        text = str(cause)
        hint: str | None
        if "locked" in text or "busy" in text:
            message, hint = "is locked by another program", "wait for it to finish, then try again"
        elif "readonly" in text or "unable to open" in text:
            message, hint = "cannot be written", "check the permissions of the file and its folder"
        elif "full" in text:
            message, hint = "the disk is full", "nothing was written; make room and try again"
        elif any(word in text for word in ("not a database", "malformed", "no such table", "UTF-8")):
            message, hint = f"is damaged: {text}", "restore it from a copy"
        else:
            message, hint = text, None
        raise LedgerError(f"{path}: {message}", hint=hint) from failure
