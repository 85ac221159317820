"""Two scenarios over the same runs: what is drawn alike in both cancels out, and only runs that turn are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Any

from govsim.simulate.ends import Ends
from govsim.simulate.intervals import paired, quantile
from govsim.simulate.kernel import Kernel
from govsim.simulate.keys import numpy
from govsim.simulate.running import Asked, parts

if TYPE_CHECKING:
    from govsim.simulate.keys import Runs


@dataclass(slots=True)
class Turns:
    """How an outcome differs between two scenarios: runs that are true in the second only, and in the first only.

    *first*, *second* are sums of what it comes to, *total* and *squares* those of differences; of numbers only runs in
    which both are known count.
    """

    runs: int = 0
    gained: int = 0
    lost: int = 0
    first: float = 0.0
    second: float = 0.0
    squares: float = 0.0

    def add(self, other: Turns) -> None:
        """Add other runs."""
        for name in ("runs", "gained", "lost", "first", "second", "squares"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def share(self) -> tuple[float, float, float]:
        """Return the difference of the shares in which it is true, with its interval of 95 %."""
        return paired(self.gained, self.lost, self.runs)

    def mean(self) -> tuple[float, float, float]:
        """Return the difference of the means, with its interval of 95 %."""
        if self.runs == 0:
            return 0.0, float("-inf"), float("inf")
        difference = (self.second - self.first) / self.runs
        half = quantile() * sqrt(max(0.0, self.squares / self.runs - difference * difference) / self.runs)
        return difference, difference - half, difference + half


@dataclass(slots=True)
class Compared:
    """What came of comparing: by outcome how it turns, over how many runs; *why* they are not all, if so."""

    turns: dict[str, Turns] = field(default_factory=dict)
    runs: int = 0
    why: str | None = None


def compare(first: Kernel, second: Kernel, truths: dict[str, bool], asked: Asked) -> Compared:
    """Return how outcomes differ from the first scenario to the second; *truths* tells which are true or false.

    An interrupt (Ctrl-C) gives what there is by then.

    Raises:
        UnansweredError: one run divides by zero, or comes to weights that are none.
        FeedbackError: what is seen at a decision depends on what is answered later.
    """
    compared = Compared({name: Turns() for name in truths})

    def work(runs: Runs) -> dict[str, Turns]:
        one, other = ends(first, runs), ends(second, runs)
        return {name: _turns(one.values[name], other.values[name], truth=truth) for name, truth in truths.items()}

    try:
        for size, part in parts(work, asked):
            compared.runs += size
            for name, turns in part.items():
                compared.turns[name].add(turns)
            if asked.progress is not None and asked.progress(compared.runs, asked.runs) is False:
                compared.why = "interrupted" if compared.runs < asked.runs else None
                break
    except KeyboardInterrupt:
        compared.why = "interrupted"
    return compared


def ends(kernel: Kernel, runs: Runs) -> Ends:
    """Return the outcomes of some runs in a row, one by one."""
    found = Ends(int(runs[0]), len(runs))
    kernel.law(runs, found)
    return found


def level(values: Any, *, truth: bool) -> float:
    """Return the share of runs in which an outcome is true, or the mean of a number."""
    np = numpy()
    if truth:
        return float(np.count_nonzero(values == 1) / len(values))
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _turns(first: Any, second: Any, *, truth: bool) -> Turns:
    np = numpy()
    if truth:
        one, other = first == 1, second == 1
        gained, lost = int(np.count_nonzero(other & ~one)), int(np.count_nonzero(one & ~other))
        before, after = float(np.count_nonzero(one)), float(np.count_nonzero(other))
        return Turns(len(one), gained, lost, before, after, float(gained + lost))
    both = ~(np.isnan(first) | np.isnan(second))
    one, other = first[both], second[both]
    gained, lost = int(np.count_nonzero(other > one)), int(np.count_nonzero(other < one))
    return Turns(len(one), gained, lost, float(one.sum()), float(other.sum()), float(((other - one) ** 2).sum()))


def batches(runs: int, size: int) -> Iterator[Runs]:
    """Yield the numbers of runs from 0 on, in parts."""
    np = numpy()
    for first in range(0, runs, size):
        yield np.arange(first, min(first + size, runs), dtype=np.uint64)
