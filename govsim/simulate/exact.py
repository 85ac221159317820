"""The exact law of a scenario: every reachable state, layer by layer, with its probability as a fraction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from govsim.simulate.law import Law
from govsim.simulate.states import Graph, State


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far an enumeration may go: counts, so that the same file gets the same method on every machine."""

    states: int
    replays: int


AUTOMATIC = Bounds(20_000, 1_500)
"""About ten seconds: 0.1 ms a state, 1 to 5 ms a replay of a record of a hundred events."""
PATIENT = Bounds(500_000, 50_000)


def exact_law(graph: Graph, bounds: Bounds) -> Law | None:
    """Return the law of a scenario, None where it has more states than the bounds allow.

    Raises:
        UnansweredError: a way that can be taken divides by zero, or comes to weights that are none.
        FeedbackError: what is seen at a decision depends on what is answered later.
    """
    law: Law = Law()
    layer: dict[State, Fraction] = {graph.start: Fraction(1)}
    seen = 1
    for step in graph.program.steps:
        following: defaultdict[State, Fraction] = defaultdict(Fraction)
        for state, mass in layer.items():
            node = graph.node(state, step.index)
            if graph.replays > bounds.replays:
                return None
            if node.how is not None:
                law.missed(step.decision.id, node.how, mass)
            for index, (chance, after) in enumerate(zip(node.chances, node.next, strict=True)):
                if after is not None:
                    following[after] += mass * chance
                    if node.how is None:
                        law.took(step.decision.id, node.options[index], mass * chance)
        layer = following
        seen += len(layer)
        if seen > bounds.states:
            return None
    for state, mass in layer.items():
        law.end(graph.outcomes(state), mass)
        if graph.replays > bounds.replays:
            return None
    return law
