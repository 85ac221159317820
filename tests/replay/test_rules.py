"""Design, section 4, sentence by sentence: hand-written records and what the text says of them."""

from __future__ import annotations

import pytest

from .builders import codes, departed, event, findings, hired, holders, instant, last_instant, order

NOON = "2023-11-06 12:00"
DAY = "2023-11-06"

# -- order


def test_events_sort_by_the_earliest_they_can_have_happened() -> None:
    events = [hired("ada", "2023-11-07"), hired("ben", "2023-11"), hired("cleo", "2023-11-06 12:00")]
    assert order(events) == ["e1", "e2", "e0"]


def test_an_event_open_below_sorts_by_its_latest() -> None:
    events = [hired("ada", f"[..{NOON}]"), hired("ben", "2023-11-06 11:59"), hired("cleo", "2023-11-06 12:01")]
    assert order(events) == ["e1", "e0", "e2"]


@pytest.mark.parametrize("type_", ["fired", "resigned", "departed"])
def test_a_closing_sorts_by_the_latest_it_can_have_happened(type_: str) -> None:
    events = [event(type_, DAY, who="ada", from_="org/ceo"), hired("ada", NOON)]
    assert order(events) == ["e1", "e0"]


def test_the_end_of_a_post_or_an_organisation_sorts_by_its_latest() -> None:
    events = [
        event("post_abolished", DAY, post="org/ceo"),
        event("dissolved", DAY, organization="org"),
        hired("ada", NOON),
    ]
    assert order(events) == ["e2", "e0", "e1"]


def test_a_closing_open_above_sorts_at_the_end_of_what_is_covered() -> None:
    events = [departed("ada", f"[{NOON}..]"), hired("ben", "2024-12-31 23:00"), hired("cleo", "2025-01-01")]
    assert order(events) == ["e1", "e0", "e2"]


def test_an_unknown_time_takes_the_key_of_the_event_before_it_in_the_file() -> None:
    events = [hired("ada", NOON), hired("ben", "2023-11-06 12:01"), hired("cleo", "unknown"), hired("dan", NOON)]
    assert order(events) == ["e0", "e3", "e1", "e2"]


def test_unknown_times_lean_on_each_other_down_to_a_known_one() -> None:
    events = [hired("ada", NOON), hired("ben", "unknown"), departed("ben", "unknown"), hired("cleo", "2023-11-05")]
    assert order(events) == ["e3", "e0", "e1", "e2"]


def test_the_first_event_at_an_unknown_time_takes_the_start_of_what_is_covered() -> None:
    events = [hired("ada", "unknown"), hired("ben", "2023-01-01 00:00"), hired("cleo", "2022-12-31 23:59")]
    assert order(events) == ["e2", "e0", "e1"]


def test_an_event_never_sorts_before_its_cause() -> None:
    events = [hired("ada", "2023-11-05", because="e1"), hired("ben", "2023-11-06"), hired("cleo", "2023-11-07")]
    assert order(events) == ["e1", "e0", "e2"]


def test_of_several_whose_causes_are_placed_the_least_key_comes_first() -> None:
    """Placing e2 sets e0 free, whose key is less than that of e1."""
    events = [hired("ada", "2023-11-04", because="e2"), hired("ben", "2023-11-07"), hired("cleo", "2023-11-06")]
    assert order(events) == ["e2", "e0", "e1"]


def test_alternative_causes_all_come_first() -> None:
    cause = [{"any": ["e1", "e2"]}]
    events = [hired("ada", "2023-11-04", because=cause), hired("ben", "2023-11-06"), hired("cleo", "2023-11-07")]
    assert order(events) == ["e1", "e2", "e0"]


def test_a_cause_that_is_filtered_out_holds_nothing_back() -> None:
    events = [
        hired("ada", "2023-11-05", because="e1"),
        hired("ben", "2023-11-07", claim="reported"),
        hired("cleo", DAY),
    ]
    assert order(events, trust="confirmed") == ["e0", "e2"]


