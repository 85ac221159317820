"""The events of a timeline as a sequence: each is told when it is looked at, and what a search reads is kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, overload

from govsim.replay.log import Entry
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

    # -- what is known of all of them without telling each

    @cached_property
    def index_of(self) -> dict[str, int]:
        """The place of each event in this sequence, by ref."""
        return {entry.ref: index for index, entry in enumerate(self._entries)}

    @cached_property
    def needed_by(self) -> dict[str, list[int]]:
        """The places of the events that each event is a cause of, by ref."""
        found: dict[str, list[int]] = {}
        for index, entry in enumerate(self._entries):
            if entry.more is not None:
                for cause in entry.causes:
                    found.setdefault(cause, []).append(index)
        return found

    def matching(self, text: str) -> list[int]:
        """Return the places of the events that meet every word of *text*; all of them where it says nothing.

        A plain word stands in the label, id, time or note; ``type:`` asks for part of the type, ``who:`` for part of
        the id or name of a party that the event names.
        """
        found: Sequence[int] = range(len(self))
        for word in text.casefold().split():
            meets = self._meets(word)
            found = [index for index in found if meets(index)]
        return list(found)

    def _meets(self, word: str) -> Callable[[int], bool]:
        key, colon, wanted = word.partition(":")
        if colon and key == "type":
            return lambda index: wanted in self._entries[index].type
        if colon and key == "who":
            parties = {party for party, said in self._party_names.items() if wanted in said}
            return lambda index: not parties.isdisjoint(self._parties[index])
        return lambda index: word in self._said[index]

    @cached_property
    def _said(self) -> list[str]:
        labels = Labels(self._past.world)
        return ["\n".join(_texts(self._past, labels, entry)).casefold() for entry in self._entries]

    @cached_property
    def _party_names(self) -> dict[str, str]:
        world = self._past.world
        parties = [*world.organizations.items(), *world.people.items()]
        return {id_: f"{id_}\n{party.name}".casefold() for id_, party in parties}

    @cached_property
    def _parties(self) -> list[tuple[str, ...]]:
        event, names = self._past.timeline.event, self._party_names
        return [
            tuple({text for text in _strings([said for _, said in fields_of(event(entry.ref))]) if text in names})
            for entry in self._entries
        ]


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
