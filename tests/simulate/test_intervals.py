"""Intervals cover what they claim to cover, and never claim certainty."""

from __future__ import annotations

from math import comb

import pytest

from govsim.simulate.intervals import paired, simultaneous, upper_bound, wilson


@pytest.mark.parametrize(("share", "runs"), [(0.5, 100), (0.1, 200), (0.02, 500), (0.9, 60)])
def test_wilsons_interval_covers_about_95_in_100(share: float, runs: int) -> None:
    covered = 0.0
    for count in range(runs + 1):
        low, high = wilson(count, runs)
        if low <= share <= high:
            covered += comb(runs, count) * share**count * (1 - share) ** (runs - count)
    assert 0.93 < covered < 0.98


def test_nothing_seen_is_no_certainty() -> None:
    low, high = wilson(0, 1_000)
    assert (low, round(high, 4)) == (0.0, 0.0038)
    assert wilson(1_000, 1_000)[1] == 1.0
    assert wilson(0, 0) == (0.0, 1.0)
    assert 0.0029 < upper_bound(1_000) < 0.003  # three in N


def test_several_intervals_at_once_are_wider() -> None:
    one, many = wilson(300, 1_000), simultaneous([300, 300, 400], 1_000)[0]
    assert many[0] < one[0] < 0.3 < one[1] < many[1]


def test_only_runs_that_turn_count_in_a_difference() -> None:
    difference, low, high = paired(gained=70, lost=0, runs=10_000)
    assert difference == 0.007
    assert 0.005 < low < 0.007 < high < 0.009
    assert paired(0, 0, 10_000)[2] > 0
