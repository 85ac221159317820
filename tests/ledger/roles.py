"""What processes do to one ledger at the same time: write, read, follow it, or make it.

Each process is this module run as a script in a folder of the test: it says what it did on standard output, one JSON a
line, and fails with a traceback. GOVSIM_TEST_SECONDS says how long they work, 20 where it is not set.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from govsim.ledger.appending import Draft
from govsim.ledger.errors import MovedOnError
from govsim.ledger.store import Ledger
from govsim.model.record import Record
from tests.conftest import ROOT
from tests.ledger.ledgers import drafts
from tests.ledger.test_projection import assert_projection_is_replay
from tests.replay.builders import PEOPLE, POSTS, departed, hired, instant, make_record

SECONDS = float(os.environ.get("GOVSIM_TEST_SECONDS", "20"))
BRANCH = "what-if"
THREADS = 8


def say(**what: Any) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def record_of(writer: int, events: list[dict[str, Any]]) -> Record:
    """Return a record of a writer's own; all of them speak of the same posts."""
    return make_record(events, record=f"r{writer}")


# -- writers


def write(url: str, number: int, until: float) -> None:
    """Append lists; odd writers say what they expect, and learn what came in between from what refuses them."""
    ledger, chance = Ledger(url), random.Random(number)  # noqa: S311 - no secrets
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


def look(url: str, number: int, until: float) -> None:
    """Look again and again: what was there stays, what is new is whole, and the projection is a replay."""
    ledger, chance = Ledger(url), random.Random(100 + number)  # noqa: S311 - no secrets
    seen: list[tuple[int, str, bytes, int]] = []
    looks = 0
    while time.time() < until:
        branch = chance.choice(("main", "main", BRANCH))
        head = ledger.head(branch)
        with ledger.reading() as session:
            query = "SELECT position, ref, hash, recorded_at FROM event ORDER BY position"
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


def read(url: str, number: int, until: float) -> None:
    look(url, number, until)


def read_many(url: str, number: int, until: float) -> None:
    """Look from several threads, each through connections of its own."""
    with ThreadPoolExecutor(THREADS) as pool:
        for looked in [pool.submit(look, url, number * THREADS + thread, until) for thread in range(THREADS)]:
            looked.result()


def follow(url: str, _: int, until: float) -> None:
    """Follow main to its end: to a look that began after all others had ended and found nothing more."""
    late = [False]

    def is_over() -> bool:
        was_late, late[0] = late[0], time.time() > until and Path("over").exists()
        return was_late

    for stored in Ledger(url).follow(every=0.02, until=is_over):
        say(position=stored.position, ref=stored.ref)


# -- founders


def found(urls: str, number: int, until: float) -> None:
    """Make one ledger after the other, each at the same instant as the others do; their URLs have spaces between."""
    for round_, url in enumerate(urls.split()):
        time.sleep(max(0.0, until + round_ * 0.6 - time.time()))
        with closing(Ledger(url)) as ledger:
            say(round=round_, positions=ledger.append(drafts(record_of(number, [hired("ada", "2023-02-01")]))))


ROLES: dict[str, Callable[[str, int, float], None]] = {
    role.__name__: role for role in (write, read, read_many, follow, found)
}


@contextmanager
def started(role: str, number: int, folder: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process, and end it if the test fails."""
    script = [sys.executable, "-m", "tests.ledger.roles", role, url, str(number)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / f"{role}-{number}.out").open("w") as stdout:
        process = subprocess.Popen(script, cwd=folder, env=env, stdout=stdout, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def begin(folder: Path, processes: int, seconds: float) -> None:
    """Let processes work together until some seconds from now, once all have come up, however busy the machine."""
    until = time.time() + 120
    while len(list(folder.glob("*.ready"))) < processes:
        assert time.time() < until, "a process did not come up"
        time.sleep(0.05)
    new = folder / "begin.new"
    new.write_text(str(time.time() + seconds), encoding="utf-8")
    new.rename(folder / "begin")


def told(role: str, number: int, folder: Path, process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Wait for a process and return what it said."""
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, f"{role} {number}: {errors}"
    return [json.loads(line) for line in (folder / f"{role}-{number}.out").read_text().splitlines()]


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
    for number in range(1, len(said), 2):
        knowing = said[number][-1]
        assert knowing["conflicts"] or SECONDS < 10
        learned = [tuple(one) for one in knowing["learned"]]
        upto = learned[-1][0]
        assert learned == [one for one in stored["main"] if knowing["began"] < one[0] <= upto]


if __name__ == "__main__":
    Path(f"{sys.argv[1]}-{sys.argv[3]}.ready").touch()
    while not (told_when := Path("begin")).exists():
        time.sleep(0.02)
    ROLES[sys.argv[1]](sys.argv[2], int(sys.argv[3]), float(told_when.read_text(encoding="utf-8")))
