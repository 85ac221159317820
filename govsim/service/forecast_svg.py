"""A forecast as a picture: a bar for each outcome, its interval as a line, what it rests on below."""

from __future__ import annotations

from html import escape

from govsim.rules.expressions import show_value
from govsim.service.forecast_lines import LABEL, percent
from govsim.service.forecast_views import ForecastView, ShareView
from govsim.service.text import cut, safe

_WIDTH, _LEFT, _BAR, _ROW, _TOP = 860, 250, 400, 30, 78
_MOST_LINES, _CELLS = 40, 110
_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#222}.t{font-size:18px;font-weight:600}.s{font-size:12px;fill:#555}"
    ".h{font-size:12px;fill:#a33}.e{text-anchor:end}.b{fill:#4878a8}.g{fill:#e8ebee}.i{stroke:#222;stroke-width:1.5}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.s{fill:#aaa}.h{fill:#f88}.p{fill:#1b1d20}.g{fill:#33373c}"
    ".i{stroke:#ddd}}.p{fill:#fff}@media(prefers-color-scheme:dark){.p{fill:#1b1d20}}"
)


def forecast_svg(view: ForecastView) -> str:
    """Return a forecast as an SVG that stands alone."""
    rows = list(_rows(view))
    notes = [_method(view), *view.assumptions]
    more = len(notes) - _MOST_LINES
    notes = notes[:_MOST_LINES] + ([f"and {more} more"] if more > 0 else [])
    below = _TOP + _ROW * len(rows) + 20
    height = below + 17 * len(notes) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label="{_text(view.title)}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="p" width="{_WIDTH}" height="{height}"/>',
        f'<text class="t" x="16" y="30">{_text(cut(view.title, 90))}</text>',
        f'<text class="h" x="16" y="52">{_text(LABEL)}</text>',
    ]
    for index, (name, share) in enumerate(rows):
        parts += _bar(_TOP + _ROW * index, name, share, view)
    parts += [
        f'<text class="s" x="16" y="{below + 17 * index}" xml:space="preserve">{_text(cut(line, _CELLS))}</text>'
        for index, line in enumerate(notes, start=1)
    ]
    return "\n".join([*parts, "</svg>", ""])


def _rows(view: ForecastView) -> list[tuple[str, ShareView]]:
    rows: list[tuple[str, ShareView]] = []
    for outcome in view.outcomes:
        if outcome.true is not None:
            rows.append((outcome.id, outcome.true))
        elif outcome.bins:
            rows += [(f"{outcome.id} {start:.3g} to {end:.3g}", share) for start, end, share in outcome.bins]
        else:
            rows += [(f"{outcome.id} {show_value(value)}", share) for value, share in outcome.values[:12]]
        if outcome.unknown.probability:
            rows.append((f"{outcome.id} unknown", outcome.unknown))
    return rows


def _bar(top: int, name: str, share: ShareView, view: ForecastView) -> list[str]:
    middle = top + 10
    shown = percent(share.probability)
    if share.exact is not None:
        said = str(share.exact) if len(str(share.exact)) <= 18 else ""
    else:
        said = f"{percent(share.low)} to {percent(share.high)}"
    parts = [
        f"<title>{_text(f'{name}: {shown} {said}')}</title>",
        f'<text class="e" x="{_LEFT - 12}" y="{middle + 5}">{_text(cut(name, 30))}</text>',
        f'<rect class="g" x="{_LEFT}" y="{top}" width="{_BAR}" height="20" rx="2"/>',
        f'<rect class="b" x="{_LEFT}" y="{top}" width="{share.probability * _BAR:.2f}" height="20" rx="2"/>',
    ]
    if share.exact is None:
        low, high = _LEFT + share.low * _BAR, _LEFT + share.high * _BAR
        parts.append(
            f'<path class="i" d="M{low:.2f} {top + 5}v10M{low:.2f} {middle}H{high:.2f}M{high:.2f} {top + 5}v10"/>'
        )
    parts.append(
        f'<text x="{_LEFT + _BAR + 10}" y="{middle + 5}">{_text(shown)} <tspan class="s">{_text(said)}</tspan></text>'
    )
    return ["<g>", *parts, "</g>"]


def _method(view: ForecastView) -> str:
    if view.method == "exact":
        return f"{view.record}: every way that matters was enumerated"
    return f"{view.record}: {view.runs:,} runs, seed {view.seed}; bars with their intervals of 95 %"


def _text(text: str) -> str:
    return escape(safe(text), quote=True)
