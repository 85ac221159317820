from __future__ import annotations

import pytest

from govsim.model.errors import GovsimError, TimeError
from govsim.service.times import read_instant
from govsim.tui.goto import read_goto
from govsim.tui.moments import local
from tests.tui.screens import app_over, frame, lines, number, opened, press, the_app


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-03-02T09:30-05:00", "Sat 2 Mar 2024 09:30 EST"),
        ("2024-03-02T14:30Z", "Sat 2 Mar 2024 09:30 EST"),
        ("2024-03-02 21:00", "Sat 2 Mar 2024 21:00 EST"),
        ("2024-03-02", "Sat 2 Mar 2024 00:00 EST"),
        ("mar 2 9pm", "Sat 2 Mar 2024 21:00 EST"),
        ("March 2, 9:30 am", "Sat 2 Mar 2024 09:30 EST"),
        ("2 mar 2023", "Thu 2 Mar 2023 00:00 EST"),
        ("2 mar 2023 12am", "Thu 2 Mar 2023 00:00 EST"),
        ("sun 21:00", "Sun 3 Mar 2024 21:00 EST"),
        ("12pm", "Sat 2 Mar 2024 12:00 EST"),
        ("+2h", "Sat 2 Mar 2024 11:00 EST"),
        ("- 90m", "Sat 2 Mar 2024 07:30 EST"),
        ("+1w", "Sat 9 Mar 2024 09:00 EST"),
        ("#7", "Sat 2 Mar 2024 09:30 EST"),
        ("start", "Sat 1 Jan 2022 00:00 EST"),
        ("END", "Mon 4 Mar 2024 08:00 EST"),
    ],
)
def test_a_time_may_be_typed_in_many_ways(text: str, said: str) -> None:
    walk = app_over().walk
    assert local(read_goto(text, walk, walk.at(4)).instant, walk.zone) == said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("feb 30", "February 2024 has 29 days"),
        ("2024-02-30", "2024-02 has 29 days"),
        ("mar 2 25:00", "there is no 25:00"),
        ("mar 2 9", "write 9:00, 9am or 9pm"),
        ("mar 2 14pm", "there is no 14pm"),
        ("mar 10 2:30", "does not exist"),
        ("nov 3 1:30", "happens twice"),
        ("#13", "events are #1 to #12"),
        ("#", "there is no event #"),
        ("+999999w", "out of the calendar"),
        ("someday", "is not a time"),
        ("jan 5 0000", "0000"),
        ("[2024-03-01..2024-03-02]", "is a span"),
    ],
)
def test_what_names_no_time_is_told_so(text: str, why: str) -> None:
    walk = app_over().walk
    with pytest.raises(GovsimError, match=why.replace("[", r"\[")):
        read_goto(text, walk, walk.at(4))


def test_event_7_of_a_tie_is_event_7_and_its_time_is_the_last_of_the_tie() -> None:
    walk = app_over().walk
    assert read_goto("#7", walk, walk.at(0)).index == 6
    assert read_goto("2024-03-02 09:30", walk, walk.at(0)).index == 7


def test_the_zone_shown_is_the_zone_typed_in() -> None:
    walk = app_over(zone="Europe/Paris").walk
    assert walk.read("2024-03-02 15:30") == walk.times[5]
    with pytest.raises(TimeError):
        read_instant("soon", walk.zone, walk.world, None, [])


async def test_the_prompt_shows_where_it_leads_and_goes_there_between_events() -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type 2024-03-02 10:00")
        assert "Sat 2 Mar 2024 10:00 EST (15:00 UTC)   between event 8 and event 9" in frame(pilot)
        await press(pilot, "enter")
        assert number(pilot) == 8
        assert "after event 8 of 12" in lines(pilot)[0]
        assert "3 Event 8 of 12, the last before this time" in frame(pilot)
        assert "> Sat 2 Mar 2024 10:00 EST, between two events" in frame(pilot)
        await press(pilot, "h")
        assert (number(pilot), the_app(pilot).walk.is_on_event(the_app(pilot).playhead)) == (8, True)


async def test_from_between_two_events_a_step_leads_to_the_next_one() -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type 2024-03-02 10:00", "enter", "l")
        assert number(pilot) == 9


async def test_before_the_first_and_after_the_last_event_are_places_too() -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type 2021-06-01", "enter")
        assert "before event 1 of 12" in lines(pilot)[0]
        assert "There is no event yet at this time." in frame(pilot)
        await press(pilot, "h")
        assert "This is the first event." in lines(pilot)[-1]
        await press(pilot, "l")
        assert number(pilot) == 1
        await press(pilot, "g", "type 2030", "enter")
        assert "after event 12 of 12" in lines(pilot)[0]
        await press(pilot, "l")
        assert number(pilot) == 12


async def test_a_mistake_stays_in_the_prompt_and_escape_leaves_everything_as_it_was() -> None:
    async with opened() as pilot:
        before = frame(pilot)
        await press(pilot, "g", "type feb 30", "enter")
        assert "February 2022 has 28 days" in frame(pilot)
        await press(pilot, "escape")
        assert frame(pilot) == before


async def test_markup_in_the_prompt_is_text() -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type [bold]x[/bold]")
        assert "'[bold]x[/bold]' is a span" in frame(pilot)
