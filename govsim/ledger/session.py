"""What reading and writing need of a database connection: the part that sqlite3 and psycopg have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


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


_AT_ONCE = 800
"""Values in one query; old SQLite builds take 999."""


def chunks(values: Iterable[T], each: int = 1) -> Iterator[list[T]]:
    """Return the values in lists short enough for one query that names each of them *each* times."""
    some, size = list(values), _AT_ONCE // each
    for start in range(0, len(some), size):
        yield some[start : start + size]
