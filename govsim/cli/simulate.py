"""The command simulate: how likely each outcome of a scenario is."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.options import common, gov_for, json_option, setting, wants_json
from govsim.cli.output import is_watched, print_json
from govsim.cli.scenario import choose_option, chosen

if TYPE_CHECKING:
    from collections.abc import Callable


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--runs", type=click.IntRange(1, 1_000_000_000), default=100_000, show_default=True, help="Runs to draw.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same runs.")
@choose_option
@click.option(
    "--method",
    type=click.Choice(["auto", "exact", "sampled"]),
    default="auto",
    show_default=True,
    help="Enumerate every state, draw runs, or enumerate where there are few states.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Threads that draw.")
@click.option(
    "--half-width",
    type=click.FloatRange(0, 0.5, min_open=True),
    metavar="W",
    help="Draw no more once every interval is this close, e.g. 0.005.",
)
@click.option("--replay", "run", type=click.IntRange(0), metavar="RUN", help="Replay this run, event by event.")
@click.option("--branch", metavar="NAME", help="Keep the replayed run as this branch of the ledger.")
@common
@json_option
def simulate(
    file: Path,
    runs: int,
    seed: int,
    choices: tuple[str, ...],
    method: str,
    workers: int,
    half_width: float | None,
    run: int | None,
    branch: str | None,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """How likely each outcome of the scenario in FILE is when its decisions are drawn by their weights.

    Where there are few ways that matter, all are enumerated and the answer is exact; else runs are drawn and every
    share has its interval of 95 %. The scenario's own `choose` and `default` count for nothing here. Ctrl-C gives the
    result so far.
    """
    from govsim.cli.simulate_text import print_forecast, print_replayed  # noqa: PLC0415 - `--help` must stay quick

    if branch is not None and run is None:
        raise click.UsageError("--branch keeps one run: say which with --replay RUN")
    scenarios = gov_for(ledger, may_fall_back=False).scenarios
    forecasts = scenarios.forecasts
    if run is not None:
        replayed, view = forecasts.replay(file, run, seed=seed, choose=chosen(choices), branch=branch)
        if wants_json(as_json):
            print_json({**replayed.to_json(), **view.to_json()})
        else:
            print_replayed(replayed, view, scenarios.zone(view.record, file, setting("zone", zone)))
        if not replayed.agrees:
            click.get_current_context().exit(1)
        return
    forecast = forecasts.simulate(
        file,
        runs=runs,
        seed=seed,
        choose=chosen(choices),
        method="exact" if method == "exact" else "sampled" if method == "sampled" else "auto",
        workers=workers,
        half_width=half_width,
        progress=_progress(),
    )
    if wants_json(as_json):
        print_json(forecast.to_json())
    else:
        print_forecast(forecast)


def _progress() -> Callable[[int, int], None] | None:
    """Return what shows on a terminal how far the runs are, None where nobody watches."""
    if not is_watched():
        return None
    began = time.monotonic()
    shown = [began]

    def show(done: int, of: int) -> None:
        now = time.monotonic()
        if now - began < 1 or (now - shown[0] < 0.2 and done < of):  # what is quick needs no progress
            return
        shown[0] = now
        rate = done / (now - began)
        left = f"{(of - done) / rate:,.0f} s left, Ctrl-C shows what there is" if done < of else ""
        click.echo(f"\r\x1b[K{done:,} of {of:,} runs, {rate:,.0f} a second  {left}", nl=False, err=True)
        if done >= of:
            click.echo("\r\x1b[K", nl=False, err=True)
        sys.stderr.flush()

    return show
