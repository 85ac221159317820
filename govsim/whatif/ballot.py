"""A vote that has not been taken: who could vote, and whether it carries with these for it and those against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from govsim.model.bound import Bound
from govsim.model.events import Resolved
from govsim.model.events.acts import Votes
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.history import History
from govsim.replay.world import World
from govsim.rules.counting import tally
from govsim.rules.layers import Organ
from govsim.rules.sittings import Members, Window, members

Stakes: TypeAlias = Callable[[str, Instant], Mapping[str, Fraction]]
"""Gives who holds which part of an organisation at an instant."""


@dataclass(frozen=True, slots=True)
class _Hall:
    """Where a vote is counted that has not been taken: the history so far, and the stakes known by then."""

    history: History
    held: Stakes

    @property
    def world(self) -> World:
        return self.history.timeline.world

    def members(self, organ: str, window: Window, /) -> Members:
        return members(self.history, organ, window)

    def stakes(self, organization: str, at: Instant, /) -> Mapping[str, Fraction]:
        return self.held(organization, at)


@dataclass(slots=True)
class Ballot:
    """A vote in an organ at an instant; *sitting* are those who certainly are members then."""

    organ: str
    at: Instant
    sitting: tuple[str, ...]
    history: History
    rules: Organ
    stakes: Stakes
    _kept: dict[tuple[frozenset[str], frozenset[str]], bool] = field(default_factory=dict)

    @property
    def counts_heads(self) -> bool:
        """Whether only the number of votes matters, not whose they are."""
        return self.rules.get("weights") in (None, "one_each") and self.rules.get("tie_break") != "chair"

    def carries(self, ayes: Collection[str], noes: Collection[str]) -> bool:
        """Return whether the bylaws let it carry, by the same count that judges recorded resolutions.

        What they leave open, because somebody is only possibly a member, does not carry.
        """
        key = frozenset(ayes), frozenset(noes)
        if key not in self._kept:
            event = resolved("vote", self.organ, self.at, ayes, noes)
            hall = _Hall(self.history, self.stakes)
            self._kept[key] = tally(event, (self.at, self.at), self.rules, hall).carried is True
        return self._kept[key]


def resolved(
    id_: str, organ: str, at: Instant, ayes: Collection[str], noes: Collection[str], effects: Collection[str] = ()
) -> Resolved:
    """Return a vote as the event that it is."""
    votes = Votes.model_validate({"for": sorted(ayes), "against": sorted(noes)})
    return Resolved(
        id=id_,
        type="resolved",
        at=Bound(to_rfc3339(at), at, at),
        organ=organ,
        votes=votes,
        effects=tuple(effects),
    )
