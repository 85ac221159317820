"""The product's what-if in the form of the plain one, so that both can be held side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from govsim.model.instant import Instant
from govsim.model.record import Record
from govsim.model.scenario import Scenario
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.roster import Roster
from govsim.replay.timeline import make_timeline
from govsim.whatif.base import Base
from govsim.whatif.mistakes import Mistake
from govsim.whatif.planning import plan_of
from govsim.whatif.run import WhatIf, run


class MistakenError(Exception):
    """The product refuses a scenario."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def run_product(record: Record, scenario: Scenario, choices: Mapping[str, str] | None = None) -> ProductRun:
    plan, mistakes = plan_of(scenario, Base(log_of([record])))
    if mistakes:
        raise MistakenError(mistakes)
    return ProductRun(run(plan, choices or {}))


@dataclass(frozen=True)
class ProductRun:
    """What the product makes of a record; ids without the record."""

    whatif: WhatIf

    @cached_property
    def fates(self) -> dict[str, str]:
        base, first = self.whatif.plan.base, self.whatif.plan.first
        before = {_bare(row[2]): "kept" for row in base.timeline.rows[:first]}
        return before | {_bare(fate.ref): fate.kind for fate in self.whatif.fates}

    @cached_property
    def reasons(self) -> dict[str, list[tuple[str, str | None]]]:
        return {
            _bare(fate.ref): [(reason.kind, _bare(reason.event) if reason.event else None) for reason in fate.reasons]
            for fate in self.whatif.fates
            if fate.kind != "kept"
        }

    @property
    def decisions(self) -> dict[str, tuple[str, str | None]]:
        return {taken.id: (taken.state, taken.option) for taken in self.whatif.taken}

    @cached_property
    def roster(self) -> Roster:
        """Who holds what as the branch reads that the what-if becomes."""
        return Roster(replay(make_timeline(self.whatif.log)))

    def holders(self, post: str, at: Instant) -> dict[str, tuple[str, str]]:
        state = self.roster.state(post, at)
        return {holder.party: (holder.presence, holder.capacity) for holder in state.holders}


def _bare(ref: str) -> str:
    return ref.partition("/")[2]