def test_position_orders_one_instant_in_a_five_way_tie() -> None:
    """Ben follows Ada, she him, he her: at noon the last word holds, a microsecond before the first."""
    events = [
        hired("ada", "2023-11-01 00:00"),
        departed("ada", NOON),
        hired("ben", NOON),
        departed("ben", NOON),
        hired("ada", NOON),
        hired("ben", NOON, replaces="ada"),
    ]
    assert order(events) == [f"e{n}" for n in range(6)]
    assert holders(events, instant(NOON) - 1) == {"ada regular certain"}
    assert holders(events, NOON) == {"ben regular certain"}
    assert codes(events) == set()


def test_the_same_tie_in_another_order_of_the_file_gives_another_answer() -> None:
    events = [hired("ada", "2023-11-01 00:00"), hired("ben", NOON), departed("ben", NOON)]
    assert holders(events, NOON) == {"ada regular certain"}
    swapped = [events[0], events[2], events[1]]
    assert holders(swapped, NOON) == {"ada regular certain", "ben regular certain"}
    assert ("not-held", "e1") in findings(swapped)


# -- which tenure a closing ends


def test_a_closing_ends_the_tenure_opened_first_and_not_yet_closed() -> None:
    """Both are regular, so Ada sits twice; the first departure ends the first, the second the second."""
    events = [hired("ada", "2023-02-01"), hired("ada", "2023-03-01"), departed("ada", "2023-04-01")]
    assert holders(events, "2023-05-01") == {"ada regular certain"}
    assert holders([*events, departed("ada", "2023-06-01")], "2023-07-01") == set()


def test_a_closing_can_end_a_tenure_that_opens_later_in_the_order() -> None:
    """Hired by December, gone in November: the hiring sorts after the departure but can have come before it."""
    events = [hired("ada", "[..2023-12-01]"), departed("ada", NOON)]
    assert order(events) == ["e1", "e0"]
    assert holders(events, instant(NOON) - 1) == {"ada regular possible"}
    assert holders(events, NOON) == set()
    assert codes(events) == set()


def test_of_two_that_open_later_in_the_order_a_closing_ends_the_next() -> None:
    events = [
        hired("ada", "[..2023-12-01]"),
        hired("ada", "[..2023-12-02]", capacity="observer"),
        departed("ada", NOON),
    ]
    assert holders(events, "2023-12-03") == {"ada observer certain"}


def test_a_tenure_that_certainly_begins_later_is_not_ended() -> None:
    events = [departed("ada", NOON), hired("ada", "2023-11-07")]
    assert holders(events, "2023-11-08") == {"ada regular certain"}
    assert ("not-held", "e0") in findings(events)


def test_regular_to_observer_in_one_day_written_as_two_events_keeps_the_observer() -> None:
    events = [hired("ada", "2023-02-01"), departed("ada", DAY), hired("ada", DAY, capacity="observer")]
    assert holders(events, "2023-11-07") == {"ada observer certain"}
    assert codes(events) == set()


def test_in_and_out_in_one_day_ends_the_only_tenure() -> None:
    events = [hired("ada", DAY), departed("ada", DAY)]
    assert holders(events, "2023-11-07") == set()
    assert codes(events) == set()


def test_somebody_who_left_long_ago_can_be_in_and_out_in_one_day() -> None:
    events = [hired("ada", "2023-02-01"), departed("ada", "2023-03-01"), hired("ada", DAY), departed("ada", DAY)]
    assert holders(events, "2023-11-07") == set()


# -- presence


def test_a_tenure_is_half_open_to_the_microsecond() -> None:
    events = [hired("ada", NOON), departed("ada", "2023-11-06 13:00")]
    assert holders(events, instant(NOON) - 1) == set()
    assert holders(events, NOON) == {"ada regular certain"}
    assert holders(events, instant("2023-11-06 13:00") - 1) == {"ada regular certain"}
    assert holders(events, "2023-11-06 13:00") == set()


def test_a_holder_is_certain_from_the_latest_start_to_the_earliest_end_and_possible_around_it() -> None:
    """The imprecise screen: in some time on the 4th, out some time on the 7th."""
    events = [hired("ada", "2023-11-04"), departed("ada", "2023-11-07")]
    assert holders(events, instant("2023-11-04") - 1) == set()
    assert holders(events, "2023-11-04") == {"ada regular possible"}
    assert holders(events, last_instant("2023-11-04") - 1) == {"ada regular possible"}
    assert holders(events, last_instant("2023-11-04")) == {"ada regular certain"}
    assert holders(events, instant("2023-11-07") - 1) == {"ada regular certain"}
    assert holders(events, "2023-11-07") == {"ada regular possible"}
    assert holders(events, last_instant("2023-11-07") - 1) == {"ada regular possible"}
    assert holders(events, last_instant("2023-11-07")) == set()


