"""The words of a picture's tooltips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from govsim.exchange.swimlane import Bar, Lane, Mark, Panel
from govsim.exchange.time_axis import MONTHS
from govsim.model.events import Event
from govsim.model.header import organization_of
from govsim.model.instant import DAY, Instant, to_datetime
from govsim.service.labels import Labels
from govsim.service.past import Past
from govsim.service.text import clock, when

_LONG = 60 * DAY
"""Longer spans are told in days."""


@dataclass(frozen=True, slots=True)
class Tales:
    """Tells of the bars and marks of some branches, in a zone."""

    pasts: dict[str, Past]
    zone: tzinfo

    def bar(self, panel: Panel, lane: Lane, bar: Bar) -> list[str]:
        """Return who, the post, the capacity, from and to with how sure that is, and how many sources say so."""
        past = self.pasts[panel.branch]
        who = ", ".join(past.world.party(party).name for party in bar.party.split(",") if party)
        capacity = bar.pieces[-1].capacity
        said = "" if capacity == "regular" else f" ({capacity})"
        organization = past.world.organizations.get(organization_of(bar.post))
        of = f" of {organization.name}" if organization is not None else ""
        title = past.world.posts[bar.post].title
        opened = past.timeline.event(bar.opened_by)
        closed = past.timeline.event(bar.closed_by) if bar.closed_by else None
        lines = [f"{who or 'Nobody named'}: {title}{'' if of[4:] and title.endswith(of[4:]) else of}{said}"]
        lines.append(f"from {when(opened.at, self.zone)} ({bar.opened_by})")
        if bar.kind == "offer":
            lines.append("announced, never or not yet effective")
        elif closed is not None:
            lines.append(f"to {when(closed.at, self.zone)} ({bar.closed_by})")
        else:
            lines.append("nothing recorded ends it")
        if bar.kind == "tenure":
            lines.append(self._certainty(bar))
        if any(piece.on_leave for piece in bar.pieces):
            lines.append("on leave for a time")
        return [*lines, *_weight(opened, closed), *_hypothetical(panel)]

    def mark(self, panel: Panel, mark: Mark) -> list[str]:
        """Return what happened, when, and how many sources say so."""
        past = self.pasts[panel.branch]
        event = past.timeline.event(mark.event)
        return [
            Labels(past.world).of(event),
            f"{when(event.at, self.zone)} ({mark.event})",
            *_weight(event, None),
            *_hypothetical(panel),
        ]

    def span(self, first: Instant, after: Instant) -> str:
        """Return a span in words: whole days as days."""
        begin, end = to_datetime(first, self.zone), to_datetime(after, self.zone)
        if _is_midnight(begin) and (_is_midnight(end) or _is_midnight(to_datetime(after - 1, self.zone))):
            last = to_datetime(after - 1, self.zone)
            return _day(begin) if begin.date() == last.date() else f"{_day(begin)} to {_day(last)}"
        if after - first > _LONG:
            return f"{_day(begin)} to {_day(end)}"
        return f"{self._short(first)} to {self._short(after)}"

    def _short(self, at: Instant) -> str:
        return clock(at - at % 60_000_000, self.zone)

    def _certainty(self, bar: Bar) -> str:
        sure = [piece for piece in bar.pieces if piece.certain]
        if not sure:
            return "only possible, not certain"
        if len(sure) == len(bar.pieces):
            return "certain"
        unsure = [self.span(piece.first, piece.after) for piece in bar.pieces if not piece.certain]
        return f"certain, but only possible {' and '.join(unsure)}"


def _is_midnight(local: datetime) -> bool:
    return local.hour == local.minute == local.second == local.microsecond == 0


def _day(local: datetime) -> str:
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _weight(opened: Event, closed: Event | None) -> list[str]:
    """Return how sure the record is and how many sources it cites."""
    sources = {*opened.sources, *(closed.sources if closed is not None else ())}
    claims = dict.fromkeys(
        event.claim for event in (opened, closed) if event is not None and event.claim != "confirmed"
    )
    cited = f"{len(sources)} source{'s' * (len(sources) != 1)}" if sources else "no source"
    return [f"{', '.join(claims)}; {cited}" if claims else cited]


def _hypothetical(panel: Panel) -> list[str]:
    return [f"HYPOTHETICAL: branch {panel.branch}"] if panel.hypothetical else []
