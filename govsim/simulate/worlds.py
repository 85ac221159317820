"""The worlds of a scenario: recorded history replayed by the engine once for each way that events can turn out.

Between two decisions only their answers differ from run to run. So what a decision asks of the world is asked once for
each sequence of answers that touch events, and kept; variables and what was chosen are not part of a world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from govsim.model.errors import GovsimError
from govsim.rules.expressions import Call, Constant, Expression, Kind, Value, evaluate, kind_of
from govsim.simulate.program import Program, Question, question
from govsim.whatif.ballot import Ballot
from govsim.whatif.chance import Voting
from govsim.whatif.facts import Seen
from govsim.whatif.fates import How
from govsim.whatif.plan import Deciding, Following
from govsim.whatif.ripple import ripple
from govsim.whatif.run import WhatIf

Vector: TypeAlias = tuple[tuple[int, str], ...]
"""The answers that made a world: (step, option), in order."""
_ONE = Expression("1", Constant(0, "1", Fraction(1)), Kind.NUMBER)
Answers: TypeAlias = Mapping[Question, Value | None]


class FeedbackError(GovsimError):
    """What comes later changes what an earlier decision saw: worlds cannot be told apart by what came before."""


@dataclass(frozen=True, slots=True)
class World:
    """What can be asked: at each step, before it is answered, and at the end where nothing more is chosen."""

    at: tuple[Answers, ...]
    end: Answers
    ballots: Mapping[int, Ballot]


class Worlds:
    """Makes worlds when they are first asked for, and keeps them."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._kept: dict[Vector, World] = {}
        bare = {step.decision.id: _bare(step.decision) for step in program.steps}
        # In file order, as the plan has them: nothing but answers is different.
        self._plan = replace(program.plan, decisions=tuple(bare[one.id] for one in program.plan.decisions))
        self._steps = {step.decision.id: step for step in program.steps}

    def __len__(self) -> int:
        return len(self._kept)

    def at(self, vector: Vector, step: int) -> Answers:
        """Return what a decision sees after some answers.

        Raises:
            FeedbackError: what it sees depends on what is answered later.
        """
        return self._world(vector).at[step] if self._program.steps[step].asks else {}

    def ballot(self, vector: Vector, step: int) -> Ballot:
        """Return the vote that a motion is put to after some answers."""
        return self._world(vector).ballots[step]

    def end(self, vector: Vector) -> Answers:
        """Return what the outcomes see.

        Raises:
            FeedbackError: what a decision sees depends on what is answered later.
        """
        return self._world(vector).end if self._program.end_asks else {}

    def _world(self, vector: Vector) -> World:
        if vector not in self._kept:
            made = self._made(vector)
            self._check(vector, made)  # before it is kept: whoever asks next is refused as well
            self._kept[vector] = made
        return self._kept[vector]

    def _made(self, vector: Vector) -> World:
        ballots: dict[int, Ballot] = {}
        answers, seen_at = dict(vector), {step.index: dict[Question, Value | None]() for step in self._program.steps}

        def choose(decision: Deciding, seen: Seen) -> tuple[str | None, How]:
            step = self._steps[decision.id]
            seen_at[step.index] = asked(step.asks, seen)
            if isinstance(step.decision.act, Voting):
                ballots[step.index] = seen.ballot(step.decision.act.organ)
            return answers.get(step.index), "given"

        course = ripple(self._plan, choose)
        end: Answers = {}
        if self._program.end_asks:
            whatif = WhatIf(self._plan, course)
            end = asked(self._program.end_asks, course.seen(whatif.end, whatif.history))
        return World(tuple(seen_at[step.index] for step in self._program.steps), end, ballots)

    def _check(self, vector: Vector, made: World) -> None:
        """Compare what was seen up to the last answer with what was seen before it was given."""
        if not vector or not any(step.asks for step in self._program.steps[: vector[-1][0] + 1]):
            return
        before = self._world(vector[:-1])
        last = vector[-1][0]
        if before.at[: last + 1] != made.at[: last + 1]:
            step = self._program.steps[last].decision.id
            hint = "give exact times to what comes after the fork; without them only a forecast is drawn"
            raise FeedbackError(f"what is answered at '{step}' changes what an earlier decision saw", hint=hint)


def _bare(decision: Deciding) -> Deciding:
    """Return a decision that comes up whatever happens and does nothing but to events."""
    options = {name: replace(option, lets=(), stop=False) for name, option in decision.options.items()}
    return replace(decision, when=None, sets=(), act=None, options=options or {"": Following(_ONE)})


def asked(calls: tuple[Call, ...], seen: Seen) -> dict[Question, Value | None]:
    """Return the answers of a world to some questions; None is unknown."""
    return {question(call): evaluate(Expression(call.text, call, kind_of(call)), seen) for call in calls}
