"""Times that are none: each is refused with what is wrong and what would be right."""

from __future__ import annotations

from datetime import datetime

import pytest

from govsim.model.errors import TimeError
from govsim.model.instant import from_datetime, zone_named

from .times import refusal


@pytest.mark.parametrize(
    ("text", "phrase", "hint"),
    [
        ("2023-02-29", "2023-02 has 28 days", None),
        ("1900-02-29", "1900-02 has 28 days", None),
        ("2023-11-31", "2023-11 has 30 days", None),
        ("2023-11-00", "2023-11 has 30 days", None),
        ("2023-13", "there is no month 13", "01 to 12"),
        ("2023-00", "there is no month 00", "01 to 12"),
        ("2023-13-01 12:00", "there is no month 13", "01 to 12"),
        ("2023-11-31~", "2023-11 has 30 days", None),
        ("2023-02-30 evening", "2023-02 has 28 days", None),
        ("2023-11-17 24:00", "there is no 24:00", "23:59:59"),
        ("2023-11-17 12:60", "there is no 12:60", "23:59:59"),
        ("2023-11-17 23:59:60", "there is no 23:59:60", "23:59:59"),
        ("2023-11-17 12:28+14:01", "offset +14:01", "+14:00"),
        ("2023-11-17 12:28-12:01", "offset -12:01", "-12:00"),
        ("2023-11-17 12:28+05:60", "offset +05:60", None),
        ("2023-11-17 12:28 -08:00 Europe/Paris", "both an offset and a zone", "keep one"),
        ("2023-11-17 12:28 America/Los_Angles", "'America/Los_Angles' is not a time zone", "America/Los_Angeles"),
        ("2023-11-17 America/Los_Angles", "'America/Los_Angles' is not a time zone", "America/Los_Angeles"),
        ("2023-11-17 12:28~", "is not a time", "~ widens a date, not a clock time"),
        ("2023-11-17 evning", "is not a time", "did you mean 'evening'?"),
        ("17/11/2023", "is not a time", "year-month-day"),
        ("17.11.2023", "is not a time", "year-month-day"),
        ("2023/11/17", "is not a time", "year-month-day"),
        ("[..]", "open on both sides", "unknown"),
        ("[2019..2018]", "ends before it begins", "[2018..2019]"),
        ("[2023-12..2023-11-20]", "ends before it begins", "[2023-11-20..2023-12]"),
        ("[2018..2019-13]", "there is no month 13", "01 to 12"),
        ("[2018,2019-02-29]", "2019-02 has 28 days", None),
        ("0000", "leaves the years", "[2018..]"),
        ("9999-01-01", "leaves the years", "[2018..]"),
        ("9998~", "leaves the years", "[2018..]"),
        *(
            (text, "is not a time", "write 2023-11-17T12:28-08:00")
            for text in (
                "", "soon", "2023-1-5", "20231117", "2023-11-17 12", "2023-11-17T 12:28", "2023-11-17 12:28pm", "1e3",
                "2023-11-17 12:28:30.1234567", "~2023", "2023-11?", "202X", "2018..2019", "{2018,2019}", "-0044",
                "[[2018..2019]]", "[unknown]", "[2018..2019,2020]", "2023-W46", "2023-11-17T12:28\u221208:00",
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_with_the_right_form(text: str, phrase: str, hint: str | None) -> None:
    error = refusal(text)
    assert phrase in error.message
    if hint:
        assert error.hint is not None
        assert hint in error.hint


@pytest.mark.parametrize("text", ["[]", "[2018,]", "[,]"])
def test_an_empty_item_in_brackets_is_refused_naming_the_whole_text(text: str) -> None:
    assert text in refusal(text).message


@pytest.mark.parametrize(
    ("text", "zone", "what", "readings"),
    [
        ("2023-11-05 01:30", "America/Los_Angeles", "twice", ["2023-11-05T01:30-07:00", "2023-11-05T01:30-08:00"]),
        ("2023-11-05 01:00:00", "America/New_York", "twice", ["2023-11-05T01:00-04:00", "2023-11-05T01:00-05:00"]),
        ("2023-11-05 01:59:59.5", "America/New_York", "twice", ["01:59:59.500000-04:00", "01:59:59.500000-05:00"]),
        ("2023-03-12 02:30", "America/Los_Angeles", "not exist", ["2023-03-12T03:30-07:00", "2023-03-12T01:30-08:00"]),
        ("2023-03-26 02:00", "Europe/Paris", "not exist", ["2023-03-26T03:00+02:00", "2023-03-26T01:00+01:00"]),
        ("2023-10-29 02:15 Europe/Paris", "UTC", "twice", ["2023-10-29T02:15+02:00", "2023-10-29T02:15+01:00"]),
        ("2023-10-01 02:15", "Australia/Lord_Howe", "not exist", ["2023-10-01T02:45+11:00", "2023-10-01T01:45+10:30"]),
        ("2011-12-30 12:00", "Pacific/Apia", "not exist", ["2011-12-31T12:00+14:00", "2011-12-29T12:00-10:00"]),
        ("[2023-11-05 01:30..2023-11-06]", "America/Los_Angeles", "twice", ["01:30-07:00", "01:30-08:00"]),
    ],
)
def test_an_ambiguous_or_missing_local_time_shows_both_readings(
    text: str, zone: str, what: str, readings: list[str]
) -> None:
    error = refusal(text, zone)
    assert what in error.message
    assert zone in str(error) or "Europe/Paris" in text
    for reading in readings:
        assert reading in str(error)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2011-12-30", "Pacific/Apia"),
        ("2011-12-30 morning", "Pacific/Apia"),
        ("1993-08-21", "Pacific/Kwajalein"),
        ("2011-12-30 Pacific/Apia", "UTC"),
    ],
)
def test_a_day_that_a_zone_left_out_is_refused(text: str, zone: str) -> None:
    assert "not exist" in refusal(text, zone).message


@pytest.mark.parametrize(
    ("text", "misleading"),
    [
        ("2023-11-17 12:28 PST", "MST"),
        ("2023-07-17 12:28 EDT", "EST"),
        ("2023-11-17 12:28 GMT+3", "GMT+0"),
        ("2023-11-17 12:28 America", "America/Nuuk"),
    ],
)
def test_no_other_zone_is_offered_for_an_abbreviation(text: str, misleading: str) -> None:
    error = refusal(text)
    assert "is not a time zone" in error.message
    assert f"did you mean '{misleading}'?" not in str(error)


@pytest.mark.parametrize("zone", ["localtime", "posixrules", "Factory"])
def test_a_zone_that_every_machine_reads_otherwise_is_refused(zone: str) -> None:
    assert "is not a time zone" in refusal(f"2023-11-17 12:28 {zone}").message


@pytest.mark.parametrize(
    "name", ["", "UTC ", "\0", "America", "../../etc/passwd", "/etc/localtime", "a" * 300, "\x1b[31m"]
)
def test_what_is_no_zone_is_refused_whatever_it_is(name: str) -> None:
    with pytest.raises(TimeError, match="is not a time zone"):
        zone_named(name)


def test_a_datetime_without_a_zone_is_no_instant() -> None:
    with pytest.raises(TimeError, match="has no zone"):
        from_datetime(datetime(2023, 11, 17, 12, 28))  # the mistake under test
