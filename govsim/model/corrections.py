"""Corrections applied: an earlier event keeps its id and position and reads otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from govsim.model.events import AboutEvent, Changed, Corrected, Event, Omitted, Retracted


def is_about_event(event: Event) -> bool:
    """Return True for events that say how another is to be read and play no part in replay themselves."""
    return isinstance(event, AboutEvent)


Correction = TypeVar("Correction", Corrected, Changed)


def settled(correction: Correction, target: Event, context: Mapping[str, Any] | None = None) -> Correction:
    """Return a correction with its fields in canonical form, read as fields of the event it corrects.

    Raises:
        pydantic.ValidationError: the fields do not make an event of the target's type.
    """
    corrected = target.replaced(correction.with_, context).dump()
    return correction.model_copy(update={"with_": {name: corrected.get(name) for name in correction.with_}})


@dataclass(frozen=True, slots=True)
class Mending:
    """What the events about events say together: fields to read otherwise, ids retracted, ids omitted."""

    fields: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    retracted: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()


def mending_of(about: Iterable[Event]) -> Mending:
    """Return what these events about events, in their order, say together.

    Of several corrections of one field the last wins. Each can itself be corrected or retracted, which undoes it.
    """
    fields: dict[str, dict[str, Any]] = {}
    gone: set[str] = set()
    omitted: set[str] = set()
    # Later ones first: by the time an event's turn comes, what is said about it is known.
    for event in reversed(list(about)):
        if event.id in gone or event.id in omitted:
            continue
        mended = event.replaced(fields[event.id]) if event.id in fields else event
        match mended:
            case Retracted():
                gone.add(mended.event)
            case Omitted():
                omitted.add(mended.event)
            case Corrected() | Changed():
                fields[mended.event] = {**mended.with_, **fields.get(mended.event, {})}
    return Mending(fields, frozenset(gone), frozenset(omitted))


def effective_events(events: Iterable[Event], admitted: Iterable[Event] | None = None) -> dict[str, Event]:
    """Return the events of one record by id as they are to be read, in their order; retracted ones are left out.

    *admitted* narrows the corrections that count; the default is all of them.
    """
    all_events = {event.id: event for event in events}
    about = [event for event in (all_events.values() if admitted is None else admitted) if is_about_event(event)]
    if not about:
        return all_events
    mending = mending_of(about)
    return {
        id_: event.replaced(mending.fields[id_]) if id_ in mending.fields else event
        for id_, event in all_events.items()
        if id_ not in mending.retracted
    }
