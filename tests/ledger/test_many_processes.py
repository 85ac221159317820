"""Many processes on one file: writers, readers and a follower at once, and several that make the ledger.

Each process is this module run as a script: it says what it did on standard output, one JSON a line, and fails with a
traceback. GOVSIM_TEST_SECONDS says how long they work, 20 where it is not set.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Pool
from sqlalchemy.event import listen

from govsim.ledger.appending import Draft
from govsim.ledger.errors import MovedOnError
from govsim.ledger.migrate import migrate
from govsim.ledger.store import Ledger
from govsim.model.record import Record
from tests.conftest import ROOT
from tests.ledger.ledgers import drafts, make_ledger
from tests.ledger.test_projection import assert_projection_is_replay
from tests.replay.builders import PEOPLE, POSTS, departed, hired, instant, make_record

SECONDS = float(os.environ.get("GOVSIM_TEST_SECONDS", "20"))
WRITERS = READERS = 4
ROUNDS = 5
BRANCH = "what-if"


def say(**what: Any) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def record_of(writer: int, events: list[dict[str, Any]]) -> Record:
    """Return a record of a writer's own; all of them speak of the same posts."""
    return make_record(events, record=f"r{writer}")


# -- writers


def write(path: Path, number: int, until: float) -> None:
    """Append lists; odd writers say what they expect, and learn what came in between from what refuses them."""
    ledger, chance = Ledger(str(path)), random.Random(number)  # noqa: S311 - no secrets
    know = Knowing(ledger) if number % 2 else None
    for batch in count():
        if time.time() > until:
            break
        branch = BRANCH if batch % 8 == 7 else "main"
        its = drafts(record_of(number, [act(chance, f"b{batch}-{n}") for n in range(chance.randint(1, 4))]))[1:]
        positions = know.append(its) if know and branch == "main" else ledger.append(its, branch=branch)
        say(branch=branch, positions=positions, refs=refs_of(its))
        time.sleep(chance.uniform(0, 0.01))
    if know is not None:
        say(conflicts=know.conflicts, began=know.began, learned=know.learned)


def refs_of(its: list[Draft]) -> list[str]:
    return [f"{draft.record}/{draft.content.id}" for draft in its]  # type: ignore[union-attr]


def act(chance: random.Random, id_: str) -> dict[str, Any]:
    day = f"2023-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return chance.choice((hired, departed))(chance.choice(PEOPLE), day, chance.choice(list(POSTS)), id=id_)


class Knowing:
    """A writer that decides on what it knows of main, and learns the rest when it is refused."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.began = self._known = ledger.head()
        self.learned: list[tuple[int, str]] = []
        self.conflicts = 0

    def append(self, its: list[Draft]) -> list[int]:
        while True:
            try:
                positions = self._ledger.append(its, expected=self._known)
            except MovedOnError as moved:
                self.conflicts += 1
                self._learn([(stored.position, stored.ref) for stored in moved.since], moved.expected, moved.actual)
            else:
                self._learn(list(zip(positions, refs_of(its), strict=True)), self._known, positions[-1])
                return positions

    def _learn(self, new: list[tuple[int, str]], after: int, upto: int) -> None:
        assert after == self._known < new[0][0]
        assert upto == new[-1][0]
        self.learned += new
        self._known = upto


# -- readers


def read(path: Path, number: int, until: float) -> None:
    """Look again and again: what was there stays, what is new is whole, and the projection is a replay."""
    ledger, chance = Ledger(str(path)), random.Random(100 + number)  # noqa: S311 - no secrets
    seen: list[tuple[int, str, str, int]] = []
    looks = 0
    while time.time() < until:
        branch = chance.choice(("main", "main", BRANCH))
        head = ledger.head(branch)
        with ledger.reading() as session:
            query = "SELECT position, ref, hex(hash), recorded_at FROM event ORDER BY position"
            rows = session.execute(query).fetchall()
        assert [position for position, *_ in rows] == list(range(1, len(rows) + 1))
        assert rows[: len(seen)] == seen
        assert len(rows) >= head
        seen = rows
        at = [instant(f"2023-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}")]
        ends = [one[0] for one, after in pairwise(rows) if one[3] != after[3] and one[0] < head]
        for upto in (head, chance.choice(ends)):
            assert_projection_is_replay(ledger, at, upto, branch)
        looks += 1
    say(looks=looks, events=len(seen))


def follow(path: Path, _: int, until: float) -> None:
    """Follow main to its end: to a look that began after all others had ended and found nothing more."""
    late = [False]

    def is_over() -> bool:
        was_late, late[0] = late[0], time.time() > until and path.with_name("over").exists()
        return was_late

    for stored in Ledger(str(path)).follow(every=0.02, until=is_over):
        say(position=stored.position, ref=stored.ref)


# -- founders


def found(path: Path, number: int, until: float) -> None:
    """Make one ledger after the other, each at the same instant as the others do."""
    for round_ in range(ROUNDS):
        time.sleep(max(0.0, until + round_ * 0.6 - time.time()))
        with closing(Ledger(str(path.with_name(f"new-{round_}.db")))) as ledger:
            say(round=round_, positions=ledger.append(drafts(record_of(number, [hired("ada", "2023-02-01")]))))


ROLES: dict[str, Callable[[Path, int, float], None]] = {role.__name__: role for role in (write, read, follow, found)}


@contextmanager
def started(role: str, number: int, path: Path, until: float) -> Iterator[subprocess.Popen[str]]:
    """Start a process, and end it if the test fails."""
    out, script = (
        path.with_name(f"{role}-{number}.out"),
        [sys.executable, "-m", "tests.ledger.test_many_processes", role],
    )
    with out.open("w") as stdout:
        process = subprocess.Popen(
            [*script, str(path), str(number), str(until)], cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(role: str, number: int, path: Path, process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Wait for a process and return what it said."""
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, f"{role} {number}: {errors}"
    return [json.loads(line) for line in path.with_name(f"{role}-{number}.out").read_text().splitlines()]


