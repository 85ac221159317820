"""Commands about power: who can carry and block a vote, who could act for an organisation."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import branch_option, common, file_option, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_branch, print_json, print_table


@click.command()
@click.argument("organ")
@click.option("--at", "at", required=True, metavar="TIME", help="When.")
@file_option
@branch_option
@common
@json_option
def power(
    organ: str,
    at: str,
    files: tuple[Path, ...],
    branch: str,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Who can carry and who can block a vote in ORGAN when everybody attends, with the power of each member."""
    from govsim.service.text import clock, safe  # noqa: PLC0415 - `govsim --help` must stay quick

    gov = gov_for(ledger, files)
    view = gov.power(organ, at, branch=branch, zone=setting("zone", zone))
    if wants_json(as_json):
        print_json(view.to_json(), branch)
        return
    print_branch(branch)
    click.echo(f"{organ} at {clock(view.at, gov.display_zone(setting('zone', zone), [organ]))}")
    click.echo(safe(view.rule))
    click.echo(f"to carry: {_fewest(view.carry)}; to block: {_fewest(view.block)}\n")
    rows = [[safe(m.name), str(m.weight), f"{m.banzhaf}", f"{m.shapley}"] for m in view.members]
    print_table(["member", "weight", "Banzhaf", "Shapley-Shubik"], rows)
    if view.coalitions is None:
        click.echo("\nThe smallest groups that carry are too many to list.")
    elif view.coalitions:
        names = {member.party: member.name for member in view.members}
        click.echo(f"\nThe smallest groups that carry ({len(view.coalitions)}):")
        for group in view.coalitions[:20]:
            click.echo(safe(f"  {', '.join(names[party] for party in group)}"))
        if len(view.coalitions) > 20:
            click.echo(f"  and {len(view.coalitions) - 20} more")


@click.command()
@click.argument("organization")
@click.option("--at", "at", required=True, metavar="TIME", help="When.")
@file_option
@branch_option
@common
@json_option
def powers(
    organization: str,
    at: str,
    files: tuple[Path, ...],
    branch: str,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Who could act for ORGANIZATION: whose power each act is, who sits there, and how many of them it takes."""
    from govsim.service.text import clock, safe  # noqa: PLC0415 - `govsim --help` must stay quick

    gov = gov_for(ledger, files)
    view = gov.powers(organization, at, branch=branch, zone=setting("zone", zone))
    if wants_json(as_json):
        print_json(view.to_json(), branch)
        return
    print_branch(branch)
    click.echo(f"{organization} at {clock(view.at, gov.display_zone(setting('zone', zone), []))}")
    for one in view.powers:
        click.echo(safe(f"  {one.text}  [{one.id}, {one.layer}]"))
    if not view.powers:
        click.echo("  no rule says who may do what")


def _fewest(number: int | None) -> str:
    return "nobody can" if number is None else f"{number} member{'' if number == 1 else 's'}"
