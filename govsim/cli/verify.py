"""Commands that check: check, schema."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import branch_option, common, gov_for, json_option, wants_json
from govsim.cli.output import print_branch, print_json


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@branch_option
@common
@json_option
def check(
    files: tuple[Path, ...],
    branch: str,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """What does not add up, in FILES or else in the ledger; exit 1 when something cannot be."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    view = gov_for(ledger, files).check(branch=branch)
    if wants_json(as_json):
        print_json(view.to_json(), branch)
    else:
        print_branch(branch)
        for finding in view.findings:
            where = f"{finding.where}: " if finding.where else ""
            click.echo(safe(f"{where}{finding.severity}: {finding.code}: {finding.message} [{finding.event}]"))
        counts = [f"{sum(f.severity == kind for f in view.findings)} {kind}s" for kind in ("error", "warning", "note")]
        click.echo(", ".join(counts), err=True)
    if not view.ok:
        click.get_current_context().exit(1)


@click.group()
def schema() -> None:
    """JSON Schema for editors."""


@schema.command("record")
def schema_record() -> None:
    """Print the JSON Schema of record files."""
    from govsim.documents.schema import record_schema  # noqa: PLC0415 - imported when used

    print_json(record_schema())


@schema.command("scenario")
def schema_scenario() -> None:
    """Print the JSON Schema of scenario files."""
    from govsim.documents.schema import scenario_schema  # noqa: PLC0415 - imported when used

    print_json(scenario_schema())
