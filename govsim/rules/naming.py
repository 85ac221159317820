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


def is_governed(event: Event) -> bool:
    """Return whether bylaws can say anything of an event of this kind."""
    return isinstance(event, (Resolved, Hired, Fired, BylawsAdopted)) or event.type.startswith("post_")


def subject_of(event: Event) -> tuple[Sequence[str], Sequence[str]]:
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
    return posts, sorted({organization_of(post) for post in posts})


def without_overridden(naming: Sequence[tuple[Power, str]]) -> list[tuple[Power, str]]:
    """Return the powers that name an act, without those that another of them overrides."""
    overridden = {id_ for power, _ in naming if not power.mandatory for id_ in power.overrides}
    fixed = {id_ for power, _ in naming if power.mandatory for id_ in power.overrides}
    return [
        (power, layer)
        for power, layer in naming
        if power.id not in fixed and (power.mandatory or power.id not in overridden)
    ]


def fits(rule: Power | Consent, history: History, event: Event, ref: str, posts: Sequence[str]) -> bool:
    """Return whether a rule about such an act is about the capacity too in which somebody enters or leaves."""
    if rule.capacity is None:
        return True
    match event:
        case Hired():
            return event.capacity == rule.capacity
        case Fired():
            targets = posts if rule.target is None else [rule.target]
            return any(rule.capacity in _ended(history, ref, event.who, post) for post in targets)
    return False


def _ended(history: History, ref: str, who: Sequence[str], post: str) -> set[str]:
    """Return the capacities of the tenures in a post that an act ends, or is about to end."""
    tenures = [tenure for tenure in history.posts[post].tenures if tenure.party in who]
    closed = {tenure.capacity for tenure in tenures if tenure.closed_by == ref}
    return closed or {tenure.capacity for tenure in tenures if tenure.is_open}
