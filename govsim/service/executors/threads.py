"""Threads of this process: numpy's loops run side by side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from govsim.service.executors.protocol import Work
from govsim.simulate.running import Spread, on_threads


@dataclass(frozen=True, slots=True)
class Threads:
    """So many threads."""

    workers: int = 1

    @contextmanager
    def open(self, work: Work) -> Iterator[Spread]:
        """Yield what has tasks done by threads."""
        yield on_threads(work.source, self.workers)
