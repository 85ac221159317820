"""Commands that draw: plot and report."""

from __future__ import annotations

import os
from pathlib import Path

import click

from govsim.cli.options import branch_option, common, file_option, gov_for, json_option, setting, wants_json
from govsim.cli.output import print_json

_OUT = click.Path(path_type=Path)


@click.command()
@click.option("--record", help="Only posts and events of this record.")
@click.option("--org", help="Only posts of this organisation.")
@click.option("--post", "posts", multiple=True, help="Only this post; may be given again.")
@click.option("--person", "people", multiple=True, help="Only this person or organisation; may be given again.")
@click.option("--by", default="post", show_default=True, metavar="post|person", help="What has a lane.")
@click.option("--from", "since", metavar="TIME", help="Where the picture begins; default: at the first event.")
@click.option("--to", "until", metavar="TIME", help="Where it ends; default: at the last event.")
@branch_option
@click.option("--against", metavar="BRANCH", help="Draw this branch below, with the differences marked.")
@click.option("--mark", "marks", multiple=True, metavar="EVENT", help="Draw this event as a line; may be given again.")
@click.option(
    "--width", type=int, default=1200, show_default=True, help="In pixels: 390 for a phone, 1920 for a slide."
)
@click.option("--theme", default="auto", show_default=True, metavar="light|dark|auto", help="auto: as the reader's is.")
@click.option("-o", "--output", type=_OUT, metavar="FILE", help="Write FILE.svg or FILE.png.  [default: SVG to stdout]")
@file_option
@common
@json_option
def plot(
    record: str | None,
    org: str | None,
    posts: tuple[str, ...],
    people: tuple[str, ...],
    by: str,
    since: str | None,
    until: str | None,
    branch: str,
    against: str | None,
    marks: tuple[str, ...],
    width: int,
    theme: str,
    output: Path | None,
    files: tuple[Path, ...],
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """A swimlane: who was in which post from when to when.

    Certain, possible, interim and disputed tenures look different, and gaps are named. Point at a bar to read who, when
    and how sure. Many tenures are drawn together, and the picture says so.
    """
    _checked(output, (".svg", ".png"))
    view = gov_for(ledger, files).plot(
        record=record,
        org=org,
        posts=posts,
        people=people,
        by=by,
        since=since,
        until=until,
        branch=branch,
        against=against,
        marks=marks,
        zone=setting("zone", zone),
    )
    if wants_json(as_json):
        print_json(view.to_json(), branch)
    elif output is not None and output.suffix == ".png":
        _write(output, view.png(width=width, theme=theme))
    else:
        _write(output, view.svg(width=width, theme=theme).encode())


@click.command()
@click.option("--record", help="Only this record; default: all of them.")
@branch_option
@click.option("--against", metavar="BRANCH", help="Compare this branch with it.")
@click.option("--at", "at", metavar="TIME", help="Say who governs at TIME; default: after the last event.")
@click.option("--from", "since", metavar="TIME", help="Where its swimlane begins; default: at the first event.")
@click.option("--to", "until", metavar="TIME", help="Where its swimlane ends; default: at the last event.")
@click.option("--forecast", metavar="SCENARIO", help="Draw this scenario's decisions, and show how often what comes.")
@click.option("-o", "--output", type=_OUT, metavar="FILE", help="Write FILE.html.  [default: stdout]")
@file_option
@common
@json_option
def report(
    record: str | None,
    branch: str,
    against: str | None,
    at: str | None,
    since: str | None,
    until: str | None,
    forecast: str | None,
    output: Path | None,
    files: tuple[Path, ...],
    ledger: str | None,
    zone: str | None,
    as_json: bool,  # noqa: FBT001 - click's way
) -> None:
    """A page to send or print: summary, swimlane, who held what, timeline with sources, verdicts, comparison.

    With --forecast it shows how often each outcome of a scenario comes.

    It is one file of HTML that loads nothing from anywhere, and it can be read without scripts.
    """
    _checked(output, (".html", ".htm"))
    view = gov_for(ledger, files).report(
        record=record,
        branch=branch,
        against=against,
        at=at,
        since=since,
        until=until,
        forecast=forecast,
        zone=setting("zone", zone),
    )
    if wants_json(as_json):
        print_json(view.to_json(), branch)
    else:
        _write(output, view.html().encode())


def _checked(output: Path | None, suffixes: tuple[str, ...]) -> None:
    """Refuse a file whose name says another format, before anything is read."""
    if output is not None and output.suffix not in suffixes:
        from govsim.model.errors import GovsimError  # noqa: PLC0415 - only for a mistake

        raise GovsimError(f"'{output}' has another format's name", hint=f"name it {' or '.join(suffixes)}")


def _write(output: Path | None, data: bytes) -> None:
    """Write a file whole or not at all, or print it; bytes, so that no terminal's encoding changes them."""
    if output is None:
        click.echo(data, nl=False)
        return
    from govsim.model.errors import GovsimError  # noqa: PLC0415 - `govsim --help` must stay quick

    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(output)
    except OSError as failure:
        unfinished.unlink(missing_ok=True)
        raise GovsimError(f"{output} cannot be written: {failure.strerror or failure}") from None
    click.echo(f"Wrote {output}, {len(data) / 1000:,.0f} kB.", err=True)
