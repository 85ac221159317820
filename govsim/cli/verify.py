"""Commands that check: check, schema."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import branch_option, common, gov_for, json_option, wants_json
from govsim.cli.output import print_branch, print_json


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--explain", metavar="EVENT", help="The reasoning behind the verdict on one act, as a short legal note.")
@branch_option
@common
@json_option
def check(
    files: tuple[Path, ...],
    explain: str | None,
    branch: str,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """What does not add up, in FILES or else in the ledger; exit 1 when something cannot be."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    if explain is not None:
        note = gov_for(ledger, files).explain(explain, branch=branch)
        if wants_json(as_json):
            print_json(note.to_json(), branch)
        else:
            print_branch(branch)
            for line in note.lines:
                click.echo(line)
        return
    view = gov_for(ledger, files).check(branch=branch)
    if wants_json(as_json):
        print_json(view.to_json(), branch)
    else:
        print_branch(branch)
        for finding in view.findings:
            where = f"{finding.where}: " if finding.where else ""
            click.echo(safe(f"{where}{finding.severity}: {finding.code}: {finding.message} [{finding.event}]"))
        for verdict in view.verdicts:
            if verdict.status == "undetermined":
                continue  # the number says enough; --explain tells about one
            failed = next((reason for reason in verdict.reasons if reason.passed is False), None)
            by = f" by {failed.provision}" if failed is not None else ""
            click.echo(safe(f"verdict: {verdict.status}{by}: {verdict.label} [{verdict.event}]"))
        counts = [f"{sum(f.severity == kind for f in view.findings)} {kind}s" for kind in ("error", "warning", "note")]
        silent = sum(verdict.status == "undetermined" for verdict in view.verdicts)
        judged = f"; {len(view.verdicts) - silent} acts judged, {silent} undetermined" if view.verdicts else ""
        click.echo(f"{', '.join(counts)}{judged}", err=True)
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
