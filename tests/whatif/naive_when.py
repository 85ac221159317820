"""The few expressions of the plain what-if, in Kleene's logic: None stands for unknown."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

Truth = bool | None
Ask = Callable[..., "Truth"]


def truth_of(text: str, ask: Mapping[str, Ask], chosen: Mapping[str, str | None]) -> Truth:
    """Return what a condition comes to: ``ask`` answers its functions, *chosen* has the decisions taken."""
    return _truth(ast.parse(text, mode="eval").body, ask, chosen)


def _truth(node: ast.expr, ask: Mapping[str, Ask], chosen: Mapping[str, str | None]) -> Truth:
    match node:
        case ast.Constant(value=bool(known)):
            return known
        case ast.Name(id="true" | "false" as word):
            return word == "true"
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            value = _truth(inner, ask, chosen)
            return None if value is None else not value
        case ast.BoolOp(op=joint, values=parts):
            values = [_truth(part, ask, chosen) for part in parts]
            decides = isinstance(joint, ast.Or)  # one true part makes an or true, one false part an and false
            if decides in values:
                return decides
            return None if None in values else not decides
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in ask:
            return ask[name](*(ast.literal_eval(argument) for argument in arguments))
        case ast.Compare(left=ast.Call(func=ast.Name(id="chose"), args=[which]), ops=[op], comparators=[option]):
            same = chosen.get(ast.literal_eval(which)) == ast.literal_eval(option)
            return same if isinstance(op, ast.Eq) else not same
    raise ValueError(f"the plain what-if cannot read {ast.unparse(node)}")
