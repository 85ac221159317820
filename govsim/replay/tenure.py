"""Tenures and spells: who was in a post, from when to when, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govsim.model.instant import Instant
from govsim.replay.world import END


@dataclass(slots=True, eq=False)
class Tenure:
    """One party's half-open interval in one post with one capacity; both edges are bounds.

    Built during replay, then left alone. ``doubt_from`` is where a disputed closing makes it merely possible.
    """

    party: str
    post: str
    capacity: str
    opened_by: str
    start_earliest: Instant
    start_latest: Instant
    end_earliest: Instant = END
    end_latest: Instant = END
    closed_by: str | None = None
    is_doubtful: bool = False
    doubt_from: Instant = END
    doubted_by: str | None = None
    previous: Tenure | None = None
    implicit_end: bool = False

    @property
    def is_open(self) -> bool:
        """True while nothing closes it."""
        return self.closed_by is None

    @property
    def edges(self) -> tuple[Instant, ...]:
        """Every instant at which its presence can change."""
        return (
            self.start_earliest,
            self.start_latest,
            self.end_earliest,
            self.end_latest,
            self.doubt_from,
        )

    @property
    def certain_until(self) -> Instant:
        """The first instant from which it is no longer certain; its start where it never was."""
        return self.start_latest if self.is_doubtful else min(self.end_earliest, self.doubt_from)


@dataclass(frozen=True, slots=True)
class Spell:
    """A party's unbroken stay in a post: tenures that follow each other by a change of capacity.

    A change of capacity does not interrupt: the party is certain throughout, in the old capacity until the new one
    is certain.
    """

    tenures: Sequence[Tenure] = field(default_factory=list)

    @property
    def party(self) -> str:
        """Whose stay it is."""
        return self.tenures[0].party

    def tenure_at(self, at: Instant) -> tuple[Tenure, bool] | None:
        """Return the tenure that describes the stay at an instant and whether it is certain, or None outside it."""
        if not self.tenures[0].start_earliest <= at < self.tenures[-1].end_latest:
            return None
        sure = [tenure for tenure in self.tenures if not tenure.is_doubtful]
        # From the last back: whoever can have left in a later capacity is not certain in an earlier one either.
        until = sure[-1].end_earliest if sure else 0
        for tenure in reversed(sure):
            until = min(until, tenure.doubt_from)
            if tenure.start_latest <= at < until:
                return tenure, True
        return [tenure for tenure in self.tenures if tenure.start_earliest <= at][-1], False


def spells_of(tenures: Sequence[Tenure]) -> list[Spell]:
    """Return the spells that these tenures of one post form, in the order they opened."""
    chains: dict[int, list[Tenure]] = {}
    for tenure in tenures:
        chain = chains.pop(id(tenure.previous), []) if tenure.previous is not None else []
        chain.append(tenure)
        chains[id(tenure)] = chain
    return [Spell(chain) for chain in chains.values()]
