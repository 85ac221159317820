"""The frozen values about sweeps: what a scenario comes to at each point, and what each outcome does over them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from govsim.rules.expressions import show_value
from govsim.service.forecast_views import OutcomeView, ShareView
from govsim.service.scenario_views import value_json
from govsim.service.sweep_axes import Axis

MOST_VALUES = 8
"""Of an outcome that is a text: so many values have a curve of their own."""


@dataclass(frozen=True, slots=True)
class LevelView:
    """What an outcome comes to at a point, a share or a mean, with its interval of 95 %."""

    level: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SweptView:
    """A point of a sweep: where it is, over how many runs it was drawn, and its outcomes.

    *means* has the interval of the mean of each outcome that is a number.
    """

    at: tuple[Fraction, ...]
    runs: int
    method: str
    outcomes: tuple[OutcomeView, ...]
    means: tuple[tuple[str, LevelView], ...] = ()

    def level(self, outcome: str, value: str | None) -> LevelView | None:
        """Return what an outcome comes to: the share of one value, its mean, or the share in which it is true."""
        found = next(one for one in self.outcomes if one.id == outcome)
        if value is None:
            return _level(found.true) if found.true is not None else dict(self.means).get(outcome)
        if value == UNKNOWN:
            return _level(found.unknown)
        shares = {show_value(one): share for one, share in found.values}
        return _level(shares[value]) if value in shares else LevelView(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class CurveView:
    """What an outcome comes to at each point that was drawn; *kind* is share or mean."""

    name: str
    kind: Literal["share", "mean"]
    levels: tuple[LevelView | None, ...]


UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SweepView:
    """A scenario drawn at many points over the same runs; *why* says why points are missing, if so."""

    scenario: str
    title: str
    record: str
    runs: int
    seed: int
    why: str | None
    axes: tuple[Axis, ...]
    points: tuple[SweptView, ...]
    asked: int
    assumptions: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def curves(self) -> tuple[CurveView, ...]:
        """What each outcome does over the points."""
        return tuple(
            CurveView(
                outcome if value is None else f"{outcome} is {value}",
                "mean" if kind == "number" and value is None else "share",
                tuple(point.level(outcome, value) for point in self.points),
            )
            for outcome, kind, value in self._curves()
        )

    def _curves(self) -> list[tuple[str, str, str | None]]:
        """Return outcome, kind and value of each curve."""
        found: list[tuple[str, str, str | None]] = []
        for index, outcome in enumerate(self.points[0].outcomes if self.points else ()):
            here = [point.outcomes[index] for point in self.points]
            if outcome.kind in ("truth", "number"):
                found.append((outcome.id, outcome.kind, None))
            else:
                values = dict.fromkeys(show_value(value) for one in here for value, _ in one.values)
                found += [(outcome.id, outcome.kind, value) for value in list(values)[:MOST_VALUES]]
            if any(one.unknown.probability for one in here):
                found.append((outcome.id, outcome.kind, UNKNOWN))
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the sweep: its axes, and at each point the outcomes as of a forecast."""
        return {
            "scenario": self.scenario,
            "record": self.record,
            "hypothetical": True,
            "runs": self.runs,
            "seed": self.seed,
            "stopped": self.why,
            "sweep": [{"name": axis.name, "values": [value_json(one) for one in axis.values]} for axis in self.axes],
            "asked_points": self.asked,
            "points": [self._point(point) for point in self.points],
            "assumptions": list(self.assumptions),
            "notes": list(self.notes),
        }

    def _point(self, point: SweptView) -> dict[str, Any]:
        means, outcomes = dict(point.means), []
        for outcome in point.outcomes:
            mean = means.get(outcome.id)
            more = {} if mean is None else {"mean_low": mean.low, "mean_high": mean.high}
            outcomes.append({**outcome.to_json(), **more})
        return {
            "at": {axis.name: float(value) for axis, value in zip(self.axes, point.at, strict=True)},
            "method": point.method,
            "runs": point.runs,
            "outcomes": outcomes,
        }


def _level(share: ShareView) -> LevelView:
    return LevelView(share.probability, share.low, share.high)