def test_windows_that_cross_leave_nobody_certain() -> None:
    events = [hired("ada", "[2023-11-04..2023-11-06]"), departed("ada", "[2023-11-05..2023-11-07]")]
    assert holders(events, "2023-11-05 12:00") == {"ada regular possible"}
    assert holders(events, "2023-11-06 12:00") == {"ada regular possible"}


def test_open_sides_stop_at_what_the_record_covers() -> None:
    events = [hired("ada", f"[..{NOON}]"), departed("ada", "[2023-11-07..]")]
    assert holders(events, "2023-01-01") == {"ada regular possible"}
    assert holders(events, "2023-11-06 18:00") == {"ada regular certain"}
    assert holders(events, last_instant("2024-12-31") - 1) == {"ada regular possible"}
    assert holders(events, last_instant("2024-12-31")) == set()


def test_one_of_two_dates_is_reasoned_with_as_their_hull() -> None:
    events = [hired("ada", "[2023-11-04, 2023-11-07]")]
    assert holders(events, "2023-11-05 12:00") == {"ada regular possible"}


def test_presences_of_one_person_are_merged_into_the_certain_capacity() -> None:
    events = [hired("ada", "2023-02-01", capacity="interim"), hired("ada", "2023-11", capacity="interim")]
    assert holders(events, "2023-11-06") == {"ada interim certain"}


def test_of_possible_presences_the_later_is_shown() -> None:
    """She may have left as interim on the 6th, and may have come back as regular on that day or the next."""
    events = [
        hired("ada", "2023-11-05 12:00", capacity="interim"),
        departed("ada", "2023-11-06"),
        hired("ada", "[2023-11-06 12:00..2023-11-07]", because="e1"),
    ]
    assert holders(events, "2023-11-06 11:00") == {"ada interim possible"}
    assert holders(events, "2023-11-06 13:00") == {"ada regular possible"}


def test_a_change_of_capacity_does_not_interrupt() -> None:
    events = [hired("ada", "2023-02-01", capacity="interim"), hired("ada", DAY)]
    assert holders(events, instant(DAY) - 1) == {"ada interim certain"}
    assert holders(events, NOON) == {"ada interim certain"}
    assert holders(events, last_instant(DAY) - 1) == {"ada interim certain"}
    assert holders(events, last_instant(DAY)) == {"ada regular certain"}


def test_at_the_very_instant_of_a_change_the_new_state_holds() -> None:
    events = [hired("ada", "2023-02-01"), hired("ben", NOON, replaces="ada")]
    assert holders(events, instant(NOON) - 1) == {"ada regular certain"}
    assert holders(events, NOON) == {"ben regular certain"}


def test_nobody_is_certain_who_can_have_left_during_a_change_of_capacity() -> None:
    """Interim to regular some time on the 6th, gone in that afternoon: from 12:00 on she can be out."""
    events = [hired("ada", "2023-02-01", capacity="interim"), hired("ada", DAY), departed("ada", f"{DAY} afternoon")]
    assert holders(events, instant(NOON) - 1) == {"ada interim certain"}
    assert {row.rpartition(" ")[2] for row in holders(events, "2023-11-06 13:00")} == {"possible"}
    assert holders(events, "2023-11-06 18:00") == set()


def test_of_two_certain_presences_the_later_to_open_gives_the_capacity() -> None:
    """Told out of order: regular from the 4th because of what came on the 5th, then regular once more on the 6th."""
    events = [
        hired("ada", "2023-11-05", "org/board", capacity="interim"),
        hired("ada", "2023-11-04", "org/board", because="e0"),
        hired("ada", "2023-11-06", "org/board"),
    ]
    assert holders(events, last_instant("2023-11-05"), "org/board") == {"ada regular certain"}
