"""Threads of this process: numpy's loops run side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from govsim.service.executors.protocol import Work
from govsim.simulate.running import Spread, on_threads

MOST_THREADS = 4
"""What draws by default: more wait for each other, as Python runs between numpy's loops."""


@dataclass(frozen=True, slots=True)
class Threads:
    """So many threads."""

    workers: int = 1

    @classmethod
    def of(cls, workers: int | None) -> Threads:
        """Return so many threads, by default one a processor."""
        return cls(workers or min(MOST_THREADS, os.cpu_count() or 1))

    @contextmanager
    def open(self, work: Work) -> Iterator[Spread]:
        """Yield what has tasks done by threads."""
        yield on_threads(work.source, self.workers)
