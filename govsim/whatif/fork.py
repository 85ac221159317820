"""Where a what-if begins: the place in recorded history from which on events are judged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govsim.model.events import Event
from govsim.model.instant import Instant
from govsim.model.references import Fault, Location, circles
from govsim.model.scenario import Scenario
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


def new_circles(
    scenario: Scenario, base: Base, changed: Mapping[str, Event], inserted: Sequence[Event]
) -> Iterator[Fault]:
    """Find the circles of causes that the changes of a scenario make."""
    own = {ref.partition("/")[2]: event.causes for ref, event in changed.items()}
    own |= {event.id: event.causes for event in inserted}
    # A new circle runs through something that the scenario wrote, so only what that hangs on is looked at.
    causes: dict[str, list[str]] = {}
    new = list(own)
    while new:
        id_ = new.pop()
        if id_ not in causes:
            causes[id_] = own[id_] if id_ in own else _recorded_causes(base, f"{scenario.record}/{id_}")
            new += causes[id_]
    ids = [_id_of(edit) for edit in scenario.changes]
    for circle in circles(causes):
        at = next((index for index, id_ in enumerate(ids) if id_ in circle), None)
        here: Location = ("decisions",) if at is None else ("changes", at)
        yield Fault(here, f"with this, causes run in a circle: {' -> '.join([*circle, circle[0]])}")


def _recorded_causes(base: Base, ref: str) -> list[str]:
    row = base.timeline.rows[base.place[ref]] if ref in base.place else None
    return [] if row is None or row[-1] is None else [cause.partition("/")[2] for cause in named(row).causes]


def _id_of(edit: object) -> str | None:
    written = getattr(edit, "change", None) or getattr(getattr(edit, "insert", None), "id", None)
    return None if written is None else str(written).rpartition("/")[2]
