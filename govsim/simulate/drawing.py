"""Many runs at once through the graph of states: an array of where each run is, moved on one decision at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from threading import RLock
from typing import TYPE_CHECKING, Any

from govsim.rules.expressions import Value
from govsim.simulate.keys import numpy, site_key, uniforms
from govsim.simulate.law import Law
from govsim.simulate.states import Graph, Node, State

if TYPE_CHECKING:
    from govsim.simulate.keys import Runs


@dataclass(slots=True)
class _Layer:
    """The states met at one decision, each as a row: bounds of its options in [0, 1), and the state each leads to."""

    number: dict[State, int] = field(default_factory=dict)
    states: list[State] = field(default_factory=list)
    nodes: list[Node | None] = field(default_factory=list)
    bounds: Any = None
    after: Any = None

    def numbered(self, state: State) -> int:
        """Return the number of a state, a new one for one that was not met yet."""
        found = self.number.get(state)
        if found is None:
            found = self.number[state] = len(self.states)
            self.states.append(state)
            self.nodes.append(None)
        return found


class Walker:
    """Moves runs through a graph; what it learns of the graph is kept from one batch of runs to the next."""

    def __init__(self, graph: Graph, seed: int, lock: RLock | None = None) -> None:
        """Begin; *lock* is held by whoever else asks the engine for the same history."""
        self._graph, self._seed = graph, seed
        self._layers = [_Layer() for _ in range(len(graph.program.steps) + 1)]
        self._layers[0].numbered(graph.start)
        self._ends: list[dict[str, Value | None] | None] = []
        self._lock = lock or RLock()

    def law(self, runs: Runs) -> Law:
        """Return what comes of some runs.

        Raises:
            UnansweredError: one of them divides by zero, or comes to weights that are none.
        """
        np, law = numpy(), Law()
        where = np.zeros(len(runs), dtype=np.int64)
        for step in self._graph.program.steps:
            layer = self._layers[step.index]
            with self._lock:
                self._expand(step.index, np.flatnonzero(np.bincount(where, minlength=1)))
                nodes, bounds, after = layer.nodes, layer.bounds, layer.after
            taken = self._taken(step.decision.id, bounds, where, runs)
            counts = np.bincount(where * bounds.shape[1] + taken, minlength=1)
            for cell in np.flatnonzero(counts).tolist():
                state, option = divmod(cell, bounds.shape[1])
                node, weight = nodes[state], int(counts[cell])
                if node is None or node.how is not None:
                    law.missed(step.decision.id, (node and node.how) or "", weight)
                else:
                    law.took(step.decision.id, node.options[option], weight)
            where = after[where, taken]
        self._count_ends(law, where)
        return law

    def outcomes(self, run: int) -> tuple[dict[str, str], dict[str, Value | None]]:
        """Return the answers that one run draws, by decision in order, and the outcomes that it comes to."""
        np = numpy()
        runs, state = np.array([run], dtype=np.uint64), 0
        path: dict[str, str] = {}
        for step in self._graph.program.steps:
            layer = self._layers[step.index]
            with self._lock:
                self._expand(step.index, [state])
            where = np.array([state])
            taken = int(self._taken(step.decision.id, layer.bounds, where, runs)[0])
            node = layer.nodes[state]
            if node is not None and node.how is None:
                path[step.decision.id] = node.options[taken]
            state = int(layer.after[state, taken])
        return path, self._graph.outcomes(self._layers[-1].states[state])

    def _taken(self, site: str, bounds: Any, where: Any, runs: Runs) -> Any:
        """Return the option that each run takes: the first whose bound is above what it draws."""
        np = numpy()
        taken = np.zeros(len(runs), dtype=np.int64)
        if bounds.shape[1] > 1:
            drawn = uniforms(site_key(self._seed, site), runs)
            for column in range(bounds.shape[1] - 1):
                taken += drawn >= bounds[where, column]
        return taken

    def _expand(self, index: int, numbers: Any) -> None:
        """Find out what becomes of states that runs have come to for the first time."""
        np, layer, following = numpy(), self._layers[index], self._layers[index + 1]
        new = [number for number in map(int, numbers) if layer.nodes[number] is None]
        if not new and layer.bounds is not None:
            return
        found = {number: self._graph.node(layer.states[number], index) for number in new}
        for number, node in found.items():
            layer.nodes[number] = node
        width = max(1, len(self._graph.program.steps[index].decision.options))
        bounds, after = np.ones((len(layer.states), width)), np.zeros((len(layer.states), width), dtype=np.int64)
        if layer.bounds is not None:
            bounds[: len(layer.bounds)], after[: len(layer.after)] = layer.bounds, layer.after
        for number, node in found.items():
            total = Fraction(0)
            for column, (chance, state) in enumerate(zip(node.chances, node.next, strict=True)):
                total += chance
                bounds[number, column] = float(total)
                after[number, column] = 0 if state is None else following.numbered(state)
        layer.bounds, layer.after = bounds, after

    def _count_ends(self, law: Law, where: Any) -> None:
        np, layer = numpy(), self._layers[-1]
        counts = np.bincount(where, minlength=1)
        for number in np.flatnonzero(counts).tolist():
            with self._lock:
                self._ends += [None] * (len(layer.states) - len(self._ends))
                end = self._ends[number]
                if end is None:
                    end = self._ends[number] = self._graph.outcomes(layer.states[number])
            law.end(end, int(counts[number]))
