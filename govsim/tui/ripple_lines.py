"""What a change would do, in lines: what falls and why, what comes back, who governs in the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govsim.tui.draw import Line, Span, hanging, line, wrap
from govsim.tui.holders import change_text
from govsim.tui.moments import since
from govsim.tui.session import Trial
from govsim.tui.walk import Walk

if TYPE_CHECKING:
    from govsim.service.ripple import RippleView

_SIGNS = {"falls": "x", "comes back": "+", "inserted": "+", "changed": "~"}


def trial_lines(trial: Trial, walk: Walk, told: str, cells: int) -> Iterator[Line]:
    """Yield what is changed, and the ripple of it."""
    for part in wrap(trial.said, cells):
        yield line(Span(part, "strong"))
    if told:
        for part in wrap(told, cells):
            yield line(Span(part))
    yield line("")
    yield from ripple_lines(trial.ripple, walk, cells)


def ripple_lines(ripple: RippleView, walk: Walk, cells: int) -> Iterator[Line]:
    """Yield who governs otherwise in the end, then the events that become otherwise, each with its nearest reason."""
    if ripple.posts:
        yield line(Span("In the end", "dim"))
        for row in ripple.posts:
            yield from hanging(" ~ ", f"{row.post.title}: {change_text(row)}", 3, cells)
        yield line("")
    if all(event.kind == "omitted" for event in ripple.events):
        yield line(Span("Nothing else changes."))
    before = None
    for kind, title in _TITLES.items():
        its = [event for event in ripple.events if event.kind == kind]
        if its:
            yield line(Span(f"{title} ({len(its)})", "dim"))
        for event in its:
            when = since(event.at, walk.times[-1] if walk.times else 0, walk.zone)
            yield from hanging(f" {_SIGNS[kind]} ", f"{when} {event.label}", 3, cells)
            reason = event.reasons[0].text if event.reasons else None
            if reason is not None and reason != before:  # what falls for the same reason stands below each other
                yield from hanging("", reason, 8, cells, "dim")
            before = reason


_TITLES = {
    "falls": "would not happen",
    "comes back": "would happen after all",
    "inserted": "inserted",
    "changed": "would happen otherwise",
}
