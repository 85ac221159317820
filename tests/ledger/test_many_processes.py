"""Many processes on one ledger: writers, readers and a follower at once, and several that make it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Pool
from sqlalchemy.event import listen

from govsim.ledger.migrate import migrate
from govsim.ledger.store import Ledger
from tests.ledger.ledgers import drafts, make_ledger, new_place
from tests.ledger.roles import BRANCH, SECONDS, THREADS, begin, check_writers, record_of, started, told
from tests.ledger.servers import ENGINES, NEEDS_SERVER

FOUNDERS = 4
ROUNDS = 5


@pytest.mark.parametrize(
    ("engine", "writers", "readers"),
    [
        ("sqlite", 4, [("read", number) for number in range(4)]),
        pytest.param("postgresql", 8, [("read_many", number) for number in range(4)], marks=NEEDS_SERVER),
    ],
    ids=["sqlite, 4 writers and 4 readers", f"postgresql, 8 writers and {4 * THREADS} readers"],
)
def test_writers_readers_and_a_follower_work_at_once(
    tmp_path: Path, engine: str, writers: int, readers: list[tuple[str, int]]
) -> None:
    with new_place(engine, with_ledger=True) as url, ExitStack() as stack:
        with closing(Ledger(url)) as ledger:
            for number in range(writers):
                ledger.append(drafts(record_of(number, [])))
            ledger.fork(BRANCH)
        places = [("follow", 0), *(("write", number) for number in range(writers)), *readers]
        processes = {place: stack.enter_context(started(*place, tmp_path, url)) for place in places}
        begin(tmp_path, len(places), SECONDS)
        said = {place: told(*place, tmp_path, processes[place]) for place in places if place[0] != "follow"}
        (tmp_path / "over").touch()
        said["follow", 0] = told("follow", 0, tmp_path, processes["follow", 0])
        with closing(Ledger(url)) as ledger:
            verified = ledger.verify()
            assert verified.ok, verified.problems
            check_writers(ledger, {number: said["write", number] for number in range(writers)})
            followed = [(one["position"], one["ref"]) for one in said["follow", 0]]
            assert followed == [(stored.position, stored.ref) for stored in ledger.stored()]
        looks = [one["looks"] for place in readers for one in said[place]]
        assert len(looks) == (len(readers) if engine == "sqlite" else len(readers) * THREADS)
        assert min(looks) > (2 if engine == "sqlite" else 0) or SECONDS < 10


@pytest.mark.parametrize("engine", ENGINES)
def test_processes_that_make_one_ledger_at_the_same_time_make_one(tmp_path: Path, engine: str) -> None:
    with ExitStack() as stack:
        urls = [stack.enter_context(new_place(engine)) for _ in range(ROUNDS)]
        processes = [
            stack.enter_context(started("found", number, tmp_path, " ".join(urls))) for number in range(FOUNDERS)
        ]
        begin(tmp_path, FOUNDERS, 0.5)
        said = [told("found", number, tmp_path, process) for number, process in enumerate(processes)]
        for url, its in zip(urls, zip(*said, strict=True), strict=True):
            assert sorted(position for one in its for position in one["positions"]) == list(range(1, 9))
            with closing(Ledger(url)) as ledger:
                assert ledger.verify().ok


def test_a_ledger_is_made_though_another_process_writes_to_it_the_moment_it_is_there(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def write(*_: Any) -> None:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, other.close).start()

    listen(Pool, "checkin", write, once=True)
    migrate(path)


def test_a_ledger_whose_maker_was_killed_before_it_turned_to_write_ahead_logging_turns_to_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    make_ledger(path).close()
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
    with closing(Ledger(str(path))) as ledger:
        ledger.append(drafts(record_of(0, [])))
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
