"""Processes of this machine, each with the whole job: what Python does between numpy's loops runs side by side too."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field

from govsim.service.executors.protocol import Work
from govsim.service.jobs import Bench, Block, ExecutorError, blocks
from govsim.simulate.running import Spread
from govsim.simulate.source import Part, Task

ATTEMPTS = 3
"""How often a pool is begun anew before a block that kills its process is given up."""

_mine: dict[str, Bench | bytes] = {}
"""In a worker: the job, as bytes until the first block is worked on, so that its errors are those of a block."""


@dataclass
class Processes:
    """So many processes."""

    workers: int

    @contextmanager
    def open(self, work: Work) -> Iterator[Spread]:
        """Yield what has tasks done by processes that are there until it is closed."""
        crew = _Crew(self.workers, work.job().packed.content, work)
        try:
            yield crew.spread
        finally:
            crew.pool.shutdown(wait=False, cancel_futures=True)


@dataclass
class _Crew:
    workers: int
    content: bytes
    work: Work
    pool: ProcessPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self.pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawned: a fork would copy the locks of threads that it does not copy.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, context, _begin, (self.content,))

    def spread(self, tasks: Iterable[Task]) -> Iterator[Part]:
        """Yield what comes of tasks; a block whose process is killed is done again by another."""
        todo = blocks(tasks, self.work.total, self.workers)
        waiting: deque[tuple[Block, Future[list[Part]]]] = deque()
        failed = 0
        try:
            while True:
                while len(waiting) <= 2 * self.workers and (block := next(todo, None)) is not None:
                    waiting.append((block, self._submitted(block)))
                if not waiting:
                    return
                try:
                    parts = waiting[0][1].result()
                except BrokenProcessPool:
                    failed += 1
                    self._begin_anew(failed)
                    waiting = deque((block, self._submitted(block)) for block, _ in waiting)
                    continue
                waiting.popleft()
                failed = 0
                yield from parts
        finally:
            for _, future in waiting:
                future.cancel()

    def _submitted(self, block: Block) -> Future[list[Part]]:
        try:
            return self.pool.submit(_work, block, self.work.each)
        except BrokenProcessPool as failure:  # told when its result is asked for, as of those that were begun
            broken: Future[list[Part]] = Future()
            broken.set_exception(failure)
            return broken

    def _begin_anew(self, failed: int) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)
        if failed >= ATTEMPTS:
            message = f"processes that draw runs were killed {failed} times in a row"
            raise ExecutorError(message, hint="where memory is short, ask for fewer --workers, or for threads")
        self.pool = self._new_pool()


def _begin(content: bytes) -> None:
    """Begin a worker: Ctrl-C is for whoever asked, who tells what there is by then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _mine["job"] = content


def _work(block: Block, each: bool) -> list[Part]:  # noqa: FBT001 - sent by position
    bench = _mine["job"]
    if isinstance(bench, bytes):
        bench = _mine["job"] = Bench(bench)
    return bench.work(block, each=each)
