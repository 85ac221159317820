"""Commands that ask: at, history, why, events."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govsim.cli.options import branch_option, common, file_option, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_branch, print_json, print_table

if TYPE_CHECKING:
    from datetime import tzinfo

    from govsim.service.event_views import EventView
    from govsim.service.gov import Gov
    from govsim.service.views import PostView, RosterView


@click.command()
@click.argument("time")
@click.option("--record", help="Only posts that this record declares.")
@click.option("--org", help="Only posts of this organisation.")
@click.option("--post", help="Only this post, e.g. openai/ceo.")
@branch_option
@click.option("--known-at", metavar="TIME", help="Admit only what was announced by then.")
@click.option("--recorded-at", metavar="TIME", help="Admit only what the ledger held then.")
@click.option(
    "--trust",
    default="disputed",
    show_default=True,
    help="The weakest claim admitted: confirmed, reported, disputed.",
)
@click.option("--during", is_flag=True, help="List everyone possible in the day that begins at TIME.")
@file_option
@common
@json_option
def at(
    time: str,
    record: str | None,
    org: str | None,
    post: str | None,
    branch: str,
    known_at: str | None,
    recorded_at: str | None,
    trust: str,
    during: bool,  # noqa: FBT001 - click's way
    files: tuple[Path, ...],
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - the same
) -> None:
    """Who holds which post at TIME.

    TIME is 2023-11-17T12:28-08:00, 2023-11-17 12:28, a date (its start) or now.
    """
    gov = gov_for(ledger, files)
    view = gov.at(
        time,
        record=record,
        org=org,
        post=post,
        branch=branch,
        known_at=known_at,
        recorded_at=recorded_at,
        trust=trust,
        during=during,
        zone=setting("zone", zone),
    )
    if wants_json(as_json):
        print_json(view.to_json())
        return
    _print_roster(view, gov.display_zone(setting("zone", zone), [row.post for row in view.posts]))


def _print_roster(view: RosterView, zone: tzinfo) -> None:
    from govsim.model.instant import to_rfc3339  # noqa: PLC0415 - `govsim --help` must stay quick
    from govsim.service.text import clock  # noqa: PLC0415 - the same

    span = " (everyone possible that day)" if view.during else ""
    click.echo(f"{clock(view.at, zone)}, {to_rfc3339(view.at)}{span}")
    for name, instant in (("known at", view.known_at), ("recorded at", view.recorded_at)):
        if instant is not None:
            click.echo(f"as {name} {clock(instant, zone)}")
    print_branch(view.branch)
    click.echo()
    print_table(
        ["post", "status", "seats", "holder", "since", "event"],
        [row for post in view.posts for row in _rows(post, zone)],
    )
    for post in view.posts:
        for offer in post.offers:
            click.echo(f"offered, not effective: {post.post} by {offer.event}")


def _rows(post: PostView, zone: tzinfo) -> list[list[str]]:
    """Return a post's lines: one a holder, the post itself named once."""
    from govsim.service.text import safe, when  # noqa: PLC0415 - `govsim --help` must stay quick

    seats = "many" if post.seats is None else f"{post.seats}" if not post.open else f"{post.seats} ({post.open} open)"
    lines = []
    for holder in post.holders:
        notes = [holder.capacity] if holder.capacity != "regular" else []
        notes += ["possible"] if holder.presence == "possible" else []
        notes += [holder.claim] if holder.claim != "confirmed" else []
        notes += ["on leave"] if holder.on_leave else []
        said = safe(holder.name) + (f" ({', '.join(notes)})" if notes else "")
        lines.append(["", "", "", said, when(holder.since, zone), holder.event])
    if not lines:
        lines.append(["", "", "", "-", "", ", ".join(post.disputed_by)])
    lines[0][:3] = [post.post, post.status, seats]
    return lines


