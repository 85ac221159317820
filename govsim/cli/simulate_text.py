"""A forecast as text: bars, intervals, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

import click

from govsim.cli.output import print_table
from govsim.cli.scenario_text import print_run
from govsim.rules.expressions import show_value
from govsim.service.forecast_views import DrawnDecisionView, ForecastView, ReplayedView, ShareView
from govsim.service.scenario_views import RunView
from govsim.service.text import safe

_BAR = 20
_SHOWN = 12
"""Values of one outcome that are listed; JSON has them all."""


def print_forecast(view: ForecastView) -> None:
    """Print a forecast."""
    click.echo(view.title)
    click.echo("HYPOTHETICAL: what follows from the assumptions below, no evidence of what would have happened\n")
    if not view.outcomes:
        click.echo("The scenario has no outcomes: write some, as in outcomes: {back: holds('ada', 'org/ceo')}\n")
    print_table(["outcome", "", "", "95 %" if view.method == "sampled" else "exactly"], _rows(view))
    click.echo(f"\n{_method(view)}")
    if view.decisions:
        click.echo("\nDecisions")
        for decision in view.decisions:
            _print_decision(decision)
    if view.assumptions:
        click.echo("\nAssumed")
        for line in view.assumptions:
            click.echo(f"  {line}")


def print_replayed(replayed: ReplayedView, view: RunView, zone: tzinfo) -> None:
    """Print one run, event by event."""
    drawn = ", ".join(f"{decision}={option}" for decision, option in replayed.choices) or "no decision is reached"
    click.echo(safe(f"Run {replayed.run} drew {drawn}"))
    click.echo("Drawing and replaying it agree." if replayed.agrees else "DRAWING AND REPLAYING IT DIFFER: a mistake.")
    click.echo("")
    print_run(view, zone, kept=False)


def _rows(view: ForecastView) -> Iterator[list[str]]:
    for outcome in view.outcomes:
        if outcome.true is not None:
            yield [safe(outcome.id), *_share(outcome.true, view)]
        else:
            mean = "" if outcome.mean is None else f"mean {outcome.mean:.4g}"
            yield [safe(outcome.id), "", mean, "" if outcome.mean_exact is None else show_value(outcome.mean_exact)]
            for value, share in outcome.values[:_SHOWN]:
                yield [f"  {safe(show_value(value))}", *_share(share, view)]
            if len(outcome.values) > _SHOWN:
                yield [f"  and {len(outcome.values) - _SHOWN} more values", "", "", ""]
        if outcome.unknown.probability:
            yield ["  unknown", *_share(outcome.unknown, view)]


def _share(share: ShareView, view: ForecastView) -> list[str]:
    filled = round(share.probability * _BAR)
    bar = "█" * filled + "░" * (_BAR - filled)
    if share.exact is not None:
        shown = str(share.exact)
        return [bar, percent(share.probability), shown if len(shown) <= 40 else f"{share.probability:.15g}"]
    if share.count == 0 and view.runs:
        return [bar, percent(0), f"0 of {view.runs:,} runs: at most {percent(share.high)}"]
    return [bar, percent(share.probability), f"{percent(share.low)} to {percent(share.high)}"]


def percent(share: float) -> str:
    """Return a share in per cent, with as many places as tell it from nothing and from all."""
    for places in (1, 2, 3, 4):
        text = f"{share * 100:.{places}f}"
        if share in (0, 1) or float(text) not in (0, 100):
            return f"{text} %"
    return f"{share * 100:.2g} %"


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


def _print_decision(decision: DrawnDecisionView) -> None:
    reached = decision.reached.probability
    said = "" if reached == 1 else f"  (reached in {percent(reached)})"
    click.echo(f"  {decision.question}{said}")
    for _, title, share in decision.options:
        of = share.probability / reached if reached else 0.0
        click.echo(f"    {percent(of):>8}  {title}")
    if decision.unknown.probability:
        click.echo(f"    {percent(decision.unknown.probability):>8}  its condition is unknown, so it is not reached")
