from __future__ import annotations

import pytest

from govsim.tui.widgets.filter_bar import FilterBar
from tests.tui.screens import NARROW, WIDE, frame, lines, number, opened, press, the_app


async def test_tab_goes_round_the_panes_and_shift_tab_back() -> None:
    async with opened() as pilot:
        desk = the_app(pilot).desk
        seen = []
        for _ in range(7):
            await press(pilot, "tab")
            seen.append(desk.current)
        assert seen == ["roles", "event", "branches", "diff", "outcomes", "why", "timeline"]
        await press(pilot, "shift+tab")
        assert desk.current == "why"


async def test_below_110_columns_numbers_swap_the_upper_pane() -> None:
    async with opened((109, 30)) as pilot:
        assert "[1 Timeline] 2 Roles" in frame(pilot)
        for digit, title in enumerate(("Roles", "Event", "Branches", "Diff", "Outcomes", "Why"), 2):
            await press(pilot, str(digit), "escape")
            assert f"[{digit} {title}]" in frame(pilot) or digit == 3
            assert "3 Event 1 of 12" in frame(pilot)
        await press(pilot, "1", "escape")
        assert "[1 Timeline] 2 Roles" in frame(pilot)
        assert number(pilot) == 1
    async with opened((110, 30)) as pilot:
        assert "[1 Timeline]" not in frame(pilot)
        assert "2 Roles at" in frame(pilot)


async def test_below_110_columns_tab_brings_the_hidden_pane_up() -> None:
    async with opened(NARROW) as pilot:
        await press(pilot, "tab")
        assert "1 Timeline [2 Roles] 4 Branches 5 Diff 6 Outcomes 7 Why" in frame(pilot)


async def test_plus_zooms_a_pane_and_takes_it_back() -> None:
    async with opened() as pilot:
        before = frame(pilot)
        await press(pilot, "plus")
        assert "2 Roles" not in frame(pilot)
        await press(pilot, "tab")
        assert "2 Roles" in frame(pilot)
        assert "1 Timeline" not in frame(pilot)
        await press(pilot, "plus", "shift+tab")
        assert frame(pilot) == before


async def test_the_filter_follows_every_letter_and_escape_clears_it() -> None:
    async with opened() as pilot:
        await press(pilot, "slash", "type type:h")
        assert "6 of 12 shown, type:h" in frame(pilot)
        await press(pilot, "backspace", "type resolved")
        assert "1 of 12 shown, type:resolved" in frame(pilot)
        await press(pilot, "enter", "l")
        assert number(pilot) == 2
        assert "> event 2 is not among those shown" in frame(pilot)
        await press(pilot, "escape")
        assert "12 events" in frame(pilot)
        assert not the_app(pilot).desk.query_one(FilterBar).display


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("who:ben-okoro", [1, 2, 8]),
        ("who:Okoro", [1, 2, 8]),
        ("type:fired", [5]),
        ("who:byrd type:hired", [1, 3, 12]),
        ("search begins", [7]),
        ("2024-03-02 afternoon", [9]),
        ("nothing-like-it", []),
    ],
)
async def test_the_filter_admits_events_by_party_type_and_text(text: str, events: list[int]) -> None:
    async with opened() as pilot:
        await press(pilot, "slash", f"type {text}", "enter")
        assert [index + 1 for index in the_app(pilot).desk.timeline.shown] == events
        assert f"{len(events)} of 12 shown" in frame(pilot)
        assert ("No event fits this filter." in frame(pilot)) == (not events)


async def test_escape_in_the_prompt_of_the_filter_clears_it() -> None:
    async with opened() as pilot:
        await press(pilot, "slash", "type ada", "escape")
        assert "12 events" in frame(pilot)
        await press(pilot, "l")
        assert number(pilot) == 2


async def test_keys_of_the_walk_are_text_in_a_prompt() -> None:
    async with opened() as pilot:
        await press(pilot, "slash", "type lq0", "left", "home")
        assert number(pilot) == 1
        assert "0 of 12 shown, lq0" in frame(pilot)


async def test_up_and_down_keep_to_the_events_shown() -> None:
    async with opened() as pilot:
        await press(pilot, "slash", "type who:byrd", "enter", "j", "j")
        assert number(pilot) == 5
        await press(pilot, "4", "j")
        assert number(pilot) == 12
        await press(pilot, "j")
        assert "This is the last event shown." in lines(pilot)[-1]
        await press(pilot, "h", "k")
        assert number(pilot) == 5


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_opens_over_the_focused_pane_and_closes(key: str) -> None:
    async with opened(WIDE) as pilot:
        await press(pilot, "tab", key)
        assert "In this pane: 2 Roles" in frame(pilot)
        await press(pilot, "down", "pagedown", "escape", "l")
        assert number(pilot) == 2


async def test_the_palette_runs_an_action() -> None:
    async with opened() as pilot:
        await press(pilot, "ctrl+p", "type event: last")
        await pilot.pause(0.5)
        await press(pilot, "enter")
        await press(pilot)
        assert number(pilot) == 12


async def test_a_window_made_too_small_comes_back_as_it_was() -> None:
    async with opened(NARROW) as pilot:
        await press(pilot, "2", "escape", "l")
        before = lines(pilot)
        await pilot.resize_terminal(50, 10)
        await press(pilot)
        assert "at least 60 x 20; this one is 50 x 10" in " ".join(frame(pilot).split())
        await pilot.resize_terminal(*NARROW)
        await press(pilot)
        assert lines(pilot)[:4] == before[:4]
        assert lines(pilot)[13:] == before[13:]
        await press(pilot, "l")
        assert number(pilot) == 3


async def test_a_window_resized_under_a_prompt_is_shared_anew() -> None:
    async with opened(WIDE) as pilot:
        await press(pilot, "question_mark")
        await pilot.resize_terminal(*NARROW)
        await press(pilot, "escape")
        assert "[1 Timeline] 2 Roles" in frame(pilot)
