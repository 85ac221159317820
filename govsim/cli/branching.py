"""Commands about branches: branch create, list and drop; diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govsim.cli.options import common, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_branch, print_json, print_table

if TYPE_CHECKING:
    from datetime import tzinfo

    from govsim.service.branch_views import BranchView, DiffView, EventDiff


@click.group()
def branch() -> None:
    """Make, list and drop branches: lines of history that inherit from another."""


@branch.command("create")
@click.argument("name")
@click.option("--from", "parent", default="main", show_default=True, metavar="BRANCH", help="The branch to fork.")
@click.option("--at", "at", metavar="TIME", help="Inherit only what sorts before TIME.")
@click.option("--before", metavar="EVENT", help="Inherit only what sorts before EVENT.")
@click.option("--after", metavar="EVENT", help="Inherit only what sorts up to EVENT.")
@click.option("--position", type=int, help="Inherit what the ledger held at this position; default: all it holds.")
@common
@json_option
def create(
    name: str,
    parent: str,
    at: str | None,
    before: str | None,
    after: str | None,
    position: int | None,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Make the branch NAME; what is recorded on its parent later does not reach it."""
    gov = gov_for(ledger, may_fall_back=False)
    view = gov.branches.create(
        name, parent=parent, at=at, before=before, after=after, position=position, zone=setting("zone", zone)
    )
    if wants_json(as_json):
        print_json(view.to_json())
        return
    click.echo(f"{view.name}: a hypothetical branch of {view.parent}, {_from(view)}")


@branch.command("list")
@click.option("--all", "dropped", is_flag=True, help="List dropped branches too.")
@common
@json_option
def list_(
    dropped: bool,  # noqa: FBT001 - click's way
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - the same
) -> None:
    """The branches, and how many later corrections of what it inherits each misses."""
    from govsim.service.text import clock, safe  # noqa: PLC0415 - `govsim --help` must stay quick

    gov = gov_for(ledger, may_fall_back=False)
    views = gov.branches.list(dropped=dropped)
    if wants_json(as_json):
        print_json({"branches": [view.to_json() for view in views]})
        return
    shown = gov.display_zone(setting("zone", zone), [])
    are_of_scenarios = any(view.scenario for view in views)
    print_table(
        [
            *("branch", "from"),
            *(["scenario"] if are_of_scenarios else []),
            *("inherits", "own events", "made", "later corrections missed"),
        ],
        [
            [
                f"{view.name} (dropped)" if view.dropped_at is not None else view.name,
                view.parent or "",
                *([safe(view.scenario or "")] if are_of_scenarios else []),
                _from(view) if view.parent else "recorded history",
                str(view.events),
                clock(view.created_at - view.created_at % 1_000_000, shown),
                str(view.missed_corrections) if view.missed_corrections else "",
            ]
            for view in views
        ],
    )


@branch.command("drop")
@click.argument("name")
@common
def drop(name: str, ledger: str | None, zone: str | None) -> None:
    """Close the branch NAME; nothing of it is erased."""
    gov_for(ledger, may_fall_back=False).branches.drop(name)
    click.echo(f"{name}: dropped")


def _from(view: BranchView) -> str:
    cut = f", {' '.join(view.cut)}" if view.cut else ""
    return f"position {view.position}{cut}"


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--at", "at", metavar="TIME", help="Compare the posts at TIME; default: at the last event of either.")
@common
@json_option
def diff(
    a: str,
    b: str,
    at: str | None,
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Where the branches A and B differ: their events, and who holds what."""
    gov = gov_for(ledger, may_fall_back=False)
    view = gov.diff(a, b, at=at, zone=setting("zone", zone))
    if wants_json(as_json):
        print_json(view.to_json())
        return
    _print_diff(view, gov.display_zone(setting("zone", zone), []))


def _print_diff(view: DiffView, zone: tzinfo) -> None:
    from govsim.service.steps import standing_text  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import clock, safe, when  # noqa: PLC0415 - the same

    for name in view.hypothetical:
        print_branch(name)
    kinds = {"only_a": f"only {view.a}", "only_b": f"only {view.b}", "changed": "changed"}
    if view.events:
        print_table(
            ["", "at", "event", "what"],
            [
                line
                for event in view.events
                for line in [
                    [kinds[event.kind], when(event.at, zone), event.id, safe(event.label)],
                    *_fields(event),
                ]
            ],
        )
    else:
        click.echo("The events are the same.")
    click.echo()
    if not view.posts:
        click.echo(f"At {clock(view.at, zone)} every post stands the same.")
        return
    click.echo(f"At {clock(view.at, zone)}:")
    print_table(
        ["post", view.a, view.b],
        [[post.post, standing_text(post.a), standing_text(post.b)] for post in view.posts],
    )


def _fields(event: EventDiff) -> list[list[str]]:
    from govsim.service.branch_views import in_words  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import safe  # noqa: PLC0415 - the same

    return [["", "", f"  {name}", safe(f"{in_words(one)} -> {in_words(two)}")] for name, one, two in event.fields]
