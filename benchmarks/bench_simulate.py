"""A crisis of twelve hours from YAML beside the same model written by hand, by Mesa and by SimPy.

The hand-written numpy counts its 770 people as two binomial numbers an hour, as govsim does; Mesa and SimPy follow each
of them, as their users would. All in turn, in one process, medians of the ratios of each turn; where the machine is
shared, read ratios. Run: pip install mesa simpy; python benchmarks/bench_simulate.py
Environment: RUNS (262144), TURNS (9), MILLION (1000000).
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from govsim.service.gov import Gov
from govsim.simulate.comparing import compare
from govsim.simulate.kernel import Kernel
from govsim.simulate.program import Program
from govsim.simulate.running import BATCH, Asked, draw, parts

ROOT = Path(__file__).parent.parent
CRISIS = ROOT / "tests" / "simulate" / "crisis" / "crisis.yaml"
WEEKEND = ROOT / "scenarios" / "the-weekend.yaml"
RUNS = int(os.environ.get("RUNS", str(1 << 18)))
TURNS = int(os.environ.get("TURNS", "9"))
MILLION = int(os.environ.get("MILLION", "1000000"))
REMOVE = [0.92, 0.90, 0.88, 0.72, 0.05, 0.02]
LEAVE = [1.0, 0.8, 1.2, 1.5, 0.5, 0.0]
BACK = [0.05, 0.02, 0.10, 0.35, 0.9, 1.0]
STAFF, HOURS, CHAIR, BOSS = 770, 12, 4, 5
VETO = """\
  - id: veto
    at: 2023-11-17 12:30
    options:
      used:
        weight: 0.05
        then:
          - insert: {id: boss-stays, type: hired, at: 2023-11-17 12:30, who: boss, to: org/ceo}
          - stop: true
      unused: {weight: 0.95}
  - id: chair-goes
