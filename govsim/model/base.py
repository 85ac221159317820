"""The base of every written model, and the field types that YAML text is read into.

In YAML every scalar is text here; the model gives it its type. A key without a value counts as not written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Any, Literal, NoReturn

from annotated_types import MinLen
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from govsim.model.bound import RIGHT_FORMS, Bound, parse_bound
from govsim.model.errors import TimeError


class Model(BaseModel):
    """A frozen value whose unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        """Treat ``key: null`` and ``key:`` as not written, so that the default or 'missing' applies."""
        if isinstance(data, dict) and None in data.values():
            known = {field.alias or name for name, field in cls.model_fields.items()}
            return {key: value for key, value in data.items() if value is not None or key not in known}
        return data

    def dump(self) -> dict[str, Any]:
        """Return the JSON form with nothing but what differs from the defaults."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def dump_text(self) -> str:
        """Return the same as JSON, in the order of the model's fields: the same text for the same content.

        Only a free mapping keeps the order that its author gave it.
        """
        return self.model_dump_json(by_alias=True, exclude_defaults=True)


@dataclass(frozen=True, eq=False)  # it stands in annotations, which are hashed
class Made:
    """The schema of a field type, made once.

    Pydantic works its own annotations out anew for every field of every model: a third of the way to a first event.
    """

    core: CoreSchema
    json: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return dict(self.core)  # a copy: pydantic notes in it what it learns of the field

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.json)


def _written(write: Callable[[Any], Any]) -> core_schema.SerSchema:
    return core_schema.plain_serializer_function_ser_schema(write)


class MissingZoneError(TimeError):
    """A wall clock where neither an offset nor a zone says whose."""


class _NoZone(tzinfo):
    """The zone of a document that names none: every wall clock is a mistake, every offset is fine."""

    def utcoffset(self, dt: datetime | None, /) -> NoReturn:
        raise MissingZoneError(
            "this time has no offset, and no zone is given",
            hint="write zone: America/Los_Angeles at the top, or an offset, as in 2023-11-17T12:28-08:00",
        )

    dst = utcoffset

    def tzname(self, dt: datetime | None, /) -> str:
        return "no zone"


NO_ZONE = _NoZone()


def _read_bound(value: Any, info: ValidationInfo) -> Bound:
    if isinstance(value, Bound):
        return value
    if isinstance(value, dict) and (stored := _stored_bound(value)) is not None:
        return stored
    if isinstance(value, list):  # [a..b] written bare; the reader of files keeps the text as it was written
        written = getattr(value, "source", None) or f"[{', '.join(str(item) for item in value)}]"
        value = " ".join(written.split())  # one line, whatever lines it was written on
    if not isinstance(value, str):
        raise TimeError("a time is one piece of text", hint=RIGHT_FORMS)
    return parse_bound(value, (info.context or {}).get("zone") or NO_ZONE)


def _stored_bound(value: dict[str, Any]) -> Bound | None:
    """Return the bound that a ledger stored, or None: a file, where all is text, cannot write this form."""
    if value.keys() != {"text", "earliest", "latest"}:
        return None
    text, earliest, latest = value["text"], value["earliest"], value["latest"]
    if type(earliest) is int and type(latest) is int and earliest <= latest and isinstance(text, str):
        return Bound(text, earliest, latest)
    sides = [side for side in (earliest, latest) if side is not None]
    if not isinstance(text, str) or not all(type(side) is int for side in sides) or sides != sorted(sides):
        return None
    return Bound(text, earliest, latest) if sides or text.casefold() == "unknown" else None


def _dump_bound(bound: Bound) -> dict[str, Any]:
    return {"text": bound.text, "earliest": bound.earliest, "latest": bound.latest}


_NUMBER = {"type": ["string", "number"]}
When = Annotated[
    Bound,
    Made(
        core_schema.with_info_plain_validator_function(_read_bound, serialization=_written(_dump_bound)),
        {
            "anyOf": [
                {"type": ["string", "integer"]},
                {"type": "array", "minItems": 1, "items": {"type": ["string", "integer"]}},
            ],
            "description": f"A time: {RIGHT_FORMS.removeprefix('write ')}.",
        },
    ),
]
"""An imprecise date; text is read in the zone of the validation context."""


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _no_repeats(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(values) > 1 and (repeated := next((value for value in values if values.count(value) > 1), None)):
        raise ValueError(f"'{repeated}' stands here twice")
    return values


def _matching(pattern: str, what: str) -> Made:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(f"'{value}' is not {what}")
        return value

    return Made(core_schema.no_info_after_validator_function(check, core_schema.str_schema()), _TEXT)


_ID = r"[^\W_](?:[\w.-]*\w)?"
_TEXT = {"type": ["string", "number", "boolean"]}
Text = Annotated[str, Made(core_schema.str_schema(), _TEXT)]
"""Text; a number or a yes in YAML is text here."""
Id = Annotated[str, _matching(_ID, "an id: letters, digits, - . _ without spaces, as in sam-altman")]
RecordId = Annotated[str, _matching("[a-z0-9]+(?:-[a-z0-9]+)*", "a kebab-case id, as in openai-2023")]
PostId = Annotated[str, _matching(f"{_ID}/{_ID}", "a post: organisation/post, as in openai/ceo")]
Ref = Text
"""The id of something declared elsewhere; whether it exists is checked with the whole record at hand."""
Refs = Annotated[
    tuple[str, ...],
    Made(
        core_schema.no_info_after_validator_function(
            _no_repeats,
            core_schema.no_info_before_validator_function(
                _one_or_many, core_schema.tuple_variable_schema(core_schema.str_schema())
            ),
        ),
        {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    ),
]
"""One id or a list of them."""
Some = Annotated[Refs, MinLen(1)]
"""At least one id."""


def _read_decimal(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = Decimal(value.strip()) if len(value) <= _LONGEST_NUMBER else Decimal("NaN")
        except InvalidOperation:
            raise ValueError(f"'{value}' is not an amount, as in 1000000000 or 1_000_000_000") from None
    if not isinstance(value, Decimal) or not value.is_finite() or value < 0:
        raise ValueError("an amount is a number from 0 on")
    if abs(value.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError("an amount has at most 30 digits")
    return value


def _read_share(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value
    number = value.strip() if isinstance(value, str) else ""
    if not _SHARE.fullmatch(number):
        raise ValueError(f"'{value}' is not a share, as in 0.49, 49% or 1/2")
    try:
        share = Fraction(number[:-1].strip()) / 100 if number.endswith("%") else Fraction(number)
    except ZeroDivisionError:
        raise ValueError(f"'{value}' divides by zero") from None
    if not 0 <= share <= 1:
        raise ValueError(f"'{value}' is not a share from 0 to 1")
    return share


_SHARE = re.compile(r"\d{1,20}(?:\.\d{1,20})?\s*%?|\d{1,20}/\d{1,20}")
_LARGEST_EXPONENT = 30
_LONGEST_NUMBER = 60
Amount = Annotated[
    Decimal, Made(core_schema.no_info_plain_validator_function(_read_decimal, serialization=_written(str)), _NUMBER)
]
"""Money, exact."""
Share = Annotated[
    Fraction, Made(core_schema.no_info_plain_validator_function(_read_share, serialization=_written(str)), _NUMBER)
]
"""A part of a whole, exact: 0.49, 49% and 49/100 are one."""
Capacity = Literal["regular", "interim", "acting", "observer"]
"""In what capacity a post is held."""
Count = Annotated[int, Field(ge=0)]
