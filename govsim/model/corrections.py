"""Corrections and retractions applied: an earlier event keeps its id and position and reads otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from govsim.model.events.base import Event
from govsim.model.events.corrections import Corrected, Retracted


def is_about_event(event: Event) -> bool:
    """Return True for events that mend the record and play no part in replay themselves."""
    return isinstance(event, Corrected | Retracted)


def settled(correction: Corrected, target: Event, context: Mapping[str, Any] | None = None) -> Corrected:
    """Return a correction with its fields in canonical form, read as fields of the event it corrects.

    Raises:
        pydantic.ValidationError: the fields do not make an event of the target's type.
    """
    corrected = target.replaced(correction.with_, context).dump()
    return correction.model_copy(update={"with_": {name: corrected.get(name) for name in correction.with_}})


def effective_events(events: Iterable[Event], admitted: Iterable[Event] | None = None) -> dict[str, Event]:
    """Return the events of one record by id as they are to be read, in their order; retracted ones are left out.

    Of several corrections of one field the last wins. A correction can itself be corrected or retracted, which
    undoes it. *admitted* narrows the corrections that count; the default is all of them.
    """
    all_events = {event.id: event for event in events}
    mending = [event for event in (all_events.values() if admitted is None else admitted) if is_about_event(event)]
    if not mending:
        return all_events
    fields: dict[str, dict[str, Any]] = {}
    gone: set[str] = set()
    # Later ones first: by the time a correction's turn comes, what is said about it is known.
    for event in reversed(mending):
        if event.id in gone:
            continue
        mended = event.replaced(fields[event.id]) if event.id in fields else event
        if isinstance(mended, Retracted):
            gone.add(mended.event)
        elif isinstance(mended, Corrected):
            fields[mended.event] = {**mended.with_, **fields.get(mended.event, {})}
    return {
        id_: event.replaced(fields[id_]) if id_ in fields else event
        for id_, event in all_events.items()
        if id_ not in gone
    }
