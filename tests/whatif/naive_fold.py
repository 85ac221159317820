"""Replay as the plain what-if needs it: of acts already in order, telling which closings end nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from govsim.model.header import organization_of
from govsim.model.record import Record
from tests.replay.naive import Fold, Tenure, can_exist, ends_of
from tests.replay.naive_acts import Act

PERSONAL_CLOSINGS = {"fired", "resigned", "departed"}
CLOSINGS = {*PERSONAL_CLOSINGS, "post_abolished", "dissolved"}


class Watched(Fold):
    """A replay that keeps the given order, and notes the closings that end nothing."""

    def __init__(self, record: Record, acts: Sequence[Act]) -> None:
        self.ends_nothing: set[int] = set()
        """The places of the closings that replay reports as ``not-held``."""
        super().__init__(record, [numbered(act, place) for place, act in enumerate(acts)])

    def leave(self, act: Act, party: str, post: str, *, explicitly: bool) -> None:
        possible = [t for t in self.open_tenures(party, post) if self.can_have_begun_before(t.start, act)]
        told_already = bool(possible) or self.has_ended_as_a_consequence(party, post, act)
        promises = len(self.ended_in_advance)
        super().leave(act, party, post, explicitly=explicitly)
        if explicitly and not told_already and len(self.ended_in_advance) == promises:
            self.ends_nothing.add(act.position)

    def of(self, post: str, party: str | None = None) -> list[Tenure]:
        """Return the tenures in a post, of one party or of all."""
        return [t for t in self.tenures if t.post == post and party in (None, t.party)]


def numbered(act: Act, place: int) -> Act:
    """Return an act that sorts by its place alone."""
    event = act.event.model_copy(update={"because": ()})
    return Act(event, place, place, act.earliest, act.latest, act.doubted)


def pairs_of(event: Any) -> list[tuple[str, str]]:
    """Return the single acts of an event that moves people, (post, party): for each post, for each person."""
    if event.type == "hired":
        return [(post, party) for post in event.to for party in event.who]
    if event.type in PERSONAL_CLOSINGS:
        return [(post, party) for post in event.from_ for party in event.who]
    return []


def part_of(event: Any, posts: Iterable[str], parties: Iterable[str]) -> Any:
    """Return the part of an event that moves these people in these posts."""
    where = "to" if event.type == "hired" else "from"
    return event.replaced({"who": list(parties), where: list(posts)})


def parts_of(event: Any, pairs: Sequence[tuple[str, str]]) -> list[Any]:
    """Return the event that is left of another one, or one for each post where what is left is no rectangle."""
    if list(pairs) == pairs_of(event):
        return [event]
    posts = list(dict.fromkeys(post for post, _ in pairs))
    parties = [party for party in event.who if any(party == moved for _, moved in pairs)]
    if len(pairs) == len(posts) * len(parties):
        return [part_of(event, posts, parties)] if pairs else []
    return [part_of(event, [post], [party for other, party in pairs if other == post]) for post in posts]


def certain(tenure: Tenure, at: float) -> bool:
    """Return whether one tenure is certain at an instant."""
    start = tenure.start
    return not start.doubted and start.latest <= at and all(at < end.earliest for end in ends_of(tenure))


def seats_of(record: Record, acts: Iterable[Act], post: str) -> float:
    """Return how many seats a post has after these acts."""
    seats: Any = record.header.posts[post].seats
    for act in acts:
        if act.event.type in {"post_created", "post_changed"} and act.event.post == post and act.event.seats:
            seats = act.event.seats
    return float("inf") if seats == "many" else float(seats)


Subject = tuple[str, str, str, str]
"""The field that names it, its id, the type of event that begins it and the one that ends it."""


def subjects_of(post: str) -> Iterator[Subject]:
    """Return what has to exist for a post to be filled: the post, its organisation."""
    yield "post", post, "post_created", "post_abolished"
    yield "organization", organization_of(post), "founded", "dissolved"


def about(acts: Iterable[Act], subject: Subject) -> list[Act]:
    """Return the acts that begin or end a subject."""
    field, id_, begin, end = subject
    return [act for act in acts if act.event.type in (begin, end) and getattr(act.event, field) == id_]


def exists(acts: list[Act], subject: Subject, at: Any, *, only_since_begun: bool) -> bool:
    """Return whether a subject can exist at an instant, by the acts about it."""
    _, _, begin, end = subject
    if only_since_begun:
        begun = [index for index, act in enumerate(acts) if act.event.type == begin]
        if not begun:
            return False
        acts = acts[begun[0] :]
    return can_exist(acts, begin, end, at)
