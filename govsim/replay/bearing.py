"""Which events bear on which posts, so that a rival reading is replayed with those alone."""

from __future__ import annotations

from collections.abc import Iterable

from govsim.model.events import (
    Departed,
    Dissolved,
    Event,
    Fired,
    Founded,
    Hired,
    PostAbolished,
    PostChanged,
    PostCreated,
    Resigned,
)
from govsim.replay.log import Entry
from govsim.replay.timeline import Timeline
from govsim.replay.world import World


def touched_posts(world: World, entry: Entry) -> set[str]:
    """Return the posts whose holders an entry can change."""
    if entry.event is None:
        return {entry.post} if entry.post else set()
    return posts_touched(world, entry.event)


def posts_touched(world: World, event: Event) -> set[str]:
    """Return the posts whose holders one reading of an event can change."""
    match event:
        case Hired(to=posts) | Fired(from_=posts) | Resigned(from_=posts) | Departed(from_=posts):
            return set(posts)
        case PostCreated(post=post) | PostChanged(post=post) | PostAbolished(post=post):
            return {post}
        case Founded(organization=organization) | Dissolved(organization=organization):
            return set(world.posts_of(organization))
        case _:
            return set()


class Bearings:
    """An index of a timeline: the place of each event, and the places of those that touch each post."""

    def __init__(self, timeline: Timeline) -> None:
        self.entries = timeline.entries
        self.place: dict[str, int] = {}
        self._by_post: dict[str, list[int]] = {}
        for index, entry in enumerate(self.entries):
            self.place[entry.ref] = index
            # Most entries are plain, and their one post stands in a column.
            touched = touched_posts(timeline.world, entry) if entry.more is not None else [entry.post]
            for post in touched:
                self._by_post.setdefault(post, []).append(index)

    def on(self, posts: Iterable[str], ref: str) -> list[int]:
        """Return the places of *ref* and of all that touches *posts*, with their causes, in order.

        The causes belong to it: an order among these is then the order among all.
        """
        wanted = {index for post in posts for index in self._by_post.get(post, ())} | {self.place[ref]}
        new = list(wanted)
        while new:
            entry = self.entries[new.pop()]
            for cause in entry.causes if entry.more is not None else ():
                index = self.place.get(cause)
                if index is not None and index not in wanted:
                    wanted.add(index)
                    new.append(index)
        return sorted(wanted)
