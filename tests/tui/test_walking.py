from __future__ import annotations

import pytest

from tests.tui.screens import NARROW, SEED, WIDE, app_over, frame, lines, number, opened, press, the_app


@pytest.mark.parametrize(("forward", "back"), [("right", "left"), ("l", "h")])
@pytest.mark.parametrize("tabs", [0, 1, 2], ids=["timeline", "roles", "event"])
async def test_stepping_works_with_any_pane_focused(forward: str, back: str, tabs: int) -> None:
    async with opened() as pilot:
        await press(pilot, *["tab"] * tabs, forward, forward, back)
        assert number(pilot) == 2


async def test_a_count_repeats_a_move_and_is_used_once() -> None:
    async with opened() as pilot:
        the_app(pilot).count_lapses = 60
        await press(pilot, "5", "l")
        assert number(pilot) == 6
        await press(pilot, "l", "3", "h")
        assert number(pilot) == 4
        await press(pilot, "1", "0", "l")
        assert number(pilot) == 12


async def test_escape_forgets_a_count() -> None:
    async with opened() as pilot:
        await press(pilot, "8")
        assert "count 8" in lines(pilot)[-1]
        await press(pilot, "escape", "l")
        assert number(pilot) == 2


async def test_n_and_shift_n_go_to_the_events_that_change_the_board() -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type #6", "enter", "n")
        assert number(pilot) == 8
        await press(pilot, "N")
        assert number(pilot) == 6
        await press(pilot, "end", "n")
        assert "No later event changes the roles." in lines(pilot)[-1]


@pytest.mark.parametrize(("last", "first"), [("end", "home"), ("dollar_sign", "0")])
async def test_the_ends_are_said_and_never_wrapped(last: str, first: str) -> None:
    async with opened() as pilot:
        await press(pilot, last)
        assert number(pilot) == 12
        await press(pilot, "l")
        assert number(pilot) == 12
        assert "This is the last event." in lines(pilot)[-1]
        await press(pilot, first)
        assert number(pilot) == 1
        assert "first event" not in lines(pilot)[-1]
        await press(pilot, "h")
        assert number(pilot) == 1
        assert "This is the first event." in lines(pilot)[-1]


async def test_brackets_step_by_days_that_have_events() -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type #4", "enter", "right_square_bracket")
        assert number(pilot) == 5
        await press(pilot, "right_square_bracket")
        assert number(pilot) == 10
        await press(pilot, "left_square_bracket")
        assert number(pilot) == 5
        await press(pilot, "2", "right_square_bracket")
        assert number(pilot) == 12


async def test_in_the_timeline_up_and_down_are_events_and_elsewhere_they_scroll() -> None:
    async with opened() as pilot:
        await press(pilot, "down", "j", "up")
        assert number(pilot) == 2
        await press(pilot, "tab", "tab", "down", "k", "up")
        assert number(pilot) == 2


async def test_a_click_on_an_event_goes_there() -> None:
    async with opened() as pilot:
        at = next(y for y, line in enumerate(lines(pilot)) if "Ada Byrd removed as" in line)
        await pilot.click(offset=(20, at))
        await press(pilot)
        assert number(pilot) == 5


async def test_the_bundled_record_opens_at_the_board_vote_and_others_at_their_first_event() -> None:
    async with opened(WIDE, app_over(SEED, "openai-2023")) as pilot:
        app = the_app(pilot)
        event = app.walk.events[app.playhead.index]
        assert event.type == "resolved"
        assert event.at.text.startswith("2023-11-16")
        assert "Thu 16 Nov 2023" in frame(pilot)
    async with opened() as pilot:
        assert number(pilot) == 1


async def test_the_whole_bundled_record_can_be_walked() -> None:
    async with opened(NARROW, app_over(SEED, "openai-2023")) as pilot:
        app = the_app(pilot)
        for index in range(len(app.walk)):
            app.go(app.walk.at(index))
        await press(pilot, "2")
        assert f"{len(app.walk)}/{len(app.walk)}" in lines(pilot)[0]


async def test_times_are_shown_in_the_zone_asked_for() -> None:
    async with opened(WIDE, app_over(zone="Europe/Paris")) as pilot:
        await press(pilot, "g", "type #6", "enter")
        assert "Sat 2 Mar 2024 15:30 CET (14:30 UTC)" in lines(pilot)[0]


async def test_q_quits() -> None:
    app = app_over()
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("q")
        assert app._exit
