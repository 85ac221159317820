"""Runs in batches: in order, on several threads, until there are enough of them or somebody has seen enough."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from govsim.simulate.intervals import wilson
from govsim.simulate.keys import numpy
from govsim.simulate.law import Law

Part = TypeVar("Part")
Progress: TypeAlias = Callable[[int, int], bool | None]

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


def draw(batch_law: Callable[[Runs], Law], asked: Asked) -> Drawn:
    """Return what comes of many runs; the same for any number of workers.

    An interrupt (Ctrl-C) gives what there is by then.
    """
    law, done, why = Law(), 0, None
    try:
        for size, part in parts(batch_law, asked):
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


def parts(work: Callable[[Runs], Part], asked: Asked) -> Iterator[tuple[int, Part]]:
    """Yield what comes of one batch after the other, in order, with how many runs it had."""
    np = numpy()

    def part(first: int) -> tuple[int, Part]:
        size = min(BATCH, asked.runs - first)
        return size, work(np.arange(first, first + size, dtype=np.uint64))

    firsts = iter(range(0, asked.runs, BATCH))
    if asked.workers <= 1:
        yield from map(part, firsts)
        return
    pool = ThreadPoolExecutor(asked.workers)
    waiting: deque[Future[tuple[int, Part]]] = deque()
    try:
        for first in firsts:
            waiting.append(pool.submit(part, first))
            if len(waiting) > 2 * asked.workers:
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
