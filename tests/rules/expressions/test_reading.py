"""Reading: forms, columns, exact numbers and bounds."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest

from govsim.rules.expressions import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_NODES,
    NONE,
    Arithmetic,
    BoolOp,
    Call,
    Comparison,
    Constant,
    ExpressionError,
    Function,
    Kind,
    Negative,
    Not,
    Value,
    Variable,
    children,
    is_variable_name,
    kind_of,
    walk,
)

from .worlds import read, refusal, value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.05", Fraction(1, 20)),
        (".5", Fraction(1, 2)),
        ("1_000", Fraction(1000)),
        ("1_000.000_1", Fraction(10_000_001, 10_000)),
        ("0", Fraction(0)),
        ("0.50", Fraction(1, 2)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("1 / 3", Fraction(1, 3)),
        ("2 + 3 * 4", Fraction(14)),
        ("(2 + 3) * 4", Fraction(20)),
        ("10 - 3 - 2", Fraction(5)),
        ("8 / 4 / 2", Fraction(1)),
        ("-3 - -2", Fraction(-1)),
        ("- - 3", Fraction(3)),
        ("9" * 30, Fraction(10**30 - 1)),
        ("0." + "0" * 28 + "1", Fraction(1, 10**29)),
    ],
)
def test_numbers_are_exact_as_they_are_written(text: str, number: Fraction) -> None:
    assert value(text) == number


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    assert value("0.1 + 0.2 == 0.3") is True


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("true", True),
        ("True", True),
        ("false", False),
        ("False", False),
        ("none", NONE),
        ("None", NONE),
        ("'press'", "press"),
        ('"it\'s"', "it's"),
        ("''", ""),
        ("'größe ~ #'", "größe ~ #"),
    ],
)
def test_constants_are_read(text: str, constant: Value) -> None:
    assert value(text) == constant


def test_every_form_becomes_its_node() -> None:
    assert read("calm").root == Variable(0, "calm", "calm", Kind.TRUTH)
    assert read("not calm").root == Not(0, "not calm", Variable(4, "calm", "calm", Kind.TRUTH))
    assert read("-x").root == Negative(0, "-x", Variable(1, "x", "x", Kind.NUMBER))
    assert read("x * 2").root == Arithmetic(
        0, "x * 2", "*", Variable(0, "x", "x", Kind.NUMBER), Constant(4, "2", Fraction(2))
    )
    both = read("calm and known and true").root
    assert isinstance(both, BoolOp)
    assert (both.operator, len(both.operands)) == ("and", 3)
    chain = read("0 < x <= 1").root
    assert isinstance(chain, Comparison)
    assert chain.operators == ("<", "<=")
    assert read("happened('letter')").root == Call(0, "happened('letter')", Function.HAPPENED, ("weekend/letter",))


def test_words_bind_as_in_python() -> None:
    root = read("not calm or known and x + 1 > 2").root
    assert isinstance(root, BoolOp)
    assert root.operator == "or"
    assert [child.text for child in children(root)] == ["not calm", "known and x + 1 > 2"]


def test_walk_meets_every_part_from_left_to_right() -> None:
    assert [node.text for node in walk(read("-x + 1 > 2 and not calm").root)] == [
        "-x + 1 > 2 and not calm",
        "-x + 1 > 2",
        "-x + 1",
        "-x",
        "x",
        "1",
        "2",
        "not calm",
        "calm",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("calm", Kind.TRUTH),
        ("x == 1", Kind.TRUTH),
        ("not calm", Kind.TRUTH),
        ("calm or known", Kind.TRUTH),
        ("holds('openai', 'openai/board')", Kind.TRUTH),
        ("x", Kind.NUMBER),
        ("-x", Kind.NUMBER),
        ("1 + x", Kind.NUMBER),
        ("count('openai/board')", Kind.NUMBER),
        ("signed('letter')", Kind.NUMBER),
        ("'a'", Kind.TEXT),
        ("mood", Kind.TEXT),
        ("chose('board-returns')", Kind.TEXT),
        ("verdict('board-vote')", Kind.TEXT),
        ("none", Kind.NOTHING),
    ],
)
def test_the_kind_of_an_expression_is_known(text: str, kind: Kind) -> None:
    expression = read(text)
    assert expression.kind is kind
    assert kind_of(expression.root) is kind
    assert expression.text == text


@pytest.mark.parametrize("text", ["\n  calm\n  and known\n", "\tcalm\r\n\tand\tknown ", "(calm\n\nand known)"])
def test_lines_are_joined_and_columns_still_count_from_the_start_of_the_text(text: str) -> None:
    expression = read(text)
    assert isinstance(expression.root, BoolOp)
    for node in expression.root.operands:
        assert text[node.column :].startswith(node.text)


def test_brackets_do_not_belong_to_the_text_of_a_part() -> None:
    root = read("(calm or known) and true").root
    assert [(node.column, node.text) for node in children(root)] == [(1, "calm or known"), (20, "true")]


def test_columns_count_characters_and_not_bytes() -> None:
    text = "größe > 1 and mood == '\U0001f600' and calm"
    root = read(text).root
    assert [(node.column, node.text) for node in children(root)] == [
        (0, "größe > 1"),
        (14, "mood == '\U0001f600'"),
        (30, "calm"),
    ]
    assert refusal("größe > 1 and holds('zoë', 'openai/cto')").column == 27
    assert refusal("  mood == '\U0001f600' and nope").column == 18


def test_a_variable_is_named_by_its_own_characters() -> None:
    assert value("größe + 1", größe=Fraction(1)) == 2
    assert "unknown variable '\ufb01'" in refusal("\ufb01").message
    assert "unknown variable '\U0001d427\U0001d428\U0001d42d'" in refusal("\U0001d427\U0001d428\U0001d42d").message


@pytest.mark.parametrize(
    ("name", "usable"),
    [
        ("letter_share", True),
        ("größe", True),
        ("match", True),
        ("letter-share", False),
        ("and", False),
        ("in", False),
        ("none", False),
        ("True", False),
        ("holds", False),
        ("2nd", False),
        ("", False),
    ],
)
def test_a_usable_name_of_a_variable_is_told_from_others(name: str, usable: bool) -> None:
    assert is_variable_name(name) is usable


def test_an_expression_has_at_most_a_thousand_characters() -> None:
    assert value("1" + " " * (MAX_LENGTH - 1)) == 1
    error = refusal("1" + " " * MAX_LENGTH)
    assert "1,001 characters" in error.message
    assert error.column == MAX_LENGTH


def test_brackets_nest_to_forty_levels() -> None:
    assert value("(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH) == 1
    error = refusal("(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1))
    assert "deeper than 40 levels" in error.message
    assert error.column == MAX_DEPTH
    assert "deeper than 40" in refusal("(" * 1000).message


@pytest.mark.parametrize(("before", "after"), [("not ", "calm"), ("- ", "x")])
def test_signs_before_a_value_nest_to_forty_levels(before: str, after: str) -> None:
    assert read(before * (MAX_DEPTH - 1) + after).root.column == 0
    error = refusal(before * MAX_DEPTH + after)
    assert "deeper than 40 levels" in error.message
    assert error.column == len(before) * MAX_DEPTH


def test_a_long_sum_is_not_deep_and_has_at_most_two_hundred_parts() -> None:
    ones = "+".join(["1"] * (MAX_NODES // 2))
    assert value(f"-{ones}") == MAX_NODES // 2 - 2
    assert "more than 200 parts" in refusal(f"--{ones}").message
    assert "more than 200 parts" in refusal(f"{ones}+1").message


@pytest.mark.parametrize("failure", [SyntaxError("odd"), ValueError(), RecursionError(), MemoryError()])
def test_whatever_stops_the_parser_of_python_is_an_error_of_the_expression(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> ast.Expression:
        raise failure

    monkeypatch.setattr("govsim.rules.expressions.parse.ast.parse", fail)
    with pytest.raises(ExpressionError, match="this is no expression") as caught:
        read("  1")
    assert caught.value.column == 2
