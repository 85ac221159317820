"""Expressions after reading: small frozen nodes, names resolved, kinds checked, nothing in them that runs.

Every node knows its *text* and the *column* where that begins, in characters from 0. Two back ends read the nodes:
the traced evaluator, and numpy for many runs at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from govsim.model.instant import Instant
from govsim.rules.expressions.signatures import SIGNATURES, Function
from govsim.rules.expressions.values import Kind, Value, kind_of_value

Comparator: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
Operator: TypeAlias = Literal["+", "-", "*", "/"]
Connective: TypeAlias = Literal["and", "or"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, true, false or none."""

    column: int
    text: str
    value: Value


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the scenario."""

    column: int
    text: str
    name: str
    of: Kind


@dataclass(frozen=True, slots=True)
class Call:
    """A question to the world: *arguments* are ids, events as ``record/id``; *at* is None where no time is given."""

    column: int
    text: str
    function: Function
    arguments: tuple[str, ...]
    at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a truth."""

    column: int
    text: str
    operand: Node


@dataclass(frozen=True, slots=True)
class BoolOp:
    """Two truths or more, all joined by the same word."""

    column: int
    text: str
    operator: Connective
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain such as ``0 < x <= 1``: one operator fewer than operands, each between its neighbours."""

    column: int
    text: str
    operators: tuple[Comparator, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, difference, product or exact quotient."""

    column: int
    text: str
    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with its sign turned."""

    column: int
    text: str
    operand: Node


Node: TypeAlias = Constant | Variable | Call | Not | BoolOp | Comparison | Arithmetic | Negative


@dataclass(frozen=True, slots=True)
class Expression:
    """A whole expression as it was written, read, and the kind of what it gives."""

    text: str
    root: Node
    kind: Kind


def kind_of(node: Node) -> Kind:
    """Return the kind of what a node gives."""
    match node:
        case Constant():
            return kind_of_value(node.value)
        case Variable():
            return node.of
        case Call():
            return SIGNATURES[node.function].gives
        case Arithmetic() | Negative():
            return Kind.NUMBER
    return Kind.TRUTH


def children(node: Node) -> tuple[Node, ...]:
    """Return the operands of a node, from left to right."""
    match node:
        case Not() | Negative():
            return (node.operand,)
        case BoolOp() | Comparison():
            return node.operands
        case Arithmetic():
            return node.left, node.right
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Return a node and all that stand below it, from left to right."""
    yield node
    for child in children(node):
        yield from walk(child)
