"""Replay of plain acts from a ledger file, beside the plainest fold over the same rows.

The baseline reads four integer columns from SQLite and keeps a dict of who sits where; govsim reads its own event
table and builds every tenure with both edges, in timeline order. Run: python benchmarks/bench_replay.py
Environment: SIZES (100000,1000000), REPS (5).
"""

from __future__ import annotations

import gc
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.bound import Bound
from govsim.model.events import Departed, Hired
from govsim.model.header import Header
from govsim.replay.collector import collector_paused
from govsim.replay.fold import replay
from govsim.replay.timeline import make_timeline

ORGS, ROLES = 1000, 17
REPS = int(os.environ.get("REPS", "5"))
SIZES = [int(size) for size in os.environ.get("SIZES", "100000,1000000").split(",")]
REASON = "board letter, minuted and countersigned by the company secretary " * 2


def make(count: int) -> tuple[list[tuple[int, int, int, int, int]], dict[tuple[int, int], int]]:
    """Return rows (kind, org, role, person, at) that enter and leave alternately, and who sits at the end."""
    rng = random.Random(1)
    held: dict[tuple[int, int], int] = {}
    rows = []
    for number in range(count):
        seat = rng.randrange(ORGS), rng.randrange(ROLES)
        at = 1_600_000_000_000_000 + number * 1000
        if seat in held:
            rows.append((1, *seat, held.pop(seat), at))
        else:
            held[seat] = number
            rows.append((0, *seat, number, at))
    return rows, held


def payload_of(kind: int, org: int, role: int, person: int, at: int) -> str:
    """Return the JSON that the baseline keeps beside its columns, as large as ours."""
    data = {"type": ("appointed", "departed")[kind], "org": org, "role": role, "person": person, "at": at}
    return json.dumps({**data, "reason": REASON}, separators=(",", ":"))


def build_baseline(path: Path, rows: list[tuple[int, int, int, int, int]]) -> sqlite3.Connection:
    """Write the rows to the table of the baseline, with a payload beside them as an event store has."""
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE ev(position INTEGER PRIMARY KEY, kind INT, org INT, role INT, person INT, at INT, payload TEXT)"
    )
    connection.executemany(
        "INSERT INTO ev(kind,org,role,person,at,payload) VALUES (?,?,?,?,?,?)",
        [(*row, payload_of(*row)) for row in rows],
    )
    connection.commit()
    return connection


def build_ledger(path: Path, rows: list[tuple[int, int, int, int, int]]) -> Ledger:
    """Write the rows as hired and departed events to a ledger."""
    header = Header.model_validate(
        {
            "record": "bench",
            "zone": "UTC",
            "organizations": {f"org{org}": "An organisation" for org in range(ORGS)},
            "posts": {f"org{org}/role{role}": "A role" for org in range(ORGS) for role in range(ROLES)},
            "people": {f"p{number}": f"Person {number}" for number, row in enumerate(rows) if row[0] == 0},
        }
    )
    drafts = [Draft("bench", header)]
    for number, (kind, org, role, person, at) in enumerate(rows):
        fields = {"id": f"e{number}", "at": Bound(str(at), at, at), "who": [f"p{person}"], "note": REASON}
        post = f"org{org}/role{role}"
        event = (
            Departed.model_validate({**fields, "type": "departed", "from": [post]})
            if kind
            else Hired.model_validate({**fields, "type": "hired", "to": [post]})
        )
        drafts.append(Draft("bench", event))
    ledger = Ledger(str(path))
    ledger.append(drafts)
    return ledger


def medians(*works: Callable[[], object]) -> list[float]:
    """Return the median seconds of REPS runs of each, run in turn so that a neighbour's load falls on all."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(REPS):
        for work, its_seconds in zip(works, seconds, strict=True):
            gc.collect()
            with collector_paused():  # as the service does while it reads and replays; the baseline gains as well
                start = time.perf_counter()
                kept = work()  # freed after the clock has stopped: users keep what they replay
                its_seconds.append(time.perf_counter() - start)
            del kept
    return [statistics.median(its_seconds) for its_seconds in seconds]


def main() -> None:
    rates = {}
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        for size in SIZES:
            rows, want = make(size)
            connection = build_baseline(Path(folder) / f"base{size}.db", rows)
            ledger = build_ledger(Path(folder) / f"ledger{size}.db", rows)

            def tuple_fold(connection: sqlite3.Connection = connection, want: dict = want) -> object:
                held = {}
                for kind, org, role, person in connection.execute(
                    "SELECT kind,org,role,person FROM ev ORDER BY position"
                ):
                    if kind:
                        held.pop((org, role), None)
                    else:
                        held[org, role] = person
                assert held == want
                return held

            def govsim_replay(ledger: Ledger = ledger, want: dict = want) -> object:
                history = replay(make_timeline(ledger.log()))
                assert sum(len(post.open) for post in history.posts.values()) == len(want)
                return history

            base, ours = medians(tuple_fold, govsim_replay)
            rates[size] = size / ours
            print(f"{size:>9,} events: tuple fold {size / base:>9,.0f}/s", end="   ")
            print(f"govsim {size / ours:>9,.0f}/s   ratio {base / ours:.2f} (bar 0.25)")
    if len(rates) > 1:
        first, *_, last = rates.values()
        print(f"cost of an event, largest against smallest: {first / last:.2f} (1 is linear)")


if __name__ == "__main__":
    main()
