"""Options that several commands share, and the way from them to a Gov."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from govsim.service.gov import Gov

Command = TypeVar("Command", bound=Callable[..., Any])


def common(command: Command) -> Command:
    """Add --ledger and --zone, which may also stand before the command."""
    for option in (
        click.option("--zone", metavar="ZONE", help="Zone for reading and showing times, e.g. Europe/Paris."),
        click.option("--ledger", metavar="URL", help="The ledger; also GOVSIM_LEDGER. Default: in your data folder."),
    ):
        command = option(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
branch_option = click.option("--branch", default="main", show_default=True, help="The branch to read.")
file_option = click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Read this record file; needs no ledger.",
)


def setting(name: str, given: Any) -> Any:
    """Return an option's value, or what was given for it before the command."""
    return given or click.get_current_context().find_root().params.get(name)


def wants_json(given: bool) -> bool:  # noqa: FBT001 - a flag as click hands it over
    """Return whether JSON was asked for, before or after the command."""
    return bool(setting("as_json", given))


def gov_for(ledger: str | None, files: tuple[Path, ...] = (), *, may_fall_back: bool = True) -> Gov:
    """Return the Gov that a command talks to: files, the ledger named, or the default one.

    While the default ledger holds nothing, the record that ships with govsim answers, and stderr says so.
    """
    from govsim.model.errors import LedgerError  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.gov import Gov  # noqa: PLC0415 - the same
    from govsim.service.opening import bundled_file, open_ledger  # noqa: PLC0415 - the same

    if files:
        return Gov(None, files)
    url = setting("ledger", ledger)
    try:
        gov = open_ledger(url)
        if url is not None or not may_fall_back or not gov.is_empty:
            return gov
        note = "Your ledger is empty"
    except LedgerError as failure:
        if url is not None or not may_fall_back:
            raise
        note = failure.message
    click.echo(f"{note}; the bundled record openai-2023 answers. `govsim load FILE` adds yours.", err=True)
    return Gov(None, [bundled_file()])
