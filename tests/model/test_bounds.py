"""Imprecise dates, form by form, to the microsecond (design, section 4)."""

from __future__ import annotations

import pytest

from .times import PACIFIC, bound, sides

NOON = "2023-11-17T20:28:00Z"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2023-11-17T12:28-08:00", NOON),
        ("2023-11-17T12:28-0800", NOON),
        ("2023-11-17T12:28-08", NOON),
        ("2023-11-17 12:28 -08:00", NOON),
        ("2023-11-17t12:28-08:00", NOON),
        ("2023-11-17T20:28Z", NOON),
        ("2023-11-17T20:28z", NOON),
        ("2023-11-17T20:28+00:00", NOON),
        ("2023-11-18T01:58+05:30", NOON),
        ("2023-11-18T10:28+14:00", NOON),
        ("2023-11-17T08:28-12:00", NOON),
        ("2023-11-17 12:28", NOON),
        ("2023-11-17T12:28", NOON),
        ("  2023-11-17 12:28  ", NOON),
        ("2023-11-17 15:28 America/New_York", NOON),
        ("2023-11-17 21:28 Europe/Paris", NOON),
        ("2023-11-17 20:28 UTC", NOON),
        ("2023-11-17 7:05", "2023-11-17T15:05:00Z"),
        ("2023-11-17 00:00", "2023-11-17T08:00:00Z"),
        ("2023-11-17 23:59:59.999999", "2023-11-18T07:59:59.999999Z"),
        ("2023-11-17 12:28:30", "2023-11-17T20:28:30Z"),
        ("2023-11-17 12:28:30.5", "2023-11-17T20:28:30.500000Z"),
        ("2023-11-17 12:28:30,123456", "2023-11-17T20:28:30.123456Z"),
        ("2023-11-17T12:28:30.000001-08:00", "2023-11-17T20:28:30.000001Z"),
        ("2023-07-17 12:28", "2023-07-17T19:28:00Z"),  # summer time
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
        ("1815-06-18T11:30Z", "1815-06-18T11:30:00Z"),
    ],
)
def test_a_written_time_of_day_is_that_exact_instant(text: str, instant: str) -> None:
    assert sides(text) == (instant, instant)
    assert bound(text).is_exact


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-11-17", "2023-11-17T08:00:00Z", "2023-11-18T07:59:59.999999Z"),
        ("2023-11", "2023-11-01T07:00:00Z", "2023-12-01T07:59:59.999999Z"),
        ("2023-12", "2023-12-01T08:00:00Z", "2024-01-01T07:59:59.999999Z"),
        ("2023", "2023-01-01T08:00:00Z", "2024-01-01T07:59:59.999999Z"),
        ("2024-02-29", "2024-02-29T08:00:00Z", "2024-03-01T07:59:59.999999Z"),
        ("2000-02", "2000-02-01T08:00:00Z", "2000-03-01T07:59:59.999999Z"),
        ("2023-11-17 Europe/Paris", "2023-11-16T23:00:00Z", "2023-11-17T22:59:59.999999Z"),
        # clocks change: a day of 23 hours, one of 25
        ("2023-03-12", "2023-03-12T08:00:00Z", "2023-03-13T06:59:59.999999Z"),
        ("2023-11-05", "2023-11-05T07:00:00Z", "2023-11-06T07:59:59.999999Z"),
    ],
)
def test_a_date_is_the_whole_local_day_month_or_year(text: str, earliest: str, latest: str) -> None:
    assert sides(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-11-17 morning", "2023-11-17T14:00:00Z", "2023-11-17T19:59:59.999999Z"),
        ("2023-11-17 afternoon", "2023-11-17T20:00:00Z", "2023-11-18T01:59:59.999999Z"),
        ("2023-11-17 evening", "2023-11-18T02:00:00Z", "2023-11-18T07:59:59.999999Z"),
        ("2023-11-17 night", "2023-11-18T04:00:00Z", "2023-11-18T13:59:59.999999Z"),
        ("2023-11-17 evening Europe/Paris", "2023-11-17T17:00:00Z", "2023-11-17T22:59:59.999999Z"),
        # nights in which the clock changes: still from 20:00 to 06:00 on the wall
        ("2023-03-11 night", "2023-03-12T04:00:00Z", "2023-03-12T12:59:59.999999Z"),
        ("2023-11-04 night", "2023-11-05T03:00:00Z", "2023-11-05T13:59:59.999999Z"),
        ("2023-12-31 night", "2024-01-01T04:00:00Z", "2024-01-01T13:59:59.999999Z"),
    ],
)
def test_a_part_of_a_day_spans_its_hours_on_the_wall_clock(text: str, earliest: str, latest: str) -> None:
    assert sides(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-11-17~", "2023-11-16T08:00:00Z", "2023-11-19T07:59:59.999999Z"),
        ("2023-11~", "2023-10-01T07:00:00Z", "2024-01-01T07:59:59.999999Z"),
        ("2023-01~", "2022-12-01T08:00:00Z", "2023-03-01T07:59:59.999999Z"),
        ("2023~", "2022-01-01T08:00:00Z", "2025-01-01T07:59:59.999999Z"),
        ("2024-03-01~", "2024-02-29T08:00:00Z", "2024-03-03T07:59:59.999999Z"),
    ],
)
def test_a_tilde_adds_one_more_unit_on_each_side(text: str, earliest: str, latest: str) -> None:
    assert sides(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("[2018..2019]", "2018-01-01T08:00:00Z", "2020-01-01T07:59:59.999999Z"),
        ("[ 2018 .. 2019 ]", "2018-01-01T08:00:00Z", "2020-01-01T07:59:59.999999Z"),
        ("[2023-11-17..2023-11-17]", "2023-11-17T08:00:00Z", "2023-11-18T07:59:59.999999Z"),
        ("[2023-11-17 12:28..2023-11-17 12:28]", NOON, NOON),
        ("[2023-11-17 12:28..2023-11]", NOON, "2023-12-01T07:59:59.999999Z"),
        ("[2018~..2019]", "2017-01-01T08:00:00Z", "2020-01-01T07:59:59.999999Z"),
        (
            "[2023-11-17 21:28 Europe/Paris..2023-11-18 America/New_York]",
            NOON,
            "2023-11-19T04:59:59.999999Z",
        ),
        ("[2018,2019]", "2018-01-01T08:00:00Z", "2020-01-01T07:59:59.999999Z"),
        ("[2019, 2017, 2018-05]", "2017-01-01T08:00:00Z", "2020-01-01T07:59:59.999999Z"),
        ("[2018]", "2018-01-01T08:00:00Z", "2019-01-01T07:59:59.999999Z"),
        ("[..2018]", None, "2019-01-01T07:59:59.999999Z"),
        ("[2018..]", "2018-01-01T08:00:00Z", None),
        ("[..2023-11-17 12:28]", None, NOON),
        ("unknown", None, None),
    ],
)
def test_brackets_hold_a_range_a_choice_or_an_open_side(text: str, earliest: str | None, latest: str | None) -> None:
    assert sides(text) == (earliest, latest)


