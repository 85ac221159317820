"""Commands that write: load, new."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import common, gov_for, json_option, wants_json
from govsim.cli.output import print_json


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--amend", is_flag=True, help="Append corrections, retractions and new events where a file differs.")
@click.option("--why", metavar="TEXT", help="The reason kept with each amendment.")
@common
@json_option
def load(
    files: tuple[Path, ...],
    amend: bool,  # noqa: FBT001 - click's way
    why: str | None,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Append record FILES to the ledger; a second load changes nothing. The id of a bundled record will do."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    if amend and not (why or "").strip():
        raise click.UsageError("--amend needs --why TEXT: the reason is kept with each correction")
    if why and not amend:
        raise click.UsageError("--why is the reason of an amendment: it needs --amend")
    views = gov_for(ledger, may_fall_back=False).load(*files, amend=amend, why=why)
    if wants_json(as_json):
        print_json({"records": [view.to_json() for view in views]})
        return
    for view in views:
        click.echo(f"{view.record}: {view.outcome}, {view.events} events")
        for change in view.changes:
            click.echo(safe(f"  {change}"))


@click.group()
def new() -> None:
    """Write a commented template."""


@new.command("record")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def new_record(file: Path | None) -> None:
    """Write a commented record to FILE, which must not exist, or to standard output."""
    from govsim.documents.template import RECORD_TEMPLATE  # noqa: PLC0415 - imported when used

    _write(file, RECORD_TEMPLATE, "check")


@new.command("scenario")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def new_scenario(file: Path | None) -> None:
    """Write a commented scenario to FILE, which must not exist, or to standard output.

    It is a what-if on the record that `govsim new record` writes.
    """
    from govsim.documents.scenario_template import SCENARIO_TEMPLATE  # noqa: PLC0415 - imported when used

    _write(file, SCENARIO_TEMPLATE, "scenario check")


def _write(file: Path | None, template: str, checking: str) -> None:
    """Write a template to a new file, or print it."""
    from govsim.model.errors import GovsimError  # noqa: PLC0415 - `govsim --help` must stay quick

    if file is None:
        click.echo(template, nl=False)
        return
    try:
        with file.open("x", encoding="utf-8") as new_file:
            new_file.write(template)
    except FileExistsError:
        raise GovsimError(f"{file} exists; it was left as it is", hint="name another file") from None
    except OSError as failure:
        raise GovsimError(f"{file} cannot be written: {failure.strerror}") from None
    click.echo(f"Wrote {file}; check it with `govsim {checking} {file}`.", err=True)
