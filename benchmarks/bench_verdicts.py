"""Verdicts on every governed act of a record, beside the replay of it.

Half of the acts are decided by a resolution with votes, all are named by a power. Three numbers, each over all of them:

- replay: the events put in order and folded into tenures; they are read already.
- verdicts: a judge made over that history, the governed acts found, and the verdict value of each, with every
  provision tested. The ratio is of this to the replay.
- views: labels and frozen views of these verdicts, as `check` prints them; not in the ratio, as the replay has none.

Run: python benchmarks/bench_verdicts.py
Environment: ACTS (10000), REPS (5).
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from govsim.model.events import EVENT_TYPES, Event
from govsim.model.header import Header
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.replay.collector import collector_paused
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.timeline import Admission, make_timeline
from govsim.rules.verdicts import Verdict
from govsim.service.judging import Judge
from govsim.service.past import Clocks, Past

ACTS = int(os.environ.get("ACTS", "10000"))
REPS = int(os.environ.get("REPS", "5"))
DIRECTORS = [f"d{number}" for number in range(7)]
OFFICES = 50


def event(**fields: Any) -> Event:
    return EVENT_TYPES[fields["type"]].model_validate(fields, context={"zone": zone_named("UTC")})


def make() -> Record:
    """Return a record of a board that appoints and removes officers."""
    offices = [f"org/office{number}" for number in range(OFFICES)]
    half = {"more_than": "1/2", "of": "in_office"}
    powers = [
        {"id": f"{act}-{number}", "organ": "org/board", "act": act, "target": office}
        for number, office in enumerate(offices)
        for act in ("hired", "fired")
    ]
    rules = {"organs": {"org/board": {"authorised": "7", "quorum": half, "majority": half}}, "powers": powers}
    header = Header.model_validate(
        {
            "record": "bench",
            "zone": "UTC",
            "people": {f"p{number}": f"Person {number}" for number in range(ACTS)} | {one: one for one in DIRECTORS},
            "organizations": {"org": "An organisation"},
            "posts": {
                "org/board": {"title": "Director", "seats": "many", "organ": "true"},
                **dict.fromkeys(offices, "An office"),
            },
            "bylaws": {"org": rules},
        }
    )
    events = [event(id="board", type="hired", at="2000-01-01", who=DIRECTORS, to="org/board")]
    held: dict[str, str] = {}
    number = 0
    while len(events) < ACTS:
        number += 1
        office = offices[number % OFFICES]
        day = f"{2001 + number // 5000}-{number // 400 % 12 + 1:02}-{number // 15 % 28 + 1:02}"
        at = f"{day} {number % 24:02}:{number % 60:02}"
        by = {"by": "org/board", "id": f"e{number}", "at": at}
        if number % 2:
            votes = {"for": DIRECTORS[:4], "against": DIRECTORS[4:6], "absent": DIRECTORS[6:]}
            fields = {"type": "resolved", "organ": "org/board", "votes": votes, "effects": [f"e{number}"]}
            events.append(event(id=f"r{number}", at=at, **fields))
        if office in held:
            events.append(event(type="fired", who=held.pop(office), **{"from": office}, **by))
        else:
            held[office] = f"p{number}"
            events.append(event(type="hired", who=held[office], to=office, **by))
    return Record(header, tuple(events))


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    with collector_paused():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start


def verdicts_of(past: Past) -> list[tuple[str, Verdict]]:
    judge = Judge(past)
    return [(ref, judge.verdict(ref)) for ref in judge.governed()]


def main() -> None:
    log = log_of([make()])
    past = Past(log, Clocks(), Admission())
    judge, verdicts = Judge(past), verdicts_of(past)
    times = [
        (
            seconds(lambda: replay(make_timeline(log))),
            seconds(lambda: verdicts_of(past)),
            seconds(lambda: [judge.view(ref, verdict) for ref, verdict in verdicts]),
        )
        for _ in range(REPS)
    ]
    replayed, judged, viewed = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{len(verdicts):,} verdicts: replay {replayed * 1000:.0f} ms, verdicts {judged * 1000:.0f} ms", end="")
    print(f" ({judged / len(verdicts) * 1e6:.1f} us each), their views {viewed * 1000:.0f} ms more")
    print(f"ratio {judged / replayed:.1f} (bar 2)")


if __name__ == "__main__":
    main()
