"""Calls: the function, what it is asked about, and the instant it is asked of."""

from __future__ import annotations

import ast

from govsim.model.bound import RIGHT_FORMS, parse_bound
from govsim.model.errors import TimeError, did_you_mean
from govsim.model.instant import Instant
from govsim.rules.expressions.ir import Call
from govsim.rules.expressions.names import Names, resolve
from govsim.rules.expressions.parse import Source
from govsim.rules.expressions.signatures import SIGNATURES, Function, usage
from govsim.rules.expressions.values import ExpressionError

_INSTANT_FORMS = "write 2023-11-17T12:28-08:00, 2023-11-17 12:28 or 2023-11-17"


def read_call(call: ast.Call, source: Source, names: Names) -> Call:
    """Return a call with its names resolved.

    Raises:
        ExpressionError: there is no such function, or it is not asked about that.
    """
    function = _function(call.func, source, names)
    signature = SIGNATURES[function]
    least = len(signature.arguments)
    most = least + signature.timed
    column = source.column(call)
    if call.keywords or not least <= len(call.args) <= most:
        takes = (
            f"{least} or {most} arguments" if signature.timed else "1 argument" if most == 1 else f"{most} arguments"
        )
        place = source.column(call.args[most]) if len(call.args) > most else column
        raise ExpressionError(f"{function} takes {takes}, not {len(call.args)}", place, hint=f"write {usage(function)}")
    texts = [_text(argument, source, function) for argument in call.args]
    places = [source.column(argument) for argument in call.args]
    ids = tuple(
        resolve(argument, text, function, names, place)
        for argument, text, place in zip(signature.arguments, texts, places, strict=False)
    )
    at = _instant(texts[least], names, places[least]) if len(texts) > least else None
    return Call(column, source.segment(call), function, ids, at)


def _function(tree: ast.expr, source: Source, names: Names) -> Function:
    name, column = source.segment(tree), source.column(tree)
    if name in list(Function):
        return Function(name)
    if name in names.variables:
        raise ExpressionError(f"'{name}' is a variable, no function", column, hint=f"write {name} without brackets")
    hint = did_you_mean(name, Function) or f"write {', '.join(usage(function) for function in Function)}"
    raise ExpressionError(f"unknown function '{name}'", column, hint=hint)


def _text(argument: ast.expr, source: Source, function: Function) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    written = source.segment(argument)
    hint = f"write {usage(function)}" if set(written) & set("'\"()") else f"write '{written}'"
    raise ExpressionError(f"{function} is asked about text in quotes", source.column(argument), hint=hint)


def _instant(text: str, names: Names, column: int) -> Instant:
    """Return the instant that a question is asked of; a bare date, month or year is its start."""
    written = text.strip().casefold()
    if written.startswith("[") or "~" in written or written == "unknown":
        raise ExpressionError(
            f"'{text}' is a span, and a question is asked of one instant", column, hint=_INSTANT_FORMS
        )
    try:
        instant = parse_bound(text, names.zone).earliest
    except TimeError as failure:
        hint = _INSTANT_FORMS if failure.hint == RIGHT_FORMS else failure.hint  # those hold spans as well
        raise ExpressionError(failure.message, column, hint=hint) from None
    if instant is None:
        raise ExpressionError(f"'{text}' says no instant", column, hint=_INSTANT_FORMS)
    return instant
