"""Who held what on a report's page: a slider over the changes, and a table of them that needs no script."""

from __future__ import annotations

from bisect import bisect_right
from datetime import tzinfo
from typing import Any

from govsim.exchange.page import html, joined, table
from govsim.model.instant import Instant
from govsim.service.courses import CourseView
from govsim.service.report_parts import Section, said_at
from govsim.service.report_views import ReportView


def moments_section(view: ReportView) -> Section | None:
    """Return the section, None where there are no posts; the player is hidden until the script has filled it."""
    if not view.courses:
        return None
    names = view.names
    rows = [
        [
            _said(moment.at, view.zone),
            [html("div", event) for event in moment.events] or html("span", "an end of what is known", cls="soft"),
            [html("div", f"{names[post]}: {before} → {after}") for post, before, after in moment.changes],
        ]
        for moment in view.moments
    ]
    changes = table("Every change of a post, in order", ["When", "What happened", "Before → after"], rows, "cards")
    summary = html("summary", f"All {len(rows):,} changes as a table")
    parts = [_player(), html("details", summary, changes, open=True, id="all-changes")]
    if not rows:
        parts[1] = html("p", "No post changes in this time.", id="all-changes")
    marks = html("p", "A question mark after a name says that it is possible, not certain.", cls="soft")
    return Section("posts", "Who held what", joined(marks, parts))


def _said(at: Instant, zone: tzinfo) -> str:
    said = said_at(at, zone)
    return said[:1].upper() + said[1:]


def _player() -> Any:
    head = html("tr", [html("th", name, scope="col") for name in ("Post", "State", "Who")])
    held = html(
        "table",
        html("caption", "Who holds which post at the chosen moment; ▶ marks what has just changed"),
        html("thead", head),
        html("tbody", id="moment-rows"),
        cls="cards",
    )
    return html(
        "div",
        html("label", "Move through the changes:", for_="moment"),
        html("input", type="range", id="moment", min="0", max="0", step="1", value="0", aria_describedby="moment-said"),
        html("button", "◀ Earlier", type="button", id="earlier"),
        " ",
        html("button", "Later ▶", type="button", id="later"),
        html("output", id="moment-said", for_="moment", aria_live="polite"),
        html("div", held, cls="wide", role="region", aria_label="Posts at the chosen moment", tabindex="0"),
        cls="player",
        id="player",
        hidden=True,
    )


def moments_data(view: ReportView) -> dict[str, Any]:
    """Return what the script of the page reads.

    The first moment lies before every change. A state of a post is the number of the moment from which on it holds, the
    status, and who.
    """
    names = view.names
    times = [moment.at for moment in view.moments]
    begin = view.courses[0].states[0].at if view.courses else 0
    before = "Before the changes shown here" if times else "Throughout"
    moments = [{"at": begin // 1000, "when": before, "what": ""}]
    moments += [
        {"at": moment.at // 1000, "when": _said(moment.at, view.zone), "what": "; ".join(moment.events)}
        for moment in view.moments
    ]
    posts = [{"title": names[course.post], "states": _states(course, times)} for course in view.courses]
    return {"moments": moments, "posts": posts, "start": bisect_right(times, view.roster.at)}


def _states(course: CourseView, times: list[int]) -> list[list[Any]]:
    """Return the states of a post by the number of the moment from which on they hold."""
    found: dict[int, list[Any]] = {}
    for state in course.states:
        place = bisect_right(times, state.at)
        found[place] = [place, state.status, state.holders]
    first = course.states[0]
    found.setdefault(0, [0, first.status, first.holders])
    return [found[place] for place in sorted(found)]
