"""What every executor can do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from govsim.service.jobs import Job
from govsim.simulate.running import Spread
from govsim.simulate.source import Source


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be drawn: here from *source*, elsewhere from the *job* that says the same.

    *total* is how many runs there are of all points. *each* asks for the law of each batch: where somebody looks after
    each whether there are enough.
    """

    source: Source
    job: Callable[[], Job]
    total: int
    each: bool = False


class Executor(Protocol):
    """Has tasks done; the numbers are the same whoever does them."""

    def open(self, work: Work) -> AbstractContextManager[Spread]:
        """Return what has tasks done until it is closed.

        Raises:
            ExecutorError: there is nobody to do them.
        """
