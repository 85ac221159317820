"""A scenario forecast: its law, exact where it can be enumerated, and what many drawn runs say beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from govsim.rules.expressions import Value
from govsim.simulate.law import Law
from govsim.simulate.program import Program
from govsim.simulate.running import Asked, Drawn, Spread, draw, on_threads, ranges
from govsim.simulate.source import Draw, Enumerate, How, Method, Source
from govsim.simulate.worlds import FeedbackError
from govsim.whatif.plan import Plan

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a scenario comes to; *exact* is None where its states were not enumerated."""

    program: Program
    seed: int
    drawn: Drawn
    exact: Law | None


def forecast(source: Source, asked: Asked, method: Method = "auto", spread: Spread | None = None) -> Forecast:
    """Return what comes of a plan when its decisions are drawn: the same wherever *spread* has that done.

    Raises:
        UnansweredError: an expression divides by zero on the way, or weights are none there.
        GovsimError: the exact law is asked for and there are too many states.
    """
    spread = spread or on_threads(source, asked.workers)

    def one(paths: bool) -> Forecast:  # noqa: FBT001 - given by merged_or_paths
        found = source.do(Enumerate(0, method, paths))
        return Forecast(
            source.program(0), source.seed, draw(_parts(spread, found.how or "columns", asked), asked), found.law
        )

    return merged_or_paths(one)


def outcomes_of(
    plan: Plan, given: Mapping[str, str], seed: int, run: int
) -> tuple[dict[str, str], dict[str, Value | None]]:
    """Return the answers that one run draws, by decision, and the outcomes that it comes to."""
    source = Source(plan, given, seed)
    how: How = "columns" if source.program(0).has_acts else "states"
    return merged_or_paths(lambda paths: source.drawer(0, "paths" if paths else how).outcomes(run))


def merged_or_paths(work: Callable[[bool], Result]) -> Result:
    """Return what work gives on merged states; on paths, where it is called with True, if these cannot be merged."""
    try:
        return work(False)  # noqa: FBT003 - its one argument
    except FeedbackError:
        return work(True)  # noqa: FBT003 - the same


def _parts(spread: Spread, how: How, asked: Asked) -> Iterator[tuple[int, Law]]:
    for part in spread(Draw(0, how, *batch) for batch in ranges(asked.runs)):
        if part.law is not None:
            yield part.runs, part.law
