"""The filter of the timeline: plain words, `who:` and `type:`, all of which an event must meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govsim.service.event_views import EventView
from govsim.tui.playhead import Walk


def matching(walk: Walk, text: str) -> list[int]:
    """Return the places of the events that meet every word of *text*; all of them where it says nothing."""
    words = text.casefold().split()
    return [index for index, event in enumerate(walk.events) if all(_meets(walk, event, word) for word in words)]


def _meets(walk: Walk, event: EventView, word: str) -> bool:
    key, colon, wanted = word.partition(":")
    if colon and key == "type":
        return wanted in event.type
    if colon and key == "who":
        return any(wanted in name for name in _parties(walk, event))
    return any(word in said.casefold() for said in (event.label, event.id, event.at.text, event.note or ""))


def _parties(walk: Walk, event: EventView) -> Iterator[str]:
    """Yield the id and the name of every party that an event names in any of its own fields."""
    for id_ in _strings([value for _, value in event.fields]):
        if party := walk.world.people.get(id_) or walk.world.organizations.get(id_):
            yield id_.casefold()
            yield party.name.casefold()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
