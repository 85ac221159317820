"""A small world for expressions: what exists in it, and answers that a test sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from zoneinfo import ZoneInfo

from govsim.model.instant import Instant
from govsim.rules.expressions import (
    NONE,
    Expression,
    ExpressionError,
    Kind,
    Names,
    Nothing,
    Value,
    compile_expression,
    evaluate,
    written_forms,
)

EVENTS = {
    "weekend/board-vote": "resolved",
    "weekend/letter": "letter_sent",
    "other/letter": "letter_sent",
    "other/merger": "partnered",
}
NAMES = Names(
    parties=["sam-altman", "mira-murati", "openai", "zoë"],
    posts=["openai/ceo", "openai/board"],
    organs=["openai/board"],
    events=EVENTS,
    written=written_forms(EVENTS, ["weekend", "other"]),
    decisions={"investors-press": ["press", "wait"], "board-returns": ["yes", "no"]},
    variables={
        "x": Kind.NUMBER,
        "letter_share": Kind.NUMBER,
        "calm": Kind.TRUTH,
        "known": Kind.TRUTH,
        "mood": Kind.TEXT,
        "größe": Kind.NUMBER,
    },
    zone=ZoneInfo("America/Los_Angeles"),
)


@dataclass
class World:
    """Answers by what is asked, ``('holds', 'sam-altman', 'openai/ceo')``; unknown where a test sets none."""

    answers: Mapping[tuple[str, ...], Value | int | None] = field(default_factory=dict)
    variables: Mapping[str, Value | None] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    instants: list[Instant | None] = field(default_factory=list)

    def _answer(self, *question: str) -> Value | int | None:
        self.asked.append(question)
        return self.answers.get(question)

    def _truth(self, at: Instant | None, *question: str) -> bool | None:
        self.instants.append(at)
        answer = self._answer(*question)
        return answer if isinstance(answer, bool) else None

    def holds(self, party: str, post: str, at: Instant | None) -> bool | None:
        return self._truth(at, "holds", party, post)

    def possible(self, party: str, post: str, at: Instant | None) -> bool | None:
        return self._truth(at, "possible", party, post)

    def vacant(self, post: str, at: Instant | None) -> bool | None:
        return self._truth(at, "vacant", post)

    def count(self, organ: str, at: Instant | None) -> int | None:
        self.instants.append(at)
        answer = self._answer("count", organ)
        return answer if isinstance(answer, int) else None

    def happened(self, event: str) -> bool | None:
        answer = self._answer("happened", event)
        return answer if isinstance(answer, bool) else None

    def signed(self, letter: str) -> Fraction | None:
        answer = self._answer("signed", letter)
        return answer if isinstance(answer, Fraction) else None

    def verdict(self, event: str) -> str | Nothing | None:
        answer = self._answer("verdict", event)
        return answer if isinstance(answer, str | Nothing) else None

    def chose(self, decision: str) -> str | Nothing:
        answer = self._answer("chose", decision)
        return answer if isinstance(answer, str) else NONE

    def variable(self, name: str) -> Value | None:
        self.asked.append(("variable", name))
        return self.variables.get(name)


def read(text: str, wanted: Kind | None = None) -> Expression:
    """Return the expression that *text* says in this world."""
    return compile_expression(text, NAMES, wanted)


def value(text: str, world: World | None = None, **variables: Value | None) -> Value | None:
    """Return what *text* gives, in a world of these variables or in the one given."""
    return evaluate(read(text), world or World(variables=variables))


def refusal(text: str, wanted: Kind | None = None, names: Names = NAMES) -> ExpressionError:
    """Return the error with which *text* is refused."""
    try:
        compile_expression(text, names, wanted)
    except ExpressionError as error:
        return error
    raise AssertionError(f"{text!r} was read")
