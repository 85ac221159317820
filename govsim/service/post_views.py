"""Views of a post's state: the same from a replay and from the ledger's projection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from govsim.model.bound import Bound
from govsim.model.header import organization_of
from govsim.model.instant import DAY, Instant
from govsim.replay.roster import Holder, PostState
from govsim.replay.tenure import Tenure
from govsim.replay.world import World
from govsim.service.views import HolderView, OfferView, PostView


class OpeningLike(Protocol):
    """What a roster says of the event that opened a tenure."""

    @property
    def at(self) -> Bound:
        """When it happened."""

    @property
    def claim(self) -> str:
        """How sure the record is."""


@dataclass(frozen=True, slots=True)
class OfferSaid:
    """What a roster says of an offer."""

    type: str
    who: tuple[str, ...]
    terms: str | None
    at: Bound


@dataclass(frozen=True, slots=True)
class PostViews:
    """Makes views with the names of one world; *opening* and *offer* find the events behind a state by their refs."""

    world: World
    opening: Callable[[str], OpeningLike]
    offer: Callable[[str], OfferSaid]

    def of(self, state: PostState) -> PostView:
        """Return the view of a post's state."""
        return PostView(
            state.post,
            organization_of(state.post),
            state.title,
            state.status,
            state.seats,
            state.open,
            tuple(self._offer(offer.ref) for offer in state.offers),
            tuple(self._holder(holder) for holder in state.holders),
            state.disputed_by,
        )

    def of_day(self, state: PostState, tenures: Iterable[Tenure], at: Instant, *, is_absent: bool) -> PostView:
        """Return the view of a post with everyone who can have held it in the day from *at* on, from these tenures."""
        view = self.of(state)
        if is_absent:
            return view
        holders = []
        for tenure in tenures:
            certain = max(tenure.start_latest, at) < min(tenure.certain_until, at + DAY)
            holders.append(self._holder(Holder(tenure, "certain" if certain else "possible", on_leave=False)))
        return replace(view, holders=tuple(holders))

    def _holder(self, holder: Holder) -> HolderView:
        opening = self.opening(holder.tenure.opened_by)
        party = self.world.party(holder.party)
        kind = "organization" if holder.party in self.world.organizations else "person"
        return HolderView(
            holder.party,
            kind,
            party.name,
            holder.capacity,
            holder.presence,
            opening.claim,
            holder.on_leave,
            opening.at,
            holder.tenure.opened_by,
        )

    def _offer(self, ref: str) -> OfferView:
        said = self.offer(ref)
        return OfferView(ref, said.type, said.who, said.terms, said.at)
