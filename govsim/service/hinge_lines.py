"""What a forecast hangs on, and how two differ, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.service.forecast_lines import LABEL, percent, points, table
from govsim.service.hinge_views import ComparisonView, HingesView, HingeView
from govsim.service.text import safe

_ARM = 20


def hinge_lines(view: HingesView) -> list[str]:
    """Return what each outcome hangs on, the most first, as lines."""
    lines = [LABEL.replace("below", "of the scenario"), ""]
    for outcome in view.outcomes:
        lines += [*_outcome(outcome), ""]
    lines.append(f"{view.runs:,} runs each, the same in all, seed {view.seed}")
    return lines


def _outcome(view: HingeView) -> Iterator[str]:
    def shown(level: float) -> str:
        return percent(level) if view.kind == "truth" else f"{level:.4g}"

    yield f"{safe(view.outcome)}: {shown(view.level)}"
    if view.switches:
        yield "  If an answer is fixed"
        rows = []
        for switch in view.switches:
            levels = ", ".join(f"{title} {shown(level)}" for _, title, level in switch.options)
            rows.append((f"    {switch.question}", levels, f"turns {percent(switch.turned)} of runs"))
        yield from table(rows)
    swings = [swing for swing in view.swings if swing.levels != (view.level, view.level)]
    if swings:
        yield "  If a parameter is at the low or high end of its prior (10 and 90 in 100)"
        most = max(max(abs(level - view.level) for level in swing.levels) for swing in swings)
        rows = []
        for swing in swings:
            arms = [_arm(level - view.level, most) for level in swing.levels]
            ends = " .. ".join(
                f"{value:.3g}: {shown(level)}" for value, level in zip(swing.values, swing.levels, strict=True)
            )
            rows.append((f"    {safe(swing.parameter)}", _joined(*arms), ends))
        yield from table(rows)
    if view.doubt is not None and view.doubt[0] != view.doubt[2]:
        low, middle, high = map(shown, view.doubt)
        yield f"  Not knowing the parameters: half of their draws give up to {middle}, 90 in 100 {low} to {high}"


def _arm(change: float, most: float) -> tuple[str, str]:
    """Return a change as a bar to the left or to the right."""
    half = _ARM // 2
    cells = round(abs(change) / most * half) if most else 0
    bar = "█" * cells
    return (bar.rjust(half), " " * half) if change < 0 else (" " * half, bar.ljust(half))


def _joined(one: tuple[str, str], other: tuple[str, str]) -> str:
    """Return two arms as one bar with its middle at what the outcome comes to as written."""
    left, right = (max(first, second, key=lambda arm: arm.count("█")) for first, second in zip(one, other, strict=True))
    return f"{left}│{right}"


def comparison_lines(view: ComparisonView) -> list[str]:
    """Return a scenario beside its base as lines."""
    lines = [LABEL.replace("below", "of both scenarios"), ""]
    names = (view.base, view.scenario) if view.base != view.scenario else ("base", "what-if")
    rows = [("outcome", *map(safe, names), "difference", "95 %", "runs that turn")]
    for one in view.outcomes:
        truth = one.kind == "truth"
        shown = percent if truth else _number
        change = points if truth else _signed
        unit = " points" if truth else ""
        turned = (
            f"{one.gained:,} gain it, {one.lost:,} lose it" if truth else f"{one.gained:,} higher, {one.lost:,} lower"
        )
        within = f"{change(one.low)} to {change(one.high)}"
        rows.append(
            (safe(one.outcome), shown(one.first), shown(one.second), f"{change(one.difference)}{unit}", within, turned)
        )
    lines += table(rows)
    cut = "" if view.runs == view.asked else f" of {view.asked:,}, {view.why}"
    lines += ["", f"{view.runs:,} runs{cut}, the same in both, seed {view.seed}"]
    if view.changed:
        lines += ["", "Assumed otherwise", *(f"  {line}" for line in view.changed)]
    return lines


def _number(value: float) -> str:
    return f"{value:.4g}"


def _signed(value: float) -> str:
    return f"{value:+.4g}"
