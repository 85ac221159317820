"""Bylaws as data: organs and how they decide, powers and whose they are, consents that others must give.

Every rule may say where it stands (``cite``, ``sources``), how sure that is (``confidence``), and whether it can be
changed at all (``mandatory``). What the public record does not settle is an assumption with a confidence.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BeforeValidator,
    Field,
    InstanceOf,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from govsim.model.base import Capacity, Id, Model, PostId, Ref, Refs, Share, Text, When
from govsim.model.errors import FieldError, did_you_mean

Denominator: TypeAlias = Literal["authorised", "in_office", "present", "cast", "outstanding"]
"""Of what a threshold is a part: seats that there are, members in office, members present, votes for and against, all
weights given."""

GOVERNED: TypeAlias = Literal["hired", "fired", "bylaws_adopted", "post_created", "post_changed", "post_abolished"]

_DURATION = re.compile(r"(\d{1,6})\s*(h|d|w|min)", re.IGNORECASE)
_MICROSECONDS = {"min": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000, "w": 604_800_000_000}


class Rule(Model):
    """What every rule may carry beside what it says."""

    cite: Text | None = None
    sources: Refs = ()
    confidence: Share | None = None
    mandatory: bool = False
    overrides: Refs = ()
    note: Text | None = None


class Threshold(Rule):
    """A part of a named whole: ``{more_than: 1/2, of: in_office}``; *minimum* is a number to be reached besides."""

    more_than: Share | None = None
    at_least: Share | None = None
    of: Denominator
    minimum: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _is_one_part(self) -> Threshold:
        if (self.more_than is None) == (self.at_least is None):
            raise ValueError("a threshold is one part: write more_than or at_least")
        return self

    @property
    def part(self) -> Fraction:
        """The part of the whole."""
        return self.more_than if self.more_than is not None else self.at_least or Fraction(0)

    def is_met(self, count: Fraction | int, whole: Fraction | int) -> bool:
        """Return whether a count reaches the part of a whole, compared in integers."""
        part = self.more_than if self.more_than is not None else self.at_least or Fraction(0)
        left, right = count * part.denominator, whole * part.numerator
        return left > right if self.more_than is not None else left >= right

    def __str__(self) -> str:
        how = f"more than {self.more_than}" if self.more_than is not None else f"at least {self.at_least}"
        least = f", and at least {self.minimum}" if self.minimum is not None else ""
        return f"{how} of {self.of.replace('_', ' ')}{least}"


def _read_authorised(value: Any) -> int | str:
    if value == "in_office":
        return "in_office"
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise ValueError("authorised is a number of seats from 1 on, or in_office") from None
    if number < 1 or isinstance(value, bool | float):
        raise ValueError("authorised is a number of seats from 1 on, or in_office")
    return number


def read_duration(value: Any) -> Any:
    """Return a length of time as it is written, such as 48h."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"'{value}' is not a length of time, as in 48h, 28d, 2w or 90min")
    return value.strip()


def duration_of(written: str) -> int:
    """Return a length of time such as 48h in microseconds."""
    found = _DURATION.fullmatch(written)
    return int(found[1]) * _MICROSECONDS[found[2].casefold()] if found else 0


def _read_weight(value: Any) -> Any:
    if isinstance(value, Fraction):
        return value
    try:
        weight = Fraction(value.strip().replace("_", "")) if isinstance(value, str) and len(value) <= 60 else None
    except (ValueError, ZeroDivisionError):
        weight = None
    if weight is None or weight < 0:
        raise ValueError(f"'{value}' is not a weight, as in 3, 1_000_000 or 1/2")
    return weight


Weight = Annotated[
    InstanceOf[Fraction],
    BeforeValidator(_read_weight),
    PlainSerializer(str),
    WithJsonSchema({"type": ["string", "number"]}),
]


def _read_weights(value: Any) -> Any:
    if isinstance(value, str) and value not in ("one_each", "stakes"):
        hint = did_you_mean(value, ["one_each", "stakes"]) or "write one_each, stakes, or {party: number}"
        raise FieldError(f"'{value}' says no weights", hint=hint)
    return value


Weights: TypeAlias = Annotated[Literal["one_each", "stakes"] | dict[Ref, Weight], BeforeValidator(_read_weights)]


class OrganRules(Rule):
    """How an organ decides. A key that no layer writes is not a rule there."""

    authorised: (
        Annotated[
            int | Literal["in_office"],
            PlainValidator(_read_authorised),
            WithJsonSchema({"anyOf": [{"type": ["integer", "string"]}, {"const": "in_office"}]}),
        ]
        | None
    ) = None
    quorum: Threshold | None = None
    majority: Threshold | None = None
    tie_break: Literal["none", "chair"] | None = None
    written_consent: Threshold | None = None
    notice: Annotated[str, BeforeValidator(read_duration)] | None = None
    vacancies: Ref | None = None
    weights: Weights | None = None
    record_date: When | None = None

    @field_validator("weights")
    @classmethod
    def _weigh_something(cls, weights: Any) -> Any:
        if isinstance(weights, dict) and not any(weights.values()):
            raise ValueError("the weights sum to zero")
        return weights


class Power(Rule):
    """An organ, and nobody else, may do an act to a post; *majority* is what it needs for that."""

    id: Id
    organ: Ref
    act: GOVERNED
    target: Ref | None = None
    capacity: Capacity | None = None
    majority: Threshold | None = None


class Consent(Rule):
    """An act needs the consent of a holder of a right."""

    id: Id
    holder: Ref
    act: GOVERNED
    target: Ref | None = None
    capacity: Capacity | None = None


class Bylaws(Rule):
    """The rules of one organisation in one layer."""

    law: Text | None = None
    organs: dict[PostId, OrganRules] = {}
    powers: tuple[Power, ...] = ()
    consents: tuple[Consent, ...] = ()
