"""What a picture shows of a record: every tenure, as sure as the roster has it, and nothing that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govsim.exchange.swimlane import Bar, Lane
from govsim.model.bound import parse_bound
from govsim.model.errors import GovsimError, NotFoundError
from govsim.model.instant import to_rfc3339, zone_named
from govsim.service.gov import Gov
from govsim.service.opening import bundled_file
from govsim.service.plot_views import PlotView
from tests.exchange.lanes import faults
from tests.service.records import SMALL, write_record

WEEKEND: dict[str, Any] = {"since": "2023-11-16", "until": "2023-11-30"}


@pytest.fixture(scope="module")
def openai() -> Gov:
    return Gov(None, [bundled_file()])


@pytest.fixture
def small(gov: Gov, tmp_path: Path) -> Gov:
    gov.load(write_record(tmp_path))
    return gov


def lanes(view: PlotView, panel: int = 0) -> dict[str, Lane]:
    return {lane.id: lane for lane in view.swimlane.panels[panel].lanes}


def said(bar: Bar) -> list[tuple[str, str, str]]:
    return [(to_rfc3339(p.first), p.capacity, "certain" if p.certain else "possible") for p in bar.pieces]


@pytest.mark.parametrize("name", ["openai-2023", "disney-2022", "uber-2017"])
def test_every_tenure_of_a_record_is_in_its_picture(name: str) -> None:
    gov = Gov(None, [bundled_file(name)])
    view, past = gov.plot(), gov.past()
    opened = {(bar.post, bar.party) for lane in lanes(view).values() for bar in lane.bars if bar.kind == "tenure"}
    assert opened == {(t.post, t.party) for its in past.history.posts.values() for t in its.tenures}
    tips = view.svg()
    for _, party in opened:
        assert past.world.party(party).name.replace("'", "&#39;") in tips


def test_the_picture_says_what_the_roster_says_at_every_change(openai: Gov) -> None:
    past = openai.past()
    for lane in lanes(openai.plot(**WEEKEND)).values():
        for edge in {piece.first for bar in lane.bars for piece in bar.pieces}:
            drawn = {
                (bar.party, piece.capacity, piece.certain)
                for bar in lane.bars
                if bar.kind == "tenure"
                for piece in bar.pieces
                if piece.first <= edge < piece.after
            }
            holders = past.roster.state(lane.id, edge).holders
            assert drawn == {(h.party, h.capacity, h.presence == "certain") for h in holders}


def test_the_weekend_shows_the_four_chiefs_the_vacant_chair_and_the_offer(openai: Gov) -> None:
    shown = lanes(openai.plot(record="openai-2023", **WEEKEND))
    tenures = [bar.label for bar in shown["openai/ceo"].bars if bar.kind == "tenure"]
    assert tenures == ["Sam Altman", "Mira Murati", "Emmett Shear", "Sam Altman"]
    assert {piece.capacity for piece in shown["openai/ceo"].bars[1].pieces} == {"interim"}
    assert [gap.status for gap in shown["openai/chair"].gaps if gap.status == "vacant"] == ["vacant"]
    assert shown["openai/ceo"].disputes
    assert [bar.kind for bar in shown["microsoft/ai-research-lead"].bars] == ["offer"]
    assert "y-combinator/president" not in shown


def test_the_span_is_that_of_the_days_asked_for(openai: Gov) -> None:
    swimlane, zone = openai.plot(**WEEKEND).swimlane, zone_named("America/Los_Angeles")
    assert swimlane.first == parse_bound("2023-11-16", zone).earliest
    assert swimlane.after - 1 == parse_bound("2023-11-30", zone).latest


def test_by_default_the_span_is_that_of_the_events(small: Gov) -> None:
    swimlane = small.plot().swimlane
    assert to_rfc3339(swimlane.first) == "2020-01-31T23:00:00Z"
    assert "2022-06-30" < to_rfc3339(swimlane.after) < "2022-08-31"
    assert len(swimlane.panels[0].marks) == 4


def test_a_record_of_one_event_still_has_a_picture(gov: Gov, tmp_path: Path) -> None:
    text = SMALL[: SMALL.index("  - id: ada-leaves")].replace("at: 2020-02-01", "at: 2020-02-01 12:00")
    gov.load(write_record(tmp_path, text))
    view = gov.plot(posts=["co/ceo"])
    assert faults_of(view) == []
    assert [bar.label for bar in lanes(view)["co/ceo"].bars] == ["Ada"]


def faults_of(view: PlotView) -> list[str]:
    from govsim.exchange.picture import picture_of  # noqa: PLC0415 - only here

    return [
        fault for width in (280, 390, 1200, 1920) for fault in faults(picture_of(view.swimlane, view.teller, width))
    ]


@pytest.mark.parametrize("by", ["post", "person"])
@pytest.mark.parametrize("name", ["openai-2023", "disney-2022", "uber-2017"])
def test_words_never_meet_in_the_pictures_of_the_bundled_records(name: str, by: str) -> None:
    assert faults_of(Gov(None, [bundled_file(name)]).plot(by=by)) == []


def test_words_never_meet_around_named_events(openai: Gov) -> None:
    marks = ["board-vote", "altman-fired", "brockman-removed", "murati-interim-ceo", "staff-letter", "altman-returns"]
    view = openai.plot(**WEEKEND, marks=marks)
    assert faults_of(view) == []
    assert [mark.event.partition("/")[2] for mark in view.swimlane.panels[0].marks if mark.named] == marks


def test_lanes_of_people_show_the_posts_they_held(openai: Gov) -> None:
    shown = lanes(openai.plot(by="person", people=["mira-murati", "emmett-shear"]))
    assert list(shown) == ["emmett-shear", "mira-murati"]
    assert [bar.label for bar in shown["mira-murati"].bars] == [
        "Chief technology officer, OpenAI",
        "Chief executive officer, OpenAI",
    ]


def test_posts_and_people_narrow_lanes_and_events(openai: Gov) -> None:
    view = openai.plot(posts=["openai/ceo"], **WEEKEND)
    assert list(lanes(view)) == ["openai/ceo"]
    events = {mark.event.partition("/")[2] for mark in view.swimlane.panels[0].marks}
    assert {"altman-fired", "murati-interim-ceo", "shear-interim-ceo"} <= events
    assert "voice-feature" not in events
    assert view.swimlane.title == "Chief executive officer"


def test_a_tooltip_tells_who_what_when_how_sure_and_from_how_many_sources(openai: Gov) -> None:
    view = openai.plot(**WEEKEND)
    panel = view.swimlane.panels[0]
    lane = lanes(view)["openai/ceo"]
    shear = next(bar for bar in lane.bars if bar.party == "emmett-shear")
    lines = view.teller.bar(panel, lane, shear)
    assert lines[0] == "Emmett Shear: Chief executive officer of OpenAI (interim)"
    assert lines[1].startswith("from [2023-11-19 20:00..2023-11-19 22:30] (openai-2023/shear-interim-ceo)")
    assert lines[2].startswith("to [2023-11-21 22:03:39..2023-11-29]")
    assert lines[3].startswith("certain, but only possible Sun 19 Nov 2023 20:00 PST to")
    assert lines[4].endswith("sources")


def test_two_branches_stand_above_each_other_with_the_differences(small: Gov) -> None:
    small.branches.create("stays", before="ada-leaves")
    view = small.plot(against="stays")
    one, two = view.swimlane.panels
    assert (one.hypothetical, two.hypothetical) == (False, True)
    assert [lane.id for lane in one.lanes] == [lane.id for lane in two.lanes]
    (span,) = lanes(view)["co/ceo"].differs
    assert to_rfc3339(span.first) == "2022-05-01T10:00:00Z"
    assert lanes(view, 1)["co/board"].differs == ()
    assert "HYPOTHETICAL: branch stays" in view.svg()
    assert "HYPOTHETICAL" not in small.plot().svg()


def test_a_branch_alone_is_labelled_too(small: Gov) -> None:
    small.branches.create("stays", before="ada-leaves")
    view = small.plot(branch="stays")
    assert "HYPOTHETICAL: branch stays" in view.svg()
    assert view.to_json()["panels"][0]["hypothetical"] is True


def test_nobody_is_drawn_outside_of_what_the_record_covers(small: Gov) -> None:
    view = small.plot(since="2019-01-01", until="2030-01-01")
    (board,) = lanes(view)["co/board"].bars
    assert to_rfc3339(board.after) == "2025-12-31T23:00:00Z"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"posts": ["openai/cio"]}, "there is no post 'openai/cio'"),
        ({"people": ["sam-altmann"]}, "there is no person or organisation 'sam-altmann'"),
        ({"record": "openai"}, "there is no record 'openai'"),
        ({"org": "openay"}, "there is no organisation 'openay'"),
        ({"marks": ["altman-fire"]}, "there is no event 'altman-fire'"),
        ({"branch": "what-if"}, "there is no branch 'what-if'"),
    ],
)
def test_what_is_not_there_is_said(openai: Gov, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(NotFoundError, match=message):
        openai.plot(**asked)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"since": "2023-12-01", "until": "2023-11-01"}, "end before it begins"),
        ({"since": "1990-01-01", "until": "1991-01-01"}, "nothing to show"),
        ({"by": "posts"}, "'posts' has no lanes"),
        ({"against": "main"}, "does not differ from itself"),
        ({"marks": ["altman-fired"], "since": "2024-01-01"}, "lies outside of the picture"),
    ],
)
def test_what_makes_no_picture_is_refused(openai: Gov, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(GovsimError, match=message):
        openai.plot(**asked)


def test_a_theme_that_does_not_exist_is_refused_with_the_nearest(openai: Gov) -> None:
    with pytest.raises(GovsimError, match="'drak' is no theme") as failure:
        openai.plot(**WEEKEND).svg(theme="drak")
    assert failure.value.hint == "did you mean 'dark'?"
