"""What chance adds to a scenario: distributions, parameters, crowds, votes, resignations, policies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from govsim.model.base import Id, Model, Ref, Text
from govsim.model.errors import FieldError

Formula = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""The text of an expression; whether it can be read is checked with the whole record at hand."""
Pair = tuple[Formula, Formula]
Triple = tuple[Formula, Formula, Formula]

EXAMPLES = {
    "uniform": "{uniform: [0, 1]}",
    "normal": "{normal: [0.5, 0.1]}",
    "logistic": "{logistic: [0.3, 0.1]}",
    "beta": "{beta: [2, 5]}",
    "triangular": "{triangular: [0, 0.3, 1]}",
}
"""Each law of numbers as it is written."""
MOST_PEOPLE = 1_000_000_000
MOST_STRATA = 50


class Distribution(Model):
    """One law: ``{uniform: [0, 1]}``, ``{bernoulli: 0.8}``, ``{integers: [1, 12]}``, ``{normal: [mean, sd]}`` ..."""

    bernoulli: Formula | None = None
    integers: Pair | None = None
    uniform: Pair | None = None
    normal: Pair | None = None
    beta: Pair | None = None
    triangular: Triple | None = None
    logistic: Pair | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Distribution:
        if len(self.written) != 1:
            raise ValueError(f"a distribution is one of {', '.join(type(self).model_fields)}")
        return self

    @property
    def written(self) -> dict[str, tuple[str, ...]]:
        """The one law by its name, with its numbers."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            name: (value,) if isinstance(value, str) else tuple(value)
            for name, value in values.items()
            if value is not None
        }

    @property
    def law(self) -> str:
        """The name of the law."""
        return next(iter(self.written))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its numbers, as they are written."""
        return next(iter(self.written.values()))


def law_fault(law: str, numbers: Sequence[float]) -> str | None:
    """Return what is wrong with the numbers of a law, None where nothing is."""
    if any(number != number or abs(number) == float("inf") for number in numbers):
        return "its numbers are not finite"
    match law:
        case "uniform" if numbers[0] > numbers[1]:
            return "its lower end is above its upper end"
        case "normal" | "logistic" if numbers[1] <= 0:
            return "its spread is not above 0"
        case "beta" if min(numbers) <= 0:
            return "both its numbers must be above 0"
        case "triangular" if not numbers[0] <= numbers[1] <= numbers[2] or numbers[0] == numbers[2]:
            return "write [lowest, likeliest, highest]"
    return None


def _read_parameter(value: Any) -> Any:
    return {"value": value} if isinstance(value, str) else value


class Parameter(Model):
    """A number that the author assumes; *prior* says how unsure it is."""

    value: Formula
    prior: Distribution | None = None
    note: Text | None = None


AnyParameter = Annotated[Parameter, BeforeValidator(_read_parameter)]


class Stratum(Model):
    """A part of a crowd with thresholds of its own."""

    size: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    threshold: Distribution


class Crowd(Model):
    """People who each sign once pressure reaches a threshold of their own; *shock* moves all thresholds of a run."""

    size: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] | None = None
    threshold: Distribution | None = None
    strata: Annotated[tuple[Stratum, ...], Field(max_length=MOST_STRATA)] = ()
    shock: Distribution | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> Crowd:
        if (self.size is None or self.threshold is None) == (not self.strata):
            raise ValueError("a crowd has size and threshold, or strata that have them")
        if self.strata and (self.size is not None or self.threshold is not None):
            raise ValueError("a crowd has size and threshold, or strata that have them")
        return self

    @property
    def parts(self) -> tuple[Stratum, ...]:
        """Its strata; a crowd without any is one."""
        if self.size is None or self.threshold is None:
            return self.strata
        return (Stratum(size=self.size, threshold=self.threshold),)


class Signing(Model):
    """A crowd is asked to sign: whom *pressure* has reached signs with a *chance*; *share* takes the part that has."""

    crowd: Ref
    pressure: Formula
    chance: Formula = "1"
    share: Ref


def _read_each(value: Any) -> Any:
    return {"others": value} if isinstance(value, str) else value


Each = Annotated[
    dict[Ref, Formula],
    BeforeValidator(_read_each),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
            ]
        }
    ),
]
"""A chance for each member: one for all, or by party, with ``others`` for the rest."""


class Motion(Model):
    """A motion put to an organ: each member votes for it with a chance, and its bylaws say whether it carries."""

    organ: Ref
    for_: Each = Field(alias="for")
    note: Text | None = None


class Resignations(Model):
    """Each member of an organ resigns with a chance."""

    from_: Ref = Field(alias="from")
    chance: Each
    note: Text | None = None


class Row(Model):
    """One row of a table: the weights where *when* is true."""

    when: Formula | None = None
    weights: Annotated[dict[Id, Formula], Field(min_length=1)]


class Policy(Model):
    """How somebody decides, instead of by weights: one of table, logistic, threshold, follow, scripted, chance."""

    table: tuple[Row, ...] | None = None
    logistic: Formula | None = None
    threshold: Formula | None = None
    at_least: Formula | None = None
    follow: Ref | None = None
    scripted: Ref | None = None
    option: Ref | None = None
    chance: Formula | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Policy:
        kinds = ("table", "logistic", "threshold", "follow", "scripted", "chance")
        written = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(written) != 1 and written != ["follow", "chance"]:  # how faithfully somebody follows
            raise ValueError(f"a policy is one of {', '.join(kinds)}")
        if written[0] in ("logistic", "threshold", "chance") and self.option is None:
            raise FieldError("say which option this speaks for", hint="add option: an-option")
        if (self.threshold is None) != (self.at_least is None):
            raise FieldError("threshold and at_least go together", hint="write threshold: share, at_least: 0.5")
        return self