"""


def kernel(path: Path) -> Kernel:
    """Return a scenario ready to be drawn."""
    return Kernel(Program(Gov(None).scenarios.prepare(path).plan, {}), 0)


def by_hand(runs: int, rng: np.random.Generator, chunk: int = 20_000) -> Any:
    """Return how often each chief comes of the model as a numpy user writes it."""
    ends_ = np.zeros(3, dtype=np.int64)
    remove, leave, back = (np.array(one)[:, None] for one in (REMOVE, LEAVE, BACK))
    for first in range(0, runs, chunk):
        size = min(chunk, runs - first)
        live = np.flatnonzero(2 * (rng.random((6, size)) < remove).sum(0) > 6)
        m = live.size
        ends_[0] += size - m
        there = np.ones((6, m), bool)
        there[BOSS] = False
        there[CHAIR] = rng.random(m) >= 0.9
        push = rng.random(m)
        offer = np.where(rng.random(m) < 0.8, rng.integers(1, HOURS + 1, m), 99)
        willing, signed = np.zeros(m, np.int64), np.zeros(m, np.int64)
        share, reached = np.zeros(m), np.zeros(m)
        for hour in range(1, HOURS + 1):
            pressure = share + 0.10 * push * hour / HOURS + 0.15 * (hour >= offer)
            reach = 1 / (1 + np.exp((0.30 - pressure) / 0.10))
            willing += rng.binomial(STAFF - willing, np.clip((reach - reached) / (1 - reached), 0, 1))
            reached = reach
            signed += rng.binomial(willing - signed, 0.7)
            share = signed / STAFF
            there &= rng.random((6, m)) >= 0.06 * share * share * leave
        members = there.sum(0)
        yes = (there & (rng.random((6, m)) < back + 0.75 * share)).sum(0)
        carried = (members >= 2) & (2 * yes > members)
        chief = np.where(carried, 0, np.where((share > 0.5) & (rng.random(m) < 0.6), 2, 1))
        ends_ += np.bincount(chief, minlength=3)
    return ends_


def _finish(there: list[bool], share: float, rng: random.Random) -> int:
    members = sum(there)
    yes = sum(1 for one in range(6) if there[one] and rng.random() < min(1.0, BACK[one] + 0.75 * share))
    if members >= 2 and 2 * yes > members:
        return 0
    return 2 if share > 0.5 and rng.random() < 0.6 else 1


def mesa_runs() -> Callable[[int], None]:
    """Return what makes runs of the model as a Mesa user writes it."""
    import mesa  # noqa: PLC0415 - only where it is installed

    class Employee(mesa.Agent):  # type: ignore[misc,unused-ignore]
        def __init__(self, model: Any) -> None:
            super().__init__(model)
            at = model.random.random()
            self.threshold, self.signed = 0.30 + 0.10 * log(at / (1 - at)), False

        def step(self) -> None:
            model = self.model
            if not self.signed and self.threshold <= model.pressure and model.random.random() < 0.7:
                self.signed = True
                model.count += 1

    class Crisis(mesa.Model):  # type: ignore[misc,unused-ignore]
        def __init__(self, seed: int) -> None:
            super().__init__(seed=seed)
            for _ in range(STAFF):
                Employee(self)
            self.count, self.pressure = 0, 0.0

        def go(self) -> int:
            rng = self.random
            if 2 * sum(rng.random() < chance for chance in REMOVE) <= 6:
                return 0
            there = [True] * 4 + [rng.random() >= 0.9, False]
            push, offer = rng.random(), rng.randrange(1, HOURS + 1) if rng.random() < 0.8 else 99
            share = 0.0
            for hour in range(1, HOURS + 1):
                self.pressure = share + 0.10 * push * hour / HOURS + 0.15 * (hour >= offer)
                self.agents.do("step")
                share = self.count / STAFF
                for one in range(6):
                    there[one] = there[one] and rng.random() >= 0.06 * share * share * LEAVE[one]
            return _finish(there, share, rng)

    def act(runs: int) -> None:
        for seed in range(runs):
            Crisis(seed).go()

    return act


def simpy_runs() -> Callable[[int], None]:
    """Return what makes runs of the model as a SimPy user writes it: a process for each of the staff."""
    import simpy  # noqa: PLC0415 - only where it is installed

    def once(rng: random.Random) -> int:
        if 2 * sum(rng.random() < chance for chance in REMOVE) <= 6:
            return 0
        there = [True] * 4 + [rng.random() >= 0.9, False]
        push, offer = rng.random(), rng.randrange(1, HOURS + 1) if rng.random() < 0.8 else 99
        env, now = simpy.Environment(), {"share": 0.0, "count": 0, "pressure": 0.0}

        def employee(threshold: float) -> Any:
            yield env.timeout(0.5)
            for _ in range(HOURS):
                if threshold <= now["pressure"] and rng.random() < 0.7:
                    now["count"] += 1
                    return
                yield env.timeout(1)

        def board() -> Any:
            for hour in range(1, HOURS + 1):
                now["pressure"] = now["share"] + 0.10 * push * hour / HOURS + 0.15 * (hour >= offer)
                yield env.timeout(1)
                share = now["share"] = now["count"] / STAFF
                for one in range(6):
                    there[one] = there[one] and rng.random() >= 0.06 * share * share * LEAVE[one]

        env.process(board())
        for _ in range(STAFF):
            at = rng.random()
            env.process(employee(0.30 + 0.10 * log(at / (1 - at))))
        env.run(until=HOURS + 0.25)
        return _finish(there, now["share"], rng)

    def act(runs: int) -> None:
        rng = random.Random(1)
        for _ in range(runs):
            once(rng)

    return act


def seconds(act: Callable[[], Any]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def spread(ratios: list[float]) -> str:
    """Return the median of ratios, and between what they lie."""
    return f"{statistics.median(ratios):.2f}  ({min(ratios):.2f}-{max(ratios):.2f})"


def draws(ready: Kernel, runs: int, workers: int = 1) -> Callable[[], Any]:
    """Return what draws runs of a scenario."""
    asked = Asked(runs, workers)
    return lambda: draw(parts(ready.law, asked), asked)


def variances(folder: Path) -> float:
    """Return by how much keyed streams cut the variance of what a rare veto changes."""
    (folder / "crisis-board.yaml").write_text((CRISIS.parent / "crisis-board.yaml").read_text())
    vetoed = folder / "veto.yaml"
    vetoed.write_text(CRISIS.read_text().replace("  - id: chair-goes\n", VETO))
    base, other = kernel(CRISIS), kernel(vetoed)
    turns = compare(base, other, {"incumbent": True}, Asked(RUNS)).turns["incumbent"]
    first, second = turns.first / turns.runs, turns.second / turns.runs
    keyed = (turns.gained + turns.lost) / turns.runs - (second - first) ** 2
    return (first * (1 - first) + second * (1 - second)) / keyed


def main() -> None:
    """Print each figure beside its bar."""
    started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    crisis, weekend = kernel(CRISIS), kernel(WEEKEND)
    rng = np.random.default_rng(1)
    for ready in (crisis, weekend):
        draws(ready, 4 * BATCH)()
    draws(weekend, MILLION)()
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - started) / 1024
    ours, threads = [], []
    for _ in range(TURNS):
        hand = seconds(lambda: by_hand(RUNS, rng))
        ours.append(seconds(draws(crisis, RUNS)) / hand)
        threads.append(seconds(draws(crisis, RUNS, 2)) / seconds(lambda: by_hand(RUNS, rng)))
    print(
        f"crisis from YAML / by hand          {statistics.median(ours):.2f}  ({min(ours):.2f}-{max(ours):.2f}), bar 1.2"
    )
    print(
        f"the same on two threads             {statistics.median(threads):.2f}  ({min(threads):.2f}-{max(threads):.2f})"
    )
    for name, make in (("Mesa", mesa_runs), ("SimPy", simpy_runs)):
        try:
            act = make()
        except ImportError:
            print(f"{name} is not installed")
            continue
        ratios = []
        for _ in range(3):
            theirs = seconds(partial(act, 60)) / 60
            ratios.append(theirs / (seconds(draws(crisis, RUNS)) / RUNS))
        print(f"runs/s of the crisis / {name:<12} {statistics.median(ratios):,.0f}, bar 1,000")
    ratios = []
    for _ in range(3):
        ratios.append(seconds(draws(weekend, MILLION)) / seconds(draws(crisis, MILLION)))
    print(f"the weekend / the crisis, a million {statistics.median(ratios):.2f}, bar 10")
    print(f"memory over the import              {used:.0f} MB, bar 200")
    with tempfile.TemporaryDirectory() as folder:
        print(f"variance, independent / keyed       {variances(Path(folder)):.0f}, bar 20")


if __name__ == "__main__":
    main()
