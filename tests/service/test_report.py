"""A report says what the ledger says, on one page that loads nothing and that no text can break out of."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from govsim.model.errors import GovsimError, NotFoundError
from govsim.service.gov import Gov
from govsim.service.opening import bundled_file
from govsim.service.steps import holders_text
from tests.cli.records import HOSTILE_NAMES, hostile_record
from tests.service.pages import Element, parsed
from tests.service.records import SMALL, write_record
from tests.service.scenarios import write_house

EVIL = """</script><script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3)' x='"""


@pytest.fixture
def small(gov: Gov, tmp_path: Path) -> Gov:
    gov.load(write_record(tmp_path))
    return gov


@pytest.fixture(scope="module")
def openai() -> Gov:
    return Gov(None, [bundled_file()])


@pytest.fixture(scope="module")
def page(openai: Gov) -> Element:
    return parsed(openai.report().html())


def section(page: Element, name: str) -> Element:
    (found,) = page.all("section", id=name)
    return found


def data(page: Element) -> dict[str, Any]:
    (script,) = page.all("script", id="data")
    found: dict[str, Any] = json.loads(script.text)
    return found


# -- what it says


@pytest.mark.parametrize("name", ["openai-2023", "disney-2022", "uber-2017"])
def test_the_courses_of_posts_are_the_rosters_at_every_instant(name: str) -> None:
    gov = Gov(None, [bundled_file(name)])
    past, report = gov.past(), gov.report()
    edges = {entry.key for entry in past.timeline.entries} | {moment.at for moment in report.moments}
    for course in report.courses:
        begin = course.states[0].at
        for at in sorted(at for edge in edges for at in (edge - 1, edge, edge + 1) if at >= begin):
            view = past.post_view(past.roster.state(course.post, at))
            assert (course.at(at).status, course.at(at).holders) == (view.status, holders_text(view)), course.post


def test_the_moments_are_all_changes_and_each_says_what_happened(openai: Gov) -> None:
    report = openai.report()
    changes = {(course.post, state.at) for course in report.courses for state in course.states[1:]}
    assert {(post, moment.at) for moment in report.moments for post, _, _ in moment.changes} == changes
    noon = next(m for m in report.moments if "Sam Altman removed" in " ".join(m.events))
    assert any(post == "openai/ceo" and before == "Sam Altman" for post, before, _ in noon.changes)


def test_every_event_stands_in_the_timeline_with_its_sources(openai: Gov, page: Element) -> None:
    items = {
        str(item.attributes["id"]): item for item in section(page, "timeline").all("li") if "id" in item.attributes
    }
    events = openai.events()
    assert list(items) == [event.id for event in events]
    for event in events:
        links = [link.attributes["href"] for link in items[event.id].all("a", rel="noopener noreferrer external")]
        cited = {source.url for source in event.sources if (source.url or "").startswith("https://")}
        assert cited <= set(links)
        assert event.claim == "confirmed" or event.claim in items[event.id].text


def test_every_verdict_stands_there_with_every_provision(openai: Gov, page: Element) -> None:
    said = section(page, "verdicts").text
    verdicts = openai.check().verdicts
    assert f"of {len(verdicts)} acts" in said
    for verdict in verdicts:
        assert f"{verdict.status}: {verdict.label}" in said or f"{verdict.label}: {verdict.status}" in said
        assert all(test.provision in said for test in verdict.reasons)
    assert "assumption" in said


def test_the_summary_says_who_governs_what_is_disputed_and_what_is_not_known(page: Element) -> None:
    said = section(page, "summary").text
    for part in (
        "Events158 from 90 sources",
        "2015-12-11 to 2026-06-30",
        "Sam Altman since 2023-11-29",
        "Chief executive officer, OpenAI is disputed from Fri 17 Nov 2023 12:00 PST",
        "The record does not say who is in: Chief technology officer",
    ):
        assert part in said


def test_by_default_it_is_when_the_last_event_has_certainly_happened() -> None:
    report = Gov(None, [bundled_file("disney-2022")]).report()
    assert "Who governs at the end of" in section(parsed(report.html()), "summary").text
    chief = report.roster.post("disney/ceo")
    assert [(holder.party, holder.presence) for holder in chief.holders] == [("josh-damaro", "certain")]


def test_the_instant_of_the_summary_can_be_asked_for(openai: Gov) -> None:
    report = openai.report(at="2023-11-18T18:00-08:00")
    page = parsed(report.html())
    assert "Mira Murati (interim) since Fri 17 Nov 2023 12:28 PST" in section(page, "summary").text
    shown = data(page)
    chosen = shown["moments"][shown["start"]]
    assert chosen["at"] * 1000 <= report.roster.at < shown["moments"][shown["start"] + 1]["at"] * 1000


def test_the_player_and_the_table_say_the_same(openai: Gov, page: Element) -> None:
    report, shown = openai.report(), data(page)
    assert len(shown["moments"]) == len(report.moments) + 1
    for course, post in zip(report.courses, shown["posts"], strict=True):
        for number, moment in enumerate(report.moments, start=1):
            state = [state for state in post["states"] if state[0] <= number][-1]
            assert state[1:] == [course.at(moment.at).status, course.at(moment.at).holders]
    rows = section(page, "posts").all("details")[0].all("tbody")[0].all("tr")
    assert len(rows) == len(report.moments)


def test_two_branches_are_compared_and_the_hypothetical_one_is_labelled_on_top_and_in_print(small: Gov) -> None:
    small.branches.create("stays", before="ada-leaves")
    text = small.report(against="stays").html()
    page = parsed(text)
    assert page.all("p", cls="hypothetical")[0].text.startswith("HYPOTHETICAL: branch stays")
    assert '@top-center{content:"HYPOTHETICAL: branch stays"' in text
    assert page.all("title")[0].text == "A small company - HYPOTHETICAL: branch stays"
    said = section(page, "comparison").text
    for part in (
        "Ada resigns as Chief executive of Co",
        "only in main",
        "stays HYPOTHETICAL: Ada",
        "main: Ben (interim)",
    ):
        assert part in said


def test_recorded_history_is_not_called_hypothetical(small: Gov) -> None:
    page = parsed(small.report().html())
    assert page.all("p", cls="hypothetical") == []
    assert "HYPOTHETICAL" not in page.all("title")[0].text
    assert [s.attributes["id"] for s in page.all("section")] == ["summary", "picture", "posts", "timeline"]


def test_a_report_on_one_record_says_nothing_of_another(gov: Gov, tmp_path: Path) -> None:
    gov.load(write_record(tmp_path), bundled_file("disney-2022"))
    gov.branches.create("stays", before="ada-leaves")
    report = gov.report(record="disney-2022", branch="main", against="stays")
    assert {event.id.partition("/")[0] for event in report.events} == {"disney-2022"}
    assert report.diff is not None
    assert {event.id.partition("/")[0] for event in report.diff.events} <= {"disney-2022"}
    assert "Ada" not in report.html()


def crowd(count: int, stays: int) -> str:
    """Return a record whose board many join, each of whom sits until some others have come."""
    people = "".join(f"  p{n}: P {n}\n" for n in range(count))
    hired = [f"{{id: e{n}, type: hired, at: {minute(n)}, who: p{n}, to: co/board}}" for n in range(count)]
    left = [
        f"{{id: l{n}, type: departed, at: {minute(n + stays)}, who: p{n}, from: co/board}}"
        for n in range(count - stays)
    ]
    return SMALL.replace("  ben: Ben\n", f"  ben: Ben\n{people}") + "".join(f"  - {each}\n" for each in hired + left)


def minute(number: int) -> str:
    return f"2022-07-01 {number // 60:02}:{number % 60:02}"


def test_of_very_many_changes_the_last_are_shown_and_the_page_says_so(gov: Gov, tmp_path: Path) -> None:
    text = crowd(1100, 2).replace("id: ben-ceo,", "id: ben-ceo, claim: disputed,")
    gov.load(write_record(tmp_path, text))
    report = gov.report()
    assert len(report.moments) == 1000
    changes, events = report.omitted
    assert changes == "the changes of posts before Fri 1 Jul 2022 01:40 CEST"
    assert events == "the first 202 of 2,202 events"
    page = parsed(report.html())
    assert f"{changes}; {events}" in section(page, "summary").text
    assert "Chief executive is disputed from Wed 1 Jun 2022" in section(page, "summary").text
    test_links_within_the_page_lead_somewhere_and_no_id_stands_twice(page)  # that event is not in the timeline
    (board,) = [post for post in data(page)["posts"] if post["title"] == "Director"]
    assert board["states"][:2] == [[0, "held", "Ada, P 98, P 99"], [1, "held", "Ada, P 99, P 100"]]


def test_a_post_that_is_too_full_to_be_listed_at_every_change_is_named(gov: Gov, tmp_path: Path) -> None:
    gov.load(write_record(tmp_path, crowd(150, 150)))
    report = gov.report()
    assert report.omitted == ("the changes of posts with more than 100 holders at once: Director",)
    assert [course.post for course in report.courses] == ["co/ceo"]
    summary = section(parsed(report.html()), "summary").text
    assert report.omitted[0] in summary
    assert "P 149" in summary


def test_of_very_many_verdicts_the_last_are_shown(gov: Gov, tmp_path: Path) -> None:
    votes = "".join(
        f"  - {{id: v{n}, type: resolved, at: {minute(n)}, organ: co/board, votes: {{for: [ada], against: []}}}}\n"
        for n in range(501)
    )
    bylaws = "bylaws: {co: {organs: {co/board: {majority: {more_than: 1/2, of: in_office}}}}}\n"
    gov.load(write_record(tmp_path, SMALL.replace("events:\n", f"{bylaws}events:\n") + votes))
    report = gov.report()
    judged = len(gov.check().verdicts)
    assert judged > 500
    assert report.omitted == (f"the first {judged - 500} of {judged} verdicts",)
    assert [each.verdict for each in report.judged] == list(gov.check().verdicts)[-500:]


@pytest.mark.parametrize(
    ("asked", "error"),
    [({"record": "opnai"}, NotFoundError), ({"branch": "what-if"}, NotFoundError), ({"against": "main"}, GovsimError)],
)
def test_what_is_not_there_is_said(openai: Gov, asked: dict[str, Any], error: type[GovsimError]) -> None:
    with pytest.raises(error):
        openai.report(**asked)


def test_the_bytes_are_the_same_every_time(openai: Gov) -> None:
    assert Gov(None, [bundled_file()]).report().html() == openai.report().html()


# -- what it is made of


def test_the_page_loads_nothing(page: Element) -> None:
    for element in page.all():
        assert element.tag not in ("link", "img", "iframe", "object", "embed", "form", "base", "image", "use")
        for name, value in element.attributes.items():
            assert name not in ("src", "srcset", "style", "action"), element.tag
            assert not name.startswith("on"), element.tag
            if name.endswith("href"):
                assert (value or "").startswith(("https://", "http://", "#")), value
    assert "@import" not in page.all("style")[0].text
    assert set(re.findall(r"url\((.)", page.all("style")[0].text)) <= {"#"}


def test_its_policy_allows_its_own_style_and_script_and_nothing_else(page: Element) -> None:
    (meta,) = [m for m in page.all("meta") if m.attributes.get("http-equiv") == "Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in str(meta.attributes["content"]).split(";"))
    (style,), (_, script) = page.all("style"), page.all("script")
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'{hashed(style.text)}'",
        "script-src": f"'{hashed(script.text)}'",
        **dict.fromkeys(("img-src", "connect-src", "base-uri", "form-action"), "'none'"),
    }


def hashed(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_links_within_the_page_lead_somewhere_and_no_id_stands_twice(page: Element) -> None:
    ids = [str(element.attributes["id"]) for element in page.all() if "id" in element.attributes]
    assert len(set(ids)) == len(ids)
    assert {str(a.attributes["href"])[1:] for a in page.all("a") if str(a.attributes["href"])[0] == "#"} <= set(ids)
    named = [e.attributes[name] for e in page.all() for name in ("aria-labelledby", "for") if name in e.attributes]
    assert {each for value in named for each in str(value).split()} <= set(ids)


def test_it_has_landmarks_one_first_heading_and_no_level_left_out(page: Element) -> None:
    for tag in ("header", "nav", "main", "footer", "h1"):
        assert len(page.all(tag)) == 1
    levels = [int(element.tag[1]) for element in page.all() if re.fullmatch("h[1-6]", element.tag)]
    assert all(two - one <= 1 for one, two in pairwise(levels))
    assert all(table.all("caption") for table in page.all("table"))


def evil_record() -> str:
    """Return a record that is hostile in every text."""
    written = json.dumps(EVIL)
    text = SMALL.replace("title: A small company", f"title: {written}").replace("ada: Ada", f"ada: {written}")
    text = text.replace("co/ceo: Chief executive", f"co/ceo: {written}").replace("{name: Co}", f"{{name: {written}}}")
    source = f"{{title: {written}, publisher: {written}, url: 'javascript:alert(4)'}}"
    text = text.replace("{title: Notice, publisher: The Gazette, date: 2022-05-03}", source)
    return text.replace("sources: [gazette]", f"sources: [gazette]\n    note: {written}")


@pytest.mark.parametrize("kind", ["markup", "controls"])
def test_no_text_breaks_out_of_the_page(gov: Gov, tmp_path: Path, kind: str) -> None:
    gov.load(write_record(tmp_path, evil_record() if kind == "markup" else hostile_record()))
    gov.branches.create("other", before=gov.events()[-1].id)
    html = gov.report(against="other").html()
    page = parsed(html)
    assert len(page.all("script")) == 2
    test_the_page_loads_nothing(page)
    test_its_policy_allows_its_own_style_and_script_and_nothing_else(page)
    assert not [char for char in html if ord(char) < 32 and char != "\n"]
    assert not set(html) & set("\u202e\u202c\u2067\u2069\x9b\x85")
    if kind == "markup":
        assert page.all("h1")[0].text == EVIL
    else:
        assert HOSTILE_NAMES["hindi"] in page.text


def test_a_forecast_stands_in_the_page_with_its_label_and_assumptions(tmp_path: Path) -> None:
    scenario = tmp_path / "chances.yaml"
    scenario.write_text(
        "scenario: chances\nrecord: house\ndecisions:\n"
        "  - {id: a, at: 2022-04-01, options: {stay: {weight: 1, then: [{omit: vote}]}, go: {weight: 3}}}\n"
        'outcomes: {fired: happened("ada-fired")}\n'
    )
    view = Gov(None, [write_house(tmp_path)]).report(record="house", forecast=scenario)
    page = view.html()
    assert '<a href="#forecast">Forecast</a>' in page
    assert "no evidence of what would have happened" in page
    assert "3/4" in page
    assert "a: stay 1, go 3" in page
    assert view.to_json()["forecast"]["outcomes"][0]["exact"] == "3/4"
    assert "#forecast" not in Gov(None, [write_house(tmp_path)]).report(record="house").html()
