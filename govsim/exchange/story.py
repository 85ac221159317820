"""What is written out: a history as seen from a branch, narrowed to what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from govsim.model.events import Event
from govsim.model.header import Header, organization_of
from govsim.model.instant import Instant, to_datetime, zone_named
from govsim.replay.history import History
from govsim.replay.log import Entry
from govsim.replay.tenure import Tenure
from govsim.replay.world import World

MARK = "HYPOTHETICAL: branch "
"""What a file of a branch says, with the name of the branch behind it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the ledger holds it: where, since when, and whether an amendment or the record itself says it."""

    event: Event
    position: int
    recorded_at: Instant | None = None
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A record as it is written out: its header, its events as amendments left them, and the amendments."""

    header: Header
    events: Sequence[Event]
    log: Sequence[Recorded] = ()


@dataclass(frozen=True)
class Story:
    """A history, the records it comes from, and what of it was asked for.

    *posts* are those asked for; *at* narrows it to what can have been so at an instant; *label* says in a line what
    happened.
    """

    history: History
    records: Sequence[Told]
    posts: Sequence[str]
    branch: str = "main"
    at: Instant | None = None
    layout: str = "tenures"
    zone_name: str = "UTC"
    organizations: frozenset[str] = field(default_factory=frozenset)
    label: Callable[[Event], str] = lambda event: event.id

    @property
    def world(self) -> World:
        """What the records declare."""
        return self.history.timeline.world

    @property
    def zone(self) -> tzinfo:
        """The zone whose days are written."""
        return zone_named(self.zone_name)

    @property
    def is_hypothetical(self) -> bool:
        """True for every branch but recorded history."""
        return self.branch != "main"

    @property
    def title(self) -> str:
        """The titles of the records, marked where they are no recorded history."""
        titles = "; ".join(told.header.title or told.header.record for told in self.records)
        return f"{self.mark}. {titles}" if self.mark else titles

    @property
    def mark(self) -> str:
        """What every file says that is not recorded history; blank for what is."""
        return f"{MARK}{self.branch}" if self.is_hypothetical else ""

    def day(self, instant: Instant) -> str:
        """Return the day of an instant, in the zone whose days are written."""
        return to_datetime(instant, self.zone).date().isoformat()

    @property
    def last_day(self) -> str:
        """The day of the last thing that the story can know of."""
        ends = [entry.latest for entry in self.entries() if entry.latest is not None]
        ends = [end for end in ends if self.at is None or end <= self.at] or [self.at or 0]
        return self.day(max(ends))

    def event(self, ref: str) -> Event:
        """Return an event in the reading shown."""
        return self.history.timeline.event(ref)

    def tenures(self) -> Iterator[Tenure]:
        """Yield the tenures asked for, post by post, in the order they opened."""
        for post in self.posts:
            if post in self.history.posts:
                for tenure in self.history.posts[post].tenures:
                    if self.at is None or tenure.start_earliest <= self.at < tenure.end_latest:
                        yield tenure

    def entries(self) -> Iterator[Entry]:
        """Yield the events asked for, in the order of the timeline."""
        records = {told.header.record for told in self.records}
        for entry in self.history.timeline.entries:
            if entry.ref.partition("/")[0] not in records:
                continue
            if self.at is not None and entry.earliest > self.at:
                continue
            if self.concerns(self.event(entry.ref)):
                yield entry

    def concerns(self, event: Event) -> bool:
        """Return whether an event speaks of an organisation asked for; all do where none is named."""
        return not self.organizations or bool(organizations_in(event) & self.organizations)


def organizations_in(event: Event) -> set[str]:
    """Return the organisations that an event names itself, or by a post of theirs."""
    found: set[str] = set()
    for path in event.REFS:
        value: Any = event
        for step in path.split("."):
            value = getattr(value, f"{step}_" if step in _RESERVED else step, None)
        for id_ in [value] if isinstance(value, str) else value if isinstance(value, tuple) else ():
            found.add(organization_of(id_))
    return found


_RESERVED = {"from", "in", "for", "with"}
