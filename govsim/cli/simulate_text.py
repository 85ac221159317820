"""One run of a forecast as text."""

from __future__ import annotations

from datetime import tzinfo

import click

from govsim.cli.scenario_text import print_run
from govsim.service.forecast_views import ReplayedView
from govsim.service.scenario_views import RunView
from govsim.service.text import safe


def print_replayed(replayed: ReplayedView, view: RunView, zone: tzinfo) -> None:
    """Print one run, event by event."""
    drawn = ", ".join(f"{decision}={option}" for decision, option in replayed.choices) or "no decision is reached"
    click.echo(safe(f"Run {replayed.run} drew {drawn}"))
    click.echo("Drawing and replaying it agree." if replayed.agrees else "DRAWING AND REPLAYING IT DIFFER: a mistake.")
    click.echo("")
    print_run(view, zone, kept=False)
