"""What an expression gives in a world, and why: Kleene's logic of true, false and unknown over exact numbers.

Each rule stands here once; an evaluation is a trace of which only the value is kept.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from govsim.model.errors import on_one_line
from govsim.rules.expressions.facts import Facts
from govsim.rules.expressions.ir import (
    Arithmetic,
    BoolOp,
    Call,
    Comparator,
    Comparison,
    Constant,
    Expression,
    Negative,
    Node,
    Not,
    Operator,
    Variable,
)
from govsim.rules.expressions.signatures import Function
from govsim.rules.expressions.values import ExpressionError, Value, show_value

MAX_BITS = 4_000
"""A number above and below the line; no expression of constants reaches it, variables set from themselves do."""

# The kinds of both sides were checked when the expression was read.
_COMPARE: Mapping[Comparator, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CALCULATE: Mapping[Operator, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@dataclass(frozen=True, slots=True)
class Trace:
    """A part of an expression and what it gave, with its own parts below it.

    Attributes:
        text: the part as it is written.
        value: what it gave; None is unknown.
        children: its operands, from left to right.
        read: false for an operand that could change nothing any more, and was not looked at.
    """

    text: str
    value: Value | None
    children: tuple[Trace, ...] = ()
    read: bool = True

    def lines(self) -> list[str]:
        """Return one line for each part, indented below the whole; a constant that says itself has none."""
        return list(_lines(self, 0))


def _lines(part: Trace, depth: int) -> Iterator[str]:
    shown = show_value(part.value) if part.read else "not read, the answer stands before it"
    yield on_one_line(f"{'  ' * depth}{part.text} = {shown}")
    for child in part.children:
        if child.text != show_value(child.value):
            yield from _lines(child, depth + 1)


def evaluate(expression: Expression, facts: Facts) -> Value | None:
    """Return what an expression gives; None is unknown.

    Raises:
        ExpressionError: it divides by zero, or a number grows beyond all use.
    """
    return trace(expression, facts).value


def trace(expression: Expression, facts: Facts) -> Trace:
    """Return what an expression gives, with every operand.

    Raises:
        ExpressionError: it divides by zero, or a number grows beyond all use.
    """
    return _trace(expression.root, facts)


def _trace(node: Node, facts: Facts) -> Trace:
    match node:
        case Constant():
            return Trace(node.text, node.value)
        case Variable():
            return Trace(node.text, facts.variable(node.name))
        case Call():
            return Trace(node.text, _ask(node, facts))
        case Not():
            child = _trace(node.operand, facts)
            return Trace(node.text, None if child.value is None else not child.value, (child,))
        case Negative():
            child = _trace(node.operand, facts)
            return Trace(node.text, negated(child.value), (child,))
        case Arithmetic():
            left, right = _trace(node.left, facts), _trace(node.right, facts)
            return Trace(node.text, calculated(node, left.value, right.value), (left, right))
        case BoolOp():
            return _trace_joined(node, facts)
        case Comparison():
            return _trace_chain(node, facts)


def _ask(call: Call, facts: Facts) -> Value | None:
    first = call.arguments[0]
    match call.function:
        case Function.HOLDS:
            return facts.holds(first, call.arguments[1], call.at)
        case Function.POSSIBLE:
            return facts.possible(first, call.arguments[1], call.at)
        case Function.VACANT:
            return facts.vacant(first, call.at)
        case Function.COUNT:
            count = facts.count(first, call.at)
            return None if count is None else Fraction(count)
        case Function.HAPPENED:
            return facts.happened(first)
        case Function.SIGNED:
            return facts.signed(first)
        case Function.VERDICT:
            return facts.verdict(first)
        case Function.CHOSE:
            return facts.chose(first)


def _trace_joined(node: BoolOp, facts: Facts) -> Trace:
    """Trace ``and``, which a false decides, or ``or``, which a true decides; unknown decides neither."""
    decides = node.operator == "or"
    leaves_open = not decides
    value: Value | None = leaves_open
    parts: list[Trace] = []
    for operand in node.operands:
        if value is decides:
            parts.append(_unread(operand))
            continue
        parts.append(_trace(operand, facts))
        if parts[-1].value is not leaves_open:
            value = parts[-1].value
    return Trace(node.text, value, tuple(parts))


def _trace_chain(node: Comparison, facts: Facts) -> Trace:
    """Trace a chain: its comparisons joined by ``and``, each operand read once."""
    value: bool | None = True
    parts = [_trace(node.operands[0], facts)]
    for sign, operand in zip(node.operators, node.operands[1:], strict=True):
        if value is False:
            parts.append(_unread(operand))
            continue
        parts.append(_trace(operand, facts))
        left, right = parts[-2].value, parts[-1].value
        if left is None or right is None:
            value = None
        elif not _COMPARE[sign](left, right):
            value = False
    return Trace(node.text, value, tuple(parts))


def _unread(node: Node) -> Trace:
    return Trace(node.text, None, read=False)


def negated(value: Value | None) -> Fraction | None:
    """Return a number with its sign turned; unknown stays unknown."""
    return -value if isinstance(value, Fraction) else None


def calculated(node: Arithmetic, left: Value | None, right: Value | None) -> Fraction | None:
    """Return a sum, difference, product or quotient; unknown when either side is.

    Raises:
        ExpressionError: it divides by zero, or the number grows beyond all use.
    """
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    if node.operator == "/" and right == 0:
        raise divides_by_zero(node)
    number = _CALCULATE[node.operator](left, right)
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_BITS:
        raise ExpressionError("this number has more than a thousand digits", node.column, hint="round a variable in it")
    return number


def divides_by_zero(node: Arithmetic) -> ExpressionError:
    """Return the error of a division by zero."""
    return ExpressionError(f"'{node.text}' divides by zero", node.column, hint="divide by what cannot be 0")
