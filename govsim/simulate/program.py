"""A plan read as a program: its decisions in order, what each asks of the world, and what is still read later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from govsim.model.instant import Instant
from govsim.rules.expressions import Call, Expression, Function, Variable, walk
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


class Program:
    """The steps of a plan; *given* fixes answers, by decision."""

    def __init__(self, plan: Plan, given: Mapping[str, str]) -> None:
        self.plan, self.given = plan, given
        ordered = sorted(plan.decisions, key=lambda one: (one.key, one.position))
        inserting = {(insert.decision, insert.option) for insert in plan.inserts}
        ending = list(plan.outcomes.values())
        variables, choices, asked = _read(ending)
        steps: list[Step] = []
        for index in range(len(ordered) - 1, -1, -1):
            decision = ordered[index]
            touched = {name for name, option in decision.options.items() if option.edits or option.events}
            touched |= {name for name in decision.options if (decision.id, name) in inserting}
            listed = {event for option in decision.options.values() for event in option.events}
            # Recorded events fall with the answers that do not list them; one that lists them all changes nothing.
            touched |= {name for name, option in decision.options.items() if listed - set(option.events)}
            own = list(expressions_of(decision))
            asks = tuple({question(call): call for call in _calls(own)}.values())
            steps.append(Step(index, decision, asks, frozenset(touched), variables, choices, asked))
            read, chosen, asks_world = _read(own)
            variables, choices, asked = variables | read, choices | chosen, asked or asks_world
        self.steps: tuple[Step, ...] = tuple(reversed(steps))
        self.first_variables = variables

    @cached_property
    def end_asks(self) -> tuple[Call, ...]:
        """What the outcomes ask of the world at the end."""
        return tuple({question(call): call for call in _calls(self.plan.outcomes.values())}.values())


def expressions_of(decision: Deciding) -> Iterator[Expression]:
    """Yield every expression that a decision reads."""
    if decision.when is not None:
        yield decision.when
    for option in decision.options.values():
        yield option.weight
        for _, expression in option.lets:
            yield expression


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
