"""The frozen value behind a report: everything that its page says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from govsim.exchange.swimlane import Disputed
from govsim.model.instant import Instant, to_rfc3339
from govsim.service.branch_views import DiffView
from govsim.service.courses import CourseView
from govsim.service.event_views import EventView
from govsim.service.plot_views import PlotView
from govsim.service.verdict_views import VerdictView
from govsim.service.views import RosterView

if TYPE_CHECKING:
    from govsim.service.forecast_views import ForecastView


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record that a report is about: its id and title, what it covers, and how much is in it."""

    id: str
    title: str
    covers: tuple[str, str]
    events: int
    sources: int

    def to_json(self) -> dict[str, Any]:
        """Return id, title, covers, and the numbers of events and sources."""
        covers = {"from": self.covers[0], "to": self.covers[1]}
        return {"id": self.id, "title": self.title, "covers": covers, "events": self.events, "sources": self.sources}


@dataclass(frozen=True, slots=True)
class MomentView:
    """An instant at which a post changed: the events of that instant, and each post's state before and after."""

    at: Instant
    events: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Return at, events, and changes as post, before and after."""
        changes = [{"post": post, "before": before, "after": after} for post, before, after in self.changes]
        return {"at": to_rfc3339(self.at), "events": list(self.events), "changes": changes}


@dataclass(frozen=True, slots=True)
class JudgedView:
    """A verdict, and what was assumed for it."""

    verdict: VerdictView
    assumptions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the verdict with its assumptions."""
        return {**self.verdict.to_json(), "assumptions": list(self.assumptions)}


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report on a branch, beside another where one is compared.

    *names* says what each post is called, with its organisation where there are several; *omitted* what is too much
    for a page.
    """

    title: str
    records: tuple[RecordView, ...]
    branch: str
    against: str | None
    zone: tzinfo
    names: Mapping[str, str]
    roster: RosterView
    disputes: tuple[tuple[str, Disputed], ...]
    plot: PlotView
    courses: tuple[CourseView, ...]
    moments: tuple[MomentView, ...]
    events: tuple[EventView, ...]
    judged: tuple[JudgedView, ...]
    diff: DiffView | None
    omitted: tuple[str, ...]
    forecast: ForecastView | None = None

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """The branches in it that are not recorded history."""
        return tuple(name for name in (self.branch, self.against) if name is not None and name != "main")

    def html(self) -> str:
        """Return the report as one page, which needs nothing besides itself."""
        from govsim.service.report_page import report_page  # noqa: PLC0415 - only where a page is asked for

        return report_page(self)

    def to_json(self) -> dict[str, Any]:
        """Return all that the page says."""
        return {
            "title": self.title,
            "records": [record.to_json() for record in self.records],
            "branch": self.branch,
            "hypothetical": list(self.hypothetical),
            "names": dict(self.names),
            "roster": self.roster.to_json(),
            "disputes": [{"post": post, **dispute.to_json()} for post, dispute in self.disputes],
            "swimlane": self.plot.to_json(),
            "courses": [course.to_json() for course in self.courses],
            "moments": [moment.to_json() for moment in self.moments],
            "events": [event.to_json() for event in self.events],
            "verdicts": [judged.to_json() for judged in self.judged],
            "diff": None if self.diff is None else self.diff.to_json(),
            "omitted": list(self.omitted),
            "forecast": None if self.forecast is None else self.forecast.to_json(),
        }