@pytest.mark.parametrize("text", ["2023-11-17 evening", "[2018,2019]", "[..2018]", "2023-11~", "unknown"])
def test_a_bound_keeps_the_text_of_its_author(text: str) -> None:
    assert bound(text).text == text
    assert bound(text).to_json()["text"] == text


def test_only_unknown_says_nothing_at_all() -> None:
    assert bound("unknown").is_unknown
    assert not bound("[..2018]").is_unknown
    assert not bound("2018").is_exact


@pytest.mark.parametrize(
    ("zone", "day", "earliest", "latest"),
    [
        # midnight does not exist: the day begins when the clocks have jumped
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59.999999Z"),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00:00Z", "2018-11-04T02:59:59.999999Z"),
        # clocks went from 23:30 to 00:30: the 31st begins at the jump
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", "1919-04-01T03:59:59.999999Z"),
        ("America/Toronto", "1919-03-30", "1919-03-30T05:00:00Z", "1919-03-31T04:29:59.999999Z"),
        # before zones there was local mean time
        ("America/New_York", "1800-01-01", "1800-01-01T04:56:02Z", "1800-01-02T04:56:01.999999Z"),
        # the day before and the day after one that was left out
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T09:59:59.999999Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T09:59:59.999999Z"),
    ],
)
def test_days_begin_and_end_where_the_clocks_of_the_zone_say(zone: str, day: str, earliest: str, latest: str) -> None:
    assert sides(day, zone) == (earliest, latest)


def test_the_zone_of_the_text_beats_the_zone_of_the_record() -> None:
    for zone in (PACIFIC, "Asia/Tokyo", "UTC"):
        assert sides("2023-11-17 15:28 America/New_York", zone) == (NOON, NOON)
        assert sides("2023-11-17T12:28-08:00", zone) == (NOON, NOON)
