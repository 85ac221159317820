"""The functions of the language: what each is asked about, and the kind of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from govsim.rules.expressions.values import Kind


class Argument(StrEnum):
    """What an argument names."""

    PARTY = "party"
    POST = "post"
    ORGAN = "organ"
    EVENT = "event"
    LETTER = "letter"
    DECISION = "decision"

    @property
    def shown(self) -> str:
        """The kind as it stands in a sentence."""
        return f"{'an' if self.value[0] in 'aeiou' else 'a'} {self.value}"

    @property
    def plural(self) -> str:
        """The word for several of them."""
        return "parties" if self is Argument.PARTY else f"{self.value}s"


class Function(StrEnum):
    """The functions by their names."""

    HOLDS = "holds"
    POSSIBLE = "possible"
    VACANT = "vacant"
    COUNT = "count"
    HAPPENED = "happened"
    SIGNED = "signed"
    VERDICT = "verdict"
    CHOSE = "chose"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes, whether a time may follow, and the kind of what it gives."""

    arguments: tuple[Argument, ...]
    timed: bool
    gives: Kind


SIGNATURES: Mapping[Function, Signature] = {
    Function.HOLDS: Signature((Argument.PARTY, Argument.POST), timed=True, gives=Kind.TRUTH),
    Function.POSSIBLE: Signature((Argument.PARTY, Argument.POST), timed=True, gives=Kind.TRUTH),
    Function.VACANT: Signature((Argument.POST,), timed=True, gives=Kind.TRUTH),
    Function.COUNT: Signature((Argument.ORGAN,), timed=True, gives=Kind.NUMBER),
    Function.HAPPENED: Signature((Argument.EVENT,), timed=False, gives=Kind.TRUTH),
    Function.SIGNED: Signature((Argument.LETTER,), timed=False, gives=Kind.NUMBER),
    Function.VERDICT: Signature((Argument.EVENT,), timed=False, gives=Kind.TEXT),
    Function.CHOSE: Signature((Argument.DECISION,), timed=False, gives=Kind.TEXT),
}

VERDICTS = ("valid", "voidable", "void", "pending", "ratified", "undetermined")
"""What ``verdict(event)`` may give, besides none."""


def usage(function: Function) -> str:
    """Return how a function is written: ``holds(party, post[, time])``."""
    signature = SIGNATURES[function]
    return f"{function}({', '.join(signature.arguments)}{'[, time]' if signature.timed else ''})"
