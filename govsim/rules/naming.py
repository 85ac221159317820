"""Which rules name an act: by what it is, by the posts that it is about, and by the capacity in which they are held."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.model.bylaws import Consent, Power
from govsim.model.events import (
    BylawsAdopted,
    Event,
    Fired,
    Hired,
    PostAbolished,
    PostChanged,
    PostCreated,
    Resolved,
)
from govsim.model.header import organization_of
from govsim.replay.history import History
from govsim.rules.layers import About, InForce


def is_governed(event: Event) -> bool:
    """Return whether bylaws can say anything of an event of this kind."""
    return isinstance(event, (Resolved, Hired, Fired, BylawsAdopted)) or event.type.startswith("post_")


def subject_of(event: Event) -> tuple[tuple[str, ...], Sequence[str]]:
    """Return the posts that a governed act is about, and the organisations whose bylaws speak of it."""
    match event:
        case Hired():
            posts = event.to
        case Fired():
            posts = event.from_
        case PostCreated() | PostChanged() | PostAbolished():
            posts = (event.post,)
        case BylawsAdopted():
            return (), (event.organization,)
        case _:
            return (), ()
    if len(posts) == 1:
        return posts, (organization_of(posts[0]),)
    return posts, sorted({organization_of(post) for post in posts})


def naming(in_force: InForce, event: Event, ref: str, posts: tuple[str, ...], history: History) -> About:
    """Return the powers and consents of an organisation that name an act."""
    about = in_force.about(event.type, posts)
    return about.naming(lambda rule: _fits(rule, event, ref, posts, history)) if about.is_open else about


def _fits(rule: Power | Consent, event: Event, ref: str, posts: Sequence[str], history: History) -> bool:
    """Return whether a rule about such an act is about the capacity too in which somebody enters or leaves."""
    if rule.capacity is None:
        return True
    match event:
        case Hired():
            return event.capacity == rule.capacity
        case Fired():
            targets = posts if rule.target is None else [rule.target]
            return any(rule.capacity in _ended(event, ref, post, history) for post in targets)
    return False


def _ended(event: Fired, ref: str, post: str, history: History) -> set[str]:
    """Return the capacities of the tenures in a post that a removal ends, or is about to end."""
    tenures = [tenure for tenure in history.posts[post].tenures if tenure.party in event.who]
    closed = {tenure.capacity for tenure in tenures if tenure.closed_by == ref}
    return closed or {tenure.capacity for tenure in tenures if tenure.is_open}
