"""A scenario as columns: an entry a run, one decision after the other, with the meaning of the engine's replay."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govsim.rules.expressions import Call, Expression, Kind, Value
from govsim.simulate.columns import Column, Columns, Words, taken
from govsim.simulate.crowds import Crowd
from govsim.simulate.keys import numpy, site_key, uniforms
from govsim.simulate.law import Law
from govsim.simulate.laws import quantile
from govsim.simulate.options import Chooser
from govsim.simulate.program import Program, Step
from govsim.simulate.rounding import rounded
from govsim.simulate.sampling import law_numbers
from govsim.simulate.tables import END, Tables
from govsim.simulate.worlds import Worlds
from govsim.whatif.chance import Asking, Drawing

if TYPE_CHECKING:
    from govsim.simulate.keys import Runs


@dataclass(slots=True)
class Batch:
    """Where some runs are: the world of each, its variables and answers, its crowds."""

    runs: Runs
    world: Any
    variables: dict[str, Column]
    choices: dict[str, Any] = field(default_factory=dict)
    crowds: dict[str, Crowd] = field(default_factory=dict)

    def at(self, where: Any) -> Batch:
        """Return some of the runs only."""
        return Batch(
            self.runs[where],
            self.world[where],
            {name: taken(column, where) for name, column in self.variables.items()},
            {name: chosen[where] for name, chosen in self.choices.items()},
            {name: crowd.at(where) for name, crowd in self.crowds.items()},
        )


class Kernel:
    """Draws runs of a program; what it learns of worlds is kept from one batch to the next."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program, self._seed = program, seed
        self._words = Words()
        self._tables = Tables(program, Worlds(program), self._words)
        self._chooser = Chooser(program, seed, self._tables)

    def law(self, runs: Runs) -> Law:
        """Return what comes of some runs.

        Raises:
            UnansweredError: one of them divides by zero, or comes to weights that are none.
            FeedbackError: what is seen at a decision depends on what is answered later.
        """
        law = Law()
        self._end(law, self._through(law, self._start(runs)))
        return law

    def outcomes(self, run: int) -> tuple[dict[str, str], dict[str, Value | None]]:
        """Return the answers that one run draws, by decision, and the outcomes that it comes to."""
        law = self.law(numpy().array([run], dtype=numpy().uint64))
        choices = {decision: next(iter(options)) for decision, options in law.decisions.items()}
        return choices, {name: next(iter(values)) for name, values in law.outcomes.items()}

    def _start(self, runs: Runs) -> Batch:
        np = numpy()
        variables = {name: Column(_plain(value, self._words)) for name, value in self.program.plan.variables.items()}
        return Batch(runs, np.zeros(len(runs), dtype=np.int64), variables)

    def _through(self, law: Law, batch: Batch) -> Batch:
        for step in self.program.steps:
            if not len(batch.runs):
                break
            batch = self._step(law, step, batch)
        return batch

    # -- one decision

    def _step(self, law: Law, step: Step, batch: Batch) -> Batch:
        np, decision, whole = numpy(), step.decision, self._columns(step.index, batch)
        for name, expression in decision.sets:
            _assign(batch, name, None, whole.evaluate(expression))
        where = None
        if decision.when is not None:
            where = self._met(law, step, batch, whole)
            if where is not None and not where.size:
                return batch
        view = whole if where is None else whole.at(where)
        runs = batch.runs if where is None else batch.runs[where]
        if not decision.options:
            self._act(step, batch, where, runs, view)
            law.missed(decision.id, "chance", len(runs))
            return batch
        world = batch.world if where is None else batch.world[where]
        chosen = self._chooser.chosen(law, step, runs, world, view)
        counts = np.bincount(chosen, minlength=len(decision.options))
        if decision.id in step.later_choices:
            numbers = np.array([self._words.of(name) for name in decision.options])
            kept = batch.choices.get(decision.id)
            kept = np.zeros(len(batch.runs), dtype=np.int64) if kept is None else kept.copy()
            kept[slice(None) if where is None else where] = numbers[chosen]
            batch.choices[decision.id] = kept
        stopped = None
        for index, (name, option) in enumerate(decision.options.items()):
            if not counts[index]:
                continue
            law.took(decision.id, name, int(counts[index]))
            if not (option.lets or option.stop or name in step.touches):
                continue
            its = None if counts[index] == len(batch.runs) else np.flatnonzero(chosen == index)
            if its is not None and where is not None:
                its = where[its]
            self._follow(step, batch, its, name)
            if option.stop:
                ended = np.arange(len(batch.runs)) if its is None else its
                stopped = ended if stopped is None else np.union1d(stopped, ended)
        return batch if stopped is None else self._compacted(law, step, batch, stopped)

    def _met(self, law: Law, step: Step, batch: Batch, whole: Columns) -> Any:
        """Return the runs in which a decision comes up, None where it does in all."""
        np, decision = numpy(), step.decision
        if decision.when is None:
            return None
        met = whole.evaluate(decision.when)
        true = met.values if met.known is None else np.logical_and(met.values, met.known)
        size = len(batch.runs)
        if not np.ndim(true):
            unknown = 0 if met.known is None else size - int(np.count_nonzero(np.broadcast_to(met.known, size)))
            if not true:
                _missed(law, decision.id, unknown, size - unknown)
            return None if true else np.zeros(0, dtype=np.int64)
        where = np.flatnonzero(true)
        if where.size == size:
            return None
        unknown = 0 if met.known is None else size - int(np.count_nonzero(np.broadcast_to(met.known, size)))
        _missed(law, decision.id, unknown, size - int(where.size) - unknown)
        return where

    def _follow(self, step: Step, batch: Batch, where: Any, name: str) -> None:
        """Let follow what follows from an option in some runs, None: in all."""
        option = step.decision.options[name]
        for variable, expression in option.lets:
            columns = self._columns(step.index, batch)
            view = columns if where is None else columns.at(where)
            _assign(batch, variable, where, view.evaluate(expression))
        if name in step.touches:
            if where is None:
                batch.world = self._tables.after(batch.world, step.place, name)
            else:
                batch.world = batch.world.copy()
                batch.world[where] = self._tables.after(batch.world[where], step.place, name)

    def _compacted(self, law: Law, step: Step, batch: Batch, stopped: Any) -> Batch:
        """Return the runs that go on, and count the ends of the others."""
        np = numpy()
        for later in self.program.steps[step.index + 1 :]:
            law.missed(later.decision.id, "stopped", len(stopped))
        self._end(law, batch.at(stopped))
        goes_on = np.ones(len(batch.runs), dtype=bool)
        goes_on[stopped] = False
        return batch.at(np.flatnonzero(goes_on))

    def _act(self, step: Step, batch: Batch, where: Any, runs: Runs, view: Columns) -> None:
        """Draw a number, or ask a crowd."""
        act = step.decision.act
        if isinstance(act, Drawing):
            numbers = law_numbers(act.law, view)
            drawn = quantile(act.law.name, numbers, uniforms(site_key(self._seed, step.decision.id), runs))
            _assign(batch, act.into, where, Column(drawn))
        elif isinstance(act, Asking):
            parts = [(size, (law.name, law_numbers(law, view))) for size, law in act.parts]
            crowd = batch.crowds.get(act.crowd)
            if crowd is None:
                shock = None if act.shock is None else (act.shock.name, law_numbers(act.shock, view))
                crowd = Crowd.new(self._seed, act.crowd, len(parts), shock, batch.runs)
                batch.crowds[act.crowd] = crowd
            asked = crowd if where is None else crowd.at(where)
            pressure, chance = view.evaluate(act.pressure), view.evaluate(act.chance)
            share = asked.ask((self._seed, step.decision.id), runs, parts, pressure.values, chance.values)
            if where is not None:
                crowd.put(where, asked)
            _assign(batch, act.share, where, Column(share))

    # -- what expressions see

    def _columns(self, step: int, batch: Batch) -> Columns:
        np = numpy()

        def told(call: Call) -> Column:
            return self._tables.told(step, call, batch.world)

        def chosen(decision: str) -> Column:
            return Column(batch.choices.get(decision, np.int64(0)))

        return Columns(lambda name: batch.variables[name], told, chosen, self._words)

    # -- ends

    def _end(self, law: Law, batch: Batch) -> None:
        size = len(batch.runs)
        if not size:
            return
        columns = self._columns(END, batch)
        for name, expression in self.program.plan.outcomes.items():
            for value, count in self._counted(expression, columns.evaluate(expression), size):
                law.count(name, value, count)

    def _counted(self, expression: Expression, column: Column, size: int) -> list[tuple[Value | None, int]]:
        """Return how often an outcome has each value; None is unknown."""
        np = numpy()
        values = np.broadcast_to(column.values, size)
        counted: list[tuple[Value | None, int]] = []
        if column.known is not None:
            known = np.broadcast_to(column.known, size)
            values = values[known]
            counted.append((None, size - len(values)))
        if expression.kind is Kind.TRUTH:
            true = int(np.count_nonzero(values))
            counted += [(True, true), (False, len(values) - true)]
        elif expression.kind is Kind.NUMBER:
            met, counts = rounded(values)
            counted += [(Fraction(repr(value)), count) for value, count in zip(met, counts, strict=True)]
        else:
            counts = np.bincount(values.astype(np.int64))
            counted += [(self._words.values[number], int(counts[number])) for number in np.flatnonzero(counts)]
        return [(value, count) for value, count in counted if count]


def _missed(law: Law, decision: str, unknown: int, false: int) -> None:
    for how, count in (("unknown", unknown), ("false", false)):
        if count:
            law.missed(decision, how, count)


def _plain(value: Value, words: Words) -> Any:
    np = numpy()
    return (
        np.bool_(value) if isinstance(value, bool) else float(value) if isinstance(value, Fraction) else words.of(value)
    )


def _assign(batch: Batch, name: str, where: Any, column: Column) -> None:
    """Set a variable in some runs, None: in all; where a value is unknown it stays as it was."""
    np, before, size = numpy(), batch.variables[name], len(batch.runs)
    if where is None and column.known is None:
        batch.variables[name] = column
        return
    now = np.array(np.broadcast_to(before.values, size))
    where = np.arange(size) if where is None else where
    values = np.broadcast_to(column.values, where.shape)
    if column.known is not None:
        known = np.broadcast_to(column.known, where.shape)
        where, values = where[known], values[known]
    if now.dtype != values.dtype and now.dtype.kind != values.dtype.kind:
        now = now.astype(values.dtype)
    now[where] = values
    batch.variables[name] = Column(now)
