"""Commands about what-ifs: scenario run, check and paths."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.options import common, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from govsim.service.scenario_views import DecisionView

_scenario_file = click.argument("file", type=click.Path(path_type=Path))
choose_option = click.option(
    "--choose", "choices", multiple=True, metavar="D=O", help="Take option O at decision D; may be given again."
)


@click.group()
def scenario() -> None:
    """Carry out, test and explore what-ifs written in YAML."""


@scenario.command("run")
@_scenario_file
@choose_option
@click.option("--branch", metavar="NAME", help="The name of the branch; the default is the scenario's id.")
@click.option("--all", "kept", is_flag=True, help="List the events that happen as recorded too.")
@common
@json_option
def run(
    file: Path,
    choices: tuple[str, ...],
    branch: str | None,
    kept: bool,  # noqa: FBT001 - click's way
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - the same
) -> None:
    """Carry the scenario in FILE out: what happens, what does not and why, who governs then.

    Over a record in the ledger the outcome is kept as a branch. Decisions that neither --choose nor the scenario
    answers are asked on a terminal; else they stay open.
    """
    from govsim.cli.scenario_text import print_run  # noqa: PLC0415 - `govsim --help` must stay quick

    gov = gov_for(ledger, may_fall_back=False)
    view = gov.run(file, choose=chosen(choices), branch=branch, ask=_asking())
    if wants_json(as_json):
        print_json(view.to_json(kept=kept))
    else:
        print_run(view, gov.scenarios.zone(view.record, file, setting("zone", zone)), kept=kept)
    if not view.ok:
        click.get_current_context().exit(1)


@scenario.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
@json_option
def check(
    files: tuple[Path, ...],
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Test the expectations of scenario FILEs; exit 1 names those that fail."""
    gov = gov_for(ledger, may_fall_back=False)
    checked = gov.scenarios.check(*files)
    if wants_json(as_json):
        print_json({"ok": all(one.ok for one in checked), "scenarios": [one.to_json() for one in checked]})
    else:
        from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

        for one in checked:
            failed = [expected for expected in one.expect if not expected.ok]
            many = len(one.expect)
            said = "expects nothing" if not many else f"{many - len(failed)} of {many} expectations hold"
            click.echo(f"{'FAIL' if failed else 'ok  '}  {safe(one.file)}: {said}")
            for expected in failed:
                click.echo(safe(f"      {expected.where}: expected {expected.text}"))
                click.echo(safe(f"      {' ' * len(expected.where or '')}       got {expected.got}"))
    if not all(one.ok for one in checked):
        click.get_current_context().exit(1)


@scenario.command("paths")
@_scenario_file
@choose_option
@click.option(
    "--most", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="Paths to list at most."
)
@common
@json_option
def paths(
    file: Path,
    choices: tuple[str, ...],
    most: int,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Every way through the decisions of FILE, with the outcomes at its end."""
    from govsim.rules.expressions import show_value  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import safe  # noqa: PLC0415 - the same

    view = gov_for(ledger, may_fall_back=False).scenarios.paths(file, choose=chosen(choices), most=most)
    if wants_json(as_json):
        print_json(view.to_json())
    else:
        click.echo(f"HYPOTHETICAL: {view.scenario}")
        outcomes = [name for name, _ in view.paths[0].outcomes] if view.paths else []
        rows = [
            [
                safe(", ".join(f"{decision}={option}" for decision, option in path.choices))
                or "(no decision is reached)",
                *(safe(show_value(value)) for _, value in path.outcomes),
                str(path.dropped),
            ]
            for path in view.paths
        ]
        print_table(["path", *map(safe, outcomes), "do not happen"], rows)
    if not view.complete:
        click.echo(f"There are more than {most} paths: fix answers with --choose, or raise --most.", err=True)


def chosen(choices: tuple[str, ...]) -> dict[str, str]:
    """Return decisions and options as they were given."""
    answers: dict[str, str] = {}
    for choice in choices:
        decision, equals, option = choice.partition("=")
        if not equals or not decision or not option:
            raise click.BadParameter(f"'{choice}' is not DECISION=OPTION", param_hint="--choose")
        if answers.get(decision, option) != option:
            raise click.BadParameter(f"'{decision}' is chosen twice", param_hint="--choose")
        answers[decision] = option
    return answers


def _asking() -> Callable[[DecisionView], str | None] | None:
    """Return what asks on the terminal, None where there is none."""
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    def ask(decision: DecisionView) -> str | None:
        click.echo(f"\n{decision.at}  {decision.question}", err=True)
        for number, (name, title) in enumerate(decision.options, 1):
            click.echo(f"  {number}  {name}{'' if title == name else f': {title}'}", err=True)
        ids = [name for name, _ in decision.options]
        numbers = {str(number): name for number, name in enumerate(ids, 1)}
        while True:
            given = click.prompt("  Which? (empty leaves it open)", default="", show_default=False, err=True).strip()
            if not given:
                return None
            if given in ids or given in numbers:
                return numbers.get(given, given)
            click.echo(f"  There is no '{safe(given)}': write one of {', '.join(ids)}, or its number.", err=True)

    return ask
