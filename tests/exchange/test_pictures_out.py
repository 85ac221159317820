"""Timelines, calendars and charts: what they show is what the record says, and nothing in a name runs in them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from govsim.exchange.formats import FORMATS
from govsim.model.errors import GovsimError
from govsim.model.record import Record
from tests.exchange.stories import lost, written
from tests.replay.builders import departed, hired, instant, make_record

NASTY = "<script>alert(1)</script>\r\nBEGIN:VEVENT; x: y, #quot \\ \x1b[31m"
EVENTS: list[dict[str, Any]] = [
    {"type": "founded", "at": "2023-01", "organization": "org"},
    hired("ada", "2023-02-01 12:00", until="2023-12-31"),
    hired("ben", "[2023-03-01..2023-03-05]", "org/cfo", capacity="interim", claim="reported"),
    departed("ada", "2023-05-06"),
    {"type": "stated", "at": "unknown", "who": "ada", "says": NASTY},
    {"type": "stated", "at": "[2023-06-07..]", "who": "ada", "says": "later"},
]


def record_of(**header: Any) -> Record:
    sources = {"web": {"url": "https://example.org/?a=1&b=<2>"}, "js": {"url": "javascript:alert(1)"}}
    return make_record([{**EVENTS[0], "sources": ["web", "js"]}, *EVENTS[1:]], sources=sources, **header)


# -- TimelineJS


def timeline(**asked: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(written("timelinejs", record_of(), **asked).text())
    return data


def test_an_event_on_a_timeline_has_its_time_as_precisely_as_it_is_known() -> None:
    found = {event["unique_id"]: event for event in timeline()["events"]}
    month, point, span = found["r/e0"], found["r/e1"], found["r/e2"]
    assert month["start_date"] == {"year": 2023, "month": 1, "day": 1}
    assert month["end_date"] == {"year": 2023, "month": 1, "day": 31}
    assert month["display_date"] == "2023-01"
    assert point["start_date"] == {"year": 2023, "month": 2, "day": 1, "hour": 12, "minute": 0, "second": 0}
    assert "end_date" not in point
    assert point["display_date"] == "2023-02-01 12:00 (America/New_York)"
    assert (span["start_date"]["day"], span["end_date"]["day"]) == (1, 5)
    assert "<p>reported</p>" in span["text"]["text"]
    assert point["group"] == "Org"


def test_what_is_at_no_known_time_is_left_out_and_counted() -> None:
    out = written("timelinejs", record_of())
    assert "r/e4" not in out.text()
    assert {"event at an unknown time", "event that is open on one side"} <= lost(out.losses)


def test_nothing_from_data_is_html_on_a_timeline() -> None:
    names = {"ada": NASTY, "ben": "Ben", "cleo": "C", "dan": "D"}
    for layout in ("events", "tenures"):
        text = written("timelinejs", record_of(people=names), layout=layout).text()
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert 'href=\\"javascript' not in text
    assert '<a href=\\"https://example.org/?a=1&amp;b=&lt;2&gt;\\">' in written("timelinejs", record_of()).text()


def test_tenures_on_a_timeline_run_from_start_to_end() -> None:
    ada, ben = timeline(layout="tenures")["events"]
    assert ada["display_date"] == "2023-02-01 12:00 to 2023-05-06"
    assert (ada["start_date"]["month"], ada["end_date"]) == (2, {"year": 2023, "month": 5, "day": 6})
    assert ada["group"] == "Chief executive, Org"
    assert ben["text"]["headline"] == "ben: Chief financial officer (interim)"
    assert ben["display_date"].endswith("to present")


def test_a_timeline_of_a_branch_says_so_in_its_title_and_in_every_event() -> None:
    data = timeline(branch="what-if")
    assert (data["hypothetical"], data["branch"]) == (True, "what-if")
    assert data["title"]["text"]["headline"].startswith("HYPOTHETICAL: branch what-if")
    assert all("HYPOTHETICAL: branch what-if" in event["text"]["text"] for event in data["events"])


# -- iCalendar


def entries(**asked: Any) -> dict[str, Any]:
    calendar = Calendar.from_ical(written("ics", record_of(), **asked).text())
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def test_events_are_entries_that_another_library_reads() -> None:
    found = entries()
    assert set(found) == {"r.e0", "r.e1", "r.e1.until", "r.e2", "r.e3", "r.e5"}
    assert (found["r.e0"]["DTSTART"].dt, found["r.e0"]["DTEND"].dt) == (date(2023, 1, 1), date(2023, 2, 1))
    assert found["r.e1"]["DTSTART"].dt.isoformat() == "2023-02-01T17:00:00+00:00"
    assert str(found["r.e1"]["SUMMARY"]) == "ada becomes Chief executive of Org"
    assert str(found["r.e2"]["STATUS"]) == "TENTATIVE"
    assert str(found["r.e1.until"]["SUMMARY"]) == "Term of ada as Chief executive ends as planned"
    assert "Source: https://example.org/?a=1&b=<2>" in str(found["r.e0"]["DESCRIPTION"])


def test_a_name_cannot_begin_an_entry_and_long_lines_are_folded() -> None:
    names = {"ada": NASTY, "ben": "ü" * 200, "cleo": "C", "dan": "D"}
    text = written("ics", record_of(people=names)).text()
    assert text.count("BEGIN:VEVENT\r\n") == 6
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\x1b" not in text
    FORMATS["ics"].validate(text)


def test_the_library_refuses_what_is_no_calendar() -> None:
    for text in ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "nothing"):
        with pytest.raises(GovsimError, match="calendar"):
            FORMATS["ics"].validate(text)


def test_every_entry_of_a_branch_is_tentative_and_says_so() -> None:
    found = entries(branch="what-if")
    assert all(str(event["SUMMARY"]).startswith("HYPOTHETICAL: ") for event in found.values())
    assert {str(event["STATUS"]) for event in found.values()} == {"TENTATIVE"}
    assert "HYPOTHETICAL: branch what-if" in written("ics", record_of(), branch="what-if").text()


# -- Mermaid


def bars(**asked: Any) -> list[str]:
    return [line.strip() for line in written("mermaid", record_of(), **asked).text().splitlines() if " :" in line]


def test_what_is_certain_and_what_is_possible_are_bars_of_their_own() -> None:
    assert bars() == [
        "ada :active, t0-1, 2023-02-01T12:00, 2023-05-06T00:00",
        "ada ? :done, t0-2, 2023-05-06T00:00, 2023-05-07T00:00",
        "ben (interim) ? :done, t1-0, 2023-03-01T00:00, 2023-03-06T00:00",
        "ben (interim) :active, t1-1, 2023-03-06T00:00, 2025-01-01T00:00",
    ]


def test_a_disputed_opening_is_never_certain() -> None:
    record = make_record([hired("ada", "2023-02-01", claim="disputed")])
    assert all(" ? :done" in line for line in written("mermaid", record).text().splitlines() if "ada" in line)


def test_nothing_in_a_name_means_anything_to_mermaid() -> None:
    names = {"ada": NASTY, "ben": "Ben", "cleo": "C", "dan": "D"}
    text = written("mermaid", record_of(people=names)).text()
    for line in text.splitlines():
        shown = line.partition(" :")[0] if " :" in line else line
        assert not re.search(r"[<>;]", re.sub(r"#\d+;", "", shown))
        assert "\x1b" not in line
    assert len([line for line in text.splitlines() if " :active" in line]) == 2


def test_a_chart_at_a_time_ends_there_and_one_of_a_branch_says_so() -> None:
    at = instant("2023-04-01")
    assert all("2023-04-02" in line for line in bars(at=at) if ":active" in line)
    text = written("mermaid", record_of(), branch="what-if").text()
    assert text.startswith("%% HYPOTHETICAL#58; branch what-if\ngantt\n    title HYPOTHETICAL#58; branch what-if")
