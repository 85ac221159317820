"""Who holds which post at one instant: the history stabbed at T."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

from govsim.model.header import Post
from govsim.model.instant import Instant
from govsim.replay.aspects import Aspects, Offered, aspects_of
from govsim.replay.disputes import Dispute, disputes_of
from govsim.replay.history import History
from govsim.replay.tenure import Spell, Tenure, spells_of
from govsim.replay.world import END, Coverage

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
    disputed_by = tuple(
        dict.fromkeys(dispute.ref for dispute in aspects.disputes if dispute.first <= at < dispute.after)
    )
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
    offers = tuple(offer for offer in aspects.offers if offer.first <= at < offer.after)
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
        on_leave = any(leave.party == party and leave.first <= at < leave.after for leave in aspects.leaves)
        yield Holder(tenure, "certain" if certain else "possible", on_leave)


class Roster:
    """Answers who holds what at an instant, for one history; its disputes are worked out once, when first asked."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._aspects: dict[str, Aspects] = {}

    @cached_property
    def disputes(self) -> dict[str, list[Dispute]]:
        """The disputes of each post that has any."""
        return disputes_of(self.history)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {entry.ref: index for index, entry in enumerate(self.history.timeline.entries)}

    def place(self, tenure: Tenure) -> int:
        """Return where the event that opened a tenure stands in the timeline."""
        return self._place[tenure.opened_by]

    def aspects(self, post: str) -> Aspects:
        """Return everything about a post that has spans of its own."""
        if post not in self._aspects:
            self._aspects[post] = aspects_of(self.history, post, self.disputes.get(post, ()))
        return self._aspects[post]

    def state(self, post: str, at: Instant, *, upto: int | None = None) -> PostState:
        """Return the state of a declared post at an instant.

        *upto* stops among events that share the instant: those after that index have not happened yet.
        """
        world = self.history.timeline.world
        aspects, tenures = self.aspects(post), self.history.posts[post].tenures
        if upto is not None:
            disputes = [d for d in aspects.disputes if not (d.first == at and self._is_later_tie(d.ref, at, upto))]
            aspects = replace(aspects, disputes=tuple(disputes))
            tenures = [t for tenure in tenures if (t := self._as_of(tenure, at, upto)) is not None]

        def holders() -> Iterable[Holder]:
            return holders_at(spells_of(tenures), aspects, at, self.place)

        return state_of(post, world.posts[post], world.covered(post, at), aspects, holders, at)

    def possible_during(self, post: str, first: Instant, last: Instant) -> list[Tenure]:
        """Return the tenures that can have run at some instant from *first* to *last*, in the order they opened."""
        return possible_during(self.history.posts[post].tenures, first, last)

    def _is_later_tie(self, ref: str, at: Instant, upto: int) -> bool:
        """Return whether an event stands at this instant, after the one at index *upto*."""
        index = self._place[ref]
        return index > upto and self.history.timeline.entries[index].key == at

    def _as_of(self, tenure: Tenure, at: Instant, upto: int) -> Tenure | None:
        """Return a tenure without what later events of this very instant do to it, None when one of them opens it."""
        if self._place[tenure.opened_by] > upto:
            if tenure.start_earliest == at:
                return None
            if tenure.start_latest == at:  # may have begun before, is certain only from this event on
                return replace(tenure, start_latest=END)
        if tenure.closed_by is not None and tenure.end_latest == at and self._place[tenure.closed_by] > upto:
            return replace(
                tenure, end_earliest=tenure.end_earliest if tenure.end_earliest < at else END, end_latest=END
            )
        return tenure


def possible_during(tenures: Sequence[Tenure], first: Instant, last: Instant) -> list[Tenure]:
    """Return the tenures that can have run at some instant from *first* to *last*."""
    return [tenure for tenure in tenures if tenure.start_earliest <= last and first < tenure.end_latest]
