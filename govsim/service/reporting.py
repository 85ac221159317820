"""What a report says, gathered from a past: summary, courses of posts, moments, timeline, verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo

from govsim.exchange.swimlane import Disputed
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.log import Entry
from govsim.replay.world import END
from govsim.service.branch_views import DiffView
from govsim.service.checking import judge
from govsim.service.courses import MOST_HOLDERS, CourseView, courses_of
from govsim.service.labels import Labels
from govsim.service.legal_note import assumptions_of
from govsim.service.past import Past
from govsim.service.plot_asked import record_title
from govsim.service.plot_views import PlotView
from govsim.service.report_views import JudgedView, MomentView, RecordView, ReportView
from govsim.service.telling import event_view
from govsim.service.text import clock
from govsim.service.views import RosterView

MOST_EVENTS = 2000
"""So many events make a page of about two megabytes; of more the last ones are shown."""
MOST_JUDGED = 500
_POSTS_OF_A_PAGE = 200


def report_of(
    past: Past, plot: PlotView, diff: DiffView | None, *, record: str | None, at: Instant, zone: tzinfo
) -> ReportView:
    """Return the report on a past, over one record or all.

    Args:
        past: what is reported.
        plot: its picture.
        diff: where another branch differs, if one is compared.
        record: the record that it is about.
        at: the instant at which it says who governs.
        zone: the zone of its times.
    """
    entries = _entries(past, record)
    keys = [entry.key for entry in entries if abs(entry.key) < END]
    posts = past.posts_asked(record, None, None)
    omitted = []
    if len(posts) > _POSTS_OF_A_PAGE:
        omitted.append(
            f"{len(posts) - _POSTS_OF_A_PAGE:,} of {len(posts):,} posts: those that come later in the record"
        )
        posts = posts[:_POSTS_OF_A_PAGE]
    swimlane = plot.swimlane
    begin, end = min([swimlane.first, *keys]), max([swimlane.after, *keys]) + 1
    courses, cut, crowded = courses_of(past, posts, begin, end)
    if cut is not None:
        omitted.append(f"the changes of posts before {clock(cut + 1, zone)}")
    if crowded:
        titles = ", ".join(past.world.posts[post].title for post in crowded)
        omitted.append(f"the changes of posts with more than {MOST_HOLDERS} holders at once: {titles}")
    shown = entries[-MOST_EVENTS:]
    if len(shown) < len(entries):
        omitted.append(f"the first {len(entries) - len(shown):,} of {len(entries):,} events")
    judged = tuple(_judged(past, record))
    if len(judged) > MOST_JUDGED:
        omitted.append(f"the first {len(judged) - MOST_JUDGED:,} of {len(judged):,} verdicts")
    roster = RosterView(at, past.clocks.branch, past.clocks.branch != "main", None, None, past.post_views(at, posts))
    return ReportView(
        record_title(past.world.headers, record),
        tuple(_records(past, record)),
        past.clocks.branch,
        None if diff is None else diff.b,
        zone,
        _names(past, posts),
        roster,
        tuple(_disputes(past, posts)),
        plot,
        tuple(courses),
        tuple(_moments(past, courses, entries)),
        tuple(event_view(past, entry) for entry in shown),
        judged[-MOST_JUDGED:],
        None if diff is None else _narrowed(diff, record, posts),
        tuple(omitted),
    )


def end_of(past: Past, record: str | None) -> Instant:
    """Return the instant by which all has happened that a record tells: the last one of its last day, not the first."""
    return max((entry.latest for entry in _entries(past, record) if abs(entry.latest) < END), default=0)


def _names(past: Past, posts: Sequence[str]) -> dict[str, str]:
    """Return what posts are called: their titles, with the organisation where there are several and it is not said."""
    several = len({organization_of(post) for post in posts}) > 1
    names = {}
    for post in posts:
        title, id_ = past.world.posts[post].title, organization_of(post)
        organization = past.world.organizations[id_].name if id_ in past.world.organizations else id_
        names[post] = f"{title}, {organization}" if several and organization not in title else title
    return names


def _judged(past: Past, record: str | None) -> Iterator[JudgedView]:
    its = judge(past)
    for verdict in its.verdicts():
        if _is_of(verdict.event, record):
            yield JudgedView(verdict, assumptions_of(its, verdict.event, [verdict]))


def _narrowed(diff: DiffView, record: str | None, posts: Sequence[str]) -> DiffView:
    """Return of a comparison what concerns a record."""
    if record is None:
        return diff
    events = tuple(event for event in diff.events if _is_of(event.id, record))
    return replace(diff, events=events, posts=tuple(post for post in diff.posts if post.post in posts))


def _is_of(ref: str, record: str | None) -> bool:
    return record is None or ref.startswith(f"{record}/")


def _entries(past: Past, record: str | None) -> list[Entry]:
    return [entry for entry in past.timeline.entries if _is_of(entry.ref, record)]


def _records(past: Past, record: str | None) -> Iterator[RecordView]:
    for id_, header in past.world.headers.items():
        if record is None or id_ == record:
            first, last = header.covers.from_, header.covers.to
            covers = (str(first) if first else "the beginning", str(last) if last else "now")
            yield RecordView(id_, header.title or id_, covers, len(_entries(past, id_)), len(header.sources))


def _disputes(past: Past, posts: Sequence[str]) -> Iterator[tuple[str, Disputed]]:
    for post in posts:
        for dispute in past.disputes(post):
            yield post, Disputed(dispute.first, dispute.after, dispute.ref)


def _moments(past: Past, courses: Sequence[CourseView], entries: Sequence[Entry]) -> Iterator[MomentView]:
    """Yield the instants at which a state changes, with the events that can lie behind it."""
    changes: dict[Instant, list[tuple[str, str, str]]] = {}
    for course in courses:
        for before, after in zip(course.states, course.states[1:], strict=False):
            changes.setdefault(after.at, []).append((course.post, before.holders, after.holders))
    happened: dict[Instant, list[str]] = {}
    for entry in entries:
        # A state changes where an event becomes possible, or is certain, which is right after its last instant.
        for edge in {entry.earliest, entry.latest, entry.latest + 1}:
            if edge in changes:
                happened.setdefault(edge, []).append(entry.ref)
    labels = Labels(past.world)
    for at in sorted(changes):
        refs = [ref for ref in happened.get(at, ()) if _moves(past, ref, {post for post, _, _ in changes[at]})]
        told = tuple(labels.of(past.timeline.event(ref)) for ref in refs)
        yield MomentView(at, told, tuple(changes[at]))


def _moves(past: Past, ref: str, posts: set[str]) -> bool:
    """Return whether an event speaks of any of some posts."""
    event = past.timeline.event(ref)
    named = {*getattr(event, "to", ()), *getattr(event, "from_", ()), getattr(event, "post", "")}
    organization = getattr(event, "organization", None)
    return bool(named & posts) or any(post.partition("/")[0] == organization for post in posts)
