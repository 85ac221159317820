"""A hundred members: exact, symmetric, and refused in words where that is not possible."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsim.model.errors import GovsimError
from govsim.rules.power import Game, Requirement, banzhaf, block, carry, minimal_winning, shapley

from .naive import MAJORITY, at_least, fractions, names, weighted

Index: TypeAlias = Callable[[Game], dict[str, Fraction]]


def heavy_tailed(count: int, scale: int = 10) -> list[int]:
    """Weights of which few are large."""
    rng = random.Random(count)  # noqa: S311 - no secrets
    return [int(rng.paretovariate(1.2) * scale) for _ in range(count)]


@pytest.mark.parametrize("index", [banzhaf, shapley])
def test_a_hundred_weighted_members_share_exactly_one_and_equal_weights_equally(index: Index) -> None:
    weights = heavy_tailed(100)
    power = index(weighted(weights))
    assert sum(power.values()) == 1
    by_weight = sorted(zip(weights, power.values(), strict=True))
    assert [part for _, part in by_weight] == sorted(power.values())
    assert len(set(by_weight)) == len(set(weights))


def test_a_hundred_members_with_the_weight_split_in_classes_come_out_alike_in_both_tables() -> None:
    weights = [7] * 30 + [3] * 30 + [1] * 40
    scaled = [weight * 10_001 + (weight == 7) for weight in weights]
    small, large = weighted(weights, at_least("3/5")), weighted(scaled, at_least("3/5"))
    assert sum(banzhaf(large).values()) == sum(shapley(large).values()) == 1
    for index in (banzhaf(small), shapley(small), banzhaf(large), shapley(large)):
        assert len({index[one] for one in names(100)}) == 3
    assert abs(shapley(large)["m0"] - shapley(small)["m0"]) < Fraction(1, 1000)


def test_an_assembly_of_thousands_whose_members_are_alike_shares_equally_and_is_counted_at_once() -> None:
    game = Game(names(5_000), (Requirement(at_least("2/3")), Requirement(MAJORITY, (Fraction(3),) * 5_000)))
    assert set(banzhaf(game).values()) == set(shapley(game).values()) == {Fraction(1, 5_000)}
    assert (carry(game), block(game)) == (3_334, 1_667)
    with pytest.raises(GovsimError, match="cannot be found in"):
        minimal_winning(game)


def test_an_index_of_a_hundred_is_checked_by_another_count_of_orders() -> None:
    # 65 of 129 carry: the heavy one decides where 35 to 64 of the light ones came before, at 30 of 100 places.
    game = weighted([30] + [1] * 99)
    assert shapley(game)["m0"] == Fraction(30, 100)
    assert shapley(game)["m1"] == Fraction(70, 9900)


def test_a_double_majority_of_a_hundred_with_a_veto_and_a_casting_vote_is_exact() -> None:
    weights = heavy_tailed(100)
    weights[0] += sum(weights) % 2
    needed = (Requirement(MAJORITY, fractions(*weights)), Requirement(at_least("3/5")))
    game = Game(names(100), needed, ("m7",), "m8")
    for index in (banzhaf(game), shapley(game)):
        assert sum(index.values()) == 1
        assert index["m7"] == max(index.values())
    assert (carry(game), block(game)) == (60, 1)


def test_fractions_and_multiples_of_weights_change_nothing() -> None:
    weights = heavy_tailed(40)
    plain = weighted(weights)
    sevenths = Game(plain.members, (Requirement(MAJORITY, tuple(Fraction(one, 7) for one in weights)),))
    millions = weighted([one * 1_000_000 for one in weights])
    assert shapley(plain) == shapley(sevenths) == shapley(millions)
    assert banzhaf(plain) == banzhaf(sevenths) == banzhaf(millions)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any), st.randoms(use_true_random=False))
def test_permuting_members_permutes_their_power(weights: list[int], rng: random.Random) -> None:
    order = list(range(len(weights)))
    rng.shuffle(order)
    shuffled = weighted([weights[place] for place in order])
    for index in (banzhaf, shapley):
        before, after = index(weighted(weights)), index(shuffled)
        assert [after[f"m{place}"] for place in range(len(order))] == [before[f"m{place}"] for place in order]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any))
def test_who_weighs_nothing_has_no_power_and_joins_without_changing_that_of_others(weights: list[int]) -> None:
    alone, joined = weighted(weights), weighted([*weights, 0])
    for index in (banzhaf, shapley):
        assert index(joined) == index(alone) | {f"m{len(weights)}": 0}


def test_weights_too_large_to_count_are_refused_above_twenty_members_and_counted_up_to_there() -> None:
    rng = random.Random(1)  # noqa: S311 - no secrets
    weights = [rng.randrange(10**6, 10**7) for _ in range(100)]
    for index in (banzhaf, shapley):
        with pytest.raises(
            GovsimError,
            match=r"100 members cannot be counted exactly: .* add up to \d+,\d+",
        ):
            index(weighted(weights))
        assert sum(index(weighted(weights[:15])).values()) == 1
    assert carry(weighted(weights)) == 100 - block_of(weights) + 1


def block_of(weights: list[int]) -> int:
    """The members that the lightest who lose together number, and one: by adding them up."""
    sum_, losing = 0, 0
    for weight in sorted(weights, reverse=True):
        sum_ += weight
        losing += 2 * sum_ <= sum(weights)
    return len(weights) - losing


def test_several_sets_of_weights_are_refused_above_twenty_members() -> None:
    rng = random.Random(2)  # noqa: S311 - no secrets
    rows = [[rng.randrange(1, 50) for _ in range(22)] for _ in range(2)]
    game = Game(names(22), tuple(Requirement(MAJORITY, fractions(*row)) for row in rows))
    for index in (banzhaf, shapley):
        with pytest.raises(GovsimError, match=r"22 members .* several sets of weights count at once"):
            index(game)
    fewest = carry(game)
    assert fewest is not None
    assert winning_of(rows, fewest)
    assert not winning_of(rows, fewest - 1)


def winning_of(rows: list[list[int]], size: int) -> bool:
    """Whether some members, so many, have more than half of each row of weights."""
    first, second = (sum(row) for row in rows)
    picked = combinations(zip(*rows, strict=True), size)
    return any(2 * sum(a for a, _ in one) > first and 2 * sum(b for _, b in one) > second for one in picked)


def test_too_many_coalitions_to_list_are_refused_and_twenty_thousand_are_not() -> None:
    with pytest.raises(GovsimError, match="more than 20,000 coalitions just carry"):
        minimal_winning(weighted([1] * 18))
    assert len(minimal_winning(weighted([1] * 16))) == 11_440
    assert block(weighted([1] * 18)) == 9
