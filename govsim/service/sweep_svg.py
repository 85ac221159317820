"""A sweep as a picture: over one name a line with its interval, over two a heat map, for each outcome."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from html import escape

from govsim.model.errors import GovsimError
from govsim.rules.expressions import show_value
from govsim.service.forecast_lines import LABEL
from govsim.service.sweep_lines import ends_of, method_of, shown_level
from govsim.service.sweep_views import CurveView, SweepView
from govsim.service.text import cut, safe

_WIDTH, _LEFT, _RIGHT, _TOP = 860, 110, 40, 78
_LINE, _CELL, _GAP, _TITLE = 180, 30, 64, 26
_MOST_CURVES, _MOST_LINES, _CELLS = 24, 30, 110
_MOST_LABELS = 12
_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#222}.t{font-size:18px;font-weight:600}.o{font-weight:600}"
    ".s{font-size:12px;fill:#555}.h{font-size:12px;fill:#a33}.e{text-anchor:end}.m{text-anchor:middle}.p{fill:#fff}"
    ".g{stroke:#d5d9dd}.l{fill:none;stroke:#2f5f8f;stroke-width:2}.i{fill:#4878a8;fill-opacity:.25}.d{fill:#2f5f8f}"
    ".b{fill:#eef1f4}.c{fill:#2f5f8f}.x{font-size:11px}.w{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.s{fill:#aaa}.h{fill:#f88}.p{fill:#1b1d20}.g{stroke:#3a3f44}"
    ".l{stroke:#8ab8e6}.d,.c{fill:#8ab8e6}.b{fill:#26292d}.w{fill:#111}}"
)


def sweep_svg(view: SweepView) -> str:
    """Return a sweep over one or two names as an SVG that stands alone.

    Raises:
        GovsimError: it is over more names, or nothing was drawn.
    """
    if len(view.axes) > 2:
        raise GovsimError("a picture has one or two axes", hint="sweep one or two names, or ask for --json")
    if not view.points:
        raise GovsimError("no point was drawn to its end, so that there is nothing to picture")
    panels, top = list[str](), _TOP
    for curve in view.curves[:_MOST_CURVES]:
        panels.append(f'<text class="o" x="16" y="{top + 14}">{_text(cut(curve.name, 80))}{_unit(curve)}</text>')
        if len(view.axes) == 1:
            panels += _lines(view, curve, top + _TITLE)
            top += _TITLE + _LINE + _GAP
        else:
            panels += _heat(view, curve, top + _TITLE)
            top += _TITLE + _CELL * len(view.axes[0].values) + _GAP
    more = len(view.curves) - _MOST_CURVES
    notes = [*([f"and {more} more outcomes"] if more > 0 else []), f"{view.record}: {method_of(view)}"]
    notes += view.assumptions[: _MOST_LINES - len(notes)]
    height = top + 17 * len(notes) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label="{_text(view.title)}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="p" width="{_WIDTH}" height="{height}"/>',
        f'<text class="t" x="16" y="30">{_text(cut(view.title, 90))}</text>',
        f'<text class="h" x="16" y="52">{_text(LABEL)}</text>',
        *panels,
        *(
            f'<text class="s" x="16" y="{top + 17 * index}" xml:space="preserve">{_text(cut(line, _CELLS))}</text>'
            for index, line in enumerate(notes, start=1)
        ),
    ]
    return "\n".join([*parts, "</svg>", ""])


def _lines(view: SweepView, curve: CurveView, top: int) -> Iterator[str]:
    """Yield a line over one name: its interval as a band, a dot with its numbers at each point."""
    values = [float(value) for value in view.axes[0].values]
    low, high = ends_of(curve)
    across, wide = _WIDTH - _LEFT - _RIGHT, (values[-1] - values[0]) or 1.0

    def x(value: float) -> float:
        return _LEFT + (value - values[0]) / wide * across

    def y(level: float) -> float:
        return top + _LINE - (level - low) / (high - low) * _LINE

    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        at = low + part * (high - low)
        label = f"{at * 100:.0f} %" if curve.kind == "share" else f"{at:.3g}"
        yield f'<path class="g" d="M{_LEFT} {y(at):.1f}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="s e" x="{_LEFT - 8}" y="{y(at) + 4:.1f}">{label}</text>'
    for value in _labelled(list(view.axes[0].values)):
        yield f'<text class="s m" x="{x(float(value)):.1f}" y="{top + _LINE + 18}">{_text(show_value(value))}</text>'
    middle = _LEFT + across / 2
    yield f'<text class="s m" x="{middle:.1f}" y="{top + _LINE + 36}">{_text(cut(view.axes[0].name, 60))}</text>'
    marks = [
        (x(float(point.at[0])), level, show_value(point.at[0]))
        for point, level in zip(view.points, curve.levels, strict=True)
        if level is not None
    ]
    if marks:
        up = " ".join(f"{at:.1f},{y(level.high):.1f}" for at, level, _ in marks)
        down = " ".join(f"{at:.1f},{y(level.low):.1f}" for at, level, _ in reversed(marks))
        yield f'<polygon class="i" points="{up} {down}"/>'
        line = " ".join(f"{at:.1f},{y(level.level):.1f}" for at, level, _ in marks)
        yield f'<polyline class="l" points="{line}"/>'
    for at, level, where in marks:
        told = f"{view.axes[0].name} {where}: {' '.join(shown_level(curve, level))}"
        yield f'<circle class="d" cx="{at:.1f}" cy="{y(level.level):.1f}" r="3"><title>{_text(told)}</title></circle>'


def _heat(view: SweepView, curve: CurveView, top: int) -> Iterator[str]:
    """Yield a heat map over two names: the first downwards, the second across, the darker the more."""
    rows, columns = (list(axis.values) for axis in view.axes)
    low, high = ends_of(curve)
    cell = (_WIDTH - _LEFT - _RIGHT) / len(columns)
    row_at, column_at = ({value: index for index, value in enumerate(values)} for values in (rows, columns))
    yield f'<rect class="b" x="{_LEFT}" y="{top}" width="{_WIDTH - _LEFT - _RIGHT}" height="{_CELL * len(rows)}"/>'
    for point, level in zip(view.points, curve.levels, strict=True):
        if level is None:
            continue
        left, above = _LEFT + column_at[point.at[1]] * cell, top + row_at[point.at[0]] * _CELL
        part = (level.level - low) / (high - low)
        shown, within = shown_level(curve, level)
        where = ", ".join(f"{axis.name} {show_value(at)}" for axis, at in zip(view.axes, point.at, strict=True))
        yield f"<g><title>{_text(f'{where}: {shown} {within}')}</title>"
        place = f'x="{left:.1f}" y="{above}" width="{cell:.1f}" height="{_CELL}"'
        yield f'<rect class="c" fill-opacity="{part:.3f}" {place}/>'
        if cell >= 52:
            dark = " w" if part > 0.55 else ""
            yield f'<text class="x m{dark}" x="{left + cell / 2:.1f}" y="{above + 19}">{_text(shown)}</text>'
        yield "</g>"
    for value in _labelled(rows, len(rows)):
        at = top + row_at[value] * _CELL + 19
        yield f'<text class="s e" x="{_LEFT - 8}" y="{at}">{_text(show_value(value))}</text>'
    below = top + _CELL * len(rows)
    for value in _labelled(columns):
        at_x = _LEFT + (column_at[value] + 0.5) * cell
        yield f'<text class="s m" x="{at_x:.1f}" y="{below + 18}">{_text(show_value(value))}</text>'
    names = f"down: {view.axes[0].name}, across: {view.axes[1].name}"
    yield f'<text class="s m" x="{(_LEFT + _WIDTH - _RIGHT) / 2:.1f}" y="{below + 36}">{_text(cut(names, 100))}</text>'


def _labelled(values: list[Fraction], most: int = _MOST_LABELS) -> list[Fraction]:
    """Return as many values, evenly apart, as can be written below an axis."""
    step = -(-len(values) // most)
    return values[::step]


def _unit(curve: CurveView) -> str:
    return "" if curve.kind == "share" else " (mean)"


def _text(text: str) -> str:
    return escape(safe(text), quote=True)
