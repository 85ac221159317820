"""A line of history that can be walked: what is recorded, a kept branch, or a what-if that is not saved yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from govsim.service.past import Past
    from govsim.service.scenario_views import DecisionView, FateView, RunView


Kind: TypeAlias = Literal["recorded", "branch", "draft"]


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """One line, replayed; *parent* is the line it was forked from, *run* what came of its changes where that is known.

    *recorded* is the parent's past: what did not happen on this line is told from there.
    """

    name: str
    kind: Kind
    past: Past
    parent: str | None = None
    run: RunView | None = None
    recorded: Past | None = None

    @property
    def is_hypothetical(self) -> bool:
        """True of every line but recorded history."""
        return self.kind != "recorded"

    @property
    def said(self) -> str:
        """The line as the first row of the screen names it."""
        label = {"recorded": "recorded", "branch": "hypothetical", "draft": "what-if, not kept"}[self.kind]
        return f"{self.name} ({label})"

    @property
    def fallen(self) -> list[FateView]:
        """The recorded events that do not happen on this line, in order."""
        fates = () if self.run is None else self.run.fates
        return [fate for fate in fates if fate.fate in ("omitted", "dropped")]

    @property
    def decisions(self) -> tuple[DecisionView, ...]:
        """The decisions of a what-if, in the order they are written."""
        return () if self.run is None else self.run.decisions
