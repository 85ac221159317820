"""Random games agree with the enumeration of all their coalitions, whatever way they are counted."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsim.rules.power import Game, Requirement, banzhaf, block, carry, minimal_winning, shapley, swings, tables
from govsim.rules.power.tables import EverySum, OccurringSums, Shape
from govsim.rules.power.truth import enumerated_swings
from govsim.rules.power.whole import in_whole_numbers

from .naive import (
    at_least,
    coalitions,
    more_than,
    naive_block,
    naive_carry,
    naive_indices,
    naive_minimal,
    names,
    wins,
)

PARTS = ["0", "1/3", "1/2", "3/5", "2/3", "3/4", "1"]
WEIGHTS = st.one_of(
    st.integers(0, 4).map(Fraction),
    st.integers(0, 30).map(Fraction),
    st.builds(Fraction, st.integers(0, 9), st.integers(1, 4)),
    st.integers(0, 10**6).map(Fraction),
)


@st.composite
def requirements(draw: st.DrawFn, members: int) -> Requirement:
    how = draw(st.sampled_from([at_least, more_than]))
    threshold = how(draw(st.sampled_from(PARTS)), draw(st.none() | st.integers(1, 5)))
    weights = draw(st.none() | st.lists(WEIGHTS, min_size=members, max_size=members).filter(any).map(tuple))
    sum_ = Fraction(members) if weights is None else sum(weights, Fraction(0))
    whole = draw(st.none() | st.integers(0, 3).map(lambda more: sum_ + more))
    return Requirement(threshold, weights, whole)


@st.composite
def games(draw: st.DrawFn, most: int = 6) -> Game:
    members = names(draw(st.integers(1, most)))
    needed = draw(st.lists(requirements(len(members)), min_size=1, max_size=3))
    vetoers = draw(st.lists(st.sampled_from(members), max_size=2, unique=True))
    chair = draw(st.none() | st.sampled_from(members))
    quorum = draw(st.none() | requirements(len(members))) if draw(st.booleans()) else None
    return Game(members, tuple(needed), tuple(vetoers), chair, quorum)


@given(games())
def test_a_coalition_wins_where_the_rules_read_once_more_say_so_and_never_loses_by_growing(game: Game) -> None:
    won = {coalition: game.is_winning(coalition) for coalition in coalitions(game)}
    assert won == {coalition: wins(game, coalition) for coalition in won}
    grown = [won[coalition | {one}] for coalition, carries in won.items() if carries for one in game.members]
    assert all(grown)


@given(games())
def test_both_indices_of_a_random_game_are_those_of_its_enumeration(game: Game) -> None:
    assert (banzhaf(game), shapley(game)) == naive_indices(game)


@given(games())
def test_without_tables_a_random_game_gives_the_same(game: Game) -> None:
    expected = naive_indices(game)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swings, "table_of", lambda *_: None)
        assert (banzhaf(game), shapley(game)) == expected


@given(games(most=7))
def test_who_just_carries_and_how_few_carry_or_block_is_found_as_by_enumeration(game: Game) -> None:
    assert minimal_winning(game) == naive_minimal(game)
    assert (carry(game), block(game)) == (naive_carry(game), naive_block(game))


@given(st.lists(st.integers(0, 12), max_size=9), st.integers(-2, 60), st.booleans())
def test_both_tables_count_the_same_subsets(weights: list[int], limit: int, sized: bool) -> None:
    shape = Shape.of(len(weights), sized=sized)
    every, occurring = EverySum(weights, 50, shape), OccurringSums(weights, 50, shape)
    limit = min(limit, 50)
    assert every.below(limit) == occurring.below(limit)
    counts = [0] * (len(weights) + 1)
    for number in range(1 << len(weights)):
        sum_ = sum(weight for place, weight in enumerate(weights) if number >> place & 1)
        counts[number.bit_count()] += sum_ < limit
    assert shape.counts(every.below(limit)) == (counts if sized else [sum(counts)])


@pytest.mark.parametrize("seed", range(4))
def test_twenty_heavy_tailed_members_come_out_alike_by_tables_and_by_their_million_coalitions(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secrets
    weights = tuple(Fraction(min(80, int(rng.paretovariate(1.2) * 10))) for _ in range(20))
    heads = (Requirement(at_least("11/20")),) if seed % 2 else ()
    vetoers, chair = (("m3",), "m5") if seed > 1 else ((), None)
    game = Game(names(20), (Requirement(more_than("1/2"), weights), *heads), vetoers, chair)
    whole = in_whole_numbers(game)
    by_size = swings.swings_of(whole, sized=True)
    listed = enumerated_swings(whole, sized=True)
    assert [[*counts, *[0] * 21][:21] for counts in by_size] == listed
    assert [sum(counts) for counts in swings.swings_of(whole, sized=False)] == [sum(counts) for counts in listed]


def test_games_with_few_kinds_of_large_weights_count_only_the_sums_that_occur() -> None:
    weights = [900_001] * 30 + [70_003] * 30 + [11] * 40
    shape = Shape.of(100, sized=True)
    assert isinstance(tables.table_of(weights, sum(weights) // 2 + 1, shape), OccurringSums)
    assert tables.table_of([10**6 + place for place in range(100)], 50 * 10**6, shape) is None
