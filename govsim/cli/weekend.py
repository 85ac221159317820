"""`govsim` without a command: the weekend of November 2023, in the terminal or as printed steps."""

from __future__ import annotations

import click

from govsim.cli.output import print_json
from govsim.cli.screen import has_terminal, run_screen


def run_weekend(ledger: str | None, zone: str | None, *, as_json: bool) -> None:
    """Open the terminal UI on the bundled weekend; where there is no terminal, print its steps."""
    from govsim.service.opening import BUNDLED, open_weekend, weekend_steps  # noqa: PLC0415 - `govsim --help` must stay quick

    gov = open_weekend(ledger)
    if has_terminal() and not as_json:
        run_screen(gov, BUNDLED, zone, ledger, resume=True)
        return
    steps = weekend_steps(gov)
    if as_json:
        print_json({"steps": [step.to_json() for step in steps]})
        return
    from govsim.service.steps import holders_text  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import when  # noqa: PLC0415 - the same

    shown = gov.display_zone(zone, [])
    click.echo("OpenAI, 16 to 30 November 2023, step by step\n")
    for step in steps:
        event = step.event
        doubt = "" if event.claim == "confirmed" else f" ({event.claim})"
        click.echo(f"{when(event.at, shown)}  {event.label}{doubt}")
        for row in step.changes:
            click.echo(f"    {row.post.post}: {row.before} -> {holders_text(row.post)}")
    click.echo(
        f"\n{len(steps)} steps. With a terminal `govsim` lets you walk through them; `govsim --help` lists the rest."
    )
