from __future__ import annotations

import pytest

from tests.tui.screens import LEAST, NARROW, WIDE, check_frame, opened, press

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
}


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
