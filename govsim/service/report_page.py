"""The page of a report: one HTML file that needs nothing besides itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from govsim.exchange.page import Html, Part, html, joined, page, table
from govsim.exchange.page_script import PAGE_SCRIPT
from govsim.exchange.page_style import page_css
from govsim.service.report_moments import moments_data, moments_section
from govsim.service.report_parts import Section, reference, said_at, said_when, span_text
from govsim.service.report_timeline import timeline_section
from govsim.service.report_verdicts import comparison_section, verdicts_section
from govsim.service.report_views import ReportView
from govsim.service.views import HolderView, PostView

_DESK, _PHONE = 1200, 358


def report_page(view: ReportView) -> str:
    """Return a report as a page."""
    running = f"HYPOTHETICAL: branch {', '.join(view.hypothetical)}" if view.hypothetical else None
    made = [
        _summary(view),
        _picture(view),
        moments_section(view),
        timeline_section(view),
        verdicts_section(view),
        comparison_section(view),
        _forecast(view),
    ]
    sections = [section for section in made if section is not None]
    title = f"{view.title}{f' - {running}' if running else ''}"
    body = [_header(view, sections), html("main", [_drawn(section) for section in sections], id="main"), _footer(view)]
    return page(title, body, css=page_css(running), script=PAGE_SCRIPT, data=moments_data(view))


def _header(view: ReportView, sections: list[Section]) -> Part:
    links = [html("li", html("a", section.title, href=f"#{section.id}")) for section in sections]
    return [
        html("a", "Skip to the report", href="#main", cls="skip"),
        html("header", _banner(view), html("h1", view.title), html("p", _kind(view), cls="soft")),
        html("nav", html("ul", links), aria_label="Sections"),
    ]


def _banner(view: ReportView) -> Part:
    if not view.hypothetical:
        return None
    names = ", ".join(view.hypothetical)
    is_whole = view.branch != "main"
    said = (
        "This page tells what might have been."
        if is_whole
        else "Beside recorded history it shows what might have been."
    )
    return html("p", f"HYPOTHETICAL: branch {names}. {said}", cls="hypothetical", role="note")


def _kind(view: ReportView) -> str:
    what = "Recorded history" if view.branch == "main" else f"Hypothetical branch {view.branch}"
    beside = f", compared with {view.against}" if view.against is not None else ""
    return f"{what}{beside}. Times in {view.zone}."


def _drawn(section: Section) -> Html:
    heading = html("h2", section.title, id=f"{section.id}-title")
    return html("section", heading, section.parts, id=section.id, aria_labelledby=f"{section.id}-title")


def _footer(view: ReportView) -> Html:
    read = ", ".join(record.id for record in view.records)
    return html(
        "footer",
        html("p", f"Made by govsim from {read}. This page loads nothing and sends nothing; links lead to the sources."),
        html("p", "Public acts of real people, as the cited sources tell them. Not legal advice."),
    )


# -- summary


def _summary(view: ReportView) -> Section:
    events = sum(record.events for record in view.records)
    sources = sum(record.sources for record in view.records)
    facts: list[tuple[str, Part]] = [
        ("Record", [html("div", f"{record.title} ({record.id})") for record in view.records]),
        ("Covers", [html("div", f"{record.covers[0]} to {record.covers[1]}") for record in view.records]),
        ("Events", f"{events:,} from {sources:,} sources"),
    ]
    names = view.names
    there = [post for post in view.roster.posts if post.status not in ("absent", "unknown") or post.holders]
    rows = [[names[post.post], _status(post.status), _holders(view, post)] for post in there]
    parts: list[Part] = [html("dl", [[html("dt", name), html("dd", said)] for name, said in facts], cls="facts")]
    if view.omitted:
        parts.append(html("p", "Too much for one page, and left out: ", "; ".join(view.omitted), ".", cls="omitted"))
    parts.append(html("h3", f"Who governs at {said_at(view.roster.at, view.zone)}"))
    if rows:
        parts.append(table("Posts, their state and who is in them", ["Post", "State", "Who"], rows, "cards"))
    parts.append(_not_there(view, names))
    parts += [html("h3", "What is not certain"), _uncertain(view, names)]
    return Section("summary", "Summary", joined(parts))


def _status(status: str) -> Html:
    return html("span", status, cls=f"status status-{status}")


def _holders(view: ReportView, post: PostView) -> Part:
    if not post.holders:
        return "nobody"
    return [
        html("div", _holder(holder), html("small", f" since {said_when(holder.since, view.zone)}"))
        for holder in post.holders
    ]


def _holder(holder: HolderView) -> str:
    extra = [holder.capacity] if holder.capacity != "regular" else []
    extra += ["only possible"] if holder.presence == "possible" else []
    extra += ["on leave"] if holder.on_leave else []
    return f"{holder.name} ({', '.join(extra)})" if extra else holder.name


def _not_there(view: ReportView, names: Mapping[str, str]) -> Part:
    """Return which posts the table leaves out, and why."""
    said = []
    for status, why in (("unknown", "The record does not say who is"), ("absent", "Not there at that time")):
        which = [names[post.post] for post in view.roster.posts if post.status == status and not post.holders]
        if which:
            lead = f"{why} {'in ' if status == 'unknown' else ''}".rstrip()
            said.append(html("p", f"{lead}: {'; '.join(which)}.", cls="soft"))
    return said


def _uncertain(view: ReportView, names: Mapping[str, str]) -> Part:
    shown = {event.id for event in view.events}
    lines = [
        html(
            "li",
            f"{names[post]} is disputed {span_text(dispute.first, dispute.after, view.zone)}: ",
            reference(dispute.event, dispute.event, shown),
        )
        for post, dispute in view.disputes
    ]
    claims = Counter(event.claim for event in view.events)
    lines += [
        html(
            "li",
            f"{claims[claim]:,} event{'s' * (claims[claim] != 1)} {'is' if claims[claim] == 1 else 'are'} only {claim}",
        )
        for claim in ("reported", "disputed")
        if claims[claim]
    ]
    rival = sum(bool(event.readings) for event in view.events)
    if rival:
        lines.append(html("li", f"{rival:,} event{'s have' if rival != 1 else ' has'} rival readings"))
    if not lines:
        return html("p", "Nothing is disputed, and every event is confirmed.")
    return html("ul", lines)


# -- picture and forecast


def _picture(view: ReportView) -> Section:
    drawn = [
        html("div", Html(view.plot.element(prefix, width=width)), cls=prefix)
        for prefix, width in (("desk", _DESK), ("phone", _PHONE))
    ]
    caption = "Point at a bar or a mark to read who, when, how sure and from how many sources."
    return Section("picture", "Swimlane", html("figure", drawn, html("figcaption", caption, cls="soft")))


def _forecast(view: ReportView) -> Section | None:
    if view.forecast is None:
        return None
    from govsim.service.forecast_lines import LABEL, bars, told  # noqa: PLC0415 - only where there is a forecast

    label = html("p", f"{LABEL}. Scenario: {view.forecast.title}.", cls="hypothetical", role="note")
    drawn = html("pre", _lines(bars(view.forecast)), cls="wide", role="region", aria_label="Outcomes", tabindex="0")
    rest = html("pre", _lines(told(view.forecast)), cls="told")
    return Section("forecast", "Forecast", joined(label, drawn, rest))


def _lines(lines: Iterable[str]) -> list[Html]:
    return [html("div", one or "\N{NO-BREAK SPACE}") for one in lines]
