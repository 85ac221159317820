"""Commands that exchange data with other formats: import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from govsim.cli.options import common, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_json, progress_bar

if TYPE_CHECKING:
    from govsim.service.importing import ImportedFile

_SHOWN = 5
"""Rows of each kind that are printed; `--json` has them all."""


@click.group("import")
def import_() -> None:
    """Append files of other formats to the ledger."""


@import_.command("csv")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--record", metavar="ID", help="The record that the file makes.  [default: the file's name]")
@click.option("--org", metavar="NAME", help="The organisation of rows that name none.")
@click.option("--partial", is_flag=True, help="Not every holder is listed: a gap is no vacancy.")
@click.option("--from", "since", metavar="TIME", help="The first time that the file covers.")
@click.option("--to", "until", metavar="TIME", help="The last time that the file covers.")
@click.option(
    "--blank-end",
    type=click.Choice(["unknown", "current"]),
    default="unknown",
    show_default=True,
    help="What a blank end means where no later tenure follows.",
)
@click.option(
    "--inverted",
    type=click.Choice(["between", "skip", "swap"]),
    default="between",
    show_default=True,
    help="How a start after the end is read: some time between the two, not at all, exchanged.",
)
@click.option("--seats", metavar="N|many", default="many", show_default=True, help="Seats of posts without a number.")
@click.option("--dry-run", is_flag=True, help="Print how the files are read; write nothing.")
@click.option("--amend", is_flag=True, help="Append corrections, retractions and new events where a file differs.")
@click.option("--why", metavar="TEXT", help="The reason kept with each amendment.")
@common
@json_option
def import_csv(
    files: tuple[Path, ...],
    record: str | None,
    org: str | None,
    partial: bool,  # noqa: FBT001 - click's way
    since: str | None,
    until: str | None,
    blank_end: Literal["unknown", "current"],
    inverted: Literal["between", "skip", "swap"],
    seats: str,
    dry_run: bool,  # noqa: FBT001 - click's way
    amend: bool,  # noqa: FBT001 - click's way
    why: str | None,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Append the tenures in CSV FILES to the ledger; a second import changes nothing.

    A row is one person in one post: person_id or name, organization, post, start, end; capacity, seats, reason,
    source and note if you like. A blank end is unknown, not "still in office"; write present for that.
    """
    from govsim.service.importing import import_tenures  # noqa: PLC0415 - `govsim --help` must stay quick

    if amend and not (why or "").strip():
        raise click.UsageError("--amend needs --why TEXT: the reason is kept with each correction")
    if why and not amend:
        raise click.UsageError("--why is the reason of an amendment: it needs --amend")
    with progress_bar("Importing") as progress:
        view = import_tenures(
            gov_for(ledger, may_fall_back=False),
            files,
            record=record,
            organization=org,
            zone=setting("zone", zone),
            partial=partial,
            since=since,
            until=until,
            blank_end=blank_end,
            inverted=inverted,
            seats=seats,
            amend=amend,
            why=why,
            dry_run=dry_run,
            progress=progress,
        )
    if wants_json(as_json):
        print_json(view.to_json())
        return
    for file in view.files:
        _print_file(file)


def _print_file(file: ImportedFile) -> None:
    """Print what became of a file, and the first rows of each kind that were read one way of several."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    report = file.report
    click.echo(f"{file.record}: {file.outcome}, {report.rows} rows, {report.tenures} tenures, {file.events} events")
    for change in file.load.changes if file.load else ():
        click.echo(safe(f"  {change}"))
    if report.ignored_columns:
        columns = f"{len(report.ignored_columns)} column{'s' * (len(report.ignored_columns) > 1)}"
        click.echo(safe(f"  {columns} ignored: {', '.join(report.ignored_columns)}"))
    for kind, count in file.kinds.most_common():
        click.echo(f"  {count} {kind}:")
        its = [reading for reading in report.readings if reading.kind == kind]
        for reading in its[:_SHOWN]:
            click.echo(safe(f"    line {reading.line}: {reading.says}: {reading.reading}"))
        if count > _SHOWN:
            click.echo(f"    ... and {count - _SHOWN} more; --json lists them all")
