"""A scenario made ready to run on a recorded timeline: every id resolved, every expression compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from govsim.model.bylaws import Bylaws
from govsim.model.errors import GovsimError
from govsim.model.events import Event, Resolved
from govsim.model.instant import Instant
from govsim.model.references import Fault, Location
from govsim.model.scenario import Scenario
from govsim.rules.expressions import Expression, ExpressionError, Facts, Value, evaluate
from govsim.whatif.base import Base
from govsim.whatif.chance import Asking, Case, Drawing, Voting
from govsim.whatif.edits import Edits


class UnansweredError(GovsimError):
    """An expression that could be read and divides by zero as things turn out."""

    def __init__(self, expression: Expression, failure: ExpressionError) -> None:
        super().__init__(failure.message, hint=failure.hint)
        self.expression, self.column = expression, failure.column


def answer(expression: Expression, facts: Facts) -> Value | None:
    """Return what an expression gives; None is unknown.

    Raises:
        UnansweredError: it divides by zero.
    """
    try:
        return evaluate(expression, facts)
    except ExpressionError as failure:
        raise UnansweredError(expression, failure) from failure


@dataclass(frozen=True, slots=True)
class Inserting:
    """An event that a scenario inserts; *decision* and *option* where it needs one to be chosen."""

    ref: str
    event: Event
    position: int
    decision: str | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Editing:
    """A recorded event omitted, changed in some fields, or put back as *event* after it was omitted."""

    ref: str
    fields: Mapping[str, Any] | None = None
    event: Event | None = None

    def apply(self, edits: Edits) -> None:
        """Do it."""
        if self.event is not None:
            edits.change(self.ref, self.event)
        elif self.fields is None:
            edits.omit(self.ref)
        elif self.ref not in edits.omitted:
            edits.change(self.ref, edited(edits.changed.get(self.ref) or edits.base.event(self.ref), self.fields))


def edited(event: Event, fields: Mapping[str, Any]) -> Event:
    """Return an event with some fields replaced whole; votes that change are counted anew."""
    recount = isinstance(event, Resolved) and "votes" in fields and "carried" not in fields
    return event.replaced({**fields, "carried": None} if recount else fields)


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from an option: edits, variables, whether decisions stop; its inserts stand in the plan."""

    weight: Expression
    edits: tuple[Editing, ...] = ()
    lets: tuple[tuple[str, Expression], ...] = ()
    stop: bool = False
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision: where it stands, whether it comes up, and its options in their order.

    *sets* are variables set before *when* is read; *policy* goes before the weights; *act* is what chance does instead.
    """

    id: str
    ref: str
    key: Instant
    position: int
    when: Expression | None
    options: Mapping[str, Following]
    default: str | None
    sets: tuple[tuple[str, Expression], ...] = ()
    policy: tuple[Case, ...] = ()
    act: Voting | Drawing | Asking | None = None
    group: str | None = None
    """What it is one time of, where it comes up again and again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario ready to run.

    *first* is the place in the recorded timeline from which on events are judged, *key* the instant of the fork, None
    where nothing is changed.
    """

    scenario: Scenario
    base: Base
    first: int
    edits: Edits
    key: Instant | None = None
    inserts: tuple[Inserting, ...] = ()
    decisions: tuple[Deciding, ...] = ()
    variables: Mapping[str, Value] = field(default_factory=dict)
    outcomes: Mapping[str, Expression] = field(default_factory=dict)
    needs: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    """For each event that options list: by decision, those of its options that let it happen."""
    places: Mapping[int, Location] = field(default_factory=dict)
    """Where each expression is written, by its identity."""
    bylaws: tuple[tuple[Location, str, Bylaws], ...] = ()
    """The bylaws that it brings: where they are written, whose they are, what they say."""
    notes: tuple[Fault, ...] = ()
    """What is no mistake and hardly meant."""


def needs_of(decisions: Sequence[Deciding]) -> dict[str, dict[str, frozenset[str]]]:
    """Return for each event that options list, by decision, the options that let it happen."""
    needs: dict[str, dict[str, frozenset[str]]] = {}
    for decision in decisions:
        for ref in {ref for following in decision.options.values() for ref in following.events}:
            options = frozenset(name for name, following in decision.options.items() if ref in following.events)
            needs.setdefault(ref, {})[decision.id] = options
    return needs
