"""The `govsim` command; each group of commands is imported when it is called."""

from __future__ import annotations

import contextlib
import importlib
import io
import keyword
import os
import sys
from collections.abc import Mapping

import click

_COMMANDS: Mapping[str, tuple[str, str]] = {
    "open": ("govsim.cli.screen", "Walk through a record in the terminal."),
    "serve": ("govsim.cli.serve", "The same in a browser."),
    "load": ("govsim.cli.write", "Append record files to the ledger."),
    "new": ("govsim.cli.write", "Write a commented template."),
    "import": ("govsim.cli.exchange", "Append files of other formats."),
    "export": ("govsim.cli.export", "Write a history in another format."),
    "at": ("govsim.cli.ask", "Who holds which post at an instant."),
    "history": ("govsim.cli.ask", "The succession of a post, or a person's tenures."),
    "why": ("govsim.cli.ask", "The events and sources behind an answer."),
    "events": ("govsim.cli.ask", "The timeline."),
    "branch": ("govsim.cli.branching", "Make, list and drop branches."),
    "diff": ("govsim.cli.branching", "Where two branches differ."),
    "scenario": ("govsim.cli.scenario", "Carry out, test and explore what-ifs."),
    "simulate": ("govsim.cli.simulate", "How likely each outcome of a scenario is."),
    "pivots": ("govsim.cli.pivots", "What an outcome hung on."),
    "power": ("govsim.cli.power", "Who can carry and who can block a vote."),
    "powers": ("govsim.cli.power", "Who could act for an organisation."),
    "plot": ("govsim.cli.pictures", "A swimlane: who was in which post when."),
    "report": ("govsim.cli.pictures", "A page to send or print: who held what, with sources."),
    "check": ("govsim.cli.verify", "What does not add up, in files or the ledger."),
    "verify": ("govsim.cli.trust", "Whether the ledger is what was written."),
    "anchor": ("govsim.cli.trust", "Print the hash to keep elsewhere."),
    "copy": ("govsim.cli.copying", "Copy a ledger to a file or a server."),
    "schema": ("govsim.cli.verify", "JSON Schema for editors."),
}
"""Where each command lives and what it is for, so that `govsim --help` imports none of them."""


class _Commands(click.Group):
    """A group that knows its commands by name and loads one when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first session."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) or cmd_name == "open" else cmd_name
        command = getattr(importlib.import_module(_COMMANDS[cmd_name][0]), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; a near miss gets a suggestion."""
        if args and args[0] not in _COMMANDS:
            from govsim.model.errors import did_you_mean  # noqa: PLC0415 - only for a mistake

            hint = did_you_mean(args[0], _COMMANDS)
            ctx.fail(f"there is no command '{args[0]}'; {hint or '`govsim --help` lists them'}")
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        import govsim  # noqa: PLC0415 - its version is read from the installed metadata

        click.echo(f"govsim {govsim.__version__}")
        ctx.exit()


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--ledger", envvar="GOVSIM_LEDGER", metavar="URL", help="The ledger, e.g. sqlite:///weekend.db.")
@click.option("--zone", metavar="ZONE", help="Zone for reading and showing times, e.g. Europe/Paris.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version.",
)
@click.pass_context
def cli(ctx: click.Context, ledger: str | None, zone: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Who governed an organisation, at any moment, says who.

    Without a command: opens the weekend of November 2023 in the terminal, or prints its steps where there is none.
    """
    if ctx.invoked_subcommand is None:
        from govsim.cli.weekend import run_weekend  # noqa: PLC0415 - Textual takes half a second

        run_weekend(ledger, zone, as_json=as_json)


def main() -> None:
    """Run the command line; every mistake of the input ends in one clear message and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe in another encoding still gets every name, written out
            stream.reconfigure(errors="backslashreplace")
    # Looking for pydantic's plugins reads the metadata of every installed package: 20 ms, and none changes an answer.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = cli.main(prog_name="govsim", standalone_mode=False)
        if sys.stdout is not None:  # None where it was closed before we began
            sys.stdout.flush()
    except click.ClickException as failure:
        _print_usage_error(failure)
        code = failure.exit_code
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except SystemExit as ended:
        # No command of ours ends like this; click does, with 1, on a pipe whose reader has what it wanted.
        code = 0 if ended.code == 1 else ended.code
    except BrokenPipeError:  # `govsim events | head`: the reader has what it wanted
        _drop_output()
        code = 0
    except Exception as failure:  # noqa: BLE001 - the last net: a user never sees a traceback
        code = _report(failure)
    sys.exit(code if isinstance(code, int) else 0)


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that Python does not try once more as it ends."""
    with contextlib.suppress(io.UnsupportedOperation):  # a stream of a test, which has no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_usage_error(failure: click.ClickException) -> None:
    """Print click's errors as click does, but with what the user typed made harmless."""
    from govsim.service.text import safe  # noqa: PLC0415 - only for a mistake

    context = getattr(failure, "ctx", None)
    if context is not None:
        click.echo(f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n", err=True)
    click.echo(f"Error: {safe(failure.format_message())}", err=True)


def _report(failure: Exception) -> int:
    """Print a failure for a user and return the exit code."""
    from govsim.model.errors import DocumentError, GovsimError  # noqa: PLC0415 - only for a mistake
    from govsim.service.text import safe  # noqa: PLC0415 - the same

    if os.environ.get("GOVSIM_DEBUG"):
        raise failure
    if isinstance(failure, GovsimError):
        lines = failure.lines
        if not isinstance(failure, DocumentError):
            lines[0] = f"Error: {lines[0]}"
    elif isinstance(failure, OSError):
        _drop_output()
        lines = [f"Error: the output cannot be written: {failure.strerror or failure}"]
    else:
        name = type(failure).__name__
        lines = [
            f"Error: something went wrong inside govsim ({name}: {failure})",
            "  GOVSIM_DEBUG=1 shows where; please report it",
        ]
    for line in lines:
        click.echo(safe(line), err=True)
    return 2