def test_writers_readers_and_a_follower_work_at_once(tmp_path: Path) -> None:
    path, until = tmp_path / "ledger.db", time.time() + SECONDS
    with closing(make_ledger(path)) as ledger:
        for number in range(WRITERS):
            ledger.append(drafts(record_of(number, [])))
        ledger.fork(BRANCH)
    places = [("follow", 0), *(("write", n) for n in range(WRITERS)), *(("read", n) for n in range(READERS))]
    with ExitStack() as stack:
        processes = {place: stack.enter_context(started(*place, path, until)) for place in places}
        said = {place: told(*place, path, processes[place]) for place in places if place[0] != "follow"}
        (tmp_path / "over").touch()
        said["follow", 0] = told("follow", 0, path, processes["follow", 0])
    with closing(Ledger(str(path))) as ledger:
        verified = ledger.verify()
        assert verified.ok, verified.problems
        check_writers(ledger, {number: said["write", number] for number in range(WRITERS)})
        followed = [(one["position"], one["ref"]) for one in said["follow", 0]]
        assert followed == [(stored.position, stored.ref) for stored in ledger.stored()]
    assert all(said["read", number][0]["looks"] > 2 or SECONDS < 10 for number in range(READERS))


def check_writers(ledger: Ledger, said: dict[int, list[dict[str, Any]]]) -> None:
    """Check that what writers were told is there once, and nothing else; and that knowing ones knew everything."""
    stored = {branch: [(one.position, one.ref) for one in ledger.stored(branch=branch)] for branch in ("main", BRANCH)}
    kept = Counter((branch, *one) for branch, its in stored.items() for one in its)
    acts = [one for its in said.values() for one in its if "refs" in one]
    promised = Counter(
        (one["branch"], position, ref)
        for one in acts
        for position, ref in zip(one["positions"], one["refs"], strict=True)
    )
    assert kept == promised
    assert max(promised.values()) == 1
    assert len({(branch, ref) for branch, _, ref in promised}) == len(promised)
    for number in range(1, WRITERS, 2):
        knowing = said[number][-1]
        assert knowing["conflicts"] or SECONDS < 10
        learned = [tuple(one) for one in knowing["learned"]]
        upto = learned[-1][0]
        assert learned == [one for one in stored["main"] if knowing["began"] < one[0] <= upto]


def test_processes_that_make_one_ledger_at_the_same_time_make_one(tmp_path: Path) -> None:
    path, until = tmp_path / "new.db", time.time() + 3
    with ExitStack() as stack:
        processes = [stack.enter_context(started("found", number, path, until)) for number in range(4)]
        said = [told("found", number, path, process) for number, process in enumerate(processes)]
    for round_, its in enumerate(zip(*said, strict=True)):
        assert sorted(position for one in its for position in one["positions"]) == list(range(1, 9))
        with closing(Ledger(str(tmp_path / f"new-{round_}.db"))) as ledger:
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


if __name__ == "__main__":
    ROLES[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
