"""A forecast as lines of text: bars with their intervals, what it was found by, what it rests on.

The command line and the terminal UI show the same lines; everything in them is safe for a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.rules.expressions import show_value
from govsim.service.forecast_views import DrawnDecisionView, ForecastView, MotionView, OutcomeView, ShareView
from govsim.service.text import padded, safe, width
from govsim.simulate.intervals import upper_bound
from govsim.whatif.unfolding import STAYS

LABEL = "HYPOTHETICAL: what follows from the assumptions below, no evidence of what would have happened"
_BAR = 20
_SHOWN = 12
"""Values of one outcome that are listed; JSON has them all."""
_LONGEST = 40

Row = tuple[str, str, str, str]


def bars(view: ForecastView, bar: int = _BAR) -> list[str]:
    """Return the outcomes of a forecast as lines: name, a bar of so many cells, share, interval or exact fraction."""
    if not view.outcomes:
        return ["The scenario has no outcomes: write some, as in outcomes: {back: holds('ada', 'org/ceo')}"]
    header = ("outcome", "", "", "95 %" if view.method == "sampled" else "exactly")
    return table([header, *(row for outcome in view.outcomes for row in _rows(outcome, view, bar))])


def told(view: ForecastView) -> list[str]:
    """Return what stands below the bars: how it was found, how the decisions went, what was assumed."""
    lines = [_method(view)]
    if view.decisions:
        lines += ["", "Decisions", *(line for decision in view.decisions for line in _decision(decision))]
    for motion in view.motions:
        lines += ["", *_motion(motion)]
    if view.assumptions:
        lines += ["", "Assumed", *(f"  {line}" for line in view.assumptions)]
    if view.notes:
        lines += ["", "Worth knowing", *(f"  {line}" for line in view.notes)]
    return lines


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines, each column as wide as its widest cell."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(padded(cell, cells) for cell, cells in zip(row, widths, strict=True)).rstrip() for row in rows]


def bar_of(share: float, cells: int = _BAR) -> str:
    """Return a share as a bar."""
    filled = round(min(1.0, max(0.0, share)) * cells)
    return "█" * filled + "░" * (cells - filled)


def percent(share: float) -> str:
    """Return a share in per cent, with as many places as tell it from nothing and from all."""
    for places in (1, 2, 3, 4):
        text = f"{share * 100:.{places}f}"
        if share in (0, 1) or float(text) not in (0, 100):
            return f"{text} %"
    return f"{share * 100:.2g} %"


def points(difference: float) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    return f"{difference * 100:+.2f}" if abs(difference) < 0.01 else f"{difference * 100:+.1f}"


def _rows(outcome: OutcomeView, view: ForecastView, bar: int) -> Iterator[Row]:
    name = safe(outcome.id)
    if outcome.true is not None:
        yield (name, *_share(outcome.true, view, bar))
    else:
        mean = "" if outcome.mean is None else f"mean {outcome.mean:.4g}"
        exact = "" if outcome.mean_exact is None else show_value(outcome.mean_exact)
        within = ""
        if outcome.quantiles is not None:
            low, middle, high = outcome.quantiles
            within = f"half up to {middle:.4g}, 90 in 100 from {low:.4g} to {high:.4g}"
        yield (name, "", mean, exact if exact and len(exact) <= _LONGEST else within)
        for start, end, share in outcome.bins:
            yield (f"  {start:.3g} to {end:.3g}", *_share(share, view, bar))
        values = () if outcome.bins else outcome.values
        for value, share in values[:_SHOWN]:
            yield (f"  {safe(show_value(value))}", *_share(share, view, bar))
        if len(values) > _SHOWN:
            yield (f"  and {len(values) - _SHOWN} more values", "", "", "")
    if outcome.unknown.probability:
        yield ("  unknown", *_share(outcome.unknown, view, bar))


def _share(share: ShareView, view: ForecastView, bar: int) -> tuple[str, str, str]:
    shown = bar_of(share.probability, bar)
    if share.exact is not None:
        exact = str(share.exact)
        return shown, percent(share.probability), exact if len(exact) <= _LONGEST else f"{share.probability:.15g}"
    if share.count == 0 and view.runs:
        return shown, percent(0), f"0 of {view.runs:,} runs: at most {percent(upper_bound(view.runs))}"
    return shown, percent(share.probability), f"{percent(share.low)} to {percent(share.high)}"


def _method(view: ForecastView) -> str:
    cut = {"interrupted": ", interrupted", "enough": ", the interval asked for is reached"}.get(view.why or "", "")
    runs = f"{view.runs:,} runs{cut}" if view.runs == view.asked else f"{view.runs:,} of {view.asked:,} runs{cut}"
    if view.method == "sampled":
        return f"{runs}, seed {view.seed}; each share with its interval of 95 %"
    checked = [one for one in view.outcomes if one.true is not None and view.runs]
    agree = ", ".join(
        safe(f"{one.id} {percent(one.true.count / view.runs)}") for one in checked if one.true is not None
    )
    return f"every way that matters was enumerated; {runs}, seed {view.seed}{', drew: ' + agree if agree else ''}"


def _decision(decision: DrawnDecisionView) -> Iterator[str]:
    reached, times = decision.reached.probability, decision.times
    if times > 1 and not reached and not decision.unknown.probability:
        return
    if times > 1:
        yield f"  {decision.question}  (up to {times} times, {reached * times:.3g} on average)"
        for id_, title, share in decision.options:
            if id_ != STAYS:
                yield f"    {share.probability * times:>8.3g}  times a run: {title}"
    else:
        yield f"  {decision.question}{'' if reached == 1 else f'  (reached in {percent(reached)})'}"
        for _, title, share in decision.options:
            yield f"    {percent(share.probability / reached if reached else 0.0):>8}  {title}"
    if decision.unknown.probability:
        yield f"    {percent(decision.unknown.probability):>8}  its condition is unknown, so it is not reached"


def _motion(motion: MotionView) -> list[str]:
    rows = [("  who", "votes for it", "turns it alone", "95 %")]
    for one in motion.members:
        turns = percent(one.pivotal.probability)
        rows.append((f"  {one.name}", percent(one.aye.probability), turns, _interval(one.pivotal)))
    return [f"Whose vote turns it: {motion.question}", *table(rows)]


def _interval(share: ShareView) -> str:
    return f"{percent(share.low)} to {percent(share.high)}"
