"""What every event has: when, why, how sure, says who, and rival readings."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from govsim.model.base import Id, Model, Refs, Some, Text, When

Claim = Literal["confirmed", "reported", "disputed"]
CLAIMS: tuple[Claim, ...] = ("confirmed", "reported", "disputed")
"""From the strongest to the weakest."""


class Kind(StrEnum):
    """What a field's ids name, so that one check finds every dangling one."""

    PARTY = "person or organisation"
    ORGANIZATION = "organisation"
    POST = "post"
    ACTOR = "person, organisation or post"
    EVENT = "event"
    SOURCE = "source"


class AnyOf(Model):
    """A cause that is there when one of several events is."""

    any: Some


def _read_cause(value: Any) -> str | AnyOf:
    if isinstance(value, dict):
        return AnyOf.model_validate(value)
    if not isinstance(value, str | AnyOf):
        raise ValueError("a cause is an event id, or {any: [ids]}")
    return value


Cause = Annotated[str | AnyOf, BeforeValidator(_read_cause)]


def _read_causes(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


VERSION_COMMON = ("at", "announced", "decided", "notified", "sources", "claim", "note")
"""The fields besides its own that a rival reading of an event may override."""


class Event(Model):
    """Something that happened."""

    REFS: ClassVar[Mapping[str, Kind]] = {}
    """The kind of thing each own field names; a dot leads into a nested model."""

    closes: ClassVar[bool] = False
    """True for acts that end tenures: such an event sorts by the latest instant it can have happened."""

    id: Id
    type: str
    at: When
    decided: When | None = None
    notified: When | None = None
    announced: When | None = None
    because: Annotated[tuple[Cause, ...], BeforeValidator(_read_causes)] = ()
    claim: Claim = "confirmed"
    versions: tuple[Annotated[dict[str, Any], Field(min_length=1)], ...] = ()
    sources: Refs = ()
    note: Text | None = None

    @classmethod
    @cache  # asked for every event that is told; a quarter of the telling without it
    def own_fields(cls) -> tuple[str, ...]:
        """Return the names of the fields that only this type of event has, as they are written."""
        return tuple(field.alias or name for name, field in cls.model_fields.items() if name not in Event.model_fields)

    @property
    def causes(self) -> list[str]:
        """The ids of all events in ``because``, alternatives included."""
        return [event for cause in self.because for event in (cause.any if isinstance(cause, AnyOf) else (cause,))]

    def replaced(self, fields: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> Self:
        """Return this event with some fields replaced whole; a field given as None goes back to its default.

        Raises:
            pydantic.ValidationError: the outcome is no event of this type.
        """
        return type(self).model_validate({**self.dump(), **fields}, context=context)

    def readings(self) -> list[Self]:
        """Return every reading of the event, the main one first; a reading has no versions of its own."""
        if not self.versions:
            return [self]
        main = self.model_copy(update={"versions": ()})
        return [main, *(main.replaced(version) for version in self.versions)]

    @model_validator(mode="wrap")
    @classmethod
    def _read_versions(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Validate each version as the whole event it stands for, and keep it in canonical form."""
        event = handler(data)
        if not event.versions:
            return event
        main, versions, errors = event.model_copy(update={"versions": ()}), [], list[InitErrorDetails]()
        allowed = [*VERSION_COMMON, *cls.own_fields()]
        for index, version in enumerate(event.versions):
            for key in version.keys() - set(allowed):
                errors.append(_passed_on("extra_forbidden", "unknown key", {}, ("versions", index, key), None))
            try:
                given = {key: value for key, value in version.items() if key in allowed}
                reading = main.replaced(given, info.context).dump()
                versions.append({key: reading.get(key) for key in given})
            except ValidationError as failure:
                errors += [
                    _passed_on(
                        error["type"],
                        error["msg"],
                        error.get("ctx", {}),
                        ("versions", index, *error["loc"]),
                        error["input"],
                    )
                    for error in failure.errors()
                ]
        if errors:
            raise ValidationError.from_exception_data(cls.__name__, errors)
        return event.model_copy(update={"versions": tuple(versions)})


def _passed_on(
    kind: Any, message: str, context: dict[str, Any], location: tuple[str | int, ...], given: Any
) -> InitErrorDetails:
    """Return an error of a version as one of the event that holds it, its kind and context kept for the reader."""
    error = PydanticCustomError(kind, "{message}", {**context, "message": message})
    return InitErrorDetails(type=error, loc=location, input=given)
