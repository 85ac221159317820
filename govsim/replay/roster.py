"""Who holds which post at one instant: the history stabbed at T."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from govsim.model.header import Post
from govsim.model.instant import Instant
from govsim.replay.aspects import Aspects, Offered, aspects_of, offers_by_post
from govsim.replay.disputes import Dispute, disputes_of
from govsim.replay.history import History, Offer
from govsim.replay.stays import Stays
from govsim.replay.tenure import Spell, Tenure, spells_of
from govsim.replay.ties import Ties
from govsim.replay.world import Coverage

Status: TypeAlias = Literal["unknown", "absent", "disputed", "held", "acting", "vacant"]
Presence: TypeAlias = Literal["certain", "possible"]


@dataclass(frozen=True, slots=True)
class Holder:
    """One party in a post at an instant: the tenure that describes it, and how sure it is."""

    tenure: Tenure
    presence: Presence
    on_leave: bool

    @property
    def party(self) -> str:
        """Who it is."""
        return self.tenure.party

    @property
    def capacity(self) -> str:
        """regular, interim, acting or observer."""
        return self.tenure.capacity


@dataclass(frozen=True, slots=True)
class PostState:
    """A post at an instant; ``seats`` and ``open`` are None where the number of seats is not fixed or not known."""

    post: str
    declared: Post
    title: str
    status: Status
    seats: int | None
    open: int | None
    holders: tuple[Holder, ...] = ()
    offers: tuple[Offered, ...] = ()
    disputed_by: tuple[str, ...] = ()


def state_of(
    post: str,
    declared: Post,
    coverage: Coverage | None,
    aspects: Aspects,
    holders: Callable[[], Iterable[Holder]],
    at: Instant,
) -> PostState:
    """Return the state of a post at an instant: the first status that fits.

    *holders* is asked only where somebody can be listed.
    """
    title, seats = declared.title, declared.seats
    for change in aspects.changes:
        if change.first <= at:
            title, seats = change.title or title, change.seats or seats
    number = None if seats == "many" else seats
    if coverage is None:
        return PostState(post, declared, title, "unknown", number, None)
    if any(absence.holds_at(at) for absence in aspects.absences):
        return PostState(post, declared, title, "absent", number, 0)
    disputed_by: tuple[str, ...] = ()
    if aspects.disputes:
        disputed_by = tuple(dict.fromkeys(d.ref for d in aspects.disputes if d.first <= at < d.after))
    there = tuple(holders())
    seated = [holder for holder in there if holder.capacity != "observer"]
    certain = [holder for holder in seated if holder.presence == "certain"]
    status: Status
    if disputed_by:
        status = "disputed"
    elif any(holder.capacity == "regular" for holder in certain):
        status = "held"
    elif certain:
        status = "acting"
    elif seated or coverage.partial:
        status = "unknown"
    else:
        status = "vacant"
    free = None if seats == "many" else max(0, seats - len(certain))
    offers = tuple([offer for offer in aspects.offers if offer.first <= at < offer.after])
    return PostState(post, declared, title, status, number, free, there, offers, disputed_by)


def holders_at(
    spells: Iterable[Spell], aspects: Aspects, at: Instant, place: Callable[[Tenure], Any]
) -> Iterable[Holder]:
    """Return one row a party: its certain presence before a possible one, the later before the earlier.

    *place* says where the event that opened a tenure stands in the timeline.
    """
    found: dict[str, tuple[Tenure, bool]] = {}
    for spell in spells:
        there = spell.tenure_at(at)
        if there is None:
            continue
        before = found.get(spell.party)
        if before is None or (there[1], place(there[0])) > (before[1], place(before[0])):
            found[spell.party] = there
    for party, (tenure, certain) in found.items():
        away = [leave for leave in aspects.leaves if leave.first <= at < leave.after and leave.party == party]
        yield Holder(tenure, "certain" if certain else "possible", bool(away))


class Roster:
    """Answers who holds what at an instant, for one history; its disputes are worked out once, when first asked."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._aspects: dict[str, Aspects] = {}
        self._stays: dict[str, Stays] = {}

    @cached_property
    def disputes(self) -> dict[str, list[Dispute]]:
        """The disputes of each post that has any."""
        return disputes_of(self.history)

    @cached_property
    def ties(self) -> Ties:
        """What the events that share an instant do one after the other."""
        return Ties(self.history.timeline.entries)

    @cached_property
    def _offers(self) -> dict[str, list[Offer]]:
        return offers_by_post(self.history)

    def place(self, tenure: Tenure) -> int:
        """Return where the event that opened a tenure stands in the timeline."""
        return self.ties.place[tenure.opened_by]

    def aspects(self, post: str) -> Aspects:
        """Return everything about a post that has spans of its own."""
        if post not in self._aspects:
            disputes, offers = self.disputes.get(post, ()), self._offers.get(post, ())
            self._aspects[post] = aspects_of(self.history, post, disputes, offers)
        return self._aspects[post]

    def stays(self, post: str) -> Stays:
        """Return the stays in a post, by instant."""
        if post not in self._stays:
            self._stays[post] = Stays(self.history.posts[post].tenures)
        return self._stays[post]

    def state(self, post: str, at: Instant, *, upto: int | None = None) -> PostState:
        """Return the state of a declared post at an instant.

        *upto* stops among events that share the instant: those after that index have not happened yet.
        """
        world = self.history.timeline.world
        aspects, stays = self.aspects(post), self.stays(post)
        if upto is not None:
            aspects = self.ties.aspects(aspects, at, upto)

        def holders() -> Iterable[Holder]:
            spells = stays.around(at)
            if upto is not None:
                spells = spells_of(list(self.ties.tenures(stays.in_order(spells), at, upto)))
            return holders_at(spells, aspects, at, self.place)

        return state_of(post, world.posts[post], world.covered(post, at), aspects, holders, at)

    def holder_edges(self, post: str) -> set[Instant]:
        """Return the instants at which the holders of a post, or its status, can change."""
        edges = {edge for tenure in self.history.posts[post].tenures for edge in tenure.edges}
        for cover in self.history.timeline.world.coverage(post):
            edges.update((cover.first, cover.last + 1))
        return edges | self.aspects(post).holder_edges

    def tied(self, post: str, at: Instant) -> list[int]:
        """Return the places of the events that change the state of a post within this very instant."""
        tenures = (tenure for spell in self.stays(post).around(at) for tenure in spell.tenures)
        return self.ties.places(self.aspects(post), tenures, at)

    def possible_during(self, post: str, first: Instant, last: Instant) -> list[Tenure]:
        """Return the tenures that can have run at some instant from *first* to *last*, in the order they opened."""
        return possible_during(self.history.posts[post].tenures, first, last)


def possible_during(tenures: Sequence[Tenure], first: Instant, last: Instant) -> list[Tenure]:
    """Return the tenures that can have run at some instant from *first* to *last*."""
    return [tenure for tenure in tenures if tenure.start_earliest <= last and first < tenure.end_latest]
