"""A session of PostgreSQL: the ledger's statements as they are written for both databases, with this one's marks."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, cast

import psycopg
from psycopg import RawCursor, RawServerCursor
from psycopg.abc import QueryNoTemplate
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper

from govsim.ledger.dialect import POSTGRES, Dialect
from govsim.ledger.postgres.address import Address
from govsim.ledger.postgres.errors import Unreached

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it says of a lost connection is an error too

CONNECT_SECONDS = 10
"""How long to wait for a server where the URL says nothing else."""

_AT_ONCE = 5_000
"""Rows that a streamed query has in memory."""

_BULK = 50
"""Rows from which on COPY is quicker than one INSERT for each."""

Driver = psycopg.Connection[tuple[Any, ...]]

_MARK = re.compile(r"\?(\d*)")
_INSERT = re.compile(r"INSERT INTO (\w+ \([\w, ]+\)) VALUES \([?, ]+\)")


@lru_cache(maxsize=512)
def translated(sql: str) -> bytes:
    """Return a statement with ``$1`` for the first ``?``; ``?1`` names it. No statement of ours has ? in a text."""
    number = count(1)
    return _MARK.sub(lambda mark: f"${mark[1] or next(number)}", sql).encode()


@lru_cache(maxsize=64)
def _copied(sql: str) -> bytes | None:
    """Return the COPY that adds the rows of an INSERT, None for any other statement."""
    found = _INSERT.fullmatch(sql)
    return f"COPY {found[1]} FROM STDIN".encode() if found else None


def connect(address: Address, *, busy_seconds: float = 30, prepares: bool = True) -> Driver:
    """Return a new connection, outside any transaction.

    Every whole number goes out as a bigint: as the driver sends them, by their size, one statement would be planned
    many times. A server that acknowledges before it has written (``synchronous_commit = off``) is told not to.

    Raises:
        Unreached: there is no way to the server.
    """
    try:
        driver = psycopg.connect(
            address.conninfo,
            autocommit=True,
            cursor_factory=RawCursor,
            prepare_threshold=5 if prepares else None,
            **defaults(address),
        )
    except psycopg.OperationalError as failure:
        raise Unreached from failure
    driver.adapters.register_dumper(int, Int8Dumper)
    driver.adapters.register_dumper(int, Int8BinaryDumper)
    driver.execute(
        "SELECT set_config('lock_timeout', $1, false),"
        " CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END",
        (f"{int(busy_seconds * 1000)}ms",),
    )
    return driver


def defaults(address: Address) -> dict[str, Any]:
    """Return what is asked of the driver where the URL does not say it."""
    said = psycopg.conninfo.conninfo_to_dict(address.conninfo)
    wanted = {"connect_timeout": CONNECT_SECONDS, "application_name": "govsim", "client_encoding": "UTF8"}
    return {key: value for key, value in wanted.items() if key not in said or key == "client_encoding"}


class PostgresSession:
    """A connection within a transaction."""

    dialect: Dialect = POSTGRES

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._streams = count(1)

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> psycopg.Cursor[tuple[Any, ...]]:
        """Run one statement."""
        return self._driver.execute(translated(sql), parameters or None)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> None:
        """Run one statement for each row; many plain insertions go as one COPY."""
        rows = list(parameters)
        copied = _copied(sql) if len(rows) >= _BULK else None
        with self._driver.cursor() as cursor:
            if copied is None:
                cursor.executemany(translated(sql), rows)
                return
            with cursor.copy(cast("QueryNoTemplate", copied)) as copy:
                for row in rows:
                    copy.write_row(row)

    def stream(self, sql: str, parameters: Sequence[Any] = (), /) -> Iterator[tuple[Any, ...]]:
        """Run one query and return its rows as they are read, a few thousand at a time."""
        with RawServerCursor(self._driver, f"govsim_{next(self._streams)}") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(translated(sql), parameters or None)
            yield from cursor
