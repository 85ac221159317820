"""Writers killed in the middle of their work: what they were told is kept is there, the rest is whole or not there.

``python -m tests.ledger.test_killed 1000`` kills as often as one likes. It is a process of its own because it forks: a
child of a warm process writes within milliseconds, and only a process without threads may have such children.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.events import BRANCH_TYPES, Event
from tests.conftest import ROOT
from tests.ledger.ledgers import make_ledger
from tests.replay.builders import PEOPLE, POSTS, bound_fields, departed, event, hired, make_record

SECTION = 12
"""Steps from one fork to the next."""

KILLS_A_LEDGER = 10
"""Each check reads the whole log, so after that many kills a new ledger is begun."""

PROJECTED = ("tenure", "post_state", "own_post", "lineage")

STATED = "position, branch_id, record, ref, type, key_at, party, post, causes, payload, meta, payload_hash"
"""What of an event does not hang on when it was recorded."""


# -- what a writer does: the same at every try


def is_fork(step: int) -> bool:
    return step % SECTION == SECTION - 1


def branch_of(step: int) -> str:
    """Return the branch that a step appends to: every fifth to the fork before it."""
    section = step // SECTION
    return f"fork-{section * SECTION - 1}" if section and step % 5 == 4 else "main"


def drafts_of(step: int) -> list[Draft]:
    """Return what a step appends: single acts, acts of two, corrections; now and then a changed header."""
    chance = random.Random(step)  # noqa: S311 - no secrets
    branch = branch_of(step)
    written = [written_act(chance, step, number) for number in range(chance.randint(1, 7))]
    if branch == "main" and step and chance.random() < 0.3:
        mended = {"event": "s0-0", "with": {"note": f"mended in step {step}"}, "id": f"s{step}-c"}
        written.append(event("corrected", "2024-06-01", **mended))
    record = make_record(written, title=f"since step {step - step % 7}")
    contents: list[Event | Any] = [record.header, *record.events] if step % 7 == 0 else [*record.events]
    if branch != "main":
        changed = {"event": "s0-0", "at": bound_fields("2024-06-01"), "id": f"s{step}-x", "type": "changed"}
        contents.append(BRANCH_TYPES["changed"].model_validate({**changed, "with": {"at": bound_fields("2023-05")}}))
    return [Draft("r", content, {"step": step, "of": len(contents)}) for content in contents]


def written_act(chance: random.Random, step: int, number: int) -> dict[str, Any]:
    who: Any = chance.choice(PEOPLE) if chance.random() < 0.8 else chance.sample(PEOPLE, 2)
    day = f"2023-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    act = hired if chance.random() < 0.6 else departed
    cause = {"because": [f"s{step}-{number - 1}"]} if number and chance.random() < 0.2 else {}
    return act(who, day, chance.choice(list(POSTS)), id=f"s{step}-{number}", **cause)


def take(ledger: Ledger, step: int) -> dict[str, Any]:
    """Take a step, or find that it was taken before, and return what is promised to be kept."""
    if is_fork(step):
        name = f"fork-{step}"
        if all(branch.name != name for branch in ledger.branches()):
            ledger.fork(name)
        return {"step": step, "fork": name}
    drafts = drafts_of(step)
    positions = ledger.append(drafts, branch=branch_of(step))
    ids = [f"r/{draft.content.id}" if isinstance(draft.content, Event) else None for draft in drafts]
    return {"step": step, "positions": positions, "ids": ids}


def write_until_killed(path: Path, first: int, out: int) -> NoReturn:
    """Take one step after the other, and tell of each when it is kept."""
    ledger = Ledger(str(path))
    if first % 2:  # checkpoints all the time: then the file itself is being written when the blow falls
        with ledger.writing() as session:
            session.execute("PRAGMA wal_autocheckpoint=4")
    for step in count(first):
        os.write(out, f"{json.dumps(take(ledger, step))}\n".encode())
    raise AssertionError


# -- killing


@dataclass
class Tally:
    """What came of the kills; *untold* writers had kept a step and died before they could say so."""

    kills: int = 0
    steps: int = 0
    events: int = 0
    untold: int = 0
    idle: int = 0
    seconds: float = 0.0


def kill_writers(kills: int, seed: int, folder: Path) -> Tally:
    """Kill as many writers, check what each has left behind, and return a tally.

    Raises:
        AssertionError: something promised is not there, or something is there in part.
    """
    chance, tally, began = random.Random(seed), Tally(), time.monotonic()  # noqa: S311 - no secrets
    while tally.kills < kills:
        path = folder / f"ledger-{tally.kills}.db"
        make_ledger(path).close()
        told: list[dict[str, Any]] = []
        for _ in range(min(KILLS_A_LEDGER, kills - tally.kills)):
            new = told_by_killed(path, len(told), chance)
            tally.kills += 1
            tally.idle += not new
            told += new
            tally.untold += check(path, told)
        tally.steps += len(told)
        tally.events += sum(len(one.get("positions", ())) for one in told)
        check_against_unkilled(path, folder / "unkilled.db")
        path.unlink()
    tally.seconds = round(time.monotonic() - began, 1)
    return tally


def told_by_killed(path: Path, first: int, chance: random.Random) -> list[dict[str, Any]]:
    """Let a child write, kill it at some moment, and return what it has told."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            write_until_killed(path, first, writing)
        finally:
            traceback.print_exc()
            os._exit(1)  # never back into the parent's work
    os.close(writing)
    with os.fdopen(reading, "rb") as lines:
        told = b"" if chance.random() < 0.2 else lines.readline()  # some die while they open the ledger
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        told += lines.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "a writer failed by itself"
    whole = told[: told.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.splitlines()]


