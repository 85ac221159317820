"""The stops of a walk: events that happen, recorded events that do not happen on a what-if, and decisions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from govsim.model.instant import Instant
from govsim.service.event_views import EventView
from govsim.tui.line import Line

if TYPE_CHECKING:
    from govsim.service.scenario_views import DecisionView, FateView


class Stop(NamedTuple):
    """One stop; *place* is its step, or the last step before it where it is no event that happens (-1: none)."""

    instant: Instant
    place: int
    fell: FateView | None = None
    decision: DecisionView | None = None

    @property
    def happens(self) -> bool:
        """True of an event of this line."""
        return self.fell is None and self.decision is None


def stops_of(line: Line, record: str, own: Sequence[int], times: Sequence[Instant]) -> list[Stop]:
    """Return the stops of one record on a line: at one instant events, then what fell, then decisions."""
    stops = [(times[place], 0, number, Stop(times[place], place)) for number, place in enumerate(own)]
    for number, fate in enumerate(line.fallen):
        if fate.id.startswith(f"{record}/"):
            stops.append((fate.key, 1, number, Stop(fate.key, bisect_left(times, fate.key + 1) - 1, fell=fate)))
    for number, decision in enumerate(line.decisions):
        at = decision.at.earliest
        if at is not None:
            stops.append((at, 2, number, Stop(at, bisect_left(times, at + 1) - 1, decision=decision)))
    if len(stops) > len(own):
        stops.sort(key=lambda stop: stop[:3])
    return [stop for _, _, _, stop in stops]


def decision_event(decision: DecisionView, record: str, instant: Instant) -> EventView:
    """Return a decision told as the events around it are."""
    title = dict(decision.options).get(decision.option or "", "")
    said = {"chosen": title, "open": "open", "not_reached": "not reached"}.get(decision.state, decision.state)
    question = decision.question or decision.id
    return EventView(
        f"{record}/{decision.id}",
        "decision",
        f"{question} {said}",
        decision.at,
        None,
        None,
        None,
        (),
        "confirmed",
        (),
        (),
        None,
        (),
        instant,
    )


_PARTIES = ("who", "by", "parties", "replaces")
_POSTS = ("to", "from", "post", "organ")


def parties_of(event: EventView) -> frozenset[str]:
    """Return the parties that an event is about, or that act in it."""
    return _named(event, _PARTIES)


def posts_of(event: EventView) -> frozenset[str]:
    """Return the posts that an event names."""
    return _named(event, _POSTS)


def _named(event: EventView, fields: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for name, value in event.fields:
        if name in fields:
            found.update([value] if isinstance(value, str) else [one for one in value if isinstance(one, str)])
    return frozenset(found)
