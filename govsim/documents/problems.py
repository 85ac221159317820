"""pydantic's errors in the words of somebody who writes YAML, each with its place and the right form."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from govsim.documents.nodes import Node, Scalar, node_at, position_of
from govsim.model.errors import GovsimError, Problem, did_you_mean
from govsim.model.events import Event
from govsim.model.events.base import VERSION_COMMON
from govsim.model.header import Header
from govsim.model.references import Fault, Location

_EXPECTED = {
    "dict_type": "a mapping (key: value) belongs here",
    "model_type": "a mapping (key: value) belongs here",
    "list_type": "a list belongs here",
    "tuple_type": "a list belongs here",
    "string_type": "a piece of text belongs here",
    "int_type": "a whole number belongs here",
    "int_parsing": "a whole number belongs here",
    "int_from_float": "a whole number belongs here",
    "bool_type": "true or false belongs here",
    "bool_parsing": "true or false belongs here",
    "greater_than_equal": "a number from {ge} on belongs here",
    "less_than_equal": "a number up to {le:,} belongs here",
    "too_short": "at least one is needed here",
}
_WORD_OR_MAPPING, _MAPPING = "literal[", "dict["
"""pydantic's own steps into a field that is a word or a mapping: what is no word was meant as the mapping."""


def from_validation(
    failure: ValidationError,
    model: type[BaseModel],
    file: str,
    root: Node,
    here: Location,
    dropped: Collection[str] = (),
) -> Iterator[Problem]:
    """Return the problems behind a validation error of *model*, which stands at *here* in the document.

    *dropped* are keys that failed before and were left out: that they are missing is no new mistake.
    """
    for error in failure.errors():
        if error["type"] == "missing" and error["loc"][0] in dropped:
            continue
        if dropped and not error["loc"]:
            continue  # what the whole lacks may be what was left out
        if any(str(step).startswith(_WORD_OR_MAPPING) for step in error["loc"]):
            continue
        location = tuple(step for step in error["loc"] if step != "[key]" and not str(step).startswith(_MAPPING))
        kind, context = error["type"], error.get("ctx", {})
        if kind == "too_short" and getattr(node_at(root, (*here, *location)), "items", None):
            continue  # all that stands here failed before and was left out
        at_key = kind == "extra_forbidden" or "[key]" in error["loc"]
        missing = location[-1] if kind == "missing" else None
        line, column = position_of(root, (*here, *location[: -1 if missing else None]), key=at_key)
        message, hint = _words(kind, context, error, location, model)
        yield Problem(file, line, column, message, hint)


def from_fault(fault: Fault, file: str, root: Node) -> Problem:
    """Return the problem that a fault is."""
    location = tuple(step for step in fault.location if step != "[key]")
    line, column = position_of(root, location, key="[key]" in fault.location)
    if fault.offset and isinstance(scalar := node_at(root, location), Scalar):
        column = scalar.column_of(fault.offset)
    return Problem(file, line, column, fault.message, fault.hint)


def _words(
    kind: str, context: dict[str, Any], error: Any, location: Location, model: type[BaseModel]
) -> tuple[str, str | None]:
    """Return what is wrong and what would be right."""
    given = _shown(error["input"])
    if kind == "missing":
        return f"the key '{location[-1]}' is missing", _needs(_model_at(model, location[:-1]))
    if kind == "extra_forbidden":
        keys = _keys_at(model, location)
        return f"unknown key '{location[-1]}'", did_you_mean(str(location[-1]), keys) or f"keys here: {', '.join(keys)}"
    if kind == "literal_error":
        choices = [choice.strip(" '") for choice in str(context["expected"]).replace(" or ", ", ").split(",")]
        return f"'{given}' is not one of {', '.join(choices)}", did_you_mean(given, choices)
    cause = context.get("error")
    if isinstance(cause, GovsimError):
        return cause.message, cause.hint
    if kind in _EXPECTED:
        expected = _EXPECTED[kind].format(**context)
        return f"'{given}': {expected}" if isinstance(error["input"], str) else expected, None
    return error["msg"].removeprefix("Value error, "), None


def _shown(given: Any) -> str:
    """Return what was written where something else belongs."""
    if isinstance(given, str):
        return given
    return "a list" if isinstance(given, list) else "a mapping" if isinstance(given, dict) else ""


def _needs(model: type[BaseModel] | None) -> str | None:
    if model is None:
        return None
    needed = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
    return f"needed here: {', '.join(needed)}"


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys that may stand where the last step of *location* stands."""
    if location[0] == "versions" and len(location) == 3 and issubclass(model, Event):
        return [*VERSION_COMMON, *model.own_fields()]
    found = _model_at(model, location[:-1])
    if found is Header and len(location) == 1:
        return [*(field.alias or name for name, field in Header.model_fields.items()), "events"]
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """Return the model whose value stands at *location* in a value of *model*."""
    annotation: Any = model
    for step in location:
        here = _first_model(annotation)
        if here is not None and isinstance(step, str):
            fields = {field.alias or name: field.annotation for name, field in here.model_fields.items()}
            if step in fields:
                annotation = fields[step]
    return _first_model(annotation)


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _first_model(part))), None)
