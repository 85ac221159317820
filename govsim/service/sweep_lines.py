"""A sweep as lines of text: for each outcome a row a point, with its interval."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.rules.expressions import show_value
from govsim.service.forecast_lines import LABEL, bar_of, percent, table
from govsim.service.sweep_views import CurveView, LevelView, SweepView
from govsim.service.text import safe


def sweep_lines(view: SweepView) -> list[str]:
    """Return a sweep as lines: title, each outcome at every point, how it was drawn, what was assumed."""
    lines = [view.title, LABEL]
    if not view.points:
        lines += ["", "No point was drawn to its end"]
    for curve in view.curves:
        lines += ["", safe(curve.name) + ("" if curve.kind == "share" else " (mean)"), *_curve(view, curve)]
    if view.points and not view.curves:
        lines += ["", "The scenario has no outcomes: write some, as in outcomes: {back: holds('ada', 'org/ceo')}"]
    lines += ["", method_of(view)]
    if view.assumptions:
        lines += ["", "Assumed where it is not swept", *(f"  {line}" for line in view.assumptions)]
    if view.notes:
        lines += ["", "Worth knowing", *(f"  {line}" for line in view.notes)]
    return lines


def method_of(view: SweepView) -> str:
    """Return how a sweep was drawn."""
    exact = sum(point.method == "exact" for point in view.points)
    how = f", {exact} of them enumerated" if exact else ""
    last = view.points[-1].runs if view.points else 0
    cut = "" if view.why is None else f" of {view.asked:,}, {view.why}"
    short = f" (the last {last:,})" if last not in (0, view.runs) else ""
    plural = "" if len(view.points) == 1 else "s"
    runs = f"{view.runs:,} runs each{short}, the same at all, seed {view.seed}"
    return f"{len(view.points):,} point{plural}{cut}{how}; {runs}"


def shown_level(curve: CurveView, level: LevelView | None) -> tuple[str, str]:
    """Return a level and its interval as text; the interval is empty where the level is exact."""
    if level is None:
        return "unknown", ""
    shown = percent if curve.kind == "share" else _number
    return shown(level.level), "exact" if level.low == level.high else f"{shown(level.low)} to {shown(level.high)}"


def ends_of(curve: CurveView) -> tuple[float, float]:
    """Return between what a curve is drawn: nothing and all for a share, its own least and greatest for a mean."""
    if curve.kind == "share":
        return 0.0, 1.0
    known = [level for level in curve.levels if level is not None]
    low, high = min((one.low for one in known), default=0.0), max((one.high for one in known), default=1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _curve(view: SweepView, curve: CurveView) -> list[str]:
    return table([(*(safe(axis.name) for axis in view.axes), "", "", "95 %"), *_rows(view, curve)])


def _rows(view: SweepView, curve: CurveView) -> Iterator[tuple[str, ...]]:
    low, high = ends_of(curve)
    for point, level in zip(view.points, curve.levels, strict=True):
        bar = "" if level is None else bar_of((level.level - low) / (high - low))
        yield (*map(show_value, point.at), bar, *shown_level(curve, level))


def _number(value: float) -> str:
    return f"{value:.4g}"
