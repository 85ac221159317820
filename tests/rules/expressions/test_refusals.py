"""What is no part of the language: each with its column and the form that is right."""

from __future__ import annotations

import warnings

import pytest

from .worlds import refusal


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("x = 1", 2, "write =="),
        ("x === 1", 2, "write =="),
        ("x !== 1", 2, "write !="),
        ("x <> 1", 2, "write !="),
        ("x => 1", 2, "write >="),
        ("x =< 1", 2, "write <="),
        ("x \u2264 1", 2, "write <="),
        ("x \u2260 1", 2, "write !="),
        ("x \u2212 1", 2, "write -"),
        ("x := 1", 2, "write == to compare; let gives"),
        ("(x := 1) > 0", 3, "write == to compare; let gives"),
        ("calm && known", 5, "write and"),
        ("calm & known", 5, "write and"),
        ("calm || known", 5, "write or"),
        ("calm | known", 5, "write or"),
        ("!calm", 0, "write not"),
        ("~x", 0, "write not"),
        ("calm AND known", 5, "write and"),
        ("calm Or known", 5, "write or"),
        ("NOT calm", 0, "write not"),
        ("x ^ 2", 2, "join truths"),
        ("x << 2", 2, "join truths"),
        ("40%", 2, "write 0.4 for 40%"),
        ("x > 12.5 %", 9, "write 0.125 for 12.5%"),
        ("x % 2", 2, "0.4 for 40%"),
        ("x ** 2", 2, "x * x"),
        ("x // 2", 2, "write /"),
        ("x in (1, 2)", 2, "x == 'a' or x == 'b'"),
        ("calm not in known", 5, "write and"),
        ("x is 1", 2, "write =="),
        ("1 if calm else 2", 2, "and, or and not"),
        ("calm ? 1 : 2", 5, "and, or and not"),
        ("mood.upper()", 4, "ids stand in quotes"),
        ("mood['a']", 4, "each value in turn"),
        ("[1, 2]", 0, "each value in turn"),
        ("{'a': 1}", 0, "each value in turn"),
        ("(1, 2)", 2, "1_000 or 0.05"),
        ("1,5", 1, "1_000 or 0.05"),
        ("lambda: 1", 0, "functions are not made"),
        ("(y for y in x)", 3, "nothing is repeated"),
        ("await x", 0, "write and, or, not"),
        ("x; x", 1, "join two with and"),
        ("x # why", 2, "outside of the expression"),
        ("x \\", 2, "lines are joined"),
        ("f'{x}'", 0, "in quotes alone"),
        ("b'a'", 0, "in quotes alone"),
        ("Rb'a'", 0, "in quotes alone"),
        ("'''a'''", 2, "write and, or, =="),
        ("'a' 'b'", 4, "write and, or, =="),
        ("'a\\n'", 2, "leave it out"),
        ("mood == 'a", 8, "write ' on both sides"),
        ("mood == \u2018a\u2019", 8, "straight quotes"),
        ("mood == `a`", 8, "straight quotes"),
        ("x\u00a0> 1", 1, "ordinary space"),
        ("\ufeffx > 1", 0, "write and, or, not"),
        ("x > 1\x00", 5, "write and, or, not"),
        ("'\x00'", 1, "write and, or, not"),
        ("'\ud800'", 1, "write and, or, not"),
        ("$x", 0, "by its name alone"),
        ("@sam", 0, "ids stand in quotes"),
        ("x²", 0, "letters, digits and _"),
        ("1e5", 0, "in digits"),
        ("0x10", 0, "in digits"),
        ("1j", 0, "in digits"),
        ("5.", 0, "in digits"),
        ("1.2.3", 0, "in digits"),
        ("1__0", 0, "in digits"),
        ("1and 2", 0, "in digits"),
        ("\u0663", 0, "write and, or, not"),
        ("007", 0, "write 7"),
        ("1" * 31, 0, "round it"),
        ("0." + "1" * 30, 0, "round it"),
        ("", 0, "write and, or, not"),
        (" \n ", 0, "write and, or, not"),
        ("x +", 3, "write and, or, not"),
        ("and x", 0, "write and, or, not"),
        ("x > > 1", 4, "write and, or, not"),
        ("+x", 0, "no + before"),
        ("()", 1, "write and, or, not"),
        ("(x", 0, "write )"),
        ("x)", 1, "leave it out"),
        ("x y", 2, "write and, or, =="),
        ("x not", 2, "write and, or, =="),
        ("2 x", 2, "write and, or, =="),
        ("2(x)", 1, "write and, or, =="),
        ("true(x)", 4, "write and, or, =="),
        ("calm == not known", 8, "brackets around it"),
    ],
)
def test_what_is_no_part_of_the_language_is_refused_with_the_right_form(text: str, column: int, hint: str) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        error = refusal(text)
    assert not warned
    assert error.hint is not None
    assert hint in error.hint
    assert error.column == column


def test_arguments_have_no_names() -> None:
    error = refusal("holds(party='sam-altman', post='openai/ceo')")
    assert error.column == 11
    assert error.hint == "arguments stand in order, without names: holds(party, post[, time])"


@pytest.mark.parametrize("text", ["holds(*x)", "holds(**x)", "holds('sam-altman',)", "holds(,)"])
def test_arguments_have_no_stars_and_no_gaps(text: str) -> None:
    assert 6 <= refusal(text).column <= 19


def test_an_error_prints_its_message_and_its_hint() -> None:
    assert str(refusal("calm && known")) == "'&&' is not part of an expression\n  write and"


def test_a_character_that_cannot_be_seen_is_named_by_its_number() -> None:
    assert refusal("x\u00a0> 1").message == "U+00A0 is not part of an expression"
    assert refusal("x > 1\x00").message == "U+0000 may not stand in an expression"
