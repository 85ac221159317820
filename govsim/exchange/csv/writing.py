"""Tenures or events as a CSV file that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from govsim.exchange.csv.cells import BETWEEN_SOURCES, is_formula
from govsim.exchange.csv.events import EVENT_COLUMNS, SUPPORTED
from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.pruning import pruned
from govsim.exchange.stints import lose_fields, lose_zone, stints_of, told_sources
from govsim.exchange.story import Story
from govsim.model.bound import Bound
from govsim.model.events import Event
from govsim.model.header import organization_of

_TENURES = (
    "person_id",
    "name",
    "organization",
    "post",
    "start",
    "end",
    "capacity",
    "seats",
    "reason",
    "source",
    "note",
)
_EVENTS = tuple(name for name in EVENT_COLUMNS if name != "hypothetical")


def write(story: Story) -> Written:
    """Return tenures, or events, as CSV; a branch says in every row that it is hypothetical."""
    losses = Losses()
    columns = _TENURES if story.layout == "tenures" else _EVENTS
    rows = _tenures(story, losses) if story.layout == "tenures" else _events(story, losses)
    marked = ("hypothetical",) if story.is_hypothetical else ()
    # The losses are complete only once all rows are made.
    pieces = list(_lines((*columns, *marked), ({**row, "hypothetical": story.branch} for row in rows)))
    lose_zone(story, losses)
    return Written(losses.all(), pieces)


def _lines(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for cells in (columns, *([_harmless(row.get(name, "")) for name in columns] for row in rows)):
        writer.writerow(cells)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet calculates; the quote before it is dropped when it is read again."""
    return f"'{cell}" if is_formula(cell.lstrip("'")) else cell


def _tenures(story: Story, losses: Losses) -> Iterator[dict[str, str]]:
    for stint in stints_of(story):
        post = story.world.posts[stint.post]
        lose_fields(stint, losses)
        if stint.party in story.world.organizations:
            losses.add("that a holder is an organisation", stint.party)
        yield {
            "person_id": stint.party,
            "name": story.world.party(stint.party).name,
            "organization": story.world.organizations[organization_of(stint.post)].name,
            "post": post.title,
            "start": _written(stint.start),
            "end": "present" if stint.end is None else _written(stint.end),
            "capacity": "" if stint.capacity == "regular" else stint.capacity,
            "seats": str(post.seats),
            "reason": stint.reason or "",
            "source": BETWEEN_SOURCES.join(stint.sources),
            "note": stint.note or "",
        }


def _events(story: Story, losses: Losses) -> Iterator[dict[str, str]]:
    told: list[tuple[str, Event]] = []
    for entry in story.entries():
        event = story.event(entry.ref)
        if event.type in SUPPORTED:
            told.append((entry.ref, event))
        else:
            losses.add(f"event of type {event.type}", event.id)
    for (ref, _), event in zip(told, pruned([event for _, event in told], losses), strict=True):
        yield _event_row(story, ref, event, losses)


def _event_row(story: Story, ref: str, event: Event, losses: Losses) -> dict[str, str]:
    world = story.world
    data = {**event.dump(), **{name: getattr(event, name) for name in ("at", "decided", "notified", "announced")}}
    if getattr(event, "until", None) is not None:
        data["until"] = event.until  # type: ignore[attr-defined]  # only Hired has one

    def named(id_: str) -> str:
        if id_ in world.posts:
            losses.add(f"{event.type} by a post", id_)
            return ""
        return world.party(id_).name

    row: dict[str, str] = {}
    posts = _listed(data.pop("to", None) or data.pop("from", None) or data.pop("post", None) or data.pop("organ", None))
    about = data.pop("organization", None) or data.pop("in", None) or (organization_of(posts[0]) if posts else None)
    if posts and len({organization_of(post) for post in posts}) > 1:
        losses.add("posts of several organisations in one event", event.id)
        posts = [post for post in posts if organization_of(post) == about]
    row["post"] = "; ".join(world.posts[post].title if post in world.posts else post for post in posts)
    if about is not None:
        row["organization"] = world.organizations[about].name
    votes = data.pop("votes", {})
    for side in ("for", "against"):
        data[side] = votes.pop(side, None)
    for side in votes:
        losses.add(f"votes.{side}", event.id)
    data["who"] = data.pop("parties", None) or data.get("who")
    for name in ("who", "by", "replaces", "on_behalf_of", "for", "against"):
        row[name] = "; ".join(filter(None, (named(id_) for id_ in _listed(data.pop(name, None)))))
    row["says"] = str(
        next((data.pop(name) for name in ("says", "what", "motion", "terms", "title") if name in data), "")
    )
    row["because"] = "; ".join(
        cause if isinstance(cause, str) else cause["any"][0] for cause in data.pop("because", [])
    )
    data.pop("sources", None)
    row["source"] = BETWEEN_SOURCES.join(told_sources(story, ref, event))
    for name in list(data):
        if name in EVENT_COLUMNS and name not in row:
            value = data.pop(name)
            row[name] = _written(value) if isinstance(value, Bound) else _word(value)
    for name, value in data.items():
        if value:
            losses.add(f"{event.type}.{name}", event.id)
    return row


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _word(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _written(bound: Bound | None) -> str:
    return "" if bound is None or bound.is_unknown else bound.text
