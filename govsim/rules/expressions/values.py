"""What an expression may give: a truth, an exact number, text or none; and the error of one that cannot be read."""

from __future__ import annotations

from enum import Enum, StrEnum
from fractions import Fraction
from typing import Final, TypeAlias

from govsim.model.errors import GovsimError


class ExpressionError(GovsimError):
    """A mistake in an expression; *column* is the offset of its character in the text, from 0."""

    def __init__(self, message: str, column: int, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.column = column


class Kind(StrEnum):
    """What an expression gives; NOTHING is the kind of a bare ``none``, which may stand where text stands."""

    TRUTH = "truth"
    NUMBER = "number"
    TEXT = "text"
    NOTHING = "none"

    @property
    def shown(self) -> str:
        """The kind as it stands in a sentence."""
        return self.value if self in (Kind.TEXT, Kind.NOTHING) else f"a {self.value}"


class Nothing(Enum):
    """The one value ``none``: a decision not reached, the verdict of what did not happen."""

    NONE = "none"


NONE: Final = Nothing.NONE

Value: TypeAlias = bool | Fraction | str | Nothing
"""What an expression gives where it is known; Python's None stands for unknown."""

_LONGEST_DECIMAL = 30
"""Decimal places that are still read at a glance; what needs more is shown as a fraction."""


def kind_of_value(value: Value) -> Kind:
    """Return the kind of a value; a truth is asked for first, for Python counts bool among the numbers."""
    match value:
        case bool():
            return Kind.TRUTH
        case Fraction():
            return Kind.NUMBER
        case str():
            return Kind.TEXT
    return Kind.NOTHING


def show_value(value: Value | None) -> str:
    """Return a value as a reader sees it: true, unknown, none, 0.05, 1/3, 'press'."""
    match value:
        case None:
            return "unknown"
        case bool():
            return "true" if value else "false"
        case Fraction():
            return _show_number(value)
        case str():
            return f'"{value}"' if "'" in value else f"'{value}'"
    return value.value


def _show_number(number: Fraction) -> str:
    """Return 1/20 as 0.05, and as a fraction what no short decimal says exactly."""
    if number.denominator == 1:
        return str(number.numerator)
    rest, places = number.denominator, {2: 0, 5: 0}
    for prime in places:
        while rest % prime == 0 and places[prime] <= _LONGEST_DECIMAL:
            rest //= prime
            places[prime] += 1
    count = max(places.values())
    if rest != 1 or count > _LONGEST_DECIMAL:
        return str(number)
    digits = str(abs(number.numerator) * (10**count // number.denominator)).rjust(count + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-count]}.{digits[-count:]}"