# -- checking


def check(path: Path, told: list[dict[str, Any]]) -> bool:
    """Check what a killed writer has left, and return whether it kept a step more than it told of."""
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = plain.execute("SELECT position, ref, meta FROM event ORDER BY position").fetchall()
        forks = {name for (name,) in plain.execute("SELECT name FROM branch WHERE branch_id > 1")}
    assert [position for position, _, _ in rows] == list(range(1, len(rows) + 1))
    refs = {position: ref for position, ref, _ in rows}
    for one in told:
        assert "fork" not in one or one["fork"] in forks
        for position, ref in zip(one.get("positions", ()), one.get("ids", ()), strict=True):
            assert refs[position] == ref or (ref is None and refs[position].startswith("r/@record-"))
    kept = whole_steps([json.loads(meta) for _, _, meta in rows])
    promised = {one["step"] for one in told if "positions" in one}
    beyond = kept - promised
    assert promised <= kept
    assert beyond <= {len(told)}
    assert forks - {one["fork"] for one in told if "fork" in one} <= {f"fork-{len(told)}"}
    ledger = Ledger(str(path))
    verified = ledger.verify()
    ledger.close()
    assert verified.ok, verified.problems
    assert verified.events == len(rows)
    return bool(beyond)


def whole_steps(metas: list[dict[str, Any]]) -> set[int]:
    """Return the steps whose events are there, after checking that all of each are, together and in order."""
    steps = [meta["step"] for meta in metas]
    assert steps == sorted(steps)
    sizes = {meta["step"]: meta["of"] for meta in metas}
    assert Counter(steps) == sizes
    return set(sizes)


def check_against_unkilled(path: Path, other: Path) -> None:
    """Check that events, branches and projection are those of a writer that nobody has killed."""
    with closing(sqlite3.connect(path)) as plain:
        killed, last = contents(plain), last_step(plain)
    unkilled = make_ledger(other)
    for step in range(last + 1):
        take(unkilled, step)
    unkilled.close()
    with closing(sqlite3.connect(other)) as plain:
        assert contents(plain) == killed
    other.unlink()


def last_step(plain: sqlite3.Connection) -> int:
    metas = plain.execute("SELECT meta FROM event").fetchall()
    forks = plain.execute("SELECT name FROM branch WHERE branch_id > 1").fetchall()
    steps = [int(json.loads(meta)["step"]) for (meta,) in metas]
    return max(steps + [int(name.removeprefix("fork-")) for (name,) in forks])


def contents(plain: sqlite3.Connection) -> list[list[tuple[Any, ...]]]:
    tables = [plain.execute(f"SELECT {STATED} FROM event ORDER BY position").fetchall()]  # noqa: S608 - constants
    return tables + [
        sorted(plain.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 - constants
        for table in PROJECTED
    ]


def warm() -> None:
    """Import and build all that a writer needs, so that its children begin at once."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = make_ledger(Path(folder) / "warm.db")
        for step in range(2 * SECTION):
            take(ledger, step)
        assert ledger.verify().ok
        ledger.close()  # no child may inherit an open connection


def main() -> None:
    kills, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    warm()
    with tempfile.TemporaryDirectory() as folder:
        tally = kill_writers(kills, seed, Path(folder))
    sys.stdout.write(f"{json.dumps(asdict(tally))}\n")


def test_what_a_killed_writer_was_told_is_kept_is_there_and_the_rest_is_whole_or_not_there() -> None:
    script = [sys.executable, "-m", "tests.ledger.test_killed", "100"]
    ran = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    tally = json.loads(ran.stdout)
    assert tally["kills"] == 100
    assert tally["idle"] < 40, "too few writers have written anything"


if __name__ == "__main__":
    main()
