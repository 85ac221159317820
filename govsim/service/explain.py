"""Why a post is as it is: the events that made it so, what they rest on, and the sources of each."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.model.instant import Instant
from govsim.replay.log import Entry
from govsim.service.event_views import LinkView, WhyView
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.telling import event_view
from govsim.service.text import safe
from govsim.service.views import PostView


def explain(past: Past, post: str, at: Instant) -> WhyView:
    """Return the answer in a sentence and the chain of events behind it, nearest first, causes below each."""
    view = past.post_view(past.roster.state(post, at))
    links: list[LinkView] = []
    seen: set[str] = set()
    entries = {entry.ref: entry for entry in past.timeline.entries}
    for role, entry in _roots(past, view, at, entries):
        _follow(past, entry, role, 0, entries, seen, links)
    return WhyView(at, view, _answer(past, view, at), tuple(links))


def _follow(
    past: Past,
    entry: Entry,
    role: str,
    depth: int,
    entries: dict[str, Entry],
    seen: set[str],
    links: list[LinkView],
) -> None:
    """Add an event and, below it, the events without which it would not have happened; each once."""
    if entry.ref in seen:
        return
    seen.add(entry.ref)
    links.append(LinkView(role, depth, event_view(past, entry)))
    for cause in entry.causes:
        if cause in entries:
            _follow(past, entries[cause], "because", depth + 1, entries, seen, links)


def _roots(past: Past, view: PostView, at: Instant, entries: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Return the events that made the answer, each with what it did."""
    history = past.history.posts[view.post]
    for ref in view.disputed_by:
        yield "disputed", entries[ref]
    for holder in view.holders:
        yield "opened", entries[holder.event]
    shown = {holder.event for holder in view.holders}
    for tenure in history.tenures:  # possible no more for certain, or not sure any more: what ended or doubted it
        if tenure.opened_by in shown:
            for ended in (tenure.closed_by, tenure.doubted_by):
                if ended is not None and entries[ended].earliest <= at:
                    yield "closed", entries[ended]
    gone = [tenure for tenure in history.tenures if tenure.closed_by and tenure.end_latest <= at]
    if view.status in ("vacant", "unknown", "disputed", "acting") and gone:
        last = max(gone, key=lambda tenure: tenure.end_latest)
        yield "closed", entries[str(last.closed_by)]
    if view.status == "absent":
        for existence in past.history.existences_of(view.post):
            for begun, abolished in existence.spans:
                if begun is not None and begun.earliest > at:
                    yield "created", begun
                if abolished is not None and abolished.latest <= at:
                    yield "abolished", abolished


def _answer(past: Past, view: PostView, at: Instant) -> str:
    title = Labels(past.world).posts([view.post])
    match view.status:
        case "absent":
            return f"{title} does not exist then{_existence(past, view.post, at)}"
        case "disputed":
            events = ", ".join(view.disputed_by)
            shown = _people(view) or "nobody"
            return f"{title} is disputed: {events}; the reading shown gives {shown}"
        case "held" | "acting":
            acting = " in place of a regular holder" if view.status == "acting" else ""
            return f"{title} is held by {_people(view)}{acting}"
        case "vacant":
            return f"{title} is vacant: the record knows nobody in it"
    if view.holders:
        return f"it is not known for certain who holds {title}; it may be {_people(view)}"
    if past.world.covered(view.post, at) is None:
        covers = [past.world.headers[record].covers for record in _records_of(past, view.post)]
        spans = ", ".join(f"{cover.from_ or 'the start'} to {cover.to or 'now'}" for cover in covers)
        return f"nothing is known of {title} then: the record covers {spans}"
    return f"it is not known who holds {title}: the record is partial there and names nobody"


def _existence(past: Past, post: str, at: Instant) -> str:
    """Return when the post, or its organisation, begins or has ended."""
    for existence in past.history.existences_of(post):
        for begun, gone in existence.spans:
            if gone is not None and gone.latest <= at:
                return f": it ended at {past.timeline.event(gone.ref).at} ({gone.ref})"
            if begun is not None and begun.earliest > at:
                return f" yet: it begins at {past.timeline.event(begun.ref).at} ({begun.ref})"
        if existence.unmade and not existence.spans:
            return ": what made it does not happen on this branch"
    return ""


def _people(view: PostView) -> str:
    said = []
    for holder in view.holders:
        capacity = "" if holder.capacity == "regular" else f"{holder.capacity}, "
        sure = "" if holder.presence == "certain" else "possibly, "
        said.append(f"{safe(holder.name)} ({sure}{capacity}since {safe(holder.since.text)})")
    return " and ".join(said)


def _records_of(past: Past, post: str) -> list[str]:
    return [record for record, header in past.world.headers.items() if post in header.posts]
