"""A plan read as a program: its decisions in order, what each asks of the world, and what is still read later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from govsim.model.instant import Instant
from govsim.rules.expressions import Call, Expression, Function, Variable, walk
from govsim.whatif.chance import Asking, Drawing, Voting
from govsim.whatif.plan import Deciding, Plan

Question: TypeAlias = tuple[Function, tuple[str, ...], Instant | None]
"""A call as it is asked: function, arguments, instant."""


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: what it asks, whether its options touch events, and what later ones and the outcomes still read."""

    index: int
    decision: Deciding
    asks: tuple[Call, ...]
    touches: frozenset[str]
    """The options that make the world another one."""
    later_variables: frozenset[str]
    later_choices: frozenset[str]
    later_asks: bool
    place: int
    """Under which step its answers stand in a world: of what comes up again and again, under the first."""


class Program:
    """The steps of a plan; *given* fixes answers, by decision."""

    def __init__(self, plan: Plan, given: Mapping[str, str]) -> None:
        self.plan, self.given = plan, given
        ordered = sorted(plan.decisions, key=lambda one: (one.key, one.position))
        inserting = {(insert.decision, insert.option) for insert in plan.inserts}
        ending = list(plan.outcomes.values())
        variables, choices, asked = _read(ending)
        steps: list[Step] = []
        first: dict[str, int] = {}
        for index, decision in enumerate(ordered):
            first.setdefault(decision.group or decision.id, index)
        whole = self._tells_when(ordered, ending)
        for index in range(len(ordered) - 1, -1, -1):
            decision = ordered[index]
            touched = {name for name, option in decision.options.items() if option.edits or option.events}
            touched |= {name for name in decision.options if (decision.id, name) in inserting}
            listed = {event for option in decision.options.values() for event in option.events}
            # Recorded events fall with the answers that do not list them; one that lists them all changes nothing.
            touched |= {name for name, option in decision.options.items() if listed - set(option.events)}
            own = list(expressions_of(decision))
            asks = tuple({question(call): call for call in _calls(own)}.values())
            place = index if decision.group is None or whole else first[decision.group]
            steps.append(Step(index, decision, asks, frozenset(touched), variables, choices, asked, place))
            read, chosen, asks_world = _read(own)
            asks_world = asks_world or isinstance(decision.act, Voting)
            variables, choices, asked = variables | read, choices | chosen, asked or asks_world
        self.steps: tuple[Step, ...] = tuple(reversed(steps))
        self.first_variables = variables

    @property
    def is_discrete(self) -> bool:
        """Whether all that is drawn is one of a few: then it can be enumerated."""
        return not any(isinstance(step.decision.act, Drawing | Asking) for step in self.steps)

    @property
    def is_rational(self) -> bool:
        """Whether every chance is a fraction: the logistic function gives none."""
        return not any(case.squash for step in self.steps for case in step.decision.policy)

    @property
    def has_acts(self) -> bool:
        """Whether more than options is drawn: votes, numbers, signatures."""
        return any(step.decision.act is not None for step in self.steps)

    def _tells_when(self, ordered: list[Deciding], ending: list[Expression]) -> bool:
        """Return whether anybody can tell at which of several times something happened.

        Somebody who resigned has resigned, whenever that was: unless an expression asks of an instant in between, or
        verdicts turn on who sat when.
        """
        groups: dict[str, list[Deciding]] = {}
        for decision in ordered:
            groups.setdefault(decision.group or "", []).append(decision)
        groups.pop("", None)
        calls = list(_calls([*ending, *(one for decision in ordered for one in expressions_of(decision))]))
        if self.plan.scenario.enforce or any(call.function is Function.VERDICT for call in calls):
            return True
        spans = [(group[0].key, group[-1].key) for group in groups.values()]
        return any(call.at is not None and low <= call.at < high for call in calls for low, high in spans)

    @cached_property
    def end_asks(self) -> tuple[Call, ...]:
        """What the outcomes ask of the world at the end."""
        return tuple({question(call): call for call in _calls(self.plan.outcomes.values())}.values())


def expressions_of(decision: Deciding) -> Iterator[Expression]:
    """Yield every expression that a decision reads."""
    yield from (expression for _, expression in decision.sets)
    if decision.when is not None:
        yield decision.when
    for case in decision.policy:
        yield from (one for one in (case.when, case.chance, *case.weights) if one is not None)
    yield from _acting(decision)
    for option in decision.options.values():
        if not decision.policy and not isinstance(decision.act, Voting):
            yield option.weight
        yield from (expression for _, expression in option.lets)


def _acting(decision: Deciding) -> Iterator[Expression]:
    match decision.act:
        case Voting(each=each, others=others):
            yield from each.values()
            if others is not None:
                yield others
        case Drawing(law=law):
            yield from law.numbers
        case Asking(pressure=pressure, chance=chance, parts=parts, shock=shock):
            yield pressure
            yield chance
            for law in (*(law for _, law in parts), *([shock] if shock is not None else [])):
                yield from law.numbers


def question(call: Call) -> Question:
    """Return a call as it is asked, wherever it is written."""
    return call.function, call.arguments, call.at


def _calls(expressions: Iterable[Expression]) -> Iterator[Call]:
    for expression in expressions:
        for node in walk(expression.root):
            if isinstance(node, Call) and node.function is not Function.CHOSE:
                yield node


def _read(expressions: Iterable[Expression]) -> tuple[frozenset[str], frozenset[str], bool]:
    """Return the variables and the choices that expressions read, and whether they ask anything of the world."""
    nodes = [node for expression in expressions for node in walk(expression.root)]
    variables = {node.name for node in nodes if isinstance(node, Variable)}
    choices = {node.arguments[0] for node in nodes if isinstance(node, Call) and node.function is Function.CHOSE}
    asks = any(isinstance(node, Call) and node.function is not Function.CHOSE for node in nodes)
    return frozenset(variables), frozenset(choices), asks
