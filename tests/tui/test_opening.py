"""The start screen, scenario files opened, edited and read again, decisions asked in place, the palette's reasons."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from govsim.ledger.store import Ledger
from govsim.service.gov import Gov
from govsim.service.places import read_target
from govsim.tui.app import GovsimApp
from govsim.tui.keys import ACTS
from govsim.tui.memory import Last, Memory
from tests.tui.screens import RECORD, WIDE, frame, lines, number, opened, press, the_app

SCENARIO = """\
scenario: byrd-stays
title: Byrd stays where she is
record: tidewater
decisions:
  - id: strike
    at: 2024-03-01 12:00
    question: Does the board vote?
    options:
      yes: {events: [vote]}
      no: {title: It waits for the minutes}
outcomes:
  byrd_leads: holds("ada-byrd", "tidewater/ceo", "2024-03-05")
expect:
  - {post: tidewater/ceo, at: 2024-03-05, holders: [cleo-marsh]}
"""


@pytest.fixture
def gov(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gov:
    """A ledger with the small weekend, in a folder with a scenario of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "byrd-stays.yaml").write_text(SCENARIO)
    gov = Gov(Ledger(f"sqlite:///{tmp_path / 'l.db'}"))
    gov.load(RECORD)
    return gov


@pytest.fixture
async def pilot(gov: Gov) -> AsyncIterator[Pilot[None]]:
    target = read_target(gov, "byrd-stays.yaml")
    async with opened(WIDE, GovsimApp(gov, "tidewater", target=target)) as pilot:
        yield pilot


# -- the start screen


async def test_the_start_screen_lists_records_branches_and_scenarios_and_opens_what_is_taken(gov: Gov) -> None:
    gov.branches.create("calm")
    async with opened(WIDE, GovsimApp(gov, "tidewater", choosing=True)) as pilot:
        shown = frame(pilot)
        assert "Tidewater, a weekend in March" in shown
        assert "record, ledger" in shown
        assert "branch, hypothetical" in shown
        await press(pilot, "type byrd stays")
        assert "Byrd stays where she is (tidewater)" in frame(pilot)
        assert "record, ledger" not in frame(pilot)
        await press(pilot, "enter")
        assert "byrd-stays (what-if, not kept)" in lines(pilot)[0]


