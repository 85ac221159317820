"""Commands about trust: verify, anchor."""

from __future__ import annotations

import click

from govsim.cli.options import common, gov_for, json_option, wants_json
from govsim.cli.output import print_json, progress_bar


@click.command()
@click.option("--anchor", metavar="HASH", help="Also check that the event with this hash is still there.")
@click.option("--past", is_flag=True, help="Check what a large ledger believed before too; small ones always are.")
@common
@json_option
def verify(
    anchor: str | None,
    past: bool,  # noqa: FBT001 - click's way
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Whether every stored byte is what was written; exit 1 when something is not."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    with progress_bar("Verifying") as progress:
        view = gov_for(ledger, may_fall_back=False).verify(anchor, past=past, progress=progress)
    if wants_json(as_json):
        print_json(view.to_json())
    else:
        for problem in view.problems:
            click.echo(safe(f"position {problem.position}: {problem.what}"))
        state = "what was written" if view.ok else f"BROKEN, {len(view.problems)} problems"
        click.echo(f"{view.events} events: {state}; head {view.head}")
    if not view.ok:
        click.get_current_context().exit(1)


@click.command()
@click.option("--branch", default="main", show_default=True, help="The branch whose head to print.")
@common
@json_option
def anchor(
    branch: str,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Print the hash of the last event, to keep where nobody who can write the ledger can change it.

    `govsim verify --anchor HASH` then shows a tail that was cut off, and a history that was rewritten whole.
    """
    view = gov_for(ledger, may_fall_back=False).anchor(branch)
    if wants_json(as_json):
        print_json(view.to_json())
        return
    click.echo(view.head)
    click.echo(f"the head of {view.branch}, position {view.position}", err=True)
