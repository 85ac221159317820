"""Traces: every operand with its text and value, so that a reader sees why."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from govsim.rules.expressions import Trace, trace

from .worlds import World, read


def lines(text: str, world: World) -> list[str]:
    """Return what a reader sees of an evaluation."""
    return trace(read(text), world).lines()


def test_a_trace_tells_every_operand() -> None:
    world = World({("holds", "sam-altman", "openai/ceo"): False}, {"x": Fraction(1, 20)})
    assert trace(read("not holds('sam-altman', 'openai/ceo') and x > 0.50"), world) == Trace(
        "not holds('sam-altman', 'openai/ceo') and x > 0.50",
        False,
        (
            Trace("not holds('sam-altman', 'openai/ceo')", True, (Trace("holds('sam-altman', 'openai/ceo')", False),)),
            Trace("x > 0.50", False, (Trace("x", Fraction(1, 20)), Trace("0.50", Fraction(1, 2)))),
        ),
    )


def test_its_lines_are_indented_below_the_whole() -> None:
    world = World({("holds", "sam-altman", "openai/ceo"): False}, {"x": Fraction(1, 20)})
    assert lines("not holds('sam-altman', 'openai/ceo') and x + 1/3 > 0.50 or known", world) == [
        "not holds('sam-altman', 'openai/ceo') and x + 1/3 > 0.50 or known = unknown",
        "  not holds('sam-altman', 'openai/ceo') and x + 1/3 > 0.50 = false",
        "    not holds('sam-altman', 'openai/ceo') = true",
        "      holds('sam-altman', 'openai/ceo') = false",
        "    x + 1/3 > 0.50 = false",
        "      x + 1/3 = 23/60",
        "        x = 0.05",
        "      0.50 = 0.5",
        "  known = unknown",
    ]


def test_an_operand_that_was_not_read_is_listed_as_such() -> None:
    world = World(variables={"calm": False, "x": Fraction(2)})
    assert lines("calm and known", world) == [
        "calm and known = false",
        "  calm = false",
        "  known = not read, the answer stands before it",
    ]
    assert lines("1 > x > 1/x", world) == [
        "1 > x > 1/x = false",
        "  x = 2",
        "  1/x = not read, the answer stands before it",
    ]
    last = trace(read("calm and known"), world).children[1]
    assert last == Trace("known", None, (), read=False)


def test_a_constant_that_says_itself_has_no_line_of_its_own() -> None:
    assert lines("chose('board-returns') == 'yes'", World({("chose", "board-returns"): "no"})) == [
        "chose('board-returns') == 'yes' = false",
        "  chose('board-returns') = 'no'",
    ]
    assert lines("true", World()) == ["true = true"]


def test_every_line_of_a_trace_is_one_line() -> None:
    folded = lines("calm\n  or mood == 'a\u2028b'", World(variables={"mood": "x\ny"}))
    assert folded == [
        "calm   or mood == 'a\\u2028b' = unknown",
        "  calm = unknown",
        "  mood == 'a\\u2028b' = false",
        "    mood = 'x\\ny'",
    ]
    assert not any("\n" in line or "\u2028" in line for line in folded)


def test_a_trace_is_frozen() -> None:
    given = trace(read("true"), World())
    with pytest.raises(FrozenInstanceError):
        given.value = False  # type: ignore[misc]
