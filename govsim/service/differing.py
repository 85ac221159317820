"""Where two pasts differ: their events, and the posts at an instant."""

from __future__ import annotations

from govsim.model.instant import Instant
from govsim.service.branch_views import DiffView, EventDiff, PostDiff
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.views import PostView
from govsim.whatif.diff import Difference, diff_timelines


def diff_view(
    a: tuple[str, Past], b: tuple[str, Past], instant: Instant, events: tuple[EventDiff, ...] | None = None
) -> DiffView:
    """Return where two pasts, each with its name, differ; *events* are how their events do, where that is known."""
    (one, former), (two, latter) = a, b
    hypothetical = tuple(dict.fromkeys(name for name in (one, two) if name != "main"))
    told = event_diffs(former, latter) if events is None else events
    return DiffView(one, two, hypothetical, instant, told, post_diffs(former, latter, instant))


def event_diffs(one: Past, two: Past) -> tuple[EventDiff, ...]:
    """Return the events that only one of two pasts has, or that read otherwise in each."""
    return tuple(
        _event_diff(one if difference.kind == "only_a" else two, difference)
        for difference in diff_timelines(one.timeline, two.timeline)
    )


def post_diffs(one: Past, two: Past, instant: Instant) -> tuple[PostDiff, ...]:
    """Return the posts that stand otherwise in each of two pasts at an instant."""
    views = [{view.post: view for view in past.post_views(instant, list(past.world.posts))} for past in (one, two)]
    return tuple(
        PostDiff(post, views[0].get(post), views[1].get(post))
        for post in dict.fromkeys([*views[0], *views[1]])
        if _standing(views[0].get(post)) != _standing(views[1].get(post))
    )


def _event_diff(past: Past, difference: Difference) -> EventDiff:
    event = past.timeline.event(difference.ref)
    fields = difference.fields if difference.kind == "changed" else ()
    return EventDiff(difference.ref, difference.kind, event.at, Labels(past.world).of(event), fields)


def _standing(view: PostView | None) -> object:
    """Return what of a post's view makes a difference: its state and holders, not which event says so."""
    if view is None:
        return None
    holders = [(holder.party, holder.capacity, holder.presence, holder.on_leave) for holder in view.holders]
    return view.status, view.seats, view.open, view.title, sorted(holders)