async def test_what_cannot_be_opened_is_told_and_what_was_open_stays(gov: Gov, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("scenario: broken\nrecord: tidewater\nchanges:\n  - {omitt: vote}\n")
    async with opened(WIDE, GovsimApp(gov, "tidewater")) as pilot:
        await press(pilot, "S", "type broken", "enter")
        assert "broken.yaml:4:" in lines(pilot)[-1]
        assert "omit" in lines(pilot)[-1]
        assert "main (recorded)" in lines(pilot)[0]


async def test_the_last_place_is_offered_first_and_gone_back_to(gov: Gov, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "places.json", "here")
    walk = GovsimApp(gov, "tidewater").walk
    memory.write(Last("tidewater", "main", walk.times[4], "roles"))
    async with opened(WIDE, GovsimApp(gov, "tidewater", memory=memory, choosing=True)) as pilot:
        assert "Go on where you were: tidewater, main" in frame(pilot)
        await press(pilot, "enter")
        assert number(pilot) == 5
        assert the_app(pilot).desk.current == "roles"


# -- decisions


async def test_enter_asks_a_decision_in_place_and_asks_again(pilot: Pilot[None]) -> None:
    await press(pilot, "g", "type 2024-03-01 12:00", "enter")
    assert the_app(pilot).walk.decision(the_app(pilot).playhead.index) is not None
    await press(pilot, "enter")
    shown = frame(pilot)
    assert "Does the board vote?" in shown
    assert "It waits for the minutes" in shown
    await press(pilot, "down", "enter")
    assert "strike: no" in lines(pilot)[-1]
    assert "fell" in lines(pilot)[-1]
    assert the_app(pilot).session.draft is not None
    assert "ada-removed" in {fate.id.partition("/")[2] for fate in the_app(pilot).walk.line.fallen}
    await press(pilot, "enter", "up", "enter")
    assert "strike: yes" in lines(pilot)[-1]
    assert the_app(pilot).walk.line.fallen == []
    await press(pilot, "u", "u")
    assert "not answered" in frame(pilot) or "open" in frame(pilot)


async def test_outcomes_tell_what_is_asked_and_whether_expectations_hold(pilot: Pilot[None]) -> None:
    await press(pilot, "6", "escape")
    shown = frame(pilot)
    assert "6 Outcomes" in shown
    assert "byrd_leads" in shown
    assert "expected" in shown
    assert "No forecast" in shown


# -- files


async def test_a_file_changed_elsewhere_is_read_again_in_place(pilot: Pilot[None], tmp_path: Path) -> None:
    await press(pilot, "g", "type #5", "enter")
    here = number(pilot)
    text = SCENARIO.replace("decisions:", "changes:\n  - {omit: staff-letter}\ndecisions:")
    (tmp_path / "byrd-stays.yaml").write_text(text)
    await press(pilot, "r")
    assert "Read again" in lines(pilot)[-1]
    assert number(pilot) == here
    assert "tidewater/staff-letter" in [fate.id for fate in the_app(pilot).walk.line.fallen]
    await press(pilot, "u")
    assert "tidewater/staff-letter" not in [fate.id for fate in the_app(pilot).walk.line.fallen]


async def test_mistakes_are_shown_at_their_lines_and_nothing_is_lost(pilot: Pilot[None], tmp_path: Path) -> None:
    path = tmp_path / "byrd-stays.yaml"
    path.write_text(SCENARIO.replace("events: [vote]", "events: [votte]"))
    await press(pilot, "r")
    shown = frame(pilot)
    assert "This scenario cannot be read" in shown
    assert "votte" in shown
    assert "did you mean 'vote'" in shown
    draft = the_app(pilot).session.draft
    assert draft is not None
    assert draft.text == SCENARIO
    path.write_text(SCENARIO.replace("waits for the minutes", "waits a week"))
    await press(pilot, "r")
    assert "Read again" in lines(pilot)[-1]
    assert "waits a week" in draft.text or "waits a week" in the_app(pilot).session.draft.text  # type: ignore[union-attr]


async def test_the_editor_gets_the_file_and_what_it_wrote_is_taken(
    pilot: Pilot[None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nsed -i "s/waits for the minutes/waits a month/" "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(GovsimApp, "suspend", lambda _: contextlib.nullcontext())
    await press(pilot, "e")
    draft = the_app(pilot).session.draft
    assert draft is not None
    assert "waits a month" in draft.text
    assert "waits a month" in (tmp_path / "byrd-stays.yaml").read_text()


@pytest.mark.parametrize(
    ("editor", "said"), [("no-such-editor-anywhere", "cannot be started"), ("false", "ended with 1")]
)
async def test_an_editor_that_fails_leaves_everything_as_it_was(
    pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(GovsimApp, "suspend", lambda _: contextlib.nullcontext())
    await press(pilot, "e")
    assert said in lines(pilot)[-1]
    draft = the_app(pilot).session.draft
    assert draft is not None
    assert draft.text == SCENARIO


# -- the palette


async def test_the_palette_says_why_an_act_cannot_be_done_now(gov: Gov) -> None:
    async with opened(WIDE, GovsimApp(gov, "tidewater")) as pilot:
        app = the_app(pilot)
        told = {act.id: app.why_not(act) for act in ACTS if act.needs}
        assert told["whatif.save"] == "no what-if is being made; f begins one"
        assert told["whatif.omit"] == ""
        await press(pilot, "x", "enter")
        told = {act.id: app.why_not(act) for act in ACTS if act.needs}
        assert told["whatif.keep"] == ""
        assert told["whatif.reload"] == "the what-if is no file yet; s saves it"
    async with opened() as pilot:
        await press(pilot, "x", "enter", "ctrl+p", "type keep as branch", "enter")
        assert "Not now: there is no ledger to keep branches in." in lines(pilot)[-1]


# -- forecasts


async def test_f_draws_the_decisions_and_shows_how_often_each_outcome_comes(pilot: Pilot[None]) -> None:
    await press(pilot, "F")
    for _ in range(100):
        await press(pilot)
        if the_app(pilot).session.forecasts:
            break
    shown = frame(pilot)
    assert "6 Outcomes" in shown
    assert "50.0 %" in shown  # each of two answers without weights
    assert "No forecast" not in shown
    await press(pilot, "g", "type staff-letter", "enter", "x", "enter")
    assert "No forecast yet" in frame(pilot)


async def test_recorded_history_has_no_forecast(gov: Gov) -> None:
    async with opened(WIDE, GovsimApp(gov, "tidewater")) as pilot:
        await press(pilot, "F")
        assert "Recorded history has one outcome" in lines(pilot)[-1]
