"""A scenario drawn at many points, and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

from govsim.rules.expressions import Kind, Value
from govsim.service.assumptions import assumptions
from govsim.service.executors import Executor, Work
from govsim.service.forecast_telling import Telling
from govsim.service.jobs import job_of
from govsim.service.prepared import Prepared
from govsim.service.sweep_axes import Axis, points_of
from govsim.service.sweep_views import LevelView, SweepView, SweptView
from govsim.service.text import safe
from govsim.simulate.forecast import Forecast
from govsim.simulate.intervals import quantile
from govsim.simulate.law import Weight
from govsim.simulate.running import Asked
from govsim.simulate.source import Method, Source
from govsim.simulate.sweeping import sweep


def swept(
    prepared: Prepared, axes: Sequence[Axis], asked: Asked, executor: Executor, *, seed: int, method: Method
) -> SweepView:
    """Return what a scenario comes to at every point of some axes, over the same runs.

    Raises:
        DocumentError: weights are none at a point, or an expression divides by zero there.
        GovsimError: an axis is none of this scenario.
        ExecutorError: there is nobody to draw runs.
    """
    points = points_of(axes, prepared.scenario, prepared.plan)
    source = Source(prepared.plan, prepared.choices, seed, points)
    work = Work(source, lambda: job_of(prepared, seed, points), asked.runs * len(points))
    told = _Told(prepared, asked, points)
    with prepared.answering(), executor.open(work) as spread:
        why = sweep(source, asked, method, spread, told.begin)
    scenario = prepared.scenario
    return SweepView(
        scenario.scenario,
        safe(scenario.title or scenario.scenario),
        scenario.record,
        asked.runs,
        seed,
        why,
        tuple(axes),
        tuple(told.views),
        len(points),
        tuple(map(safe, assumptions(scenario, prepared.chosen))),
        prepared.notes,
    )


@dataclass
class _Told:
    """Views of points as they are told: of each law only these are kept."""

    prepared: Prepared
    asked: Asked
    points: Sequence[Mapping[str, Value]]
    views: list[SweptView] = field(default_factory=list)

    def begin(self) -> _Told:
        """Return what takes points from the first on."""
        self.views.clear()
        return self

    def __call__(self, point: int, found: Forecast) -> None:
        view = Telling(self.prepared.scenario, self.prepared.chosen, found, self.asked).view()
        numbers = [name for name, one in found.program.plan.outcomes.items() if one.kind is Kind.NUMBER]
        means = ((name, _mean(found, name)) for name in numbers)
        self.views.append(
            SweptView(
                tuple(value for value in self.points[point].values() if isinstance(value, Fraction)),
                view.runs,
                view.method,
                view.outcomes,
                tuple((name, mean) for name, mean in means if mean is not None),
            )
        )


def _mean(found: Forecast, name: str) -> LevelView | None:
    """Return the mean of an outcome where it is known, with its interval; None where it nowhere is."""
    weights: Mapping[Value | None, Weight] = (found.exact or found.drawn.law).outcomes.get(name, {})
    known = {value: weight for value, weight in weights.items() if isinstance(value, Fraction)}
    total = sum(known.values())
    if not total:
        return None
    mean = float(sum((value * weight for value, weight in known.items()), Fraction(0)) / total)
    if found.exact is not None:
        return LevelView(mean, mean, mean)
    squares = sum((float(value) - mean) ** 2 * int(weight) for value, weight in known.items())
    half = quantile() * sqrt(squares / max(1, int(total) - 1) / int(total))
    return LevelView(mean, mean - half, mean + half)
