"""What-ifs: one near the end of a long record beside a full replay, many small ones, and every pivot of a record.

A full replay reads 100,000 events from the ledger, orders and folds them; the what-if starts from that and replays the
tail. Run: python benchmarks/bench_whatif.py. Environment: EVENTS (100000), REPS (7).
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from bench_replay import build_ledger, make

from govsim.model.scenario import Scenario
from govsim.replay.collector import collector_paused
from govsim.replay.fold import replay
from govsim.replay.timeline import make_timeline
from govsim.service.gov import Gov
from govsim.whatif.base import Base
from govsim.whatif.planning import plan_of
from govsim.whatif.run import run

EVENTS = int(os.environ.get("EVENTS", "100000"))
REPS = int(os.environ.get("REPS", "7"))


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def near_the_end(folder: Path) -> None:
    """Compare a what-if near the end of a long record with a replay of all of it, in turn."""
    rows, _ = make(EVENTS)
    ledger = build_ledger(folder / "long.db", rows)
    base = Base(ledger.log())
    ref = base.timeline.rows[int(EVENTS * 0.999)][2]
    scenario = Scenario.model_validate(
        {"scenario": "late", "record": "bench", "changes": [{"omit": ref.partition("/")[2]}]}
    )
    gov = Gov(ledger)
    draft = gov.scenarios.draft("bench")
    draft.omit(ref.partition("/")[2])

    def full() -> None:
        with collector_paused():
            replay(make_timeline(ledger.log()))

    def what_if() -> None:
        plan, mistakes = plan_of(scenario, base)
        if mistakes or not run(plan).fates:
            raise AssertionError(mistakes)

    def step() -> None:
        draft.omit(base.timeline.rows[-5][2].partition("/")[2])
        draft.preview()
        draft.undo()

    what_if(), step()  # the replay up to the fork is kept from the first on
    times = [(seconds(full), seconds(what_if), seconds(step)) for _ in range(REPS)]
    whole, late, drafted = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{EVENTS:,} events: full replay {whole * 1000:.0f} ms   what-if near the end {late * 1000:.1f} ms")
    print(f"  ratio {late / whole:.3f} (bar 0.05); a step of a draft with its preview {drafted / whole:.3f}")


def small_record(events: int) -> dict[str, object]:
    """Return a record of a board, its officers and their comings and goings, many of which hang on another."""
    rng = random.Random(7)
    posts = {"org/board": {"title": "Director", "seats": "many", "organ": True}}
    posts |= {f"org/role{number}": {"title": f"Role {number}"} for number in range(8)}
    written: list[dict[str, object]] = []
    held: dict[str, str] = {}
    for number in range(events):
        post = f"org/role{rng.randrange(8)}"
        event: dict[str, object] = {"id": f"e{number}", "at": f"{2000 + number // 12}-{number % 12 + 1:02}-15"}
        if number % 10 == 9:
            votes = {"for": [f"p{one}" for one in range(4)], "against": [f"p{one}" for one in range(4, 7)]}
            event |= {"type": "resolved", "organ": "org/board", "votes": votes, "effects": []}
        elif post in held:
            event |= {"type": "departed", "who": held.pop(post), "from": post}
        else:
            held[post] = f"p{rng.randrange(40)}"
            event |= {"type": "hired", "who": held[post], "to": post}
        if number and rng.random() < 0.4:
            event["because"] = [f"e{rng.randrange(max(0, number - 20), number)}"]
        written.append(event)
    people = {f"p{number}": f"Person {number}" for number in range(40)}
    header = {"record": "small", "zone": "UTC", "covers": {"from": "2000", "to": "2030"}, "people": people}
    return {**header, "organizations": {"org": "Org"}, "posts": posts, "events": written}


def many_small(folder: Path) -> None:
    """Check 100 scenario files over a record of 200 events, then ask for every pivot of it."""
    (folder / "small.yaml").write_text(yaml.safe_dump(small_record(200), sort_keys=False))
    outcome = "holds('p3', 'org/role1', '2016-01-01')"
    files = []
    for number in range(100):
        files.append(folder / f"what-{number}.yaml")
        scenario = {
            "scenario": f"what-{number}",
            "record": "small",
            "changes": [{"omit": f"e{number}"}, {"omit": f"e{number + 60}"}],
            "outcomes": {"held": outcome},
            "expect": [
                {"event": f"e{number}", "happened": False},
                {"at": "2016-01-01", "post": "org/role1", "status": "held"},
            ],
        }
        files[-1].write_text(yaml.safe_dump(scenario, sort_keys=False))
    checks = [seconds(lambda: Gov(None).scenarios.check(*files)) for _ in range(3)]
    pivots = [seconds(lambda: Gov(None).scenarios.pivots(folder / "small.yaml", outcome)) for _ in range(3)]
    print(f"100 scenarios over 200 events checked in {statistics.median(checks):.2f} s (bar 5)")
    print(f"every pivot of 200 events in {statistics.median(pivots):.2f} s (bar 3)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        near_the_end(Path(folder))
        many_small(Path(folder))
