"""The events of a timeline as a sequence: each is told when it is looked at, and what a search reads is kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, overload

from govsim.model.bound import Bound
from govsim.replay.log import Entry
from govsim.replay.world import World
from govsim.service.event_views import EventView
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.telling import event_view, fields_of

KEPT = 4096
"""Views kept in memory: some screens full of them."""


class Events(Sequence[EventView]):
    """The events of one record, or of all, in the order of the timeline.

    *places* says where each stands among the events of all records.
    """

    def __init__(self, past: Past, record: str | None = None) -> None:
        self._past = past
        entries = past.timeline.entries
        self.places: Sequence[int] = range(len(entries))
        self._entries: Sequence[Entry] = entries
        if record is not None and set(past.world.headers) != {record}:
            self.places = [place for place, entry in enumerate(entries) if entry.ref.startswith(f"{record}/")]
            self._entries = [entries[place] for place in self.places]
        self._view = lru_cache(maxsize=KEPT)(self._make_view)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> EventView: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[EventView, ...]: ...
    def __getitem__(self, index: int | slice) -> EventView | tuple[EventView, ...]:
        if isinstance(index, slice):
            return tuple(self._view(number) for number in range(len(self))[index])
        return self._view(range(len(self))[index])

    def __iter__(self) -> Iterator[EventView]:
        """Yield every view; whoever reads them all does not push out what a screen shows."""
        return (event_view(self._past, entry) for entry in self._entries)

    def _make_view(self, number: int) -> EventView:
        return event_view(self._past, self._entries[number])

    def when(self, number: int) -> Bound:
        """Return when an event happened, as it is read; whoever needs no more of many is spared their views."""
        return self._past.timeline.event(self._entries[number].ref).at

    # -- what a search reads of each: made once for all, where telling 100,000 of them takes two seconds every time

    @cached_property
    def said(self) -> Sequence[str]:
        """What each event says in a line: label, id, time and note, in small letters."""
        labels = Labels(self._past.world)
        return ["\n".join(_texts(self._past, labels, entry)).casefold() for entry in self._entries]

    @cached_property
    def parties(self) -> Sequence[frozenset[str]]:
        """The people and organisations that each event names in any of its own fields."""
        world, event = self._past.world, self._past.timeline.event
        return [parties_in(world, fields_of(event(entry.ref))) for entry in self._entries]


def parties_in(world: World, fields: Iterable[tuple[str, Any]]) -> frozenset[str]:
    """Return the people and organisations that the fields of an event name."""
    named = frozenset(_strings([said for _, said in fields]))
    return frozenset(id_ for id_ in named if id_ in world.people or id_ in world.organizations)


def _texts(past: Past, labels: Labels, entry: Entry) -> tuple[str, str, str, str]:
    event = past.timeline.event(entry.ref)
    return labels.of(event), entry.ref, event.at.text, event.note or ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
