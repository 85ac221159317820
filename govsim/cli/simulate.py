"""The command simulate: how likely each outcome of a scenario is."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govsim.cli.options import common, gov_for, json_option, setting, wants_json
from govsim.cli.output import is_watched, print_json
from govsim.cli.scenario import choose_option, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Threads or processes that draw; the default is one a processor, of threads at most 4.",
)
@click.option(
    "--executor",
    default="threads",
    show_default=True,
    metavar="WHERE",
    help="Where runs are drawn: threads, processes, or a Dask cluster, dask://HOST:PORT. The numbers are the same.",
)
@click.option(
    "--half-width",
    type=click.FloatRange(0, 0.5, min_open=True),
    metavar="W",
    help="Draw no more once every interval is this close, e.g. 0.005.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="BASE",
    help="Show how the outcomes differ from those of this scenario, over the same runs.",
)
@click.option(
    "--sweep",
    "axes",
    multiple=True,
    metavar="NAME=FROM:TO:STEP",
    help="Show how the outcomes change with a parameter or variable; given again, with both.",
)
@click.option("--sensitivity", is_flag=True, help="Show what each outcome hangs on: answers and parameters.")
@click.option("--explain", is_flag=True, help="Print the program that the scenario is read as.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write a picture, too.")
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
    workers: int | None,
    executor: str,
    half_width: float | None,
    against: Path | None,
    axes: tuple[str, ...],
    sensitivity: bool,  # noqa: FBT001 - click's way
    explain: bool,  # noqa: FBT001 - the same
    svg: Path | None,
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
    # Imported here, for `--help` must stay quick.
    from govsim.cli.simulate_text import print_replayed  # noqa: PLC0415
    from govsim.service.forecast_lines import LABEL, bars, told  # noqa: PLC0415
    from govsim.service.forecast_svg import forecast_svg  # noqa: PLC0415
    from govsim.service.forecasting import HINGE_RUNS  # noqa: PLC0415
    from govsim.service.hinge_lines import comparison_lines, hinge_lines  # noqa: PLC0415
    from govsim.service.sweep_lines import sweep_lines  # noqa: PLC0415
    from govsim.service.sweep_svg import sweep_svg  # noqa: PLC0415

    if branch is not None and run is None:
        raise click.UsageError("--branch keeps one run: say which with --replay RUN")
    asked = {"--replay": run is not None, "--against": against is not None}
    asked |= {"--sensitivity": sensitivity, "--explain": explain, "--sweep": bool(axes)}
    if sum(asked.values()) > 1:
        raise click.UsageError(
            f"{' and '.join(name for name, given in asked.items() if given)} ask for different things"
        )
    other = [name for name, given in asked.items() if given and name != "--sweep"]
    if svg is not None and other:
        raise click.UsageError("--svg draws a forecast or a sweep: leave the other question out")
    if executor != "threads" and other:
        raise click.UsageError(f"{other[0]} is drawn on threads: leave --executor out")
    if svg is not None and len(axes) > 2:
        raise click.UsageError("a picture has one or two axes: sweep one or two names, or ask for --json")
    if axes and half_width is not None:
        raise click.UsageError("--half-width ends one forecast: give a sweep --runs")
    if svg is not None and svg.suffix != ".svg":
        raise click.BadParameter(f"'{svg}' is no name of a picture: end it with .svg", param_hint="--svg")
    scenarios = gov_for(ledger, may_fall_back=False).scenarios
    forecasts, json_, choose = scenarios.forecasts, wants_json(as_json), chosen(choices)
    if explain:
        _print(forecasts.explain(file, choose=choose))
    elif run is not None:
        replayed, view = forecasts.replay(file, run, seed=seed, choose=choose, branch=branch)
        if json_:
            print_json({**replayed.to_json(), **view.to_json()})
        else:
            print_replayed(replayed, view, scenarios.zone(view.record, file, setting("zone", zone)))
        if not replayed.agrees:
            click.get_current_context().exit(1)
    elif sensitivity:
        runs = runs if _is_given("runs") else HINGE_RUNS
        hinges = forecasts.hinges(file, runs=runs, seed=seed, choose=choose, progress=_progress())
        if json_:
            print_json(hinges.to_json())
        else:
            _print(hinge_lines(hinges))
    elif axes:
        sweep = forecasts.sweep(
            file, axes, runs=runs, seed=seed, choose=choose, progress=_progress(), **_drawing(method, workers, executor)
        )
        if svg is not None:
            _write_picture(svg, sweep_svg(sweep))
        if json_:
            print_json(sweep.to_json())
        else:
            _print(sweep_lines(sweep))
    elif against is not None:
        comparison = forecasts.compare(
            file, against, runs=runs, seed=seed, choose=choose, workers=workers, progress=_progress()
        )
        if json_:
            print_json(comparison.to_json())
        else:
            _print(comparison_lines(comparison))
    else:
        forecast = forecasts.simulate(
            file,
            runs=runs,
            seed=seed,
            choose=choose,
            half_width=half_width,
            progress=_progress(),
            **_drawing(method, workers, executor),
        )
        if svg is not None:
            _write_picture(svg, forecast_svg(forecast))
        if json_:
            print_json(forecast.to_json())
        else:
            _print([forecast.title, LABEL, "", *bars(forecast), "", *told(forecast)])


def _write_picture(path: Path, picture: str) -> None:
    from govsim.model.errors import GovsimError  # noqa: PLC0415 - `--help` must stay quick

    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as failure:
        raise GovsimError(f"{path} cannot be written: {failure.strerror}") from None
    click.echo(f"Wrote {path}.", err=True)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _drawing(method: str, workers: int | None, executor: str) -> dict[str, Any]:
    """Return how and where runs are drawn, as forecasts and sweeps take it."""
    return {"method": method, "workers": workers, "executor": executor}


def _is_given(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is not None and source.name != "DEFAULT"


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
