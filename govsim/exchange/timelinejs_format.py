"""TimelineJS 3: events or tenures on a timeline for a page.

TimelineJS knows no zones and draws whatever HTML it is given: times are local ones, the words of the record stand
beside them, and everything from data is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.spans import Span, span_of
from govsim.exchange.stints import Stint, lose_fields, stints_of, told_sources
from govsim.exchange.story import Story, organizations_in
from govsim.model.bound import Bound
from govsim.model.header import organization_of


def write(story: Story) -> Written:
    """Return a timeline of the events, or of the tenures."""
    losses = Losses()
    writer = _Writer(story, losses)
    events = list(writer.tenures() if story.layout == "tenures" else writer.events())
    title = {"headline": escape(story.title), "text": escape(f"Times are those of {story.zone_name}.")}
    timeline: dict[str, Any] = {"title": {"text": title}, "events": events, "scale": "human"}
    if story.is_hypothetical:
        timeline = {"hypothetical": True, "branch": story.branch, **timeline}
    return Written(losses.all(), [json.dumps(timeline, ensure_ascii=False, indent=1), "\n"])


class _Writer:
    def __init__(self, story: Story, losses: Losses) -> None:
        self.story, self.losses = story, losses

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield every event."""
        for entry in self.story.entries():
            event = self.story.event(entry.ref)
            span = span_of(event.at, self.story.zone, self.losses, "event")
            if span is None:
                continue
            for name in ("decided", "notified", "announced", "because", "versions"):
                if getattr(event, name):
                    self.losses.add(f"event.{name}", event.id)
            groups = [
                self.story.world.organizations[id_].name
                for id_ in sorted(organizations_in(event))
                if id_ in self.story.world.organizations
            ]
            claim = [] if event.claim == "confirmed" else [event.claim]
            text = [*claim, *([event.note] if event.note else [])]
            yield {
                "unique_id": entry.ref,
                **_dates(span),
                "display_date": self._shown(event.at, span),
                "text": self._text(self.story.label(event), text, told_sources(self.story, entry.ref, event)),
                **({"group": escape(groups[0])} if groups else {}),
            }

    def tenures(self) -> Iterator[dict[str, Any]]:
        """Yield every tenure, in groups by post."""
        for stint in stints_of(self.story):
            start = span_of(stint.start, self.story.zone, self.losses, "beginning of a tenure")
            if start is None:
                continue
            lose_fields(stint, self.losses)
            made = {"unique_id": stint.id, **_dates(start)}
            made.pop("end_date", None)
            if (end := self._end(stint)) is not None:
                made["end_date"] = _date(end.last, is_day=end.is_days)
            post = self.story.world.posts[stint.post]
            whose = self.story.world.organizations[organization_of(stint.post)].name
            capacity = "" if stint.capacity == "regular" else f" ({stint.capacity})"
            text = [stint.reason or "", stint.note or ""]
            until = "present" if stint.end is None else str(stint.end)
            yield {
                **made,
                "display_date": escape(f"{stint.start} to {until}"),
                "text": self._text(
                    f"{self.story.world.party(stint.party).name}: {post.title}{capacity}", text, stint.sources
                ),
                "group": escape(f"{post.title}, {whose}"),
            }

    def _end(self, stint: Stint) -> Span | None:
        if stint.end is None:
            return span_of(self._today, self.story.zone, self.losses, "end of a tenure")
        return span_of(stint.end, self.story.zone, self.losses, "end of a tenure")

    @property
    def _today(self) -> Bound:
        instants = [entry.latest for entry in self.story.entries()] or [0]
        last = self.story.at if self.story.at is not None else max(instants)
        return Bound("present", last, last)

    def _shown(self, bound: Bound, span: Span) -> str:
        return escape(bound.text if span.is_days else f"{bound.text} ({self.story.zone_name})")

    def _text(self, headline: str, text: list[str], sources: tuple[str, ...]) -> dict[str, str]:
        said = [self.story.mark, *text]
        paragraphs = "".join(f"<p>{escape(one)}</p>" for one in said if one)
        cited = "; ".join(
            f'<a href="{escape(source)}">{escape(source)}</a>'
            if source.startswith(("http://", "https://"))
            else escape(source)
            for source in sources
        )
        return {"headline": escape(headline), "text": paragraphs + (f"<p>{cited}</p>" if cited else "")}


def _dates(span: Span) -> dict[str, Any]:
    """Return a beginning, and an end where that is another one."""
    dates = {"start_date": _date(span.first, is_day=span.is_days)}
    if not span.is_one_day and not span.is_point:
        dates["end_date"] = _date(span.last, is_day=span.is_days)
    return dates


def _date(at: datetime, *, is_day: bool) -> dict[str, int]:
    date = {"year": at.year, "month": at.month, "day": at.day}
    return date if is_day else {**date, "hour": at.hour, "minute": at.minute, "second": at.second}
