"""The command that reads other formats, made from the one table of them: import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from govsim.cli.options import common, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_json, progress_bar
from govsim.exchange.formats import Format, readable

if TYPE_CHECKING:
    from govsim.exchange.losses import Loss
    from govsim.service.importing import ImportedFile

Function = TypeVar("Function", bound=Callable[..., Any])
_SHOWN = 5
"""Rows of each kind that are printed; `--json` has them all."""


class FormatGroup(click.Group):
    """A group of formats; the command of one is made when it is used."""

    formats: Mapping[str, Format]
    made: Callable[[Format], click.Command]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the formats in the order of the table."""
        return list(self.formats)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a format."""
        return type(self).made(self.formats[cmd_name]) if cmd_name in self.formats else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of formats."""
        with formatter.section("Formats"):
            formatter.write_dl([(one.name, one.title) for one in self.formats.values()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the format that the arguments name; a near miss gets a suggestion."""
        if args and args[0] not in self.formats:
            from govsim.model.errors import did_you_mean  # noqa: PLC0415 - only for a mistake

            ctx.fail(f"No such format '{args[0]}'; {did_you_mean(args[0], self.formats) or 'see --help'}")
        return super().resolve_command(ctx, args)


class _Importers(FormatGroup):
    formats: Mapping[str, Format] = {one.name: one for one in readable()}

    @staticmethod
    def made(format_: Format) -> click.Command:
        return _importer(format_)


@click.group("import", cls=_Importers, context_settings={"help_option_names": ["-h", "--help"]})
def import_() -> None:
    """Append files of other formats to the ledger."""


def with_options(function: Function, options: Iterable[Callable[[Function], Function]]) -> Function:
    """Return a function with options, listed in the order in which they are given."""
    for option in reversed(list(options)):
        function = option(function)
    return function


def _tenure_options(format_: Format) -> list[Callable[[Any], Any]]:
    """Return what can be said of tenures that a file leaves open."""
    default = "--partial" if format_.partial else "--complete"
    return [
        click.option("--org", metavar="NAME", help="The organisation of rows that name none."),
        click.option(
            "--partial/--complete",
            default=format_.partial,
            help=f"Whether some holders may be missing, so that a gap is no vacancy.  [default: {default}]",
        ),
        click.option("--from", "since", metavar="TIME", help="The first time that the file covers."),
        click.option("--to", "until", metavar="TIME", help="The last time that the file covers."),
        click.option(
            "--blank-end",
            type=click.Choice(["unknown", "current"]),
            default="unknown",
            show_default=True,
            help="What a blank end means where no later tenure follows.",
        ),
        click.option(
            "--inverted",
            type=click.Choice(["between", "skip", "swap"]),
            default="between",
            show_default=True,
            help="How a start after the end is read: some time between the two, not at all, exchanged.",
        ),
        click.option(
            "--seats", metavar="N|many", default="many", show_default=True, help="Seats of posts without a number."
        ),
    ]


def _table_options() -> list[Callable[[Any], Any]]:
    """Return what can be said of a table whose columns are called otherwise."""
    return [
        click.option(
            "--column",
            "columns",
            metavar="COLUMN=NAME",
            multiple=True,
            help="What a column is called there, as in post=Funktion; may be given several times.",
        ),
        click.option("--date-format", metavar="FORMAT", help="How dates are written there, as in DD.MM.YYYY."),
        click.option("--map", "map_file", type=click.Path(path_type=Path), help="Read both from a saved map."),
        click.option("--save-map", type=click.Path(path_type=Path), help="Save both as a map for the next import."),
    ]


def _importer(format_: Format) -> click.Command:
    """Return the command that imports a format, with the options that it knows."""
    named = "name of the first file" if format_.joins else "file's name"
    options = [
        click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path)),
        click.option("--record", metavar="ID", help=f"The record that the file makes.  [default: the {named}]"),
        *(_tenure_options(format_) if format_.tells_tenures else []),
        *(_table_options() if format_.is_table else []),
        click.option("--dry-run", is_flag=True, help="Print how the files are read; write nothing."),
        click.option("--strict", is_flag=True, help="Write nothing where a row is wrong or something is not carried."),
        *(
            [click.option("--validate", is_flag=True, help="Check the files with the format's own library first.")]
            if format_.validates
            else []
        ),
        click.option("--amend", is_flag=True, help="Append corrections, retractions and new events where it differs."),
        click.option("--why", metavar="TEXT", help="The reason kept with each amendment."),
        common,
        json_option,
    ]

    def run(**given: Any) -> None:
        _import(format_, given)

    many = "Together they make one record." if format_.joins else "Each makes a record."
    text = f"Append {format_.title} to the ledger; a second import changes nothing.\n\n{many}{format_.says}"
    return click.command(format_.name, help=text, short_help=format_.title)(with_options(run, options))


def _import(format_: Format, given: dict[str, Any]) -> None:
    """Import files and print what became of them."""
    from govsim.exchange.options import Options  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.column_maps import options_with_map  # noqa: PLC0415 - the same
    from govsim.service.importing import import_files  # noqa: PLC0415 - the same

    amend, why = given["amend"], given["why"]
    if amend and not (why or "").strip():
        raise click.UsageError("--amend needs --why TEXT: the reason is kept with each correction")
    if why and not amend:
        raise click.UsageError("--why is the reason of an amendment: it needs --amend")
    asked = ("record", "partial", "since", "until", "blank_end", "inverted", "seats", "strict", "date_format")
    options = Options(
        organization=given.get("org"),
        zone=setting("zone", given["zone"]) or "UTC",
        validate=given.get("validate", False),
        **{name: given[name] for name in asked if name in given},
    )
    if format_.is_table:
        options = options_with_map(options, given["columns"], given["map_file"], given["save_map"])
    with progress_bar("Importing") as progress:
        view = import_files(
            gov_for(given["ledger"], may_fall_back=False),
            format_.name,
            given["files"],
            options,
            amend=amend,
            why=why,
            dry_run=given["dry_run"],
            progress=progress,
        )
    if wants_json(given["as_json"]):
        print_json(view.to_json())
    else:
        for file in view.files:
            _print_file(file)
    for file in view.files:
        print_losses(file.report.losses, f"{file.record}: not carried")
        _print_unreadable(file)
    if view.refused:
        click.echo("Nothing was written: --strict, and not everything can be carried.", err=True)
    if not view.ok:
        click.get_current_context().exit(1)


def _print_file(file: ImportedFile) -> None:
    """Print what became of a file, and the first rows of each kind that were read one way of several."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    report = file.report
    click.echo(f"{file.record}: {file.outcome}, {report.rows} rows, {report.tenures} tenures, {file.events} events")
    for change in file.load.changes if file.load else ():
        click.echo(safe(f"  {change}"))
    for kind, count in file.kinds.most_common():
        click.echo(f"  {count} {kind}:")
        its = (reading for reading in report.readings if reading.kind == kind)
        for reading in islice(its, _SHOWN):
            click.echo(safe(f"    line {reading.line}: {reading.says}: {reading.reading}"))
        if count > _SHOWN:
            click.echo(f"    ... and {count - _SHOWN} more; --json lists them all")


def print_losses(losses: Iterable[Loss], head: str) -> None:
    """Print to standard error what was not carried."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    lines = [safe(f"  {loss}") for loss in losses]
    if lines:
        click.echo("\n".join([f"{head}:", *lines]), err=True)


def _print_unreadable(file: ImportedFile) -> None:
    """Print to standard error the mistakes of rows that were left out."""
    from govsim.service.text import safe  # noqa: PLC0415 - `govsim --help` must stay quick

    for problem in file.report.unreadable:
        click.echo(safe(str(problem)), err=True)
    if refused := file.report.refused:
        rows = "row was" if refused == 1 else "rows were"
        click.echo(f"{refused} {rows} left out, the others were read; --strict refuses the whole file", err=True)
