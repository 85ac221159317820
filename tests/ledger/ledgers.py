"""Ledgers for tests: empty ones in a moment, and records appended in parts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from govsim.ledger.appending import Draft
from govsim.ledger.migrate import migrate
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from govsim.model.record import Record
from tests.ledger.servers import new_database, new_schema


@cache
def _empty() -> bytes:
    """Return the file of an empty ledger; making one runs every migration, which takes half a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        migrate(path)
        return path.read_bytes()


def make_ledger(path: Path) -> Ledger:
    """Return an empty ledger at a path."""
    path.write_bytes(_empty())
    return Ledger(str(path))


@contextmanager
def new_place(engine: str = "sqlite", *, with_ledger: bool = False) -> Iterator[str]:
    """Give the URL of a ledger of its own, in a folder or on the server: of an empty one, or where none is yet."""
    if engine == "postgresql":
        with new_schema() if with_ledger else new_database() as url:
            yield url
        return
    folder = tempfile.mkdtemp()
    path = Path(folder) / "ledger.db"
    if with_ledger:
        make_ledger(path).close()
    try:
        yield str(path)
    finally:
        shutil.rmtree(folder)


@contextmanager
def new_ledger(engine: str = "sqlite") -> Iterator[Ledger]:
    """Give an empty ledger of its own."""
    with new_place(engine, with_ledger=True) as url, closing(Ledger(url)) as ledger:
        yield ledger


def kept(ledger: Ledger) -> list[list[str]]:
    """Return every row of every table of a ledger."""
    with ledger.reading() as session:
        return [
            sorted(repr(row) for row in session.execute(f"SELECT * FROM {table}").fetchall())  # noqa: S608 - constants
            for table in ("event", "branch", "lineage", "tenure", "post_state", "own_post", "projection")
        ]


def drafts(record: Record) -> list[Draft]:
    """Return a whole record as it is appended."""
    return [Draft(record.id, record.header), *(Draft(record.id, event) for event in record.events)]


def append_in_parts(ledger: Ledger, record: Record, sizes: Sequence[int], branch: str = "main") -> list[int]:
    """Append a record in lists of these sizes and return the position after each list.

    A list whose events name one that is not there yet is joined with the next.
    """
    heads: list[int] = []
    waiting: list[Draft] = [Draft(record.id, record.header)]
    events = list(record.events)
    for size in [*sizes, len(events) + 1]:
        waiting += [Draft(record.id, event) for event in events[:size]]
        events = events[size:]
        try:
            heads.append(ledger.append(waiting, branch=branch)[-1])
        except LedgerError:
            if not events:
                raise
            continue
        waiting = []
        if not events:
            break
    return heads
