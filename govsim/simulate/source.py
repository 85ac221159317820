"""Where runs come from: a plan at each of its points, drawn in parts whose numbers depend on nothing but themselves.

What is asked for is a task, a small value that can be sent anywhere; what comes back is a part, which is added to
others. The same tasks give the same parts in this thread, in another process and on another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import RLock
from typing import Literal, TypeAlias, TypeVar

from govsim.model.errors import GovsimError
from govsim.rules.expressions import Value
from govsim.simulate.drawing import Walker
from govsim.simulate.exact import AUTOMATIC, PATIENT, exact_law
from govsim.simulate.kernel import Kernel
from govsim.simulate.keys import numpy
from govsim.simulate.law import Law
from govsim.simulate.paths import Paths
from govsim.simulate.program import Program
from govsim.simulate.states import Graph, States
from govsim.whatif.plan import Plan, UnansweredError

Made = TypeVar("Made")
Method: TypeAlias = Literal["auto", "exact", "sampled"]
How: TypeAlias = Literal["states", "columns", "paths"]
"""What draws runs: the graph of states, columns, or the graph of paths where states cannot be merged."""
Point: TypeAlias = Mapping[str, Value]
"""Other values that variables begin with."""

_KEPT = 16
"""Points of which what was learned is kept: as many as are worked on at a time."""


@dataclass(frozen=True, slots=True)
class Enumerate:
    """Asks whether a point can be enumerated, and for its exact law."""

    point: int
    method: Method
    paths: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """Asks for the runs of a point from *first* up to *last*, which is not among them."""

    point: int
    how: How
    first: int
    last: int


Task: TypeAlias = Enumerate | Draw


@dataclass(frozen=True, slots=True)
class Part:
    """What comes of a task: a law over so many runs; of an enumeration the exact one, if any, and *how* to draw."""

    point: int
    runs: int
    law: Law | None
    how: How | None = None


class Source:
    """Draws runs of a plan at its points; several threads may ask at once."""

    def __init__(self, plan: Plan, given: Mapping[str, str], seed: int, points: Sequence[Point] = ({},)) -> None:
        self.plan, self.given, self.seed, self.points = plan, given, seed, points
        self._lock = RLock()
        """Held by whoever asks the engine: its replay is kept between calls, one for all points."""
        self._kept: dict[tuple[object, ...], object] = {}
        self._first: Kernel | None = None
        self._worlds: States | None = None

    def program(self, point: int) -> Program:
        """Return the program at a point."""
        return self._once(("program", point), lambda: Program(at(self.plan, self.points[point]), self.given))

    def do(self, task: Task) -> Part:
        """Return what comes of a task.

        Raises:
            UnansweredError: a run divides by zero, or comes to weights that are none.
            FeedbackError: what is seen at a decision depends on what is answered later: ask for paths.
            GovsimError: the exact law is asked for, and there is none or too many states for it.
        """
        if isinstance(task, Draw):
            runs = numpy().arange(task.first, task.last, dtype=numpy().uint64)
            law = self.drawer(task.point, task.how).law(runs)
            return Part(task.point, task.last - task.first, law)
        with self._lock:
            exact, how = self._enumerated(task)
        return Part(task.point, 0, exact, how)

    def drawer(self, point: int, how: How) -> Walker | Kernel:
        """Return what draws the runs of a point."""
        return self._once((how, point), lambda: self._drawer(point, how))

    # -- what is kept

    def _once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        with self._lock:
            if key not in self._kept:
                while len(self._kept) >= 4 * _KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = make()
            found: Made = self._kept[key]  # type: ignore[assignment]  # what was made for this key
            return found

    def _drawer(self, point: int, how: How) -> Walker | Kernel:
        if how != "columns":
            return Walker(self._graph(point, paths=how == "paths"), self.seed, self._lock)
        kernel = Kernel(self.program(point), self.seed, self._first, self._lock)
        self._first = self._first or kernel
        return kernel

    def _graph(self, point: int, *, paths: bool) -> Graph:
        return self._once(("graph", paths, point), lambda: self._new_graph(point, paths=paths))

    def _new_graph(self, point: int, *, paths: bool) -> Graph:
        if paths:
            return Paths(self.program(point))
        self._worlds = States(self.program(point), self._worlds)
        return self._worlds

    # -- exactly

    def _enumerated(self, task: Enumerate) -> tuple[Law | None, How]:
        """Return the exact law, None where there is none or too many states, and what is to draw runs beside it.

        That hangs on counts of states alone, never on what some worker happened to come to.
        """
        program, graph = self.program(task.point), self._graph(task.point, paths=task.paths)
        why, few = None, None
        if not program.is_discrete:
            why = "numbers and crowds that are drawn have too many values to be enumerated"
        elif not program.is_rational:
            why = "the logistic function gives no fractions"
        drawn_by_states = program.is_discrete and not program.has_acts
        if why is None or (task.method == "sampled" and drawn_by_states):
            few = self._law_of(graph, task.method)
        how: How = "paths" if task.paths else "states" if few is not None and drawn_by_states else "columns"
        if task.method == "sampled":
            return None, how
        exact = None if why is not None else few
        if task.method == "exact" and exact is None:
            exact = exact_law(graph, PATIENT) if why is None else None
            if exact is None:
                hint = "leave --method out to have runs drawn, or fix answers with --choose"
                raise GovsimError(why or "this scenario has too many states to be enumerated", hint=hint)
        return exact, how

    def _law_of(self, graph: Graph, method: Method) -> Law | None:
        """Return the law of a graph of few states; where only runs count, what they do not meet is no mistake."""
        try:
            return exact_law(graph, AUTOMATIC)
        except UnansweredError:
            if method != "sampled":
                raise
            return None


def at(plan: Plan, point: Point) -> Plan:
    """Return a plan whose variables begin with other values."""
    return replace(plan, variables={**plan.variables, **point}) if point else plan
