"""Steps by what events are about: people, posts, hours; counts beside panes; the board as it was known then."""

from __future__ import annotations

import pytest

from tests.tui.screens import NARROW, WIDE, app_over, frame, lines, number, opened, press, settled, the_app


async def goto(pilot: object, event: int) -> None:
    await press(pilot, "g", f"type #{event}", "enter")  # type: ignore[arg-type]  # a pilot


async def test_p_follows_the_people_of_the_event_and_back() -> None:
    async with opened() as pilot:
        await goto(pilot, 2)  # Okoro takes the chair
        await press(pilot, "p")
        assert number(pilot) == 8
        await press(pilot, "P")
        assert number(pilot) == 2
        await press(pilot, "p", "p")
        assert "No later event is about Ben Okoro." in lines(pilot)[-1]
        assert number(pilot) == 8


async def test_v_follows_the_post_of_the_event_and_the_one_chosen_in_the_roles_pane() -> None:
    async with opened() as pilot:
        await goto(pilot, 2)
        await press(pilot, "v")
        assert number(pilot) == 8
        await goto(pilot, 1)
        await press(pilot, "tab", "down", "down", "down")
        assert the_app(pilot).desk.chosen_post == "tidewater/ceo"
        await press(pilot, "v")
        assert number(pilot) == 3
        await press(pilot, "v", "v", "V")
        assert number(pilot) == 5
        await press(pilot, "escape")
        assert the_app(pilot).desk.chosen_post is None


async def test_braces_step_by_hours_that_have_events() -> None:
    async with opened() as pilot:
        await goto(pilot, 5)  # 09:00
        await press(pilot, "right_curly_bracket")
        assert number(pilot) == 9  # 09:30 is the same hour
        await press(pilot, "left_curly_bracket")
        assert number(pilot) == 5


async def test_an_event_about_nobody_says_so() -> None:
    async with opened() as pilot:
        await goto(pilot, 4)
        board = the_app(pilot).walk.parties(3)
        await press(pilot, "p")
        assert board or "names nobody to follow" in lines(pilot)[-1]


# -- digits: panes and counts


async def test_a_digit_shows_its_pane_and_with_a_move_right_after_it_is_a_count() -> None:
    async with opened() as pilot:
        app = the_app(pilot)
        app.count_lapses = 60
        await press(pilot, "5")
        assert app.desk.current == "diff"
        await press(pilot, "l")
        assert number(pilot) == 6
        assert (app.desk.current, app.desk.side) == ("timeline", "branches")


async def test_a_digit_alone_is_the_choice_of_a_pane_after_a_moment() -> None:
    async with opened() as pilot:
        app = the_app(pilot)
        app.count_lapses = 0.01
        await press(pilot, "5")
        await pilot.pause(0.1)
        assert app.count == ""
        await press(pilot, "l")
        assert (number(pilot), app.desk.current) == (2, "diff")


async def test_a_second_digit_makes_a_count_of_both_and_the_pane_goes_back() -> None:
    async with opened(NARROW) as pilot:
        app = the_app(pilot)
        await press(pilot, "1", "1")
        assert app.count == "11"
        await press(pilot, "l")
        assert (number(pilot), app.desk.current) == (12, "timeline")


# -- two clocks


async def test_k_shows_what_was_known_then_and_what_is_known_otherwise_now() -> None:
    async with opened(WIDE, app_over(zone="UTC")) as pilot:
        walk = the_app(pilot).walk
        at = next(index for index in range(len(walk)) if walk.event(index).announced is not None)
        the_app(pilot).go(walk.at(at))
        await press(pilot, "K")
        assert "as known then" in lines(pilot)[0]
        assert "as known then;" in frame(pilot)
        place = the_app(pilot).place
        known = {row.post.post: row.post.holders for row in place.board().rows}
        past = walk.past.known_at(place.playhead.instant)
        for post, holders in known.items():
            expected = past.post_view(past.roster.state(post, place.playhead.instant)).holders
            assert holders == expected
        await press(pilot, "K")
        assert "as known then" not in lines(pilot)[0]


# -- playback


async def test_space_plays_to_the_end_and_says_so() -> None:
    async with opened() as pilot:
        app = the_app(pilot)
        await press(pilot, "full_stop", "full_stop", "full_stop")
        assert app.speed_said == "x8"
        await press(pilot, "space")
        assert "playing x8" in lines(pilot)[0]
        for _ in range(60):
            await pilot.pause(0.1)
            if not app.playing:
                break
        await settled(pilot)
        assert (number(pilot), app.playing) == (12, False)
        assert "The end is reached." in lines(pilot)[-1]


async def test_space_pauses_and_a_move_of_the_reader_goes_on_from_there() -> None:
    async with opened() as pilot:
        app = the_app(pilot)
        await press(pilot, "comma", "comma", "space", "end")
        assert number(pilot) == 12
        await press(pilot, "space")
        assert not app.playing
        assert "Paused." in lines(pilot)[-1]


async def test_speeds_end_with_real_time() -> None:
    async with opened() as pilot:
        await press(pilot, *["full_stop"] * 6)
        assert the_app(pilot).speed_said == "real"
        assert "the fastest" in lines(pilot)[-1]
        await press(pilot, *["comma"] * 9)
        assert the_app(pilot).speed_said == "x0.25"


async def test_playback_stops_where_a_chosen_post_changes() -> None:
    async with opened() as pilot:
        app = the_app(pilot)
        await press(pilot, "b", "type executive", "ctrl+t", "enter")
        assert app.breakpoints == {"tidewater/ceo"}
        await press(pilot, *["full_stop"] * 3, "space")
        for _ in range(60):
            await pilot.pause(0.1)
            if not app.playing:
                break
        await settled(pilot)
        assert number(pilot) == 3
        assert "Chief executive officer changed" in lines(pilot)[-1]


# -- the filter


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("source:gazette !type:fired", None),
        ("kind:fired", [5]),
        ("!type:hired !type:fired", None),
        ("is:disputed", None),
    ],
)
async def test_the_filter_admits_by_source_kind_and_what_must_not_be(text: str, events: list[int] | None) -> None:
    async with opened() as pilot:
        walk = the_app(pilot).walk
        wanted = events or [
            index + 1 for index, event in enumerate(walk.events) if all(_fits(event, word) for word in text.split())
        ]
        assert wanted
        await press(pilot, "slash", f"type {text}", "enter")
        assert [index + 1 for index in the_app(pilot).desk.timeline.shown] == wanted


def _fits(event: object, word: str) -> bool:
    if word.startswith("!"):
        return not _fits(event, word[1:])
    key, _, wanted = word.partition(":")
    if key == "source":
        return any(wanted in f"{one.key} {one.citation}".casefold() for one in event.sources)  # type: ignore[attr-defined]  # an event view
    return wanted in (event.type if key == "type" else event.claim)  # type: ignore[attr-defined]  # the same
