"""Games whose power is known, and what the words of a rule must come to."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govsim.model.bylaws import Threshold
from govsim.model.errors import GovsimError
from govsim.rules.power import Game, Requirement, banzhaf, block, carry, minimal_winning, shapley

from .naive import MAJORITY, at_least, fractions, more_than, names, weighted

HALF = Fraction(1, 2)


def test_the_six_of_1958_leave_luxembourg_without_power() -> None:
    game = weighted([4, 4, 4, 2, 2, 1], at_least("12/17"))
    large, small = Fraction(5, 21), Fraction(3, 21)
    assert list(banzhaf(game).values()) == [large] * 3 + [small] * 2 + [0]
    assert list(shapley(game).values()) == [Fraction(14, 60)] * 3 + [Fraction(9, 60)] * 2 + [0]
    assert (carry(game), block(game)) == (3, 2)
    assert minimal_winning(game) == [
        ("m0", "m1", "m2"),
        ("m0", "m1", "m3", "m4"),
        ("m0", "m2", "m3", "m4"),
        ("m1", "m2", "m3", "m4"),
    ]


def test_the_security_council_gives_its_permanent_members_nearly_all_of_it() -> None:
    permanent = names(15)[:5]
    by_veto = Game(names(15), (Requirement(at_least("9/15")),), permanent)
    by_weight = weighted([7] * 5 + [1] * 10, at_least("39/45"))
    for game in (by_veto, by_weight):
        assert list(shapley(game).values()) == [Fraction(421, 2145)] * 5 + [Fraction(4, 2145)] * 10
        assert banzhaf(game)["m0"] == Fraction(848, 848 * 5 + 84 * 10)
        assert (carry(game), block(game)) == (9, 1)
        assert len(minimal_winning(game)) == 210


def test_an_electoral_college_gives_more_power_to_more_seats_and_nearly_in_proportion() -> None:
    seats = [54, 40, 30, 28, 19, 19, 17, 16, 16, 15, 14, 13, 12, *[11] * 4, *[10] * 5, *[9] * 2, *[8] * 3, *[7] * 2]
    game = weighted([*seats, *[6] * 7, 5, *[4] * 7, *[3] * 7])
    power = shapley(game)
    assert sum(power.values()) == sum(banzhaf(game).values()) == 1
    assert list(power.values()) == sorted(power.values(), reverse=True)
    assert abs(power["m0"] / power["m4"] - Fraction(54, 19)) < Fraction(1, 4)


def test_a_county_where_three_of_six_never_decide() -> None:
    game = weighted([9, 9, 7, 3, 1, 1], at_least("16/30"))
    assert list(banzhaf(game).values()) == [Fraction(1, 3)] * 3 + [0] * 3
    assert minimal_winning(game) == [("m0", "m1"), ("m0", "m2"), ("m1", "m2")]


def test_a_dictator_has_all_of_it_and_the_others_none() -> None:
    game = weighted([51, 30, 19])
    assert banzhaf(game) == shapley(game) == {"m0": 1, "m1": 0, "m2": 0}
    assert (carry(game), block(game), minimal_winning(game)) == (1, 1, [("m0",)])


def test_four_of_six_carry_in_office_and_three_block() -> None:
    game = weighted([1] * 6)
    assert (carry(game), block(game)) == (4, 3)
    assert set(banzhaf(game).values()) == set(shapley(game).values()) == {Fraction(1, 6)}
    assert len(minimal_winning(game)) == 15


def test_a_casting_vote_lets_half_carry_with_the_chair_and_gives_the_chair_more_power() -> None:
    game = weighted([1] * 4, tie_break="m1")
    assert game.is_winning(["m1", "m3"])
    assert not game.is_winning(["m0", "m3"])
    assert (carry(game), block(game)) == (2, 2)
    assert list(shapley(game).values()) == [Fraction(1, 6), HALF, Fraction(1, 6), Fraction(1, 6)]
    assert shapley(weighted([1] * 5, tie_break="m1")) == shapley(weighted([1] * 5))


@pytest.mark.parametrize(
    ("threshold", "whole", "breaks"),
    [
        (more_than("1/2"), 6, True),
        (more_than("1/2", 4), 6, True),
        (more_than("1/2"), 7, True),
        (at_least("2/3"), 6, True),
        (more_than("1/2"), 8, False),
        (at_least("5/6"), 6, False),
        (more_than("2/3"), 6, False),
        (at_least("1/2"), 6, False),
    ],
)
def test_a_casting_vote_breaks_a_tie_and_lowers_no_other_line(threshold: Threshold, whole: int, breaks: bool) -> None:
    needed = (Requirement(threshold, None, Fraction(whole)),)
    game, plain = Game(names(6), needed, (), "m0"), Game(names(6), needed)
    assert (carry(game) == 3 and carry(plain) == 4) is breaks
    assert (game.is_winning(["m0", "m1", "m2"]) and not plain.is_winning(["m0", "m1", "m2"])) is breaks
    assert (banzhaf(game) != banzhaf(plain)) is breaks


def test_seats_that_stand_empty_count_in_a_larger_whole() -> None:
    in_office = Game(names(4), (Requirement(more_than("1/2")),))
    authorised = Game(names(4), (Requirement(more_than("1/2"), None, Fraction(6)),))
    assert (carry(in_office), block(in_office)) == (3, 2)
    assert (carry(authorised), block(authorised)) == (4, 1)
    too_few = Game(names(3), authorised.requirements)
    assert (carry(too_few), block(too_few), minimal_winning(too_few)) == (None, 0, [])
    assert set(banzhaf(too_few).values()) == set(shapley(too_few).values()) == {0}


def test_a_minimum_must_be_reached_besides_the_part() -> None:
    assert carry(weighted([1] * 3, more_than("1/2", 3))) == 3


def test_a_quorum_that_all_together_miss_lets_nothing_carry() -> None:
    missed = Requirement(at_least("3/4"), None, Fraction(5))
    game = Game(names(3), (Requirement(MAJORITY),), quorum=missed)
    assert not game.is_winning(game.members)
    assert (carry(game), block(game)) == (None, 0)
    assert carry(Game(names(3), game.requirements, quorum=Requirement(at_least("3/5"), None, Fraction(5)))) == 2


def test_a_double_majority_needs_both_heads_and_capital() -> None:
    capital = Requirement(at_least("2/3"), fractions(70, 10, 10, 10))
    game = Game(names(4), (Requirement(MAJORITY), capital))
    assert carry(game) == 3
    assert block(game) == 1
    assert minimal_winning(game) == [("m0", "m1", "m2"), ("m0", "m1", "m3"), ("m0", "m2", "m3")]
    assert shapley(game) == {"m0": HALF, "m1": Fraction(1, 6), "m2": Fraction(1, 6), "m3": Fraction(1, 6)}


def test_a_veto_of_one_who_weighs_nothing_takes_part_of_the_power() -> None:
    game = weighted([1, 1, 1, 0], vetoers=("m3",))
    assert carry(game) == 3
    assert block(game) == 1
    assert shapley(game) == {"m0": Fraction(1, 6), "m1": Fraction(1, 6), "m2": Fraction(1, 6), "m3": HALF}


def test_what_carries_by_itself_is_stopped_by_nobody() -> None:
    game = weighted([1, 2], at_least("0"))
    assert (carry(game), block(game), minimal_winning(game)) == (0, None, [()])
    assert set(banzhaf(game).values()) == {0}


@pytest.mark.parametrize(
    ("members", "weights", "vetoers", "chair", "message"),
    [
        ((), (), (), None, "has no members"),
        (("a", "a"), (1, 1), (), None, "a stands more than once"),
        (("a", "b"), (1,), (), None, "1 weights are given for 2 members"),
        (("a", "b"), (1, -1), (), None, "the weight of 'b' is -1"),
        (("a", "b"), (0, 0), (), None, "sum to zero"),
        (("anna", "b"), (1, 1), ("ana",), None, "'ana' is not a member"),
        (("anna", "b"), (1, 1), (), "c", "'c' is not a member"),
    ],
)
def test_a_game_that_makes_no_sense_is_refused(
    members: tuple[str, ...], weights: tuple[int, ...], vetoers: tuple[str, ...], chair: str | None, message: str
) -> None:
    with pytest.raises(GovsimError, match=message):
        Game(members, (Requirement(MAJORITY, fractions(*weights)),), vetoers, chair)


def test_a_game_without_a_rule_and_a_coalition_with_a_stranger_are_refused() -> None:
    with pytest.raises(GovsimError, match="nothing says what a motion needs"):
        Game(("a",), ())
    with pytest.raises(GovsimError, match="'m9' is not a member"):
        weighted([1, 1]).is_winning(["m9"])
