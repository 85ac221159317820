"""`govsim` and `govsim open` with a terminal: the screen, with the user's settings and their last place."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from govsim.cli.options import branch_option, common, setting
from govsim.replay.collector import collector_at_rest, collector_paused

if TYPE_CHECKING:
    from govsim.service.gov import Gov


def has_terminal() -> bool:
    """Return whether a screen can be opened here: in a terminal, or for a page in a browser.

    TEXTUAL_DRIVER is Textual's own variable; whoever shows an app elsewhere than in a terminal sets it.
    """
    return bool(os.environ.get("TEXTUAL_DRIVER")) or (sys.stdin.isatty() and sys.stdout.isatty())


def run_screen(gov: Gov, record: str, zone: str | None, ledger: str | None, **beginning: Any) -> None:
    """Open the terminal UI on a record; *beginning* says where in it."""
    with collector_paused():  # a seventh of the time to the first frame went into looking for garbage
        from govsim.tui.app import GovsimApp  # noqa: PLC0415 - Textual takes half a second
        from govsim.tui.config import config_file, read_config  # noqa: PLC0415 - the same
        from govsim.tui.memory import user_memory  # noqa: PLC0415 - the same

        memory = user_memory(ledger or "default")
        last = memory.read()
        if beginning.pop("resume", False) and last is not None and last.record == record:
            beginning["last"] = last
        app = GovsimApp(gov, record, zone, config=read_config(config_file()), memory=memory, **beginning)
    collector_at_rest()  # the record stays
    app.run()


@click.command("open")
@click.argument("target", required=False)
@branch_option
@common
def open_(target: str | None, branch: str, ledger: str | None, zone: str | None) -> None:
    """Open the terminal UI on TARGET: a record, RECORD@TIME, a branch, or a record or scenario file.

    Without TARGET it offers everything that can be opened: `govsim open openai-2023@2023-11-19T21:00-08:00`.
    """
    from govsim.model.errors import GovsimError  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.opening import BUNDLED, open_ledger, open_weekend  # noqa: PLC0415 - the same
    from govsim.service.places import read_target  # noqa: PLC0415 - the same

    url, shown = setting("ledger", ledger), setting("zone", zone)
    gov = open_ledger(url)
    if gov.is_empty:
        gov = open_weekend(url)
    found = None if target is None else read_target(gov, target, None if branch == "main" else branch)
    if not has_terminal():
        raise GovsimError("a screen needs a terminal", hint="`govsim at`, `events` and `scenario run` print instead")
    if found is not None:
        run_screen(found.gov, found.record, shown, url, target=found)
        return
    record = BUNDLED if gov.holds(BUNDLED) or not gov.reads_ledger else gov.ledger.headers()[0].record
    run_screen(gov, record, shown, url, choosing=True)
