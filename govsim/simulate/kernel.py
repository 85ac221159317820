"""A scenario as columns: an entry a run, one decision after the other, with the meaning of the engine's replay."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

from govsim.rules.expressions import Call, Value
from govsim.simulate.batch import Batch, assign, count_values
from govsim.simulate.columns import Column, Columns, Words, constant, too_large
from govsim.simulate.crowds import Crowd
from govsim.simulate.keys import numpy, site_key, uniforms
from govsim.simulate.law import Law
from govsim.simulate.laws import quantile
from govsim.simulate.options import Chooser
from govsim.simulate.program import Program, Step
from govsim.simulate.sampling import law_numbers
from govsim.simulate.tables import END, Tables
from govsim.simulate.worlds import Worlds
from govsim.whatif.chance import Asking, Drawing

if TYPE_CHECKING:
    from govsim.simulate.ends import Ends
    from govsim.simulate.keys import Runs


class Kernel:
    """Draws runs of a program; what it learns of worlds is kept from one batch to the next."""

    def __init__(self, program: Program, seed: int, like: Kernel | None = None, lock: RLock | None = None) -> None:
        """Begin.

        Args:
            program: what is drawn.
            seed: the same seed draws the same runs.
            like: has learned of the same worlds: its program differs in numbers and fixed answers alone.
            lock: held by whoever else asks the engine for the same history.
        """
        self.program, self._seed = program, seed
        if like is None:
            self.tables = Tables(program, Worlds(program), Words(), lock=lock or RLock())
        else:
            self.tables = like.tables
        self._words = self.tables.words
        self._chooser = Chooser(program, seed, self.tables)

    def law(self, runs: Runs, ends: Ends | None = None) -> Law:
        """Return what comes of some runs; *ends* are told the outcomes of each.

        Raises:
            UnansweredError: one of them divides by zero, or comes to weights that are none.
            FeedbackError: what is seen at a decision depends on what is answered later.
        """
        law = Law()
        batch = self._start(runs)
        batch.ends = ends
        with numpy().errstate(over="ignore", invalid="ignore", divide="ignore"):  # asked for where it matters
            self._end(law, self._through(law, batch))
        return law

    def outcomes(self, run: int) -> tuple[dict[str, str], dict[str, Value | None]]:
        """Return the answers that one run draws, by decision, and the outcomes that it comes to."""
        law = self.law(numpy().array([run], dtype=numpy().uint64)).settle()
        choices = {decision: next(iter(options)) for decision, options in law.decisions.items()}
        return choices, {name: next(iter(values)) for name, values in law.outcomes.items()}

    def _start(self, runs: Runs) -> Batch:
        np = numpy()
        variables = {name: Column(constant(value, self._words)) for name, value in self.program.plan.variables.items()}
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
            assign(batch, name, None, whole.evaluate(expression))
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
        counts = _counts(chosen, len(decision.options))
        if decision.id in step.later_choices:
            numbers = np.array([self._words.of(name) for name in decision.options])
            kept = batch.choices.get(decision.id)
            kept = np.zeros(len(batch.runs), dtype=np.int64) if kept is None else kept.copy()
            kept[slice(None) if where is None else where] = numbers[chosen.astype(np.int64)]
            batch.choices[decision.id] = kept
        stopped = None
        for index, (name, option) in enumerate(decision.options.items()):
            if not counts[index]:
                continue
            law.took(decision.id, name, counts[index])
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
            assign(batch, variable, where, view.evaluate(expression))
        if name in step.touches:
            if where is None:
                batch.world = self.tables.after(batch.world, step.place, name)
            else:
                batch.world = batch.world.copy()
                batch.world[where] = self.tables.after(batch.world[where], step.place, name)

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
            assign(batch, act.into, where, Column(drawn))
        elif isinstance(act, Asking):
            parts = [(size, (law.name, law_numbers(law, view))) for size, law in act.parts]
            crowd = batch.crowds.get(act.crowd)
            if crowd is None:
                shock = None if act.shock is None else (act.shock.name, law_numbers(act.shock, view))
                crowd = Crowd.new(self._seed, act.crowd, len(parts), shock, batch.runs)
                batch.crowds[act.crowd] = crowd
            asked = crowd if where is None else crowd.at(where)
            pressure, chance = view.evaluate(act.pressure), view.evaluate(act.chance)
            if numpy().isnan(numpy().sum(pressure.values) + numpy().sum(chance.values)):
                raise too_large(act.pressure)
            share = asked.ask((self._seed, step.decision.id), runs, parts, pressure.values, chance.values)
            if where is not None:
                crowd.put(where, asked)
            assign(batch, act.share, where, Column(share))

    # -- what expressions see

    def _columns(self, step: int, batch: Batch) -> Columns:
        np = numpy()

        def told(call: Call) -> Column:
            return self.tables.told(step, call, batch.world)

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
            column = columns.evaluate(expression)
            if batch.ends is not None:
                batch.ends.note(name, batch.runs, column)
            count_values(law, name, expression, column, size, self._words)


def _counts(chosen: Any, options: int) -> list[int]:
    """Return how many runs take each option."""
    np = numpy()
    if chosen.dtype == bool:
        second = int(np.count_nonzero(chosen))
        return [len(chosen) - second, second]
    return [int(count) for count in np.bincount(chosen, minlength=options)]


def _missed(law: Law, decision: str, unknown: int, false: int) -> None:
    for how, count in (("unknown", unknown), ("false", false)):
        if count:
            law.missed(decision, how, count)
