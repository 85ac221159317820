"""The command pivots: what an outcome hung on."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import common, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_json, print_table


@click.command()
@click.argument("record")
@click.option(
    "--outcome", required=True, metavar="EXPR", help="E.g. \"holds('sam-altman', 'openai/ceo', '2023-12-01')\"."
)
@click.option("--most", type=click.IntRange(1), default=30, show_default=True, help="Changes to print at most.")
@common
@json_option
def pivots(
    record: str,
    outcome: str,
    most: int,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Every single change of RECORD (an id or a file) that turns an outcome: an event left out, one vote turned round.

    The earliest come first; at one instant the smallest.
    """
    from govsim.rules.expressions import show_value  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import safe, when  # noqa: PLC0415 - the same

    scenarios = gov_for(ledger, may_fall_back=False).scenarios
    view = scenarios.pivots(record, outcome)
    if wants_json(as_json):
        print_json(view.to_json())
        return
    click.echo(f"HYPOTHETICAL: what turns {safe(outcome)}, which is {show_value(view.value)} as recorded")
    if not view.pivots:
        click.echo(f"None of {view.tried} single changes does.")
        return
    beside = Path(record) if Path(record).exists() else None
    shown = scenarios.zone(view.record, beside, setting("zone", zone))
    print_table(
        ["when", "without", "comes to", "also fall"],
        [
            [
                "by another reading" if pivot.at is None else when(pivot.at, shown),
                pivot.label if pivot.name is None else f"{pivot.name}'s vote turned round: {pivot.label}",
                show_value(pivot.value),
                str(pivot.dropped),
            ]
            for pivot in view.pivots[:most]
        ],
    )
    if len(view.pivots) > most:
        click.echo(f"and {len(view.pivots) - most} more; --most N prints them", err=True)
