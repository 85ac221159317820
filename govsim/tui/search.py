"""The filter of the timeline: words, `who:`, `post:`, `type:`, `source:`, `is:`, and `!` before what must not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from govsim.tui.stops import posts_of
from govsim.tui.walk import Walk

ACCEPTS = "words  who:  post:  type:  source:  is:fell  !not"


def matching(walk: Walk, text: str) -> Sequence[int]:
    """Return the stops that meet every word of *text*; all of them where it says nothing."""
    words = text.casefold().split()
    if not words:
        return range(len(walk))
    return [index for index in range(len(walk)) if all(_meets(walk, index, word) for word in words)]


def _meets(walk: Walk, index: int, word: str) -> bool:
    if word.startswith("!"):
        return len(word) == 1 or not _meets(walk, index, word[1:])
    key, colon, wanted = word.partition(":")
    event = walk.event(index)
    if colon:
        match key:
            case "type" | "kind":
                return wanted in event.type
            case "who":
                return any(wanted in name for name in _parties(walk, index))
            case "post":
                return any(wanted in id_.casefold() for id_ in posts_of(event))
            case "source":
                told = (f"{source.key} {source.citation}" for source in event.sources)
                return any(wanted in one.casefold() for one in told)
            case "is":
                fate = walk.fate(index)
                state = "decision" if walk.decision(index) else "kept" if fate is None else fate.fate
                return wanted in (state, event.claim) or (wanted == "fell" and state in ("omitted", "dropped"))
    return any(word in said.casefold() for said in (event.label, event.id, event.at.text, event.note or ""))


def _parties(walk: Walk, index: int) -> Iterator[str]:
    """Yield the id and the name of every party that an event names in any of its own fields."""
    for id_ in _strings([value for _, value in walk.event(index).fields]):
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
