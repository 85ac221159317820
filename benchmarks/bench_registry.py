"""A registry of growing size, in PostgreSQL or in a file: what appending, asking, forking and verifying cost at each.

Each size is a registry of its own in a new database, generated from a seed: twenty tenures in five posts an
organisation, most of them ended. Prints a table in Markdown and, where CHART names a file, draws it as SVG.
Run: GOVSIM_TEST_POSTGRES=postgresql://... python benchmarks/bench_registry.py
Environment: SIZES (10000,100000,1000000; tenures), ASKED (200), REPLAY_MOST (100000), CHART,
ENGINE (postgresql, or sqlite), BENCH_DIR, GOVSIM_TEST_POSTGRES.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from registry_chart import chart

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.bound import Bound
from govsim.model.events import Departed, Hired
from govsim.model.header import Header
from govsim.replay.fold import replay
from govsim.replay.timeline import make_timeline

SIZES = [int(size) for size in os.environ.get("SIZES", "10000,100000,1000000").split(",")]
ASKED = int(os.environ.get("ASKED", "200"))
ENGINE, SERVER = os.environ.get("ENGINE", "postgresql"), os.environ.get("GOVSIM_TEST_POSTGRES", "")
REPLAY_MOST = int(os.environ.get("REPLAY_MOST", "100000"))
TENURES, POSTS, TOGETHER, AT_ONCE = 20, 5, 50, 10_000
START, DAY = 1_000_000_000_000_000, 86_400_000_000


def headers(organizations: int) -> Iterator[Draft]:
    """Yield the headers of the records that declare so many organisations, fifty each."""
    for first in range(0, organizations, TOGETHER):
        names = [f"org-{number:07d}" for number in range(first, min(first + TOGETHER, organizations))]
        posts = {f"{name}/seat-{post}": {"title": f"Seat {post}"} for name in names for post in range(POSTS)}
        written = {"record": f"part-{first // TOGETHER}", "organizations": {n: n for n in names}, "posts": posts}
        yield Draft(written["record"], Header.model_validate(written))


def acts(organizations: int, people: int) -> Iterator[Draft]:
    """Yield the acts of every organisation: each seat is held by one person after the other."""
    for org in range(organizations):
        chance = random.Random(org)
        for number in range(TENURES):
            post, turn = number % POSTS, number // POSTS
            begins = START + (turn * 700 + chance.randrange(300)) * DAY
            who, where = f"person-{chance.randrange(people):07d}", [f"org-{org:07d}/seat-{post}"]
            for kind, day, side in ((Hired, begins, "to"), (Departed, begins + 350 * DAY, "from")):
                if kind is Departed and turn == TENURES // POSTS - 1:
                    continue  # the last is still there
                fields = {"id": f"{kind.__name__.lower()}-{org}-{number}", "type": kind.__name__.lower(), side: where}
                event = kind.model_validate({**fields, "at": Bound("then", day, day), "who": [who]})
                yield Draft(f"part-{org // TOGETHER}", event)


def in_parts(drafts: Iterable[Draft], size: int) -> Iterator[list[Draft]]:
    every = iter(drafts)
    while part := list(islice(every, size)):
        yield part


def median(act: Callable[[Any], Any], asked: Sequence[Any]) -> float:
    """Return the median seconds of one call."""
    times = []
    for one in asked:
        start = time.perf_counter()
        act(one)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = act()
    return time.perf_counter() - start, found


def measure(url: str, tenures: int) -> dict[str, float]:
    """Return seconds by what was measured, for a registry of one size."""
    organizations, people, chance = tenures // TENURES, tenures // 3, random.Random(7)
    taken: dict[str, float] = {}
    with closing(Ledger(url)) as ledger:
        ledger.append(list(headers(organizations)))
        loading, events = 0.0, 0
        for part in in_parts(acts(organizations, people), AT_ONCE):
            seconds, positions = timed(lambda part=part: ledger.append(part))
            loading, events = loading + seconds, events + len(positions)
        taken["append 10,000 (an event)"] = loading / events
        if ENGINE == "postgresql":
            with ledger.writing() as session:
                session.execute("ANALYZE")  # as the server does by itself within a minute
        taken["append 1"] = median(ledger.append, [[Draft("part-0", late(number))] for number in range(50)])
        taken["fork"] = median(ledger.fork, [f"fork-{number}" for number in range(50)])
        asked = [
            (f"org-{chance.randrange(organizations):07d}", START + chance.randrange(2500) * DAY) for _ in range(ASKED)
        ]
        for org, at in asked[:20]:
            found = {(post, held.party) for post, its in ledger.standings(org, at, at).items() for held in its.tenures}
            assert found == plainly(ledger, org, at)
        taken["an organisation at T"] = median(lambda one: ledger.standings(one[0], one[1], one[1]), asked)
        persons = [f"person-{chance.randrange(people):07d}" for _ in range(ASKED)]
        taken["a person's tenures"] = median(ledger.held_by, persons)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds, rows = timed(lambda: sum(1 for _ in ledger.held_at(START + 1000 * DAY)))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert rows > organizations
        taken["everybody at T, streamed"] = seconds
        print(f"  {rows:,} rows streamed; peak memory grew by {grown:.1f} MB", file=sys.stderr)
        if tenures <= REPLAY_MOST:
            taken["replay of everything"] = timed(lambda: replay(make_timeline(ledger.log())))[0]
        seconds, verified = timed(ledger.verify)
        assert verified.ok, verified.problems[:3]
        taken["verify"] = seconds
    return taken


def plainly(ledger: Ledger, org: str, at: int) -> set[tuple[str, str]]:
    """Return what a plain query says of an organisation, to compare."""
    query = "SELECT post, party FROM tenure WHERE organization = ? AND pos_to > ?"
    query += " AND end_latest > ? AND start_earliest <= ?"
    with ledger.reading() as session:
        return set(session.execute(query, (org, 2**61, at, at)).fetchall())


def late(number: int) -> Hired:
    """Return an act of the first organisation that comes after all others."""
    return Hired.model_validate(
        {
            "id": f"late-{number}",
            "type": "hired",
            "at": Bound("then", START + 4000 * DAY + number, START + 4000 * DAY + number),
            "who": [f"late-{number}"],
            "to": ["org-0000000/seat-0"],
        }
    )


def one_size(tenures: int) -> dict[str, float]:
    """Measure in a process of its own, so that nothing is left in memory from the size before."""
    ran = subprocess.run([sys.executable, __file__, str(tenures)], stdout=subprocess.PIPE, text=True, check=True)
    return {name: float(seconds) for name, seconds in (line.rsplit("\t", 1) for line in ran.stdout.splitlines())}


def shown(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    unit, factor = ("s", 1) if seconds >= 1 else ("ms", 1e3) if seconds >= 1e-3 else ("us", 1e6)
    return f"{seconds * factor:.3g} {unit}"


@contextmanager
def place() -> Iterator[str]:
    """Give the URL of a new database, or of a new file."""
    if ENGINE == "sqlite":
        with tempfile.TemporaryDirectory(prefix="govsim-", dir=os.environ.get("BENCH_DIR")) as folder:
            yield str(Path(folder) / "ledger.db")
        return
    name = f"govsim_bench_{os.getpid()}"
    with closing(psycopg.connect(SERVER, autocommit=True)) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def main() -> None:
    """Print the table of all sizes, or measure one."""
    if ENGINE == "postgresql" and not SERVER:
        print("bench_registry: GOVSIM_TEST_POSTGRES names no server; nothing measured")
        return
    if len(sys.argv) > 1:
        with place() as url:
            for what, seconds in measure(url, int(sys.argv[1])).items():
                print(f"{what}\t{seconds}")
        return
    measured = {size: one_size(size) for size in SIZES}
    names = list(dict.fromkeys(name for its in measured.values() for name in its))
    print("| tenures |" + "".join(f" {size:,} |" for size in SIZES))
    print("|---|" + "---|" * len(SIZES))
    for name in names:
        print(f"| {name} |" + "".join(f" {shown(measured[size].get(name))} |" for size in SIZES))
    if os.environ.get("CHART"):
        Path(os.environ["CHART"]).write_text(chart(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
