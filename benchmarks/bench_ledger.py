"""Reading a large ledger: rosters at T, now, as recorded at R, ten branches deep; forking; verifying.

The baselines are bare queries over the same tenures in a table of their own, each with the index made for it, in turn
with govsim's reads. Answers are compared before they are timed. Run: python benchmarks/bench_ledger.py
Environment: TENURES (1000000), REPS (5), ASKED (300), BENCH_DIR.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ledger_events import ORGS, START, STEP, Source, drafts, header

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.bound import Bound
from govsim.model.events import Corrected, Hired

TENURES = int(os.environ.get("TENURES", "1000000"))
REPS = int(os.environ.get("REPS", "5"))
ASKED = int(os.environ.get("ASKED", "300"))
DEPTH = 10
OPEN = 2**62


def median_us(act: Callable[[Any], Any], asked: Sequence[Any]) -> float:
    """Return the median microseconds of one call."""
    times = []
    for one in asked:
        start = time.perf_counter()
        act(one)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6


def compare(name: str, bar: str, ours: Callable[[Any], Any], base: Callable[[Any], Any], asked: Sequence[Any]) -> None:
    """Print both medians and the median of the ratios of each turn."""
    pairs = [(median_us(ours, asked), median_us(base, asked)) for _ in range(REPS)]
    medians = [statistics.median(side) for side in zip(*pairs, strict=True)]
    ratio = statistics.median(own / other for own, other in pairs)
    print(f"{name:52s} {medians[0]:9.1f} us {medians[1]:9.1f} us  ratio {ratio:5.2f}  (bar {bar})", flush=True)


def fill(ledger: Ledger) -> int:
    """Append every record, as a registry would be loaded: one organisation after the other; return the events."""
    events = 0
    for org in range(ORGS):
        name = f"org-{org:04d}"
        source = Source(org, orgs=1)
        acts = ((name, {**fields, **renamed(fields, name)}) for _, fields in source.acts(2 * TENURES // ORGS))
        ledger.append([Draft(name, header(org)), *drafts(acts)])
        events += source.count + 1
    return events


def renamed(fields: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the posts and the party of an act for another organisation."""
    where = "to" if "to" in fields else "from"
    return {where: [post.replace("org-0000", name) for post in fields[where]], "who": [f"{name}-{fields['who'][0]}"]}


def baseline(path: Path, ledger: Ledger) -> sqlite3.Connection:
    """Return the same tenures in bare tables: one with the covering index by start, one by end."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE held (org TEXT, role TEXT, person TEXT, start INTEGER, end INTEGER)")
    with ledger.reading() as session:
        rows = session.execute(
            "SELECT organization, post, party, start_earliest, end_latest FROM tenure WHERE pos_to > ?", (OPEN - 1,)
        )
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO held VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    connection.execute("CREATE INDEX by_start ON held (org, start, end, role, person)")
    connection.execute("CREATE INDEX by_end ON held (org, end, start, role, person)")
    return connection


def fork_deep(ledger: Ledger, org: str) -> str:
    """Make ten branches, one of the other, each with a hire of its own in one organisation; return the last."""
    parent = "main"
    for depth in range(DEPTH):
        name = f"deep-{depth}"
        ledger.fork(name, parent)
        at = Bound("later", START + 10**15 + depth, START + 10**15 + depth)
        hire = Hired.model_validate(
            {
                "id": f"what-if-{depth}",
                "type": "hired",
                "at": at,
                "who": [f"somebody-{depth}"],
                "to": [f"{org}/role-{depth:02d}"],
            }
        )
        ledger.append([Draft(org, hire)], branch=name)
        parent = name
    return parent


def main() -> None:
    """Print every comparison."""
    rng = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="govsim-", dir=os.environ.get("BENCH_DIR")) as folder:
        ledger = Ledger(str(Path(folder) / "ledger.db"))
        start = time.perf_counter()
        events = fill(ledger)
        print(f"filled with {events:,} events in {time.perf_counter() - start:.0f} s", flush=True)
        bare = baseline(Path(folder) / "bare.db", ledger)
        with ledger.reading() as session:
            most = session.execute("SELECT max(start_earliest) FROM tenure").fetchone()[0]
        asked = [(f"org-{rng.randrange(ORGS):04d}", rng.randrange(START, most)) for _ in range(ASKED)]
        query = "SELECT role, person FROM held INDEXED BY {} WHERE org = ? AND end > ? AND start <= ?"
        by_start, by_end = query.format("by_start"), query.format("by_end")

        def at_start(one: tuple[str, int]) -> list[Any]:
            return bare.execute(by_start, (one[0], one[1], one[1])).fetchall()

        def at_end(one: tuple[str, int]) -> list[Any]:
            return bare.execute(by_end, (one[0], one[1], one[1])).fetchall()

        def ours(one: tuple[str, int], **where: Any) -> Any:
            return ledger.standings(one[0], one[1], one[1], **where)

        for one in asked[:50]:
            found = {(post, held.party) for post, its in ours(one).items() for held in its.tenures}
            assert found == set(at_start(one)), one
        now = [(org, most + STEP) for org, _ in asked]
        compare("an organisation at T, beside the covering index", "2.5", ours, at_start, asked)
        compare("an organisation now, beside the end-first index", "2.5", ours, at_end, now)
        # Belief changed since: a late correction of an act in every organisation, then read as recorded before.
        recorded = ledger.head()
        for org in range(0, ORGS, ORGS // 10):
            amend(ledger, f"org-{org:04d}")
        corrected = [(f"org-{rng.randrange(10) * (ORGS // 10):04d}", at) for _, at in asked]
        compare(
            "as recorded at R, beside the covering index", "4", lambda one: ours(one, upto=recorded), at_start, asked
        )
        compare(
            "  the same where it was corrected since", "4", lambda one: ours(one, upto=recorded), at_start, corrected
        )
        deep = fork_deep(ledger, "org-0001")
        touched = [("org-0001", at) for _, at in asked]
        compare("ten branches deep, beside the trunk", "3", lambda one: ours(one, branch=deep), ours, touched)
        forks = [f"fork-{number}" for number in range(100)]
        print(f"fork: {median_us(lambda name: ledger.fork(name), forks):.0f} us on {events:,} events  (bar 1000)")
        start = time.perf_counter()
        verified = ledger.verify()
        seconds = time.perf_counter() - start
        assert verified.ok, verified.problems[:3]
        print(f"verify: {verified.events / seconds:,.0f} events/s, {seconds:.1f} s  (bar 200,000)")


def amend(ledger: Ledger, record: str) -> None:
    """Correct the start of one tenure in a record."""
    ledger.append(
        [
            Draft(
                record,
                Corrected.model_validate(
                    {
                        "id": "amendment",
                        "type": "corrected",
                        "at": "2026-01-01T00:00Z",
                        "event": "event-1",
                        "with": {"at": {"text": "earlier", "earliest": START, "latest": START}},
                    }
                ),
            )
        ]
    )


if __name__ == "__main__":
    main()
