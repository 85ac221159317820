"""`govsim serve`: the terminal UI in a browser."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import click

from govsim.cli.options import common, setting


@click.command()
@click.argument("target", required=False)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="A loopback address or name.")
@click.option(
    "--port", default=8023, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes a free one."
)
@click.option("--allow-remote", is_flag=True, help="Let other machines in. There is no login: they read and write.")
@click.option("--public-url", metavar="URL", help="Where a proxy shows it, e.g. https://gov.example.org.")
@common
def serve(
    target: str | None,
    host: str,
    port: int,
    allow_remote: bool,  # noqa: FBT001 - click's way
    public_url: str | None,
    ledger: str | None,
    zone: str | None,
) -> None:
    """Show the terminal UI in a browser, on this machine, until Ctrl-C.

    TARGET is what `govsim open` opens; without it, the bundled weekend.
    """
    from govsim.model.errors import GovsimError  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import safe  # noqa: PLC0415 - the same
    from govsim.tui.web.addresses import listen, place_of  # noqa: PLC0415 - the same
    from govsim.tui.web.gate import gate_for, url_of  # noqa: PLC0415 - the same

    place = place_of(host)
    no_login = "there is no login: whoever reaches the port can read and write the ledger"
    if not (place.is_loopback or allow_remote):
        raise GovsimError(
            f"--host '{place.host}' lets other machines in ({', '.join(place.addresses)}), and {no_login}",
            hint="use 127.0.0.1, or say --allow-remote if that is what you want",
        )
    gate = gate_for(place, public_url)
    try:
        from govsim.tui.web import server  # noqa: PLC0415 - an extra, and heavy
        from govsim.tui.web.served_app import Command  # noqa: PLC0415 - the same
    except ModuleNotFoundError as failure:
        if (failure.name or "").startswith("govsim"):
            raise
        raise GovsimError(
            f"govsim serve needs more than is installed ({failure.name})", hint="pip install 'govsim[web]'"
        ) from failure
    command = Command(*_app(target, setting("ledger", ledger), setting("zone", zone)))
    with ExitStack() as held:
        sockets = [held.enter_context(each) for each in listen(place, port)]
        if not command.starts():
            raise GovsimError("there is nothing to serve: the app opened no screen", hint="what it said stands above")
        if not place.is_loopback:
            click.echo(f"Warning: other machines can open this, and {no_login}.", err=True)
        url = url_of(place, sockets[0].getsockname()[1], public_url)
        click.echo(f"govsim is at {safe(url)} (Ctrl-C ends it)", err=True)
        server.serve(command, gate, sockets)


def _app(target: str | None, ledger: str | None, zone: str | None) -> tuple[list[str], dict[str, str]]:
    """Return the command of this very installation and its environment; -P keeps the current folder out of imports.

    The ledger goes by the environment: its URL may hold a password, and everybody on a machine can read arguments.
    """
    argv = [sys.executable, "-P", "-m", "govsim"]
    if zone is not None:
        argv += ["--zone", zone]
    if target is not None:
        argv += ["open", "--", target]
    return argv, {"GOVSIM_LEDGER": ledger} if ledger else {}
