"""The command that writes a history in another format: export."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from govsim.cli.exchange import FormatGroup, print_losses, with_options
from govsim.cli.options import branch_option, common, file_option, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_json
from govsim.exchange.formats import Format, writable


class _Exporters(FormatGroup):
    formats: Mapping[str, Format] = {one.name: one for one in writable()}

    @staticmethod
    def made(format_: Format) -> click.Command:
        return _exporter(format_)


@click.group("export", cls=_Exporters, context_settings={"help_option_names": ["-h", "--help"]})
def export() -> None:
    """Write a history in another format."""


def _exporter(format_: Format) -> click.Command:
    """Return the command that exports a format, with the options that it knows."""
    options = [
        click.option("--record", metavar="R", help="Only this record."),
        click.option("--org", metavar="O", help="Only what concerns this organisation."),
        branch_option,
        click.option("--at", metavar="T", help="Only what can have been so then."),
        *(
            [
                click.option(
                    "--layout",
                    type=click.Choice(format_.layouts),
                    default=format_.layouts[0],
                    show_default=True,
                    help="The form it is written in.",
                )
            ]
            if format_.layouts
            else []
        ),
        click.option("--strict", is_flag=True, help="Write nothing where something cannot be carried."),
        *(
            [click.option("--validate", is_flag=True, help="Check the outcome with the format's own library.")]
            if format_.validates
            else []
        ),
        click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file."),
        file_option,
        common,
        json_option,
    ]

    def run(**given: Any) -> None:
        _export(format_, given)

    text = f"Write a history as {format_.title}; what cannot be carried is listed on standard error."
    return click.command(format_.name, help=text, short_help=format_.title)(with_options(run, options))


def _export(format_: Format, given: dict[str, Any]) -> None:
    """Write a history, and print what could not be carried."""
    from govsim.service.exporting import export as export_view  # noqa: PLC0415 - `govsim --help` must stay quick

    view = export_view(
        gov_for(given["ledger"], given["files"]),
        format_.name,
        branch=given["branch"],
        record=given["record"],
        organization=given["org"],
        at=given["at"],
        layout=given.get("layout"),
        zone=setting("zone", given["zone"]),
        strict=given["strict"],
        validate=given.get("validate", False),
    )
    output = given["output"]
    if output is not None and not view.refused:
        view.save(output)
    if wants_json(given["as_json"]):
        print_json(view.to_json(None if output is not None or view.refused else view.text))
    elif output is None:
        for piece in view.pieces:
            click.echo(piece, nl=False)
    print_losses(view.losses, f"{format_.name}: not carried")
    if view.refused:
        click.echo("Nothing was written: --strict, and not everything can be carried.", err=True)
        click.get_current_context().exit(1)
