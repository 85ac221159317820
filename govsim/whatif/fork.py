"""Where a what-if begins: the place in recorded history from which on events are judged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govsim.model.events import Event
from govsim.model.instant import Instant
from govsim.model.references import Fault, Location, circles
from govsim.replay.log import named
from govsim.whatif.base import Base


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that a scenario does at a place: the least key it has or had; *ref* where it is a recorded event."""

    location: Location
    what: str
    key: Instant
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The index of the first event that is judged, and the key of the fork, None where nothing is."""

    first: int
    key: Instant | None


def default_fork(base: Base, moved: Iterable[Moved]) -> Place:
    """Return the fork where none is written: before the least key of what changes; the end where nothing does."""
    key = min((one.key for one in moved), default=None)
    return Place(len(base.timeline.rows), None) if key is None else fork_at(base, key)


def fork_at(base: Base, key: Instant) -> Place:
    """Return the fork at an instant: an event at the instant itself comes after it."""
    return Place(bisect_left(base.keys, key), key)


def fork_beside(base: Base, ref: str, side: str) -> Place:
    """Return the fork before or after a recorded event."""
    place = base.place[ref]
    return Place(place + (side == "after"), base.timeline.rows[place][0])


def before_fork(base: Base, fork: Place, moved: Iterable[Moved]) -> Iterator[Fault]:
    """Find what a scenario does before its own fork."""
    for one in moved:
        placed = one.ref is not None and base.place[one.ref] < fork.first
        if placed or (fork.key is not None and one.key < fork.key):
            yield Fault(one.location, f"this {one.what} lies before the fork", "move the fork, or leave this out")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An event as a scenario writes it, with the place of its causes; *option* is the place of one that does so."""

    location: Location
    event: Event
    option: Location = ()


def new_circles(record: str, base: Base, rewritten: Sequence[Rewritten]) -> Iterator[Fault]:
    """Find the circles of causes that a scenario makes: by its changes and all that it inserts, then by each option."""
    seen: set[frozenset[str]] = set()
    for option in dict.fromkeys([(), *(one.option for one in rewritten)]):
        # What is written last of an event holds.
        own = {one.event.id: one for one in rewritten if one.option in ((), option)}
        for circle in circles(_causes(record, base, own)):
            if frozenset(circle) not in seen:
                seen.add(frozenset(circle))
                first = next(id_ for id_ in own if id_ in circle)
                turned = [*circle[circle.index(first) :], *circle[: circle.index(first)], first]
                yield Fault(own[first].location, f"with this, causes run in a circle: {' -> '.join(turned)}")


def _causes(record: str, base: Base, own: Mapping[str, Rewritten]) -> dict[str, list[str]]:
    """Return by event the causes that a new circle can run through: it touches something that was written anew."""
    causes: dict[str, list[str]] = {}
    new = list(own)
    while new:
        id_ = new.pop()
        if id_ not in causes:
            causes[id_] = own[id_].event.causes if id_ in own else _recorded_causes(base, f"{record}/{id_}")
            new += causes[id_]
    return causes


def _recorded_causes(base: Base, ref: str) -> list[str]:
    row = base.timeline.rows[base.place[ref]] if ref in base.place else None
    return [] if row is None or row[-1] is None else [cause.partition("/")[2] for cause in named(row).causes]
