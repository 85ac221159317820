"""The timeline on a report's page: every event with its claim, its rival readings, its causes and its sources."""

from __future__ import annotations

from govsim.exchange.page import Html, Part, html, link
from govsim.service.event_views import EventView, ReadingView, SourceView
from govsim.service.report_parts import Section, plain, reference, said_when
from govsim.service.report_views import ReportView


def timeline_section(view: ReportView) -> Section | None:
    """Return the section, None where nothing happened."""
    if not view.events:
        return None
    shown = {event.id for event in view.events}
    events = [_event(view, event, shown) for event in view.events]
    return Section("timeline", "Timeline", html("ol", events, cls="timeline"))


def _event(view: ReportView, event: EventView, shown: set[str]) -> Html:
    claim = html("span", event.claim, cls=f"claim claim-{event.claim}") if event.claim != "confirmed" else None
    clocks = [
        f"{name} {said_when(bound, view.zone)}"
        for name, bound in (("decided", event.decided), ("notified", event.notified), ("announced", event.announced))
        if bound is not None
    ]
    causes: list[Part] = []
    for cause in event.because:
        causes += [", " if causes else "because of ", reference(cause, cause.partition("/")[2], shown)]
    return html(
        "li",
        html("div", said_when(event.at, view.zone), cls="when"),
        html(
            "div",
            html("p", html("span", event.label, cls="label"), " ", claim),
            html("p", "; ".join(clocks), cls="soft") if clocks else None,
            html("p", event.note) if event.note and event.note not in event.label else None,
            html("p", causes, cls="soft") if causes else None,
            _sources(event.sources),
            [_reading(reading) for reading in event.readings],
        ),
        id=event.id,
    )


def _reading(reading: ReadingView) -> Html:
    says = "; ".join(f"{name} {plain(value)}" for name, value in reading.says) or "the same"
    claim = "" if reading.claim == "confirmed" else f" ({reading.claim})"
    return html("div", html("p", f"Another reading{claim}: {says}"), _sources(reading.sources), cls="reading")


def _sources(sources: tuple[SourceView, ...]) -> Part:
    if not sources:
        return None
    return html("ul", [html("li", _source(source)) for source in sources], cls="sources", aria_label="Sources")


def _source(source: SourceView) -> Part:
    said = ", ".join(part for part in (source.publisher, source.title, source.date) if part) or source.key
    return link(source.url, said)
