"""The command copy."""

from __future__ import annotations

import click

from govsim.cli.options import json_option, wants_json
from govsim.cli.output import print_json, progress_bar


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
def copy(source: str, target: str, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Copy a whole ledger, FROM and TO being URLs: sqlite:///weekend.db or postgresql://user@host/database.

    Events, branches and hashes stay what they are. A copy that was stopped goes on when it is run again, and an old one
    is brought up to date. What holds another history is refused.
    """
    from govsim.service.copying import copy_ledger  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import safe  # noqa: PLC0415 - the same

    with progress_bar("Copying") as progress:
        view = copy_ledger(source, target, progress)
    if wants_json(as_json):
        print_json(view.to_json())
        return
    click.echo(f"{view.copied} of {view.events} events copied, {view.branches} branches; head {view.head}")
    click.echo(safe(f"{view.target} is what {view.source} is; verified"), err=True)
