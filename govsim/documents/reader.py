"""What reading any document needs: each part validated apart, so that one mistake does not hide another."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from govsim.documents.nodes import Mapping, to_data
from govsim.documents.problems import from_fault, from_validation
from govsim.model.errors import DocumentError, Problem, did_you_mean
from govsim.model.events import EVENT_TYPES, Event
from govsim.model.header import Header
from govsim.model.references import Fault, Location

Parsed = TypeVar("Parsed", bound=BaseModel)
_ROUNDS = 3
"""A mistake in an event's body hides those in its versions, and one of those a third kind."""
_UNREADABLE = {"note": "unreadable"}


class Reader:
    """Gathers the problems of one document."""

    def __init__(self, file: str, root: Mapping, problems: list[Problem]) -> None:
        self.file, self.root, self.problems = file, root, problems
        self.data: dict[str, Any] = to_data(root)

    def refuse(self) -> None:
        """Do nothing where nothing is wrong.

        Raises:
            DocumentError: with every problem so far, each once, in the order of the text.
        """
        if self.problems:
            distinct = dict.fromkeys(self.problems)
            raise DocumentError(sorted(distinct, key=lambda problem: (problem.line, problem.column)))

    def fault(self, fault: Fault) -> None:
        """Add the problem that a fault is."""
        self.problems.append(self.problem(fault))

    def problem(self, fault: Fault) -> Problem:
        """Return a fault with its place in the file."""
        return from_fault(fault, self.file, self.root)

    def invalid(self, failure: ValidationError, model: type[BaseModel], here: Location) -> None:
        """Add the problems behind a validation error of what stands at a place."""
        self.problems += from_validation(failure, model, self.file, self.root, here)

    def event(self, here: Location, data: Any, context: dict[str, Any]) -> Event | None:
        """Return the event that stands at a place, None where it is none; parts of it may have been left out."""
        if not isinstance(data, dict):
            self.fault(Fault(here, "an event is a mapping", "write - id: ..., type: ..., at: ..."))
            return None
        kind = data.get("type")
        if kind is None:
            self.fault(Fault(here, "the key 'type' is missing", f"one of {', '.join(EVENT_TYPES)}"))
        elif not isinstance(kind, str) or kind not in EVENT_TYPES:
            hint = did_you_mean(str(kind), EVENT_TYPES) or f"one of {', '.join(EVENT_TYPES)}"
            self.fault(Fault((*here, "type"), f"'{kind}' is not a type of event", hint))
        else:
            return self.validated(EVENT_TYPES[kind], data, context, here, {"at": "unknown"})
        return None

    def validated(
        self,
        model: type[Parsed],
        data: dict[str, Any],
        context: dict[str, Any],
        here: Location,
        instead: dict[str, str] | None = None,
    ) -> Parsed | None:
        """Return what *data* holds. Parts that fail are reported and left out, so that the rest is checked as well.

        A value with parts left out never leaves the reader: a document with a problem is refused.
        """
        left = data
        for _ in range(_ROUNDS):
            try:
                return model.model_validate(left, context=context)
            except ValidationError as failure:
                dropped = data.keys() - left.keys()
                self.problems += from_validation(failure, model, self.file, self.root, here, dropped)
                left = _without_failures(model, left, failure, instead or {})
        return None


def _without_failures(
    model: type[BaseModel], data: dict[str, Any], failure: ValidationError, instead: dict[str, str]
) -> dict[str, Any]:
    """Return *data* without the parts that failed; what is needed all the same is replaced."""
    left = dict(data)
    for error in failure.errors():
        section, rest = str(error["loc"][0]) if error["loc"] else "", error["loc"][1:]
        inner = left.get(section)
        if section == "versions" and rest and isinstance(inner, list):
            # Keeps its place, so that the other versions are still found at theirs.
            left[section] = [_UNREADABLE if place == rest[0] else version for place, version in enumerate(inner)]
        elif isinstance(inner, dict) and rest and (model is Header or len(rest) > 1):
            left[section] = {key: value for key, value in inner.items() if key != rest[0]}
        else:
            left.pop(section, None)
            if section in instead:
                left[section] = instead[section]
    return left
