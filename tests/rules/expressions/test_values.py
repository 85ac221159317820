"""What expressions give: Kleene's logic, exact arithmetic, answers of the world."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govsim.rules.expressions import NONE, ExpressionError, Value, evaluate, show_value

from .kleene import AND, OR, TRUTHS
from .worlds import World, read, value


@pytest.mark.parametrize("left", TRUTHS)
@pytest.mark.parametrize("right", TRUTHS)
def test_and_or_follow_the_tables_of_kleene(left: bool | None, right: bool | None) -> None:
    assert value("calm and known", calm=left, known=right) is AND[left, right]
    assert value("calm or known", calm=left, known=right) is OR[left, right]


@pytest.mark.parametrize("first", TRUTHS)
@pytest.mark.parametrize("second", TRUTHS)
@pytest.mark.parametrize("third", TRUTHS)
def test_three_truths_are_joined_as_two_and_one(first: bool | None, second: bool | None, third: bool | None) -> None:
    world = World({("vacant", "openai/ceo"): third}, {"calm": first, "known": second})
    assert value("calm and known and vacant('openai/ceo')", world) is AND[AND[first, second], third]
    assert value("calm or known or vacant('openai/ceo')", world) is OR[OR[first, second], third]


@pytest.mark.parametrize(("operand", "opposite"), [(True, False), (False, True), (None, None)])
def test_not_turns_what_is_known(operand: bool | None, opposite: bool | None) -> None:
    assert value("not calm", calm=operand) is opposite


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">="])
def test_an_unknown_side_makes_arithmetic_and_comparisons_unknown(sign: str) -> None:
    assert value(f"x {sign} 2", x=None) is None
    assert value(f"2 {sign} x", x=None) is None
    assert value("-x", x=None) is None
    assert value("0 * x", x=None) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1 < 2", True),
        ("2 < 2", False),
        ("2 <= 2", True),
        ("2 > 1", True),
        ("2 >= 3", False),
        ("1 == 1.0", True),
        ("1 != 1.0", False),
        ("1/3 == 0.333333", False),
        ("1/3 + 1/3 + 1/3 == 1", True),
        ("0 < 1 < 2", True),
        ("0 < 2 < 1", False),
        ("2 < 1 < 3", False),
        ("1 != 2 != 1", True),
        ("'a' == 'a'", True),
        ("'a' == 'A'", False),
        ("'a' != none", True),
        ("none == none", True),
        ("true == false", False),
        ("mood == none", True),
        ("mood != none", False),
        ("mood == 'none'", False),
    ],
)
def test_comparisons_are_exact(text: str, answer: bool) -> None:
    assert value(text, mood=NONE) is answer


@pytest.mark.parametrize(
    ("x", "answer"), [(Fraction(1, 2), True), (Fraction(0), False), (Fraction(2), False), (None, None)]
)
def test_a_chain_holds_when_each_of_its_comparisons_does(x: Fraction | None, answer: bool | None) -> None:
    assert value("0 < x <= 1", x=x) is answer


def test_a_chain_with_an_unknown_middle_is_false_where_another_comparison_is() -> None:
    assert value("x < letter_share < 1 < 0", x=Fraction(1)) is False
    assert value("x < letter_share < 1 < 2", x=Fraction(1)) is None


def test_an_unknown_side_does_not_hide_what_decides() -> None:
    assert value("calm or true") is True
    assert value("true or calm") is True
    assert value("calm and false") is False
    assert value("false and calm") is False
    assert value("not (calm and false)") is True


def test_the_right_side_is_not_read_once_the_left_decides() -> None:
    zero = World(variables={"x": Fraction(0), "calm": False})
    assert value("calm and 1 / x > 1", zero) is False
    assert value("not calm or 1 / x > 1", zero) is True
    assert value("1 < x < 1 / x", zero) is False
    assert value("x != 0 and 1 / x > 1", zero) is False
    assert ("variable", "known") not in zero.asked
    assert value("calm and known", zero) is False
    assert ("variable", "known") not in zero.asked


@pytest.mark.parametrize(
    ("text", "column"), [("1 / x", 0), ("1 + 2 / x", 4), ("calm or 1 / x > 1", 8), ("(1 + 1) / (x * 2) > 0", 0)]
)
def test_a_division_by_zero_is_an_error_at_the_division(text: str, column: int) -> None:
    with pytest.raises(ExpressionError, match="divides by zero") as caught:
        value(text, x=Fraction(0))
    assert caught.value.column == column


def test_an_unknown_on_the_left_does_not_hide_an_error_on_the_right() -> None:
    with pytest.raises(ExpressionError, match="divides by zero"):
        value("calm and 1 / x > 1", x=Fraction(0))


def test_a_number_that_grows_beyond_all_use_is_an_error() -> None:
    with pytest.raises(ExpressionError, match="more than a thousand digits") as caught:
        value("1 + x * x", x=Fraction(10**700))
    assert caught.value.column == 4
    with pytest.raises(ExpressionError, match="more than a thousand digits"):
        value("x / letter_share", x=Fraction(1, 10**700), letter_share=Fraction(10**700))


def test_constants_alone_never_grow_beyond_use() -> None:
    number = value("*".join(["9" * 30] * 32))
    assert number == Fraction(10**30 - 1) ** 32
    assert len(show_value(number)) == 960


def test_every_function_asks_the_world() -> None:
    answers: dict[tuple[str, ...], Value | int | None] = {
        ("holds", "sam-altman", "openai/ceo"): True,
        ("possible", "sam-altman", "openai/ceo"): False,
        ("vacant", "openai/ceo"): True,
        ("count", "openai/board"): 6,
        ("happened", "weekend/letter"): False,
        ("signed", "other/letter"): Fraction(19, 20),
        ("verdict", "weekend/board-vote"): "void",
        ("chose", "investors-press"): "press",
    }
    world = World(answers)
    for text, answer in (
        ("holds('sam-altman', 'openai/ceo')", True),
        ("possible('sam-altman', 'openai/ceo')", False),
        ("vacant('openai/ceo')", True),
        ("count('openai/board')", Fraction(6)),
        ("happened('letter')", False),
        ("signed('other/letter') >= 0.95", True),
        ("verdict('board-vote')", "void"),
        ("chose('investors-press')", "press"),
        ("chose('board-returns') == none", True),
        ("count('openai/board') / 4", Fraction(3, 2)),
        ("verdict('weekend/letter') == none", None),
    ):
        assert value(text, world) == answer
    assert isinstance(value("count('openai/board')", world), Fraction)
    assert {question[0] for question in world.asked} == {question[0] for question in answers}


def test_an_expression_is_read_once_and_asked_of_many_worlds() -> None:
    expression = read("x > 0.5")
    answers = [evaluate(expression, World(variables={"x": Fraction(number, 4)})) for number in range(4)]
    assert answers == [False, False, False, True]


@pytest.mark.parametrize(
    ("shown", "given"),
    [
        ("true", True),
        ("false", False),
        ("unknown", None),
        ("none", NONE),
        ("'press'", "press"),
        ('"it\'s"', "it's"),
        ("0", Fraction(0)),
        ("-3", Fraction(-3)),
        ("0.05", Fraction(1, 20)),
        ("-0.125", Fraction(-1, 8)),
        ("12.5", Fraction(25, 2)),
        ("1000.001", Fraction(1_000_001, 1000)),
        ("1/3", Fraction(1, 3)),
        ("-5/6", Fraction(-5, 6)),
        ("0." + "0" * 29 + "1", Fraction(1, 10**30)),
        (f"1/{2**31}", Fraction(1, 2**31)),
    ],
)
def test_values_are_shown_exactly(shown: str, given: Value | None) -> None:
    assert show_value(given) == shown
