"""The third argument: one instant, read in the zone of the names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from govsim.model.base import NO_ZONE
from govsim.model.instant import to_rfc3339
from govsim.rules.expressions import Call, Function, Names, compile_expression

from .worlds import NAMES, World, read, refusal, value


def instant(written: str, names: Names = NAMES) -> str | None:
    """Return the instant that is asked of when *written* is the time."""
    call = compile_expression(f"vacant('openai/ceo', '{written}')", names).root
    assert isinstance(call, Call)
    return None if call.at is None else to_rfc3339(call.at)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2023-11-17T12:28-08:00", "2023-11-17T20:28:00Z"),
        ("2023-11-17 12:28", "2023-11-17T20:28:00Z"),
        ("2023-11-17 12:28 America/New_York", "2023-11-17T17:28:00Z"),
        ("2023-11-17", "2023-11-17T08:00:00Z"),
        ("2023-11", "2023-11-01T07:00:00Z"),
        ("2023-11-17 evening", "2023-11-18T02:00:00Z"),
        (" 2023-11-17 ", "2023-11-17T08:00:00Z"),
    ],
)
def test_a_time_is_one_instant_and_a_date_is_its_start(written: str, meant: str) -> None:
    assert instant(written) == meant


def test_a_time_is_read_in_the_zone_of_the_names() -> None:
    assert instant("2023-11-17", replace(NAMES, zone=UTC)) == "2023-11-17T00:00:00Z"


def test_every_timed_function_hands_its_instant_on() -> None:
    world = World()
    for text in (
        "holds('sam-altman', 'openai/ceo', '1970-01-01T00:00Z')",
        "possible('sam-altman', 'openai/ceo', '1970-01-01T00:00:01Z')",
        "vacant('openai/ceo', '1970-01-01T00:00:02Z')",
        "count('openai/board', '1970-01-01T00:00:03Z')",
        "vacant('openai/ceo')",
    ):
        assert value(text, world) is None
    assert world.instants == [0, 1_000_000, 2_000_000, 3_000_000, None]


@pytest.mark.parametrize(
    "written", ["[2023-11-17..2023-11-18]", "[2023,2024]", "[..2023]", "2023-11~", "2023~ UTC", "unknown", " Unknown"]
)
def test_a_span_is_refused(written: str) -> None:
    error = refusal(f"vacant('openai/ceo', '{written}')")
    assert error.message == f"'{written}' is a span, and a question is asked of one instant"
    assert error.column == 21


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("soon", "'soon' is not a time", "write 2023-11-17T12:28-08:00, 2023-11-17 12:28 or 2023-11-17"),
        ("", "'' is not a time", "write 2023-11-17T12:28-08:00, 2023-11-17 12:28 or 2023-11-17"),
        ("17.11.2023", "'17.11.2023' is not a time", "write the date as year-month-day, 2023-11-17"),
        ("2023-11-31", "'2023-11-31': 2023-11 has 30 days", None),
        ("2023-11-05 01:30", "'2023-11-05 01:30' happens twice in America/Los_Angeles", "write 2023-11-05T01:30-07:00"),
    ],
)
def test_what_is_no_time_is_refused_with_the_right_form(written: str, message: str, hint: str | None) -> None:
    error = refusal(f"  vacant('openai/ceo', '{written}')")
    assert error.message == message
    assert error.column == 23
    assert str(error.hint).startswith(str(hint))


def test_a_time_without_offset_needs_a_zone() -> None:
    error = refusal("vacant('openai/ceo', '2023-11-17')", names=replace(NAMES, zone=NO_ZONE))
    assert error.message == "this time has no offset, and no zone is given"
    assert error.column == 21
    assert instant("1970-01-01T00:00Z", replace(NAMES, zone=NO_ZONE)) == "1970-01-01T00:00:00Z"


def test_only_functions_that_ask_of_an_instant_take_a_time() -> None:
    assert read("vacant('openai/ceo')").root == Call(0, "vacant('openai/ceo')", Function.VACANT, ("openai/ceo",))
    assert "1 argument" in refusal("verdict('letter', '2023-11-17')").message
