"""The time axis: ticks where a reader expects them, from minutes to centuries, on the wall clock of a zone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsim.exchange.lettering import measure
from govsim.exchange.time_axis import axis_of
from govsim.model.bound import parse_bound
from govsim.model.instant import HOUR, Instant, zone_named

PARIS, NEW_YORK = zone_named("Europe/Paris"), zone_named("America/New_York")


def at(text: str, zone: str = "America/New_York") -> Instant:
    earliest = parse_bound(text, zone_named(zone)).earliest
    assert earliest is not None
    return earliest


def labels(first: str, after: str, room: float = 900) -> list[str]:
    axis = axis_of(at(first), at(after), NEW_YORK, room, 12)
    return [tick.label for tick in axis.ticks]


@pytest.mark.parametrize(
    ("first", "after", "expected"),
    [
        ("2023-11-17 12:00", "2023-11-17 12:30", ["12:00", "12:02", "12:04"]),
        ("2023-11-17 12:00", "2023-11-17 13:00", ["12:00", "12:05", "12:10"]),
        ("2023-11-17", "2023-11-19", ["00:00", "03:00", "06:00"]),
        ("2023-11-16", "2023-11-30", ["Thu 16", "Fri 17", "Sat 18"]),
        ("2023-11-01", "2023-12-10", ["1", "2", "3"]),
        ("2023-11-02", "2023-12-30", ["3", "5", "7"]),
        ("2023-01-02", "2023-04-20", ["2 Jan", "9 Jan", "16 Jan"]),
        ("2022-01-01", "2023-06-01", ["Jan", "Feb", "Mar"]),
        ("2015-01-01", "2026-01-01", ["Jan", "Jul", "Jan"]),
        ("1990-01-01", "2025-01-01", ["1990", "1992", "1994"]),
        ("1789-01-01", "2025-01-01", ["1800", "1820", "1840"]),
    ],
)
def test_the_step_follows_the_span(first: str, after: str, expected: list[str]) -> None:
    assert labels(first, after)[:3] == expected


def test_hours_carry_their_day_and_days_their_month() -> None:
    axis = axis_of(at("2023-11-17"), at("2023-11-19"), NEW_YORK, 900, 12)
    assert [stage.labels[0] for stage in axis.stages] == ["Fri 17 Nov 2023", "Sat 18 Nov 2023"]
    axis = axis_of(at("2023-11-25"), at("2023-12-05"), NEW_YORK, 900, 12)
    assert [stage.labels[0] for stage in axis.stages] == ["Nov 2023", "Dec 2023"]


def test_the_night_of_a_clock_change_keeps_to_the_wall_clock() -> None:
    axis = axis_of(at("2023-11-05"), at("2023-11-06"), NEW_YORK, 1600, 12)  # 25 hours
    assert [tick.label for tick in axis.ticks][:5] == ["00:00", "01:00", "02:00", "03:00", "04:00"]
    gaps = {(two.at - one.at) // HOUR for one, two in pairwise(axis.ticks)}
    assert gaps == {1, 2}
    axis = axis_of(at("2023-03-12"), at("2023-03-13"), NEW_YORK, 1600, 12)  # 23 hours: 02:00 does not exist
    assert [tick.label for tick in axis.ticks][:4] == ["00:00", "01:00", "03:00", "04:00"]


def test_the_zone_decides_where_days_begin() -> None:
    first, after = at("2023-11-17"), at("2023-11-20")
    (one, two) = (axis_of(first, after, zone, 200, 12).ticks[0].at for zone in (NEW_YORK, PARIS))
    assert one == first
    assert two == at("2023-11-18", "Europe/Paris")


@given(
    st.integers(at("1000-01-01"), at("3000-01-01")),
    st.integers(2, at("5000-01-01") - at("1000-01-01")),
    st.integers(200, 2000),
)
def test_ticks_lie_in_the_span_in_order_and_their_labels_do_not_meet(first: Instant, span: int, room: int) -> None:
    axis = axis_of(first, first + span, PARIS, room, 12)
    assert all(first <= tick.at < first + span for tick in axis.ticks)
    assert all(one.at < two.at for one, two in pairwise(axis.ticks))
    assert len(axis.ticks) <= room / 10
    if span > 60 * 1_000_000:
        met = [
            (one, two)
            for one, two in pairwise(axis.ticks)
            if (two.at - one.at) / span * room < measure(one.label, 12) * 0.9
        ]
        assert len(met) <= 2  # a clock change, or the last day of a month before the first
    assert axis.stages == () or (axis.stages[0].first == first and axis.stages[-1].after == first + span)
