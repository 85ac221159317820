"""A shelf on a disk: what an import of a million rows lays down, in a database of its own that nobody else sees.

SQLite keeps such a database in memory until its cache is full, and deletes its file as it makes it, so that nothing is
left behind however the process ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple
from weakref import finalize

from govsim.ledger.constants import MAIN
from govsim.ledger.rows import Row, event_row, read_event
from govsim.model.errors import LedgerError
from govsim.model.events import Event
from govsim.model.instant import Instant
from govsim.model.kept import Place

_CACHE = 16 * 1024
"""KiB of memory that pages may take, and runs that are being sorted as much again."""
_LASTING_CACHE = 1024
"""The same for what lasts longer than an import."""
_AT_ONCE = 1000
"""Rows that are written together."""


class DiskShelf:
    """Gives places to lay things down; what lies there is gone when the import is over, unless it is to last."""

    def __init__(self) -> None:
        self._connection = _database(_CACHE)
        self._names = (f"place_{number}" for number in count(1))

    def sorted(self, parts: int, *, lasts: bool = False) -> SortedTexts:
        """Return a place for texts behind keys of so many parts; one that *lasts* is there while somebody holds it."""
        connection = _database(_LASTING_CACHE) if lasts else self._connection
        place = SortedTexts(connection, next(self._names), parts)
        if lasts:
            finalize(place, connection.close)
        return place

    def words(self) -> KnownWords:
        """Return a place for words."""
        return KnownWords(self._connection, next(self._names))

    def events(self) -> SortedEvents:
        """Return a place for the events of a record."""
        return SortedEvents(self._connection, next(self._names))

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()


def _database(cache: int) -> sqlite3.Connection:
    """Return a database without a name; whoever reads a report may do so in another thread."""
    connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", f"cache_size=-{cache}"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    return connection


@contextmanager
def disk_shelf() -> Iterator[DiskShelf]:
    """Give a shelf while an import lasts.

    Raises:
        LedgerError: there is no room on the disk.
    """
    shelf = DiskShelf()
    try:
        yield shelf
    except sqlite3.Error as failure:
        hint = "nothing was written; make room, or name another folder with SQLITE_TMPDIR"
        raise LedgerError(f"the rows cannot be kept on the disk: {failure}", hint=hint) from failure
    finally:
        shelf.close()


class _Table:
    """Rows that are written some at a time."""

    def __init__(self, connection: sqlite3.Connection, name: str, columns: Iterable[str], key: int) -> None:
        self._connection, self._name = connection, name
        names = tuple(columns)
        self._in_order = ", ".join(names[:key])
        self._insert = f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - a name of our own
        self._waiting: list[tuple[Any, ...]] = []
        connection.execute(f"CREATE TABLE {name} ({', '.join(names)})")

    def write(self, row: tuple[Any, ...]) -> None:
        """Write a row, together with others that have come before."""
        self._waiting.append(row)
        if len(self._waiting) == _AT_ONCE:
            self._flush()

    def read(self, what: str = "*") -> Iterator[Any]:
        """Return the rows in the order of their keys."""
        self._flush()
        return self._connection.execute(f"SELECT {what} FROM {self._name} ORDER BY {self._in_order}")  # noqa: S608

    def _flush(self) -> None:
        self._connection.executemany(self._insert, self._waiting)
        self._waiting.clear()


class SortedTexts:
    """Texts that come back in the order of their keys, again and again."""

    def __init__(self, connection: sqlite3.Connection, name: str, parts: int) -> None:
        self._table = _Table(connection, name, [*(f"key_{part}" for part in range(parts)), "text"], parts)

    def add(self, *key_and_text: int | str | None) -> None:
        """Lay down a text behind its key."""
        self._table.write(key_and_text)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._table.read())


class KnownWords:
    """Words that are known, each with a text; they can be given other texts while they are gone through."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection, self._name = connection, name
        connection.execute(f"CREATE TABLE {name} (word TEXT PRIMARY KEY, text) WITHOUT ROWID")
        self._find = f"SELECT text FROM {name} WHERE word = ?"  # noqa: S608 - a name of our own
        self._put = f"REPLACE INTO {name} VALUES (?, ?)"  # noqa: S608 - the same

    def __contains__(self, word: object) -> bool:
        return self._connection.execute(self._find, (word,)).fetchone() is not None

    def __getitem__(self, word: str) -> str:
        row = self._connection.execute(self._find, (word,)).fetchone()
        if row is None:
            raise KeyError(word)
        return str(row[0])

    def __setitem__(self, word: str, text: str) -> None:
        self._connection.execute(self._put, (word, text))

    def __iter__(self) -> Iterator[str]:
        query = f"SELECT word FROM {self._name} WHERE word > ? ORDER BY word LIMIT {_AT_ONCE}"  # noqa: S608 - the same
        last = ""
        while some := self._connection.execute(query, (last,)).fetchall():
            for (last,) in some:
                yield last


class KeptRow(NamedTuple):
    """What of an event's row does not depend on where it comes to stand, and the post that it is about."""

    about: str
    id: str
    type: str
    schema_version: int
    earliest: Instant | None
    latest: Instant | None
    announced: Instant | None
    claim: int
    key_at: Instant | None
    party: str
    post: str
    causes: str | None
    payload: str

    def row(self, position: int, record: str, recorded_at: Instant) -> Row:
        """Return the row itself."""
        return Row(position, MAIN, record, f"{record}/{self.id}", *self[2:], None, recorded_at)


class SortedEvents:
    """The events of one record, which come back in the order of their places."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._table = _Table(connection, name, ["key", "rank", "number", *KeptRow._fields], 3)
        self._size = 0

    def add(self, place: Place, post: str, event: Event) -> None:
        """Lay down an event about one post."""
        (key, rank), number = place[:-1], place[-1]
        row = event_row(0, MAIN, "", event.id, event, event.dump_text(), None, 0)
        self._table.write((key, rank, number, post, *row[3:15]))
        self._size += 1

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Event]:
        return (read_event(row.type, row.schema_version, row.payload) for row in self.rows())

    def rows(self) -> Iterator[KeptRow]:
        """Return the events as they are laid down."""
        return map(KeptRow._make, self._table.read(", ".join(KeptRow._fields)))
