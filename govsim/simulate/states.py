"""The states of a scenario: what may still matter at each decision, and where each of its options leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from govsim.rules.expressions import Expression, Value
from govsim.simulate.chances import chances_of
from govsim.simulate.facts import StateFacts
from govsim.simulate.program import Program, Step
from govsim.simulate.worlds import Vector, Worlds
from govsim.whatif.plan import Following, answer


@dataclass(frozen=True, slots=True)
class State:
    """Two ways that lead to the same state have the same future: what nothing reads any more is left out."""

    world: Vector = ()
    variables: tuple[tuple[str, Value], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A state as its decision finds it: *chances* of what comes *next*; *how* says why it is not reached, if so.

    Only an answer with a chance above 0 has a next state.
    """

    options: tuple[str, ...]
    chances: tuple[Fraction, ...]
    next: tuple[State | None, ...]
    how: str | None = None


class Graph(Protocol):
    """A law as layers of states, one for each decision in order; the last layer holds the ends."""

    @property
    def program(self) -> Program:
        """The decisions."""

    @property
    def start(self) -> State:
        """The first state."""

    @property
    def replays(self) -> int:
        """How often the engine has replayed history so far."""

    def node(self, state: State, index: int) -> Node:
        """Return what a decision makes of a state."""

    def outcomes(self, state: State) -> dict[str, Value | None]:
        """Return the outcomes of an end; None is unknown."""


class States:
    """The graph whose facts come from worlds."""

    def __init__(self, program: Program, like: States | None = None) -> None:
        """Begin; *like* has learned of the same worlds: its program differs in numbers alone."""
        self.program = program
        self.worlds: Worlds = Worlds(program) if like is None else like.worlds
        values = program.plan.variables
        self.start = State(variables=tuple((name, values[name]) for name in values if name in program.first_variables))

    @property
    def replays(self) -> int:
        """How often the engine has replayed history so far."""
        return len(self.worlds)

    def node(self, state: State, index: int) -> Node:
        """Return what a decision makes of a state.

        Raises:
            UnansweredError: an expression divides by zero, or weights are none here.
            FeedbackError: what is seen here depends on what is answered later.
        """
        step = self.program.steps[index]
        if state.stopped:
            return _passed(step, state, "stopped")
        variables, choices = dict(state.variables), dict(state.choices)
        facts = StateFacts(self.worlds.at(state.world, index), variables, choices)
        set_all(step.decision.sets, facts, variables)
        met = True if step.decision.when is None else answer(step.decision.when, facts)
        if met is not True:
            return _passed(step, state, "unknown" if met is None else "false", variables)
        if not step.decision.options:
            return _passed(step, state, "chance", variables)
        chances = chances_of(step.decision, facts, self.program.given, lambda: self.worlds.ballot(state.world, index))
        after = tuple(
            _after(step, state, facts, name, option) if chance else None
            for chance, (name, option) in zip(chances, step.decision.options.items(), strict=True)
        )
        return Node(tuple(step.decision.options), chances, after)

    def outcomes(self, state: State) -> dict[str, Value | None]:
        """Return the outcomes of an end.

        Raises:
            UnansweredError: one divides by zero.
        """
        facts = StateFacts(self.worlds.end(state.world), dict(state.variables), dict(state.choices))
        return {name: answer(expression, facts) for name, expression in self.program.plan.outcomes.items()}


def _after(step: Step, state: State, facts: StateFacts, name: str, option: Following) -> State:
    """Return the state that an option leads to."""
    choices = {**dict(state.choices), step.decision.id: name}
    variables = dict(facts.variables)
    set_all(option.lets, StateFacts(facts.world, variables, choices), variables)
    world = tuple(sorted((*state.world, (step.place, name)))) if name in step.touches else state.world
    return _pruned(step, world, variables, choices, stopped=option.stop)


def set_all(lets: Sequence[tuple[str, Expression]], facts: StateFacts, variables: dict[str, Value]) -> None:
    """Set variables, which *facts* read, in order; what comes to unknown leaves one as it is."""
    for name, expression in lets:
        value = answer(expression, facts)
        if value is not None:
            variables[name] = value


def _passed(step: Step, state: State, how: str, variables: Mapping[str, Value] | None = None) -> Node:
    """Return the node of a decision at which nothing is chosen."""
    now = dict(state.variables) if variables is None else variables
    after = _pruned(step, state.world, now, dict(state.choices), stopped=state.stopped)
    return Node((), (Fraction(1),), (after,), how)


def _pruned(
    step: Step, world: Vector, variables: Mapping[str, Value], choices: Mapping[str, str], *, stopped: bool
) -> State:
    return State(
        world if step.later_asks else (),
        tuple((name, value) for name, value in variables.items() if name in step.later_variables),
        tuple((name, option) for name, option in choices.items() if name in step.later_choices),
        stopped,
    )
