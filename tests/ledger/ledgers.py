"""Ledgers for tests: empty ones in a moment, and records appended in parts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from govsim.ledger.appending import Draft
from govsim.ledger.migrate import migrate
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from govsim.model.record import Record


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
def new_ledger() -> Iterator[Ledger]:
    """Give an empty ledger in a folder of its own."""
    folder = tempfile.mkdtemp()
    ledger = make_ledger(Path(folder) / "ledger.db")
    try:
        yield ledger
    finally:
        ledger.close()
        shutil.rmtree(folder)


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
