"""What reading and writing need of a database connection: the part that sqlite3 and psycopg have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol


class Cursor(Protocol):
    """The rows of a query."""

    def fetchone(self) -> Any:
        """Return the next row, None where there is no more."""

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Session(Protocol):
    """A connection within a transaction."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Any:
        """Run one statement for each row."""


def marks(values: Sequence[Any]) -> str:
    """Return a placeholder for each value, for ``IN (...)``."""
    return ", ".join("?" * len(values))


_AT_ONCE = 500
"""Values in one query; old SQLite builds take 999."""


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Return the values in lists short enough for one query."""
    some = list(values)
    for start in range(0, len(some), _AT_ONCE):
        yield some[start : start + _AT_ONCE]
