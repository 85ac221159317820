"""The states of a scenario whose worlds cannot be told apart by what came before: every way is a state of its own.

Where an imprecise date lets a later answer change what an earlier decision saw, each decision is asked in a replay of
the engine with all earlier answers given, as ``govsim scenario paths`` does. Nothing is merged, nothing assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from govsim.rules.expressions import Value
from govsim.simulate.chances import chances_of
from govsim.simulate.program import Program
from govsim.simulate.states import Node, State
from govsim.whatif.ballot import Ballot
from govsim.whatif.chance import Voting
from govsim.whatif.facts import Seen
from govsim.whatif.fates import How
from govsim.whatif.plan import Deciding, UnansweredError
from govsim.whatif.ripple import ripple
from govsim.whatif.run import WhatIf

_Chances: TypeAlias = tuple[Fraction, ...] | UnansweredError


class Paths:
    """The graph of paths; a state is the answers that led to it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.start = State()
        self.replays = 0
        self._kept: dict[tuple[tuple[str, str], ...], tuple[WhatIf, Mapping[str, _Chances]]] = {}

    def node(self, state: State, index: int) -> Node:
        """Return what a decision makes of the answers before it."""
        decision = self.program.steps[index].decision
        whatif, chances = self._replayed(state)
        taken = whatif.course.taken[decision.id]
        if taken.state != "open":
            return Node((), (Fraction(1),), (state,), taken.how)
        own = chances[decision.id]
        if isinstance(own, UnansweredError):
            raise own
        after = tuple(
            State(choices=(*state.choices, (decision.id, name))) if chance else None
            for chance, name in zip(own, decision.options, strict=True)
        )
        return Node(tuple(decision.options), own, after)

    def outcomes(self, state: State) -> dict[str, Value | None]:
        """Return the outcomes of an end."""
        return self._replayed(state)[0].outcomes

    def _replayed(self, state: State) -> tuple[WhatIf, Mapping[str, _Chances]]:
        if state.choices not in self._kept:
            answers, chances = dict(state.choices), dict[str, _Chances]()

            def choose(decision: Deciding, seen: Seen) -> tuple[str | None, How]:
                if decision.id in answers:
                    return answers[decision.id], "given"
                try:
                    chances[decision.id] = chances_of(
                        decision, seen, self.program.given, lambda: ballot_of(decision, seen)
                    )
                except UnansweredError as failure:  # a mistake only where it comes to this decision
                    chances[decision.id] = failure
                return None, "nobody"

            self.replays += 1
            self._kept[state.choices] = WhatIf(self.program.plan, ripple(self.program.plan, choose)), chances
        return self._kept[state.choices]


def ballot_of(decision: Deciding, seen: Seen) -> Ballot:
    """Return the vote that a motion is put to, as the engine sees it."""
    if not isinstance(decision.act, Voting):
        raise TypeError(decision.id)
    return seen.ballot(decision.act.organ)
