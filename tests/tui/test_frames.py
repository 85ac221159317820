"""Stored frames: what the screen shows in each state, at three sizes, to be looked at whenever it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.ledger.store import Ledger
from govsim.service.gov import Gov
from govsim.service.places import Target
from govsim.tui.app import GovsimApp
from tests.tui.screens import LEAST, NARROW, RECORD, WIDE, app_over, check_frame, colours, frame, opened, press

SIZES = {"120x36": WIDE, "80x24": NARROW, "60x20": LEAST}
STATES: dict[str, list[str]] = {
    "start": [],
    "tie": ["g", "type #7", "enter"],
    "doubt": ["g", "type #9", "enter"],
    "between": ["g", "type mar 2 10am", "enter"],
    "goto-error": ["g", "type feb 30"],
    "goto-preview": ["g", "type sun 12:00"],
    "filter": ["slash", "type who:byrd"],
    "help": ["question_mark"],
    "last": ["end"],
    "ripple": ["g", "type #5", "enter", "x"],
    "fork": ["g", "type #5", "enter", "x", "enter"],
    "diff": ["g", "type #5", "enter", "x", "enter", "g", "type #8", "enter", "d"],
    "form": ["g", "type #5", "enter", "i", "type hired", "enter"],
    "why": ["g", "type #6", "enter", "7", "escape"],
    "palette": ["ctrl+p", "type what-if"],
}
SCENARIO = """\
scenario: one-question
title: Does the board wait?
record: tidewater
decisions:
  - id: vote-now
    at: 2024-03-01 12:00
    question: Does the board vote before it has the minutes?
    options:
      vote: {title: It votes that evening, events: [vote]}
      wait: {title: It waits}
outcomes: {byrd: 'holds("ada-byrd", "tidewater/ceo", "2024-03-05")'}
"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_the_screen_is_drawn_as_stored(state: str, size: str) -> None:
    async with opened(SIZES[size]) as pilot:
        await press(pilot, *STATES[state])
        check_frame(pilot, f"{state}-{size}")


@pytest.mark.parametrize("size", ["80x24", "60x20"])
async def test_the_roles_are_drawn_as_stored_where_panes_are_stacked(size: str) -> None:
    async with opened(SIZES[size]) as pilot:
        await press(pilot, "5", "l", "2")
        check_frame(pilot, f"roles-{size}")


async def test_a_zoomed_pane_is_drawn_as_stored() -> None:
    async with opened(NARROW) as pilot:
        await press(pilot, "4", "l", "tab", "tab", "plus")
        check_frame(pilot, "zoom-80x24")


async def test_a_window_that_is_too_small_asks_for_a_larger_one_with_the_numbers() -> None:
    async with opened((59, 19)) as pilot:
        check_frame(pilot, "too-small-59x19")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", ["decision", "decided", "error"])
async def test_a_scenario_file_is_drawn_as_stored(
    state: str, size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("one-question.yaml")
    path.write_text(SCENARIO)
    gov = Gov(Ledger("sqlite:///unused.db")).over([RECORD])
    app = GovsimApp(gov, "tidewater", target=Target(gov, "tidewater", scenario=path))
    async with opened(SIZES[size], app) as pilot:
        await press(pilot, "g", "type vote-now", "enter", "enter")
        if state == "decided":
            await press(pilot, "down", "enter", "6", "escape")
        if state == "error":
            path.write_text(SCENARIO.replace("events: [vote]", "event: [votes]"))
            await press(pilot, "escape", "r")
        check_frame(pilot, f"{state}-{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_record_without_events_is_drawn_as_stored(size: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text(
        "record: empty\ntitle: Nothing yet\nzone: UTC\ncovers: {from: 2024-01-01, to: 2024-12-31}\nevents: []\n"
    )
    async with opened(SIZES[size], app_over(path, "empty")) as pilot:
        check_frame(pilot, f"empty-{size}")


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_every_mark_is_there_without_colour(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is the same in every theme; with NO_COLOR nothing on the screen is coloured."""
    keys = STATES["fork"]
    async with opened(WIDE) as pilot:
        await press(pilot, *keys)
        coloured = frame(pilot)
        assert [colour for colour in colours(pilot) if len(set(colour)) > 1]
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_over()
    async with opened(WIDE, app) as pilot:
        app.theme = theme
        await press(pilot, *keys)
        assert frame(pilot) == coloured
        assert {colour for colour in colours(pilot) if len(set(colour)) > 1} == set()
