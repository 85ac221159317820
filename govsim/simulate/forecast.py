"""A scenario forecast: its law, exact where it can be enumerated, and what many drawn runs say beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from govsim.model.errors import GovsimError
from govsim.rules.expressions import Value
from govsim.simulate.drawing import ManyStatesError, Walker
from govsim.simulate.exact import AUTOMATIC, PATIENT, exact_law
from govsim.simulate.kernel import Kernel
from govsim.simulate.law import Law
from govsim.simulate.paths import Paths
from govsim.simulate.program import Program
from govsim.simulate.running import Asked, Drawn, draw
from govsim.simulate.states import Graph, States
from govsim.simulate.worlds import FeedbackError
from govsim.whatif.plan import Plan

Result = TypeVar("Result")
Method: TypeAlias = Literal["auto", "exact", "sampled"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a scenario comes to; *exact* is None where its states were not enumerated."""

    program: Program
    seed: int
    drawn: Drawn
    exact: Law | None


def forecast(plan: Plan, given: Mapping[str, str], seed: int, asked: Asked, method: Method = "auto") -> Forecast:
    """Return what comes of a plan when its decisions are drawn.

    Raises:
        UnansweredError: an expression divides by zero on the way, or weights are none there.
        GovsimError: the exact law is asked for and there are too many states.
    """
    program = Program(plan, given)

    def one(graph: Graph) -> Forecast:
        exact = None if method == "sampled" else _enumerated(program, graph, method)
        many = exact is None and method != "sampled"
        try:
            drawn = draw(_sampler(program, graph, seed, many=many).law, asked)
        except ManyStatesError:
            drawn = draw(Kernel(program, seed).law, asked)
        return Forecast(program, seed, drawn, exact)

    return _either(program, one)


def outcomes_of(
    plan: Plan, given: Mapping[str, str], seed: int, run: int
) -> tuple[dict[str, str], dict[str, Value | None]]:
    """Return the answers that one run draws, by decision, and the outcomes that it comes to."""
    program = Program(plan, given)
    return _either(program, lambda graph: _sampler(program, graph, seed, many=False).outcomes(run))


def _enumerated(program: Program, graph: Graph, method: Method) -> Law | None:
    """Return the exact law, None where there is none or too many states for it."""
    why = None
    if not program.is_discrete:
        why = "numbers and crowds that are drawn have too many values to be enumerated"
    elif not program.is_rational:
        why = "the logistic function gives no fractions"
    if why is None:
        exact = exact_law(graph, PATIENT if method == "exact" else AUTOMATIC)
        if exact is not None or method != "exact":
            return exact
        why = "this scenario has too many states to be enumerated"
    if method != "exact":
        return None
    raise GovsimError(why, hint="leave --method out to have runs drawn, or fix answers with --choose")


def _sampler(program: Program, graph: Graph, seed: int, *, many: bool) -> Walker | Kernel:
    """Return what draws runs: the graph of states; columns where more than options is drawn, or states are *many*.

    Both draw the same runs.
    """
    columns = (program.has_acts or many) and isinstance(graph, States)
    return Kernel(program, seed) if columns else Walker(graph, seed)


def _either(program: Program, work: Callable[[Graph], Result]) -> Result:
    """Return what work gives on merged states; on paths where these cannot be merged."""
    try:
        return work(States(program))
    except FeedbackError:
        return work(Paths(program))
