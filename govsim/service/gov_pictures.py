"""The part of Gov that makes pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from govsim.model.errors import GovsimError
from govsim.model.instant import to_datetime, zone_named
from govsim.replay.collector import collector_paused
from govsim.service.past import Clocks
from govsim.service.pasts import Pasts
from govsim.service.times import When, read_instant

if TYPE_CHECKING:
    from datetime import tzinfo

    from govsim.service.branch_views import DiffView
    from govsim.service.plot_views import PlotView
    from govsim.service.report_views import ReportView
    from govsim.service.scenarios import Scenarios


class GovPictures:
    """Pictures and pages of a ledger's records, or of record files."""

    _pasts: Pasts

    def display_zone(self, zone: str | None, posts: Sequence[str]) -> tzinfo:
        """Return the zone to show times in."""
        raise NotImplementedError

    @property
    def scenarios(self) -> Scenarios:
        """What can be done with scenario files."""
        raise NotImplementedError

    def diff(self, a: str, b: str, *, at: When | None = None, zone: str | None = None) -> DiffView:
        """Return where two branches differ."""
        raise NotImplementedError

    def plot(
        self,
        *,
        record: str | None = None,
        org: str | None = None,
        posts: Sequence[str] = (),
        people: Sequence[str] = (),
        by: str = "post",
        since: When | None = None,
        until: When | None = None,
        branch: str = "main",
        against: str | None = None,
        marks: Sequence[str] = (),
        zone: str | None = None,
    ) -> PlotView:
        """Return a swimlane: who was in which post from when to when, with gaps, disputes and events.

        Args:
            record: only posts and events of this record.
            org: only posts of this organisation.
            posts: only these posts.
            people: only these people and organisations.
            by: post or person: what has a lane.
            since: where the picture begins; the default is the first event.
            until: where it ends; a bare date is the end of that day; the default is the last event.
            branch: the branch to draw.
            against: another branch, to draw below it with the differences marked.
            marks: events to draw as lines with their names.
            zone: an IANA zone.

        Raises:
            NotFoundError: a record, organisation, post, party, event or branch that is not there.
            GovsimError: nothing is in the span, or it ends before it begins.
        """
        from govsim.service.plot_asked import Asked, shown_of  # noqa: PLC0415 - `govsim at` answers without it
        from govsim.service.plot_telling import Tales  # noqa: PLC0415 - the same
        from govsim.service.plot_views import PlotView  # noqa: PLC0415 - the same
        from govsim.service.plotting import swimlane_of  # noqa: PLC0415 - the same

        if against == branch:
            raise GovsimError(f"'{branch}' does not differ from itself", hint="name two branches")
        pasts = [self._pasts(Clocks(name)) for name in (branch, against) if name is not None]
        shown = shown_of(pasts, Asked(record, org, posts, people, by, since, until, marks, zone))
        shown_in = self.display_zone(zone, shown.posts)
        tales = Tales({past.clocks.branch: past for past in pasts}, shown_in)
        with collector_paused():  # its passes over a large history cost more than the lanes
            return PlotView(swimlane_of(pasts, shown, shown_in), tales)

    def report(
        self,
        *,
        record: str | None = None,
        branch: str = "main",
        against: str | None = None,
        at: When | None = None,
        since: When | None = None,
        until: When | None = None,
        forecast: str | Path | None = None,
        zone: str | None = None,
    ) -> ReportView:
        """Return a report: summary, swimlane, who held what, timeline with sources, verdicts, comparison, forecast.

        Args:
            record: only this record; the default is all of them.
            branch: the branch that it is about.
            against: another branch, to be compared with it.
            at: the instant at which it says who governs; the default is when all its events have happened.
            since: where its picture begins; the default is the first event.
            until: where its picture ends; the default is the last event.
            forecast: a scenario file whose decisions are drawn, to say how often each of its outcomes comes.
            zone: an IANA zone.

        Raises:
            NotFoundError: a record or branch that is not there.
            GovsimError: there is nothing to report.
            DocumentError: the scenario has mistakes.
        """
        from govsim.service.reporting import end_of, report_of  # noqa: PLC0415 - `govsim at` answers without it

        drawn = None if forecast is None else self.scenarios.forecasts.simulate(forecast)
        plot = self.plot(record=record, since=since, until=until, branch=branch, against=against, zone=zone)
        past = self._pasts(Clocks(branch))
        posts = past.posts_asked(record, None, None)
        instant = end_of(past, record)
        if at is not None:
            instant = read_instant(at, zone_named(zone) if zone else None, past.world, record, posts)
        diff = None
        if against is not None:
            diff = self.diff(branch, against, at=to_datetime(instant, UTC))
        with collector_paused():
            view = report_of(past, plot, diff, record=record, at=instant, zone=self.display_zone(zone, posts))
        return replace(view, forecast=drawn)
