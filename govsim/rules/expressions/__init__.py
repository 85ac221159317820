"""The language of conditions, weights and outcomes: read once into checked nodes, then asked of any world."""

from govsim.rules.expressions.check import MAX_NODES, compile_expression
from govsim.rules.expressions.evaluate import Trace, evaluate, trace
from govsim.rules.expressions.facts import Facts
from govsim.rules.expressions.ir import (
    Arithmetic,
    BoolOp,
    Call,
    Comparison,
    Constant,
    Expression,
    Negative,
    Node,
    Not,
    Variable,
    children,
    kind_of,
    walk,
)
from govsim.rules.expressions.names import Names, written_forms
from govsim.rules.expressions.scan import MAX_DEPTH, MAX_DIGITS, MAX_LENGTH, is_variable_name
from govsim.rules.expressions.signatures import SIGNATURES, VERDICTS, Argument, Function, Signature, usage
from govsim.rules.expressions.values import NONE, ExpressionError, Kind, Nothing, Value, show_value

__all__ = [
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_LENGTH",
    "MAX_NODES",
    "NONE",
    "SIGNATURES",
    "VERDICTS",
    "Argument",
    "Arithmetic",
    "BoolOp",
    "Call",
    "Comparison",
    "Constant",
    "Expression",
    "ExpressionError",
    "Facts",
    "Function",
    "Kind",
    "Names",
    "Negative",
    "Node",
    "Not",
    "Nothing",
    "Signature",
    "Trace",
    "Value",
    "Variable",
    "children",
    "compile_expression",
    "evaluate",
    "is_variable_name",
    "kind_of",
    "show_value",
    "trace",
    "usage",
    "walk",
    "written_forms",
]
