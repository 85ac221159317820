"""Random expressions agree with a plain second evaluator; garbage is refused, and never otherwise than in words."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from govsim.rules.expressions import MAX_LENGTH, Expression, ExpressionError, Node, evaluate, trace, walk

from .grammar import Tree, numbers, plain_value, truths, worlds, write
from .worlds import World, read

TREES = st.one_of(truths, numbers)
_PIECES = (
    "and or not ( ) ( ) , + - * / == != < <= > >= = % 1 0 .5 0.05 1e5 x calm mood größe none true 'press' \"wait\" "
    "'openai/ceo' 'sam-altman' 'letter' '2023-11-17' holds( vacant( count( chose( verdict( signed( "
    "\n \t \u2028 # \\ \x00 in is if else lambda [ ] { } : := ** // ' \" '' f' \U0001f600 \ud800 ² é 1_000 \ufb01 await"
)
PIECES = _PIECES.split(" ")


@given(TREES, worlds)
def test_a_random_expression_gives_what_a_plain_evaluator_gives(tree: Tree, world: World) -> None:
    text = write(tree)
    assume(len(text) <= MAX_LENGTH)
    expression = read(text)
    try:
        expected = plain_value(tree, world)
    except ZeroDivisionError:
        with pytest.raises(ExpressionError, match="divides by zero") as caught:
            evaluate(expression, world)
        assert 0 <= caught.value.column < len(text)
        return
    assert evaluate(expression, world) == expected
    assert type(evaluate(expression, world)) is type(expected)
    assert trace(expression, world).value == expected


@given(TREES)
def test_every_part_of_a_random_expression_knows_its_text_and_where_it_stands(tree: Tree) -> None:
    text = write(tree)
    assume(len(text) <= MAX_LENGTH)
    for part in walk(read(text).root):
        assert part.text == text.replace("\n", " ")[part.column : part.column + len(part.text)]
        assert _without_columns(read(part.text).root) == _without_columns(part)


def _without_columns(root: Node) -> list[tuple[type[Node], str]]:
    return [(type(node), node.text) for node in walk(root)]


@given(TREES, worlds)
def test_every_trace_of_a_random_expression_can_be_printed(tree: Tree, world: World) -> None:
    text = write(tree)
    assume(len(text) <= MAX_LENGTH)
    try:
        lines = trace(read(text), world).lines()
    except ExpressionError:
        return
    assert lines[0].startswith(text.replace("\n", " "))
    assert all(" = " in line for line in lines)


def check_refusal_or_kind(text: str) -> None:
    """Assert that *text* is read or refused in words at a place within it, without a warning."""
    refused: ExpressionError | None = None
    expression: Expression | None = None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            expression = read(text)
        except ExpressionError as error:
            refused = error
    if expression is not None:
        assert expression.text == text
        assert 0 <= expression.root.column < len(text)
    else:
        assert refused is not None
        assert refused.message
        assert 0 <= refused.column <= len(text)


@given(st.text())
@example("\x00")
@example("(" * 5_000)
@example("-" * 5_000)
@example("not " * 250)
@example("-" * 1_000)
@example("'\\N{x}'")
@example("'\\d'")
@example("1if calm else 2")
@example("\x0cx")
@example("\u2028calm")
@example("9" * 5_000)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    check_refusal_or_kind(text)


@given(st.lists(st.sampled_from(PIECES), max_size=20), st.sampled_from(["", " "]))
def test_any_row_of_pieces_is_read_or_refused_in_words(pieces: list[str], between: str) -> None:
    check_refusal_or_kind(between.join(pieces))


@given(TREES, st.data())
def test_a_mutated_expression_is_read_or_refused_in_words(tree: Tree, data: st.DataObject) -> None:
    text = write(tree)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 5)))
        text = text[:start] + data.draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=2))) + text[end:]
    check_refusal_or_kind(text)
