"""Where many runs are: the world of each, its variables and answers, its crowds; and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govsim.rules.expressions import Expression, Kind
from govsim.simulate.columns import Column, Words, taken, too_large
from govsim.simulate.crowds import Crowd
from govsim.simulate.keys import numpy
from govsim.simulate.law import Law
from govsim.simulate.rounding import rounded

if TYPE_CHECKING:
    from govsim.simulate.ends import Ends
    from govsim.simulate.keys import Runs


@dataclass(slots=True)
class Batch:
    """Where some runs are: the world of each, its variables and answers, its crowds."""

    runs: Runs
    world: Any
    variables: dict[str, Column]
    choices: dict[str, Any] = field(default_factory=dict)
    crowds: dict[str, Crowd] = field(default_factory=dict)
    ends: Ends | None = None

    def at(self, where: Any) -> Batch:
        """Return some of the runs only."""
        return Batch(
            self.runs[where],
            self.world[where],
            {name: taken(column, where) for name, column in self.variables.items()},
            {name: chosen[where] for name, chosen in self.choices.items()},
            {name: crowd.at(where) for name, crowd in self.crowds.items()},
            self.ends,
        )


def assign(batch: Batch, name: str, where: Any, column: Column) -> None:
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


def count_values(law: Law, name: str, expression: Expression, column: Column, runs: int, words: Words) -> None:
    """Count how often an outcome has each value; None is unknown.

    Raises:
        UnansweredError: a number is too large for columns.
    """
    np = numpy()
    values = np.broadcast_to(column.values, runs)
    if column.known is not None:
        values = values[np.broadcast_to(column.known, runs)]
        if len(values) < runs:
            law.count(name, None, runs - len(values))
    if not len(values):
        return
    if expression.kind is Kind.TRUTH:
        true = int(np.count_nonzero(values))
        for value, count in ((True, true), (False, len(values) - true)):
            if count:
                law.count(name, value, count)
    elif expression.kind is Kind.NUMBER:
        if not np.isfinite(np.sum(values)):
            raise too_large(expression)
        mine = law.floats.setdefault(name, {})
        for number, count in zip(*rounded(values), strict=True):
            mine[number] = mine.get(number, 0) + count
    else:
        counts = np.bincount(values.astype(np.int64))
        for number in np.flatnonzero(counts).tolist():
            law.count(name, words.values[number], int(counts[number]))
