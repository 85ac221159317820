"""Runs in parts: in order, on several threads or elsewhere, until there are enough or somebody has seen enough."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from govsim.simulate.intervals import wilson
from govsim.simulate.keys import numpy
from govsim.simulate.law import Law
from govsim.simulate.source import Part, Source, Task

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress: TypeAlias = Callable[[int, int], bool | None]
Spread: TypeAlias = Callable[[Iterable[Task]], Iterator[Part]]
"""Has tasks done, here or elsewhere, and yields what comes of them in their order."""

if TYPE_CHECKING:
    from govsim.simulate.keys import Runs

BATCH = 1 << 15
"""Runs drawn at once: with half as many, what Python does for each step weighs as much as the numbers; with twice as
many, they leave a processor's second cache. No result depends on it."""
MOST_RUNS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """How many runs, and when to end before that: once no outcome's interval reaches further than *half_width*.

    *progress* is told how many runs are done and how many were asked for; where it returns False, that is all.
    """

    runs: int
    workers: int = 1
    half_width: float | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of the runs that were made; *why* they are not all that were asked for, if so."""

    law: Law
    runs: int
    why: str | None = None


def draw(parts: Iterable[tuple[int, Law]], asked: Asked) -> Drawn:
    """Return what comes of many runs; the same for any number of workers.

    An interrupt (Ctrl-C) gives what there is by then.
    """
    law, done, why = Law(), 0, None
    try:
        for size, part in parts:
            law.add(part)
            done += size
            if asked.progress is not None and asked.progress(done, asked.runs) is False:
                why = "interrupted" if done < asked.runs else None
                break
            if asked.half_width is not None and done < asked.runs and _is_enough(law, done, asked.half_width):
                why = "enough"
                break
    except KeyboardInterrupt:
        why = "interrupted"
    return Drawn(law.settle(), done, why)


def ranges(runs: int) -> Iterator[tuple[int, int]]:
    """Yield the batches that so many runs are drawn in: the first of each, and the one after its last."""
    for first in range(0, runs, BATCH):
        yield first, min(first + BATCH, runs)


def parts(work: Callable[[Runs], Result], asked: Asked) -> Iterator[tuple[int, Result]]:
    """Yield what comes of one batch after the other, in order, with how many runs it had."""
    np = numpy()

    def part(batch: tuple[int, int]) -> tuple[int, Result]:
        return batch[1] - batch[0], work(np.arange(*batch, dtype=np.uint64))

    return in_order(part, ranges(asked.runs), asked.workers)


def on_threads(source: Source, workers: int) -> Spread:
    """Return what has tasks done by threads of this process."""
    return lambda tasks: in_order(source.do, tasks, workers)


def in_order(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """Yield what comes of each item, in their order, worked on by several threads."""
    if workers <= 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(workers)
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # whoever interrupts does not wait for what is drawn no more


def _is_enough(law: Law, runs: int, half_width: float) -> bool:
    """Return whether every share of every outcome is known as closely as was asked for."""
    counts = [int(count) for values in law.outcomes.values() for count in values.values()]
    counts += [count for values in law.floats.values() for count in values.values()]
    intervals = [wilson(count, runs) for count in counts]
    return all(high - low <= 2 * half_width for low, high in intervals)
