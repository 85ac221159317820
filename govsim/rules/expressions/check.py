"""From the syntax tree to checked nodes: what may stand where, and of what kind."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from govsim.rules.expressions.calls import read_call
from govsim.rules.expressions.evaluate import calculated, divides_by_zero, negated
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
    kind_of,
    walk,
)
from govsim.rules.expressions.names import Names, check_option, kind_of_variable
from govsim.rules.expressions.parse import Source, parse
from govsim.rules.expressions.refusals import FORMS
from govsim.rules.expressions.scan import MAX_DEPTH, too_deep
from govsim.rules.expressions.signatures import VERDICTS, Function
from govsim.rules.expressions.values import NONE, ExpressionError, Kind, Value

MAX_NODES = 200

_CONSTANTS: Mapping[str, Value] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "none": NONE,
    "None": NONE,
}
_COMPARATORS: Mapping[type[ast.cmpop], Comparator] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_OPERATORS: Mapping[type[ast.operator], Operator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_EXAMPLES = {
    Kind.TRUTH: "write a condition, such as letter_share > 0.5",
    Kind.NUMBER: "write a number, such as 0.3 + letter_share / 2",
    Kind.TEXT: "write text in quotes",
    Kind.NOTHING: "write none",
}


def compile_expression(text: str, names: Names, wanted: Kind | None = None) -> Expression:
    """Return the expression that *text* says, its names resolved and its kinds checked.

    Args:
        text: one line or several.
        names: what exists.
        wanted: what the whole must be; none fits where text is wanted.

    Raises:
        ExpressionError: the text is no expression, names what does not exist, or joins what does not belong together.
    """
    source = parse(text)
    root = _Reader(source, names).read(source.tree, 1)
    _check_divisors(root)
    kind = kind_of(root)
    if wanted is not None and kind is not wanted and not (kind is Kind.NOTHING and wanted is Kind.TEXT):
        message = f"the expression gives {kind.shown}, here stands {wanted.shown}"
        raise ExpressionError(message, root.column, hint=_EXAMPLES[wanted])
    return Expression(text, root, kind)


class _Reader:
    """Turns syntax into nodes and counts them."""

    def __init__(self, source: Source, names: Names) -> None:
        self.source, self.names = source, names
        self.count = 0

    def read(self, tree: ast.expr, depth: int) -> Node:
        """Return the node of a piece of syntax; *depth* counts the levels that a reader sees."""
        column, text = self.source.column(tree), self.source.segment(tree)
        self.count += 1
        if self.count > MAX_NODES:
            hint = "put a part of it into a variable"
            raise ExpressionError(f"the expression has more than {MAX_NODES} parts", column, hint=hint)
        if depth > MAX_DEPTH:
            raise too_deep(column)
        match tree:
            case ast.Constant() | ast.Name():
                return self._leaf(tree, column, text)
            case ast.Call():
                return read_call(tree, self.source, self.names)
            case ast.UnaryOp(op=ast.Not()):
                return Not(column, text, self._truth(tree.operand, depth + 1))
            case ast.UnaryOp(op=ast.USub()):
                return Negative(column, text, self._number(tree.operand, depth + 1))
            case ast.BoolOp():
                operands = tuple(self._truth(operand, depth + 1) for operand in tree.values)
                return BoolOp(column, text, "and" if isinstance(tree.op, ast.And) else "or", operands)
            case ast.BinOp() if type(tree.op) in _OPERATORS:
                # a + b + c is one level to a reader and two in the tree; MAX_NODES bounds how far that goes.
                left, right = self._number(tree.left, depth), self._number(tree.right, depth + 1)
                return Arithmetic(column, text, _OPERATORS[type(tree.op)], left, right)
            case ast.Compare():
                return self._comparison(tree, column, text, depth)
        raise ExpressionError(f"'{text}' is not part of an expression", column, hint=FORMS)

    def _leaf(self, tree: ast.Constant | ast.Name, column: int, text: str) -> Node:
        if text in _CONSTANTS:
            return Constant(column, text, _CONSTANTS[text])
        if isinstance(tree, ast.Name):
            # By the text: the tree holds a name normalised, ﬁ as fi.
            return Variable(column, text, text, kind_of_variable(text, self.names, column))
        if isinstance(tree.value, str):
            return Constant(column, text, tree.value)
        # From the text again: the tree holds a float, which 0.05 is not.
        return Constant(column, text, Fraction(text.replace("_", "")))

    def _truth(self, tree: ast.expr, depth: int) -> Node:
        node = self.read(tree, depth)
        return node if kind_of(node) is Kind.TRUTH else _refuse(node, Kind.TRUTH)

    def _number(self, tree: ast.expr, depth: int) -> Node:
        node = self.read(tree, depth)
        return node if kind_of(node) is Kind.NUMBER else _refuse(node, Kind.NUMBER)

    def _comparison(self, tree: ast.Compare, column: int, text: str, depth: int) -> Node:
        operands = tuple(self.read(operand, depth + 1) for operand in (tree.left, *tree.comparators))
        signs = [_COMPARATORS.get(type(operator)) for operator in tree.ops]
        operators = tuple(sign for sign in signs if sign is not None)
        if len(operators) < len(signs):
            raise ExpressionError(f"'{text}' is not part of an expression", column, hint=FORMS)
        for sign, (left, right) in zip(operators, pairwise(operands), strict=True):
            _check_kinds(sign, left, right)
            _check_words(left, right, self.names)
            _check_words(right, left, self.names)
        return Comparison(column, text, operators, operands)


def _refuse(node: Node, wanted: Kind) -> Node:
    kind = kind_of(node)
    hint = _EXAMPLES[wanted]
    if wanted is Kind.TRUTH:
        example = {
            Kind.NUMBER: f"compare it, as in {node.text} > 0",
            Kind.TEXT: f"compare it, as in {node.text} == 'a'",
        }
        hint = example.get(kind, hint)
        if isinstance(node, Constant) and kind is Kind.TEXT:
            hint = f"compare with each value in turn, as in x == 'a' or x == {node.text}"
    raise ExpressionError(f"{node.text} is {kind.shown}, here stands {wanted.shown}", node.column, hint=hint)


def _check_kinds(sign: Comparator, left: Node, right: Node) -> None:
    """Refuse to compare kinds that have nothing in common, or to order what has no order."""
    one, other = kind_of(left), kind_of(right)
    if one is not other and {one, other} != {Kind.TEXT, Kind.NOTHING}:
        hint = f"{left.text} is {one.shown}, {right.text} is {other.shown}"
        if Kind.NOTHING in (one, other):
            hint = "only text can be none, such as what chose or verdict gives"
        raise ExpressionError(f"{one.shown} cannot be compared with {other.shown}", right.column, hint=hint)
    if sign not in ("==", "!=") and one is not Kind.NUMBER:
        raise ExpressionError(
            f"{one.shown} has no order, '{sign}' compares numbers", left.column, hint="write == or !="
        )


def _check_words(asked: Node, word: Node, names: Names) -> None:
    """Refuse a text that the function beside it can never give."""
    if not (isinstance(asked, Call) and isinstance(word, Constant) and isinstance(word.value, str)):
        return
    if asked.function is Function.CHOSE:
        check_option(asked.arguments[0], word.value, names, word.column)
    elif asked.function is Function.VERDICT and word.value not in VERDICTS:
        hint = f"verdicts: {', '.join(VERDICTS)}, none"
        raise ExpressionError(f"'{word.value}' is no verdict", word.column, hint=hint)


def _check_divisors(root: Node) -> None:
    for node in walk(root):
        if isinstance(node, Arithmetic) and node.operator == "/" and _constant(node.right) == 0:
            raise divides_by_zero(node)


def _constant(node: Node) -> Fraction | None:
    """Return the number that a node gives in every world, or None when the world has a say."""
    match node:
        case Constant(value=Fraction() as value):
            return value
        case Negative():
            return negated(_constant(node.operand))
        case Arithmetic():
            return calculated(node, _constant(node.left), _constant(node.right))
    return None
