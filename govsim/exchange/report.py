"""How files were read: what was made of them, each reading chosen, what was left out and what could not be carried."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from govsim.exchange.losses import Loss
from govsim.exchange.told import Reading
from govsim.model.errors import Problem

MOST_PROBLEMS = 200
"""A column in the wrong form makes one problem a row; after so many, nobody reads on."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How a file was read: its rows, the tenures they make, and every reading chosen.

    *unreadable* are the mistakes of rows that were left out, *refused* how many of those there are.
    """

    rows: int
    tenures: int
    ignored_columns: tuple[str, ...] = ()
    readings: Collection[Reading] = ()
    losses: tuple[Loss, ...] = ()
    unreadable: tuple[Problem, ...] = ()
    refused: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return rows, tenures, ignored_columns, readings, losses and unreadable."""
        return {
            "rows": self.rows,
            "tenures": self.tenures,
            "ignored_columns": list(self.ignored_columns),
            "readings": [
                {"kind": one.kind, "line": one.line, "says": one.says, "reading": one.reading} for one in self.readings
            ],
            "losses": [loss.to_json() for loss in self.losses],
            "unreadable": [str(problem) for problem in self.unreadable],
        }
