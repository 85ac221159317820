"""Rosters read from the ledger's projection, without a replay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from govsim.ledger.standing import Standing
from govsim.ledger.store import Ledger
from govsim.model.header import organization_of
from govsim.model.instant import DAY, Instant
from govsim.replay.aspects import Aspects
from govsim.replay.held import Opening, StoredOffer, aspects_from, spells_from
from govsim.replay.roster import Holder, PostState, holders_at, possible_during, state_of
from govsim.replay.tenure import Spell, Tenure
from govsim.replay.world import World
from govsim.service.post_views import OfferSaid, OpeningLike, PostViews
from govsim.service.views import PostView


def believed_posts(
    ledger: Ledger,
    world: World,
    posts: Sequence[str],
    at: Instant,
    *,
    branch: str,
    upto: int | None,
    during: bool,
) -> tuple[PostView, ...] | None:
    """Return the views of some posts at an instant as a branch believed them at a position.

    None where the projection cannot be read and the log must be replayed.
    """
    by_organization: defaultdict[str, list[str]] = defaultdict(list)
    for post in posts:
        by_organization[organization_of(post)].append(post)
    last = at + DAY - 1 if during else at
    readers: dict[str, _Post] = {}
    for organization, its_posts in by_organization.items():
        found = ledger.standings(organization, at, last, branch=branch, upto=upto)
        if found is None:
            return None
        readers |= {post: _Post(world, post, found.get(post, Standing())) for post in its_posts}
    states = {post: readers[post].state(at) for post in posts}
    tenures = {post: readers[post].possible_during(at, last) if during else [] for post in posts}
    shown = [holder.tenure for state in states.values() for holder in state.holders]
    events = _Events(ledger, readers.values(), [*shown, *(tenure for its in tenures.values() for tenure in its)])
    views = PostViews(world, events.opening, events.offer)
    if not during:
        return tuple(views.of(events.named(state)) for state in states.values())
    return tuple(
        views.of_day(
            events.named(state),
            [events.named_tenure(tenure) for tenure in tenures[post]],
            at,
            is_absent=state.status == "absent" and readers[post].state(last).status == "absent",
        )
        for post, state in states.items()
    )


class _Post:
    """One post as the projection holds it; events are named by their positions."""

    def __init__(self, world: World, post: str, standing: Standing) -> None:
        self._world = world
        self._post = post
        self.aspects: Aspects
        self.offers: Mapping[str, StoredOffer]
        self.openings: Mapping[str, Opening]
        self._spells: Sequence[Spell]
        self.aspects, self.offers = aspects_from(standing.aspects)
        self._spells, self.openings, self._places = spells_from(standing.tenures)

    def state(self, at: Instant) -> PostState:
        def holders() -> Iterable[Holder]:
            return holders_at(self._spells, self.aspects, at, self._place)

        declared, coverage = self._world.posts[self._post], self._world.covered(self._post, at)
        return state_of(self._post, declared, coverage, self.aspects, holders, at)

    def possible_during(self, first: Instant, last: Instant) -> list[Tenure]:
        tenures = [tenure for spell in self._spells for tenure in spell.tenures]
        return possible_during(sorted(tenures, key=self._place), first, last)

    def _place(self, tenure: Tenure) -> tuple[int, int]:
        return self._places[tenure.party, tenure.opened_by]


class _Events:
    """The events behind some tenures, read together."""

    def __init__(self, ledger: Ledger, posts: Iterable[_Post], tenures: Iterable[Tenure]) -> None:
        found = ledger.openings(sorted({int(tenure.opened_by) for tenure in tenures}))
        self._refs = {str(position): ref for position, (ref, _) in found.items()}
        self._openings: dict[str, OpeningLike] = dict(found.values())
        self._offers: dict[str, StoredOffer] = {}
        for post in posts:
            self._offers |= post.offers
            for position, opening in post.openings.items():
                if position in self._refs:
                    self._openings[self._refs[position]] = opening

    def opening(self, ref: str) -> OpeningLike:
        return self._openings[ref]

    def offer(self, ref: str) -> OfferSaid:
        stored = self._offers[ref]
        return OfferSaid(stored.type, stored.who, stored.terms, stored.at)

    def named_tenure(self, tenure: Tenure) -> Tenure:
        """Return a tenure with the event that opened it named by its ref."""
        return replace(tenure, opened_by=self._refs[tenure.opened_by])

    def named(self, state: PostState) -> PostState:
        """Return a state with the events that opened its tenures named by their refs."""
        named = tuple(replace(holder, tenure=self.named_tenure(holder.tenure)) for holder in state.holders)
        return replace(state, holders=named)
