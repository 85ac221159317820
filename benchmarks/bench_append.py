"""Appending, beside the library people would pick instead and beside bare SQLite.

govsim validates, chains, checks ids and keeps tenure rows with every event; the eventsourcing library has neither chain
nor projection; the bare statement has two unique indexes and nothing else. All with WAL and synchronous=FULL, in turn,
medians of the ratios of each turn. Run: pip install eventsourcing; python benchmarks/bench_append.py
Environment: BATCHES (10, of 1,000 events), SINGLES (300), REPS (5), BENCH_DIR.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ledger_events import ORGS, REASON, Source, drafts, header

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger

BATCHES = int(os.environ.get("BATCHES", "10"))
SINGLES = int(os.environ.get("SINGLES", "300"))
REPS = int(os.environ.get("REPS", "5"))
AT_ONCE = 1000
INSERT = (
    "INSERT INTO event (stream, version, id, effective_at, recorded_at, type, payload) VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def seconds(act: Callable[[], Any]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


class Ours:
    """A ledger that a thousand records have been declared in."""

    def __init__(self, path: Path) -> None:
        self.ledger = Ledger(str(path))
        self.ledger.append([Draft(f"org-{org:04d}", header(org)) for org in range(ORGS)])
        self.source = Source()

    def append(self, times: int, size: int) -> float:
        """Return the seconds that so many appends take, from fields to disk."""
        waiting = [list(self.source.acts(size)) for _ in range(times)]

        def act() -> None:
            for acts in waiting:
                self.ledger.append(drafts(iter(acts)))

        return seconds(act)


class Bare:
    """One table with two unique indexes; rows are ready before the clock starts."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute(
            "CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, id BLOB"
            " NOT NULL, effective_at INTEGER NOT NULL, recorded_at INTEGER NOT NULL, type TEXT NOT NULL,"
            " payload TEXT NOT NULL)"
        )
        self.connection.execute("CREATE UNIQUE INDEX stream_version ON event (stream, version)")
        self.connection.execute("CREATE UNIQUE INDEX event_id ON event (id)")
        self.count = 0

    def append(self, times: int, size: int) -> float:
        """Return the seconds that so many transactions take."""
        rows = []
        for _ in range(times * size):
            self.count += 1
            at, payload = self.count, f'{{"who":["person-{self.count:08d}"],"note":"{REASON}","to":["org/role"]}}'
            rows.append((f"s-{at % 1000}", at // 1000, uuid.uuid4().bytes, at, at, "appointed", payload))

        def act() -> None:
            for start in range(0, len(rows), size):
                self.connection.execute("BEGIN IMMEDIATE")
                self.connection.executemany(INSERT, rows[start : start + size])
                self.connection.execute("COMMIT")

        return seconds(act)


class Library:
    """An application of the eventsourcing library with a thousand aggregates, saved together."""

    def __init__(self, path: Path) -> None:
        from eventsourcing.application import Application  # noqa: PLC0415 - need not be installed
        from eventsourcing.domain import Aggregate, event  # noqa: PLC0415 - the same

        class Company(Aggregate):
            """An organisation."""

            @event("Created")
            def __init__(self) -> None:
                self.count = 0

            @event("Appointed")
            def appoint(self, org: str, role: str, person: str, at: str, reason: str) -> None:
                """Count it."""
                self.count += 1

        environment = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
        self.application: Any = Application(env=environment)
        self.companies = [Company() for _ in range(ORGS)]
        self.application.save(*self.companies)

    def append(self, times: int, size: int) -> float:
        """Return the seconds that so many saves take, from calls to disk."""

        def act() -> None:
            for _ in range(times):
                touched = self.companies[:size]
                for company in touched:
                    company.appoint("org-0001", "role-01", "person-00000001", "2026-01-02T03:04:05.6+00:00", REASON)
                self.application.save(*touched)

        return seconds(act)


def compare(name: str, bar: float, ours: Ours, base: Bare | Library, times: int, size: int) -> None:
    """Print the rate of both and the median of the ratios, measured in turn."""
    pairs = [(ours.append(times, size), base.append(times, size)) for _ in range(REPS)]
    rates = [times * size / statistics.median(side) for side in zip(*pairs, strict=True)]
    ratio = statistics.median(other / own for own, other in pairs)
    print(f"{name:58s} {rates[0]:9,.0f} /s  {rates[1]:9,.0f} /s  ratio {ratio:5.2f}  (bar {bar})", flush=True)


def main() -> None:
    """Print every comparison."""
    with tempfile.TemporaryDirectory(prefix="govsim-", dir=os.environ.get("BENCH_DIR")) as folder:
        ours, bare = Ours(Path(folder) / "ours.db"), Bare(Path(folder) / "bare.db")
        ours.append(2, AT_ONCE)
        bare.append(2, AT_ONCE)
        try:
            library = Library(Path(folder) / "library.db")
        except ImportError:
            print("eventsourcing is not installed (pip install eventsourcing): left out")
        else:
            library.append(2, AT_ONCE)
            compare("1,000 a commit, beside eventsourcing's bulk save", 1.0, ours, library, BATCHES, AT_ONCE)
        compare("1,000 a commit, beside bare executemany, two indexes", 0.2, ours, bare, BATCHES, AT_ONCE)
        compare("one a FULL commit, beside bare BEGIN IMMEDIATE", 0.4, ours, bare, SINGLES, 1)


if __name__ == "__main__":
    main()
