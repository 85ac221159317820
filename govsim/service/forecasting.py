"""Scenarios forecast, and single runs of a forecast replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from govsim.model.errors import GovsimError
from govsim.rules.expressions import Value
from govsim.service.executors import Executor, Threads, Work, executor_named
from govsim.service.forecast_telling import Telling
from govsim.service.forecast_views import ForecastView, ReplayedView
from govsim.service.hinge_views import ComparisonView, HingesView
from govsim.service.hinges import compared, hinges_view
from govsim.service.jobs import job_of
from govsim.service.sweep_axes import MOST_POINTS, axis_of
from govsim.service.sweep_views import SweepView
from govsim.service.sweeping import swept
from govsim.service.text import safe
from govsim.simulate.engine import drawn_run
from govsim.simulate.explaining import explained
from govsim.simulate.forecast import forecast, outcomes_of
from govsim.simulate.hinges import Finder
from govsim.simulate.program import Program
from govsim.simulate.running import MOST_RUNS, Asked, Progress
from govsim.simulate.source import Method, Source

if TYPE_CHECKING:
    from govsim.service.prepared import Prepared
    from govsim.service.scenario_views import RunView
    from govsim.service.scenarios import Scenarios

DEFAULT_RUNS = 100_000
HINGE_RUNS = 4_000
"""What is looked at a hundred times and more: half a point of doubt in each, little in what differs."""


class Forecasts:
    """What comes of scenario files when their decisions are drawn."""

    def __init__(self, scenarios: Scenarios) -> None:
        self._scenarios = scenarios

    def simulate(
        self,
        path: str | Path,
        *,
        runs: int = DEFAULT_RUNS,
        seed: int = 0,
        choose: Mapping[str, str] | None = None,
        method: Method = "auto",
        workers: int | None = None,
        half_width: float | None = None,
        progress: Progress | None = None,
        executor: str = "threads",
    ) -> ForecastView:
        """Return how likely each outcome of a scenario is when its decisions are drawn by their weights.

        The scenario's own ``choose`` and ``default`` count for nothing here; *choose* fixes answers.

        Args:
            path: the scenario file.
            runs: how many to draw.
            seed: the same seed draws the same runs, whoever draws them.
            choose: options that are fixed, by decision.
            method: exact enumerates every state, sampled draws runs; auto enumerates where there are few states.
            workers: how many threads or processes draw; the default is one a processor.
            half_width: draw no more once no interval reaches further than this to each side.
            progress: told how many runs are done and how many were asked for; returns False to end there.
            executor: what draws: threads, processes, or a Dask cluster as dask://host:port.

        Raises:
            DocumentError: the file has mistakes, its record is not to be found, or weights are none on the way.
            GovsimError: too many runs, or too many states for an exact law.
            ExecutorError: there is nobody to draw runs.
        """
        drawing = executor_named(executor, workers)
        asked = Asked(_possible(runs), half_width=half_width, progress=progress)
        return self.of(self._scenarios.prepare(path, choose), asked, seed=seed, method=method, executor=drawing)

    def of(
        self,
        prepared: Prepared,
        asked: Asked,
        *,
        seed: int = 0,
        method: Method = "auto",
        executor: Executor | None = None,
    ) -> ForecastView:
        """Return the forecast of a scenario that is ready to run: of an unsaved draft, too."""
        source = Source(prepared.plan, prepared.choices, seed)
        work = Work(source, lambda: job_of(prepared, seed), asked.runs, each=asked.half_width is not None)
        with prepared.answering(), (executor or Threads(asked.workers)).open(work) as spread:
            found = forecast(source, asked, method, spread)
        return Telling(prepared.scenario, prepared.chosen, found, asked, prepared.notes).view()

    def sweep(
        self,
        path: str | Path,
        axes: Sequence[str],
        *,
        runs: int = DEFAULT_RUNS,
        seed: int = 0,
        choose: Mapping[str, str] | None = None,
        method: Method = "auto",
        workers: int | None = None,
        progress: Progress | None = None,
        executor: str = "threads",
    ) -> SweepView:
        """Return what a scenario comes to at every point of *axes*, each written NAME=FROM:TO:STEP.

        Each point is what ``simulate`` gives with these numbers in the file, over the same runs.

        Raises:
            DocumentError: the file has mistakes, its record is not to be found, or weights are none at a point.
            GovsimError: an axis is none, there are too many points or runs, or too many states for an exact law.
            ExecutorError: there is nobody to draw runs.
        """
        drawing, found = executor_named(executor, workers), [axis_of(axis) for axis in axes]
        asked, points = Asked(_possible(runs), progress=progress), prod(len(axis.values) for axis in found)
        if points <= MOST_POINTS:
            _possible(runs * points)
        return swept(self._scenarios.prepare(path, choose), found, asked, drawing, seed=seed, method=method)

    def explain(self, path: str | Path, *, choose: Mapping[str, str] | None = None) -> list[str]:
        """Return the program that a scenario is read as, as lines of text: what is drawn, asked and counted where."""
        prepared = self._scenarios.prepare(path, choose)
        return [safe(line) for line in explained(Program(prepared.plan, prepared.choices))]

    def hinges(
        self,
        path: str | Path,
        *,
        runs: int = HINGE_RUNS,
        seed: int = 0,
        choose: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> HingesView:
        """Return what each outcome hangs on: decisions with each answer fixed, parameters over their priors.

        Raises:
            DocumentError: the file has mistakes, its record is not to be found, or weights are none on the way.
            GovsimError: imprecise dates let a later answer change what an earlier decision saw.
        """
        prepared = self._scenarios.prepare(path, choose)
        with prepared.answering():
            found = Finder(prepared.plan, prepared.choices, seed, _possible(runs)).hinges(progress)
        return hinges_view(prepared, found, seed)

    def compare(
        self,
        path: str | Path,
        base: str | Path,
        *,
        runs: int = DEFAULT_RUNS,
        seed: int = 0,
        choose: Mapping[str, str] | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> ComparisonView:
        """Return how a scenario differs from its *base* over the same runs; *choose* fixes answers in it alone.

        Raises:
            DocumentError: a file has mistakes, its record is not to be found, or weights are none on the way.
            GovsimError: they have no outcome in common.
        """
        prepared = self._scenarios.prepare(path, choose)
        asked = Asked(_possible(runs), Threads.of(workers).workers, None, progress)
        return compared(self._scenarios.prepare(base), prepared, seed, asked)

    def replay(
        self,
        path: str | Path,
        run: int,
        *,
        seed: int = 0,
        choose: Mapping[str, str] | None = None,
        branch: str | None = None,
    ) -> tuple[ReplayedView, RunView]:
        """Return one run of a forecast carried out event by event; where *branch* names one, it is kept as that.

        Raises:
            DocumentError: the file has mistakes, or its record is not to be found.
            GovsimError: a branch is asked for, and the record is not in the ledger; or its name is taken.
        """
        prepared = self._scenarios.prepare(path, choose)
        with prepared.answering():
            _, outcomes = outcomes_of(prepared.plan, prepared.choices, seed, run)
            whatif, drawer = drawn_run(Program(prepared.plan, prepared.choices), seed, run)
            agrees = all(_is_same(value, outcomes[name]) for name, value in whatif.outcomes.items())
        if branch is None:
            view = self._scenarios.view(prepared, whatif)
        else:
            view = self._scenarios.keep(prepared, whatif, branch, must_branch=True)
        return ReplayedView(run, tuple(drawer.choices.items()), agrees, view.outcomes), view


def _possible(runs: int) -> int:
    if not 1 <= runs <= MOST_RUNS:
        raise GovsimError(f"{runs} runs cannot be drawn", hint=f"draw 1 to {MOST_RUNS:,}")
    return runs


def _is_same(one: Value | None, other: Value | None) -> bool:
    """Return whether two values are the same; numbers in columns are floats, of which twelve digits are kept."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return float(abs(one - other)) <= 1e-9 * max(1.0, abs(float(one)))
    return one == other
