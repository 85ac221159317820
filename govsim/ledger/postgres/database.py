"""A PostgreSQL database as the place of a ledger: whether it holds one, reading it, and writing it one at a time."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import psycopg
from psycopg.pq import TransactionStatus

from govsim.ledger.postgres.address import address_of
from govsim.ledger.postgres.errors import Unknown, refused_clearly
from govsim.ledger.postgres.session import Driver, PostgresSession, connect
from govsim.ledger.session import Session
from govsim.model.errors import LedgerError

BUSY_SECONDS = 30
"""How long to wait for other writers."""

MARK = "govsim ledger"
"""What the comment on the table of events begins with: the database is ours."""

_WHAT_IS_THERE = (
    "SELECT current_schema(), obj_description(to_regclass('event'), 'pg_class'), (SELECT min(relname) FROM pg_class c"
    " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = c.oid AND deptype = 'e'))"
)
_MAY_WRITE = (
    "SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off'"
    " AND has_table_privilege('event', 'INSERT') AND has_column_privilege('projection', 'position', 'UPDATE')"
)


class Database:
    """One database, or one schema of it where the URL sets a ``search_path``."""

    path = None

    def __init__(self, url: str) -> None:
        self._address = address_of(url)

    @property
    def name(self) -> str:
        """Its URL without a password."""
        return self._address.name

    @property
    def url(self) -> str:
        """Its URL as it was given."""
        return self._address.url

    @contextmanager
    def _connected(self) -> Iterator[Driver]:
        driver = self.connect()
        try:
            yield driver
        finally:
            driver.close()

    def exists(self) -> bool:
        """Return whether a ledger is there, False where there is nothing yet.

        Raises:
            LedgerError: the tables of another program are there.
        """
        with self._connected() as driver:
            return self._is_ours(driver)

    def _is_ours(self, driver: Driver) -> bool:
        row = driver.execute(_WHAT_IS_THERE).fetchone()
        schema, mark, other = row if row is not None else (None, None, None)
        if mark is not None and mark.startswith(MARK):
            return True
        if schema is None:
            raise LedgerError(
                f"{self.name} has no schema that may be used", hint="check search_path, and GRANT USAGE ON SCHEMA"
            )
        if other is not None:
            raise LedgerError(
                f"{self.name} holds tables of another program ({schema}.{other}); it was left as it is",
                hint="name an empty database, made with `createdb`",
            )
        return False

    def revision(self) -> str | None:
        """Return the schema revision, None where there is no ledger yet.

        Raises:
            LedgerError: there is a ledger whose schema says nothing of itself.
        """
        with self._connected() as driver:
            if not self._is_ours(driver):
                return None
            there = driver.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone()
            row = driver.execute("SELECT version_num FROM alembic_version").fetchone() if there == (True,) else None
        if row is None:
            raise LedgerError(
                f"{self.name} holds half a ledger: its tables say no schema revision; it was left as it is",
                hint="restore the database from a backup",
            )
        return str(row[0])

    def may_write(self) -> bool:
        """Return whether our role may append, and the server takes writes."""
        with self._connected() as driver:
            return driver.execute(_MAY_WRITE).fetchone() == (True,)

    def migrate(self) -> None:
        """Bring the schema to the newest, all or nothing, one at a time."""
        from govsim.ledger.postgres.migrating import migrate  # noqa: PLC0415 - Alembic, once in a ledger's life

        migrate(self._address)

    def settle(self) -> None:
        """Do nothing: readers and writers of PostgreSQL never wait for one another."""

    def reader(self) -> Reader:
        """Return a new connection that reads."""
        return Reader(self)

    def writer(self) -> Writer:
        """Return a new connection that writes."""
        return Writer(self)

    def connect(self, *, prepares: bool = True) -> Driver:
        """Return a new connection."""
        return connect(self._address, busy_seconds=BUSY_SECONDS, prepares=prepares)

    @contextmanager
    def checking(self) -> Iterator[Session]:
        """Give a session at one unchanging state that may have tables of its own, but on a server that is a standby.

        Nothing is prepared on it: a prepared statement would go on reading the ledger's table of a name after a table
        of the session's own has taken that name.
        """
        driver = self.connect(prepares=False)
        try:
            (standby,) = driver.execute("SELECT pg_is_in_recovery()").fetchone() or (False,)
            driver.execute(f"BEGIN ISOLATION LEVEL REPEATABLE READ {'READ ONLY' if standby else 'READ WRITE'}".encode())
            yield PostgresSession(driver)
        finally:
            driver.close()  # what it made goes with it

    def refused_clearly(self) -> AbstractContextManager[None]:
        """Turn what the driver raises into a LedgerError that says what to do."""
        return refused_clearly(self._address)


class _Kept:
    """A connection that is kept, and made again where the server closed it between two uses.

    It is closed at the latest when nobody has it any more.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connect()

    def _connect(self) -> None:
        self._driver = self._database.connect()
        self._closing = weakref.finalize(self, self._driver.close)

    def _begin(self, statement: bytes) -> PostgresSession:
        """Begin a transaction; nothing was asked yet, so that a lost connection may be made again."""
        try:
            self._driver.execute(statement)
        except psycopg.OperationalError:
            if not self._driver.closed and not self._driver.broken:
                raise
            self._closing()
            self._connect()
            self._driver.execute(statement)
        return PostgresSession(self._driver)

    def _end(self) -> None:
        """Undo what is still open; a connection that cannot is given up, and its server undoes it."""
        if self._is_within():
            with suppress(psycopg.Error):
                self._driver.execute(b"ROLLBACK")
            if self._is_within():
                self._driver.close()

    def _is_within(self) -> bool:
        return not self._driver.closed and self._driver.info.transaction_status != TransactionStatus.IDLE

    def close(self) -> None:
        """Close the connection."""
        self._closing()


class Reader(_Kept):
    """One connection that can only read; each use sees one unchanging state of the ledger."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._lock = threading.RLock()  # a reading within a reading, in one thread, sees the same state
        self._session: PostgresSession | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Give a session, which is always ended: an open one would keep the server from tidying up."""
        with self._lock:
            if self._session is not None:
                yield self._session
                return
            self._session = self._begin(b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield self._session
            finally:
                self._session = None
                self._end()

    def data_version(self) -> int:
        """Return a number that grows with every append, and with every branch that is made or dropped."""
        with self.snapshot() as session:
            query = (
                "SELECT 2 * position + (SELECT count(*) + count(closed_at) FROM branch) FROM projection"
                " WHERE name = 'tenure'"
            )
            return int(session.execute(query).fetchone()[0])


class Writer(_Kept):
    """One connection that writes; each use holds the writer lock from its start.

    The lock is the row that says how far the ledger has come, its head. It is held until the commit, so that positions
    are handed out in the order of commits, and whoever reads a position has everything before it. A sequence would not
    give that: its numbers are taken before their transactions commit, and those who follow one miss events.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session; what is written is kept whole or not at all.

        Each statement sees what was committed before it, so that what is read under the lock is the newest.

        Raises:
            LedgerError: the connection was lost; if that was while committing, whether it was kept is not known.
        """
        with self._lock:
            session = self._begin(b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
            try:
                session.execute("SELECT position FROM projection WHERE name = 'tenure' FOR UPDATE")
                yield session
                try:
                    self._driver.execute(b"COMMIT")
                except psycopg.OperationalError as failure:
                    raise Unknown from failure
            finally:
                self._end()
