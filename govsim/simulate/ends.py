"""The outcomes of runs one by one, so that the same runs of two scenarios can be compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govsim.simulate.columns import Column
from govsim.simulate.keys import numpy

if TYPE_CHECKING:
    from govsim.simulate.keys import Runs


@dataclass(slots=True)
class Ends:
    """For each outcome a number a run, not a number where it is unknown; texts as numbers of words."""

    first: int
    size: int
    values: dict[str, Any] = field(default_factory=dict)

    def note(self, outcome: str, runs: Runs, column: Column) -> None:
        """Take what an outcome comes to in some runs."""
        np = numpy()
        if outcome not in self.values:
            self.values[outcome] = np.full(self.size, np.nan)
        found = np.broadcast_to(np.asarray(column.values, dtype=np.float64), runs.shape)
        if column.known is not None:
            found = np.where(column.known, found, np.nan)
        self.values[outcome][(runs - np.uint64(self.first)).astype(np.int64)] = found
