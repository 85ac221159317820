"""Expressions over many runs at once: the second back end of the same nodes, with numpy's columns for values.

Numbers are floats here and exact in the traced evaluator. Two numbers that differ by less than rounding can make are
taken as equal, so that 0.1 + 0.2 > 0.3 is false here too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from threading import Lock
from typing import Any

from govsim.rules.expressions import (
    NONE,
    Arithmetic,
    BoolOp,
    Call,
    Comparison,
    Constant,
    Expression,
    ExpressionError,
    Function,
    Kind,
    Negative,
    Node,
    Not,
    Value,
    Variable,
    kind_of,
)
from govsim.simulate.keys import numpy
from govsim.whatif.plan import UnansweredError

ROUNDING = 1e-12
"""What counts as equal, as a part of the larger number: thousands of roundings, far below any step that matters."""
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Column:
    """A value for each run, or one for all; *known* is None where all are. Texts are numbers of a :class:`Words`."""

    values: Any
    known: Any = None


@dataclass(slots=True)
class Words:
    """Texts as small numbers, the same for the whole of a simulation."""

    number: dict[Value, int] = field(default_factory=lambda: {NONE: 0})
    values: list[Value] = field(default_factory=lambda: [NONE])
    lock: Lock = field(default_factory=Lock)

    def of(self, word: Value) -> int:
        """Return the number of a text, or of none."""
        if word not in self.number:
            with self.lock:
                if word not in self.number:
                    self.values.append(word)
                    self.number[word] = len(self.values) - 1
        return self.number[word]


@dataclass(frozen=True, slots=True)
class Columns:
    """What expressions ask: columns of variables, of what the world says, of what was chosen."""

    variable: Callable[[str], Column]
    told: Callable[[Call], Column]
    chosen: Callable[[str], Column]
    words: Words

    def evaluate(self, expression: Expression) -> Column:
        """Return what an expression gives in each run.

        Raises:
            UnansweredError: it divides by zero in one of them.
        """
        try:
            return self.of(expression.root)
        except ExpressionError as failure:
            raise UnansweredError(expression, failure) from failure

    def of(self, node: Node) -> Column:
        """Return what a node gives in each run."""
        match node:
            case Constant():
                return Column(constant(node.value, self.words))
            case Variable():
                return self.variable(node.name)
            case Call(function=Function.CHOSE):
                return self.chosen(node.arguments[0])
            case Call():
                return self.told(node)
            case Not():
                part = self.of(node.operand)
                return Column(numpy().logical_not(part.values), part.known)
            case Negative():
                part = self.of(node.operand)
                return Column(-part.values, part.known)
            case Arithmetic():
                return self._calculated(node)
            case BoolOp():
                return self._joined(node)
            case Comparison():
                return self._chain(node)

    def _calculated(self, node: Arithmetic) -> Column:
        left, right = self.of(node.left), self.of(node.right)
        known = both(left.known, right.known)
        match node.operator:
            case "+":
                return Column(left.values + right.values, known)
            case "-":
                return Column(left.values - right.values, known)
            case "*":
                return Column(left.values * right.values, known)
        np = numpy()
        zero = right.values == 0
        if np.any(zero if known is None else zero & known):
            raise ExpressionError(f"'{node.text}' divides by zero", node.column, hint="divide by what cannot be 0")
        return Column(
            left.values / np.where(zero, 1.0, right.values) if np.any(zero) else left.values / right.values, known
        )

    def _joined(self, node: BoolOp) -> Column:
        """Return ``and`` or ``or``: what is decided by one is known, whatever the others are.

        Each operand is read in all runs: of what is pure that changes nothing, but a division that an earlier operand
        guards against reads only where it did not decide.
        """
        np, decides = numpy(), node.operator == "or"
        first = self.of(node.operands[0])
        value, known = first.values, first.known
        for operand in node.operands[1:]:
            open_ = np.logical_not(value) if decides else value
            if known is not None:
                open_ = open_ | np.logical_not(known)
            part = self._guarded(operand, open_)
            joined = np.logical_or(value, part.values) if decides else np.logical_and(value, part.values)
            if known is None and part.known is None:
                value = joined
                continue
            mine = True if known is None else known
            its = True if part.known is None else part.known
            decided = (mine & (value == decides)) | (its & (part.values == decides))
            known = decided | (mine & its)
            value = np.where(decided, decides, joined)
        return Column(value, known)

    def _guarded(self, node: Node, open_: Any) -> Column:
        """Return an operand; where its division fails, only in the runs in which it is read at all."""
        np = numpy()
        if not np.any(open_):
            return Column(np.False_)
        try:
            return self.of(node)
        except ExpressionError:
            if np.ndim(open_) == 0 or np.all(open_):
                raise
        where = np.flatnonzero(open_)
        part = self.at(where).of(node)
        values, known = np.zeros(len(open_), dtype=bool), np.ones(len(open_), dtype=bool)
        values[where] = part.values
        known[where] = True if part.known is None else part.known
        return Column(values, known)

    def at(self, where: Any) -> Columns:
        """Return these columns in some of the runs only."""
        kept: dict[str, Column] = {}

        def variable(name: str) -> Column:
            if name not in kept:
                kept[name] = taken(self.variable(name), where)
            return kept[name]

        return Columns(
            variable,
            lambda call: taken(self.told(call), where),
            lambda decision: taken(self.chosen(decision), where),
            self.words,
        )

    def _chain(self, node: Comparison) -> Column:
        np = numpy()
        parts = [self.of(operand) for operand in node.operands]
        numbers = kind_of(node.operands[0]) is Kind.NUMBER
        value, known = None, None
        for sign, left, right in zip(node.operators, parts, parts[1:], strict=False):
            one = Column(_compared(sign, left.values, right.values, numbers=numbers), both(left.known, right.known))
            if value is None:
                value, known = one.values, one.known
                continue
            joined = np.logical_and(value, one.values)
            if known is not None or one.known is not None:
                mine, its = (True if known is None else known), (True if one.known is None else one.known)
                false = (mine & np.logical_not(value)) | (its & np.logical_not(one.values))
                known, joined = false | (mine & its), np.where(false, False, joined)  # noqa: FBT003 - numpy's way
            value = joined
        return Column(value, known)


def _compared(sign: str, left: Any, right: Any, *, numbers: bool) -> Any:
    if not numbers:
        return left == right if sign == "==" else left != right
    np = numpy()
    if np.ndim(left) and np.ndim(right):
        slack = ROUNDING * (1 + np.abs(right))
    else:
        slack = ROUNDING * (1 + abs(float(right))) if not np.ndim(right) else ROUNDING * (1 + abs(float(left)))
    match sign:
        case "<":
            return left < right - slack
        case "<=":
            return left <= right + slack
        case ">":
            return left > right + slack
        case ">=":
            return left >= right - slack
        case "==":
            return np.abs(left - right) <= slack
    return np.abs(left - right) > slack


def constant(value: Value, words: Words) -> Any:
    """Return a value as a column holds it."""
    if isinstance(value, bool):
        return numpy().bool_(value)
    return float(value) if isinstance(value, Fraction) else words.of(value)


def both(one: Any, other: Any) -> Any:
    """Return where two columns are known; None is everywhere."""
    return other if one is None else one if other is None else one & other


def taken(column: Column, where: Any) -> Column:
    """Return a column in some of the runs only."""
    np = numpy()
    values = column.values[where] if np.ndim(column.values) else column.values
    known = column.known[where] if column.known is not None and np.ndim(column.known) else column.known
    return Column(values, known)


def too_large(expression: Expression) -> UnansweredError:
    """Return the error of a number that columns cannot hold."""
    message, hint = "this number becomes too large to be drawn", "keep it below 1e300 in every run"
    return UnansweredError(expression, ExpressionError(message, 0, hint=hint))
