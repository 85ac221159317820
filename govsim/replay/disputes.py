"""Where a post is disputed: rival readings that give other holders, and events that may not have happened."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from govsim.model.instant import Instant
from govsim.replay.bearing import Bearings, touched_posts
from govsim.replay.fold import replay
from govsim.replay.history import Existence, History, PostHistory
from govsim.replay.log import DISPUTED, Entry, Row
from govsim.replay.tenure import Spell, Tenure
from govsim.replay.timeline import Timeline, in_order
from govsim.replay.world import END


@dataclass(frozen=True, slots=True)
class Dispute:
    """A half-open span in which a post is disputed, and the event whose reading or truth is in question."""

    first: Instant
    after: Instant
    ref: str


def disputes_of(history: History) -> dict[str, list[Dispute]]:
    """Return the disputes of each post that has any."""
    found: dict[str, list[Dispute]] = {}
    doubted = [(post, its) for post, its in history.posts.items() if its.doubts]
    if not doubted and not history.timeline.rivals:
        return found
    bearings = Bearings(history.timeline)
    for post, its in doubted:
        found.setdefault(post, []).extend(_doubted(bearings, its))
    for rival in history.timeline.rivals:
        for post, dispute in _contested(history, bearings, rival):
            found.setdefault(post, []).append(dispute)
    return found


# -- a disputed event: until the next undisputed change of the post is certain


def _doubted(bearings: Bearings, history: PostHistory) -> Iterable[Dispute]:
    place = bearings.place
    changes = sorted(
        {place[ref] for tenure in history.tenures for ref in _sure_edges(tenure)}
        | {place[entry.ref] for span in history.existence.spans for entry in span if entry and entry.claim != DISPUTED}
    )
    for doubted in history.doubts:
        later = bisect_right(changes, place[doubted.ref])
        until = bearings.entries[changes[later]].latest if later < len(changes) else END
        yield Dispute(doubted.earliest, until, doubted.ref)


def _sure_edges(tenure: Tenure) -> Iterable[str]:
    if not tenure.is_doubtful:
        yield tenure.opened_by
    if tenure.closed_by is not None:
        yield tenure.closed_by


# -- a rival reading: where it gives other holders than the reading shown


def _contested(history: History, bearings: Bearings, rival: Entry) -> Iterable[tuple[str, Dispute]]:
    timeline = history.timeline
    shown = bearings.entries[bearings.place[rival.ref]]
    posts = touched_posts(timeline.world, shown) | touched_posts(timeline.world, rival)
    for follower in timeline.followers(rival.ref):  # these move with the reading that they lean on
        if follower in bearings.place:
            posts |= touched_posts(timeline.world, bearings.entries[bearings.place[follower]])
    if not posts:
        return
    posts = _reached(posts, timeline.world.posts_within)
    other = replay(_with_rival(timeline, bearings, rival, posts))
    for post in sorted(posts):
        for first, after in _differences(history, other, post):
            yield post, Dispute(first, after, rival.ref)


def _reached(posts: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """Return *posts* and all that follow from them, over any number of steps."""
    reached, new = set[str](), list(posts)
    while new:
        post = new.pop()
        if post not in reached:
            reached.add(post)
            new += following(post)
    return reached


def _with_rival(timeline: Timeline, bearings: Bearings, rival: Entry, posts: set[str]) -> Timeline:
    """Return a timeline with the rival reading instead of the one shown, of nothing but what bears on *posts*."""
    followers = set(timeline.followers(rival.ref))
    kept: list[Row] = []
    for index in bearings.on(_reached(posts, timeline.world.organs_over), rival.ref):
        entry = bearings.entries[index]
        if entry.ref == rival.ref:
            # A weak claim of one reading does not doubt that the event happened; only one of the whole event does.
            kept.append(rival if entry.claim == DISPUTED else rival.with_claim(entry.claim))
        elif entry.ref in followers:
            kept.append(entry._replace(key=rival.key))
        else:
            kept.append(entry)
    return replace(timeline, rows=in_order(kept), rivals=[])


def _differences(shown: History, other: History, post: str) -> Iterable[tuple[Instant, Instant]]:
    """Return the spans in which two histories differ in who holds *post*, and how surely."""
    sides = [_Side.of(history, post) for history in (shown, other)]
    if sides[0].existences == sides[1].existences:  # then only those parties matter whose tenures differ
        one, two = sides
        same = {party for party in one.tenures.keys() & two.tenures.keys() if one.same_as(two, party)}
        sides = [side.without(same) for side in sides]
    instants = sorted({instant for side in sides for instant in side.instants()})
    for first, after in pairwise([*instants, END]):
        if sides[0].holders_at(first) != sides[1].holders_at(first):
            yield first, after


@dataclass(frozen=True, slots=True)
class _Side:
    """One history's view of a post: its stays, the tenures of each party, and what must exist for it."""

    spells: list[Spell]
    tenures: dict[str, list[Tenure]]
    existences: list[Existence]

    @classmethod
    def of(cls, history: History, post: str) -> _Side:
        its = history.posts[post]
        tenures: dict[str, list[Tenure]] = {}
        for tenure in its.tenures:
            tenures.setdefault(tenure.party, []).append(tenure)
        return cls(its.spells(), tenures, history.existences_of(post))

    def same_as(self, other: _Side, party: str) -> bool:
        """Return whether a party's presence is the same on both sides, without working it out."""
        mine, theirs = self.tenures[party], other.tenures[party]
        return [_shape(tenure) for tenure in mine] == [_shape(tenure) for tenure in theirs]

    def without(self, parties: set[str]) -> _Side:
        left = {party: tenures for party, tenures in self.tenures.items() if party not in parties}
        return _Side([spell for spell in self.spells if spell.party in left], left, self.existences)

    def instants(self) -> set[Instant]:
        """Return the instants at which the holders can change."""
        edges = {edge for tenures in self.tenures.values() for tenure in tenures for edge in tenure.edges}
        return edges | {edge for existence in self.existences for edge in existence.edges}

    def holders_at(self, at: Instant) -> set[tuple[str, bool]]:
        """Return who holds the post at an instant, each with whether it is certain."""
        if any(existence.is_absent_at(at) for existence in self.existences):
            return set()
        found = {(spell.party, there[1]) for spell in self.spells if (there := spell.tenure_at(at))}
        return {(party, certain) for party, certain in found if certain or (party, True) not in found}


def _shape(tenure: Tenure) -> tuple[tuple[Instant, ...], bool, bool]:
    """Return all of a tenure that its party's presence depends on."""
    return tenure.edges, tenure.is_doubtful, tenure.previous is not None