@click.command()
@click.argument("post_or_person")
@branch_option
@file_option
@common
@json_option
def history(
    post_or_person: str,
    branch: str,
    files: tuple[Path, ...],
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Who held a post one after the other, or which posts a person held."""
    from govsim.service.text import safe, when  # noqa: PLC0415 - `govsim --help` must stay quick

    gov = gov_for(ledger, files)
    view = gov.history(post_or_person, branch=branch)
    if wants_json(as_json):
        print_json(view.to_json(), branch)
        return
    print_branch(branch)
    shown = gov.display_zone(setting("zone", zone), [tenure.post for tenure in view.tenures])
    click.echo(f"{safe(view.title)} ({view.id})\n")
    print_table(
        ["holder" if view.is_post else "post", "capacity", "start", "end", "opened by", "closed by"],
        [
            [
                safe(tenure.name) if view.is_post else tenure.post,
                tenure.capacity,
                when(tenure.start, shown),
                when(tenure.end, shown) if tenure.end else "",
                tenure.opened_by,
                tenure.closed_by or "",
            ]
            for tenure in view.tenures
        ],
    )


@click.command()
@click.argument("post")
@click.option("--at", "time", required=True, metavar="TIME", help="The instant that is asked about.")
@branch_option
@file_option
@common
@json_option
def why(
    post: str,
    time: str,
    branch: str,
    files: tuple[Path, ...],
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """Why POST is as it is at a time: the chain of events and their sources."""
    gov = gov_for(ledger, files)
    view = gov.why(post, time, branch=branch, zone=setting("zone", zone))
    if wants_json(as_json):
        print_json(view.to_json(), branch)
        return
    print_branch(branch)
    click.echo(f"{view.answer[0].upper()}{view.answer[1:]}.")
    shown = gov.display_zone(setting("zone", zone), [post])
    for link in view.links:
        indent = "  " * link.depth
        click.echo()
        click.echo(f"{indent}{link.role}: {link.event.label} [{link.event.id}]")
        _print_event(link.event, f"{indent}  ", shown)


def _print_event(event: EventView, indent: str, zone: tzinfo) -> None:
    """Print an event's clocks, rival readings and sources."""
    from govsim.service.text import safe, when  # noqa: PLC0415 - `govsim --help` must stay quick

    clocks = (
        ("at", event.at),
        ("decided", event.decided),
        ("notified", event.notified),
        ("announced", event.announced),
    )
    said = "; ".join(f"{name} {when(bound, zone)}" for name, bound in clocks if bound)
    click.echo(f"{indent}{said}{f' ({event.claim})' if event.claim != 'confirmed' else ''}")
    for reading in event.readings:
        by = "; ".join(source.citation for source in reading.sources)
        differs = "; ".join(f"{name} {text}" for name, text in reading.says)
        click.echo(safe(f"{indent}or {differs} ({reading.claim}{f'; {by}' if by else ''})"))
    for source in event.sources:
        click.echo(safe(f"{indent}source: {source.citation}"))


@click.command()
@click.option("--record", help="Only events of this record.")
@branch_option
@click.option("--from", "since", metavar="TIME", help="Events that can have happened then or later.")
@click.option("--to", "until", metavar="TIME", help="Events that can have happened by then.")
@click.option("--follow", is_flag=True, help="Print events as they are appended, by whatever process, until Ctrl-C.")
@click.option("--after", type=int, metavar="POSITION", help="With --follow: begin after this position, not now.")
@file_option
@common
@json_option
def events(
    record: str | None,
    branch: str,
    since: str | None,
    until: str | None,
    follow: bool,  # noqa: FBT001 - click's way
    after: int | None,
    files: tuple[Path, ...],
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """The events of the timeline, in order."""
    from govsim.service.text import when  # noqa: PLC0415 - `govsim --help` must stay quick

    if follow:
        if since or until or files:
            raise click.UsageError("--follow reads a ledger in the order of its positions: no --from, --to or --file")
        _follow(gov_for(ledger, may_fall_back=False), record, branch, after, as_json=wants_json(as_json))
        return
    if after is not None:
        raise click.UsageError("--after is where to begin to follow: it needs --follow")
    gov = gov_for(ledger, files)
    views = gov.events(record=record, branch=branch, since=since, until=until, zone=setting("zone", zone))
    if wants_json(as_json):
        print_json({"events": [view.to_json() for view in views]}, branch)
        return
    print_branch(branch)
    shown = _zone_of(gov, setting("zone", zone), record)
    print_table(
        ["at", "event", "claim", "what"],
        [
            [when(view.at, shown), view.id, "" if view.claim == "confirmed" else view.claim, view.label]
            for view in views
        ],
    )


def _follow(gov: Gov, record: str | None, branch: str, after: int | None, *, as_json: bool) -> None:
    """Print events as they are appended, one a line."""
    import json  # noqa: PLC0415 - `govsim --help` must stay quick

    from govsim.model.instant import to_rfc3339  # noqa: PLC0415 - the same
    from govsim.service.text import safe  # noqa: PLC0415 - the same

    hypothetical = {} if branch == "main" else {"branch": branch, "hypothetical": True}
    if not as_json:
        print_branch(branch)
    for view in gov.follow(after, branch=branch, record=record):
        if as_json:
            click.echo(json.dumps({**hypothetical, **view.to_json()}, ensure_ascii=True))
        else:
            click.echo(safe(f"{view.position}  {to_rfc3339(view.recorded_at)}  {view.at}  {view.id}  {view.label}"))
        sys.stdout.flush()


def _zone_of(gov: Gov, zone: str | None, record: str | None) -> tzinfo:
    posts = [] if record is None else list(gov.past().header(record).posts)
    return gov.display_zone(zone, posts)
