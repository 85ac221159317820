"""Events that stand on their own: what they name of others that are not there is left out, and reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from govsim.exchange.losses import Losses
from govsim.model.events import AnyOf, Event, Kind


def pruned(events: Iterable[Event], losses: Losses) -> Sequence[Event]:
    """Return events of which each names only others of them.

    A cause that is not there is left out; what speaks of nothing but such an event, a consent or a signature, is too.
    """
    kept = list(events)
    while True:
        ids = {event.id for event in kept}
        left = [event for event in (_kept(event, ids, losses) for event in kept) if event is not None]
        if len(left) == len(kept):
            return left
        kept = left


def _kept(event: Event, ids: set[str], losses: Losses) -> Event | None:
    """Return an event without what names nothing, None where nothing is left of it."""
    update: dict[str, Any] = {}
    for name, kind in event.REFS.items():
        if kind is not Kind.EVENT:
            continue
        value = getattr(event, name)
        if isinstance(value, str) and value not in ids:
            losses.add(f"{event.type} without its {name}", f"{event.id} names {value}")
            return None
        if isinstance(value, tuple) and (gone := [id_ for id_ in value if id_ not in ids]):
            losses.add(f"{name} that are not there", ", ".join(gone), count=len(gone))
            update[name] = tuple(id_ for id_ in value if id_ in ids)
    because: list[str | AnyOf] = []
    for cause in event.because:
        there = [id_ for id_ in ([cause] if isinstance(cause, str) else cause.any) if id_ in ids]
        gone = [id_ for id_ in ([cause] if isinstance(cause, str) else cause.any) if id_ not in ids]
        if gone:
            losses.add("causes that are not there", f"{event.id} because {', '.join(gone)}", count=len(gone))
        if there:
            because.append(cause if not gone else there[0] if len(there) == 1 else AnyOf(any=tuple(there)))
    if tuple(because) != event.because:
        update["because"] = tuple(because)
    return event.model_copy(update=update) if update else event
