"""The filter of the timeline: words, `who:`, `post:`, `type:`, `source:`, `is:`, and `!` before what must not be."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.service.events import parties_in
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
    if colon:
        match key:
            case "type" | "kind":
                return wanted in _type(walk, index)
            case "who":
                return any(wanted in name for id_ in _parties(walk, index) for name in _names(walk, id_))
            case "post":
                return any(wanted in id_.casefold() for id_ in posts_of(walk.event(index)))
            case "source":
                told = (f"{source.key} {source.citation}" for source in walk.event(index).sources)
                return any(wanted in one.casefold() for one in told)
            case "is":
                fate = walk.fate(index)
                state = "decision" if walk.decision(index) else "kept" if fate is None else fate.fate
                claim = walk.event(index).claim
                return wanted in (state, claim) or (wanted == "fell" and state in ("omitted", "dropped"))
    return word in _said(walk, index)


# What is searched most is read off columns where the event happens: telling 100,000 events takes seconds a letter.


def _said(walk: Walk, index: int) -> str:
    stop = walk.stops[index]
    if stop.happens:
        return walk.told.said[stop.place]
    event = walk.event(index)
    return "\n".join((event.label, event.id, event.at.text, event.note or "")).casefold()


def _type(walk: Walk, index: int) -> str:
    stop = walk.stops[index]
    return walk.steps.entries[stop.place].type if stop.happens else walk.event(index).type


def _parties(walk: Walk, index: int) -> frozenset[str]:
    """Return every party that an event names in any of its own fields."""
    stop = walk.stops[index]
    return walk.told.parties[stop.place] if stop.happens else parties_in(walk.world, walk.event(index).fields)


def _names(walk: Walk, party: str) -> tuple[str, str]:
    return party.casefold(), walk.world.party(party).name.casefold()
