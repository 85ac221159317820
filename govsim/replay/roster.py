"""Who holds which post at one instant: the history stabbed at T."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from govsim.model.header import Many, Post
from govsim.model.instant import Instant
from govsim.replay.disputes import Dispute, disputes_of
from govsim.replay.history import History, Offer, PostHistory
from govsim.replay.tenure import Spell, Tenure, spells_of
from govsim.replay.world import END

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
    holders: tuple[Holder, ...]
    offers: tuple[Offer, ...]
    disputed_by: tuple[str, ...]


class Roster:
    """Answers who holds what at an instant, for one history; its disputes are worked out once, when first asked."""

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def disputes(self) -> dict[str, list[Dispute]]:
        """The disputes of each post that has any."""
        return disputes_of(self.history)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {entry.ref: index for index, entry in enumerate(self.history.timeline.entries)}

    def state(self, post: str, at: Instant, *, upto: int | None = None) -> PostState:
        """Return the state of a declared post at an instant.

        *upto* stops among events that share the instant: those after that index have not happened yet.
        """
        history = self.history.posts[post]
        declared = self.history.timeline.world.posts[post]
        title, seats = _described(history, declared, at)
        coverage = self.history.timeline.world.covered(post, at)
        if coverage is None:
            return PostState(post, declared, title, "unknown", _number(seats), None, (), (), ())
        if any(existence.is_absent_at(at) for existence in self.history.existences_of(post)):
            return PostState(post, declared, title, "absent", _number(seats), 0, (), (), ())
        holders = tuple(self._holders(post, at, upto))
        disputed_by = tuple(
            dict.fromkeys(
                dispute.ref
                for dispute in self.disputes.get(post, ())
                if dispute.first <= at < dispute.after
                and not (upto is not None and dispute.first == at and self._is_later_tie(dispute.ref, at, upto))
            )
        )
        seated = [holder for holder in holders if holder.capacity != "observer"]
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
        offers = tuple(offer for offer in self._offers(post, at))
        return PostState(post, declared, title, status, _number(seats), free, holders, offers, disputed_by)

    def possible_during(self, post: str, first: Instant, last: Instant) -> list[Tenure]:
        """Return the tenures that can have run at some instant from *first* to *last*, in the order they opened."""
        return [
            tenure
            for tenure in self.history.posts[post].tenures
            if tenure.start_earliest <= last and first < tenure.end_latest
        ]

    def _spells(self, post: str, at: Instant, upto: int | None) -> list[Spell]:
        history = self.history.posts[post]
        if upto is None:
            return history.spells()
        return spells_of([t for tenure in history.tenures if (t := self._as_of(tenure, at, upto)) is not None])

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

    def _holders(self, post: str, at: Instant, upto: int | None) -> Iterable[Holder]:
        """Return one row a party: its certain presence before a possible one, the later before the earlier."""
        found: dict[str, tuple[Tenure, bool]] = {}
        for spell in self._spells(post, at, upto):
            there = spell.tenure_at(at)
            if there and (spell.party not in found or self._rank(there) > self._rank(found[spell.party])):
                found[spell.party] = there
        for party, (tenure, certain) in found.items():
            on_leave = any(
                leave.post == post and leave.party == party and leave.is_on_at(at) for leave in self.history.leaves
            )
            yield Holder(tenure, "certain" if certain else "possible", on_leave)

    def _rank(self, there: tuple[Tenure, bool]) -> tuple[bool, int]:
        """Return what puts one presence of a party before another: certain first, then the later to open."""
        tenure, certain = there
        return certain, self._place[tenure.opened_by]

    def _offers(self, post: str, at: Instant) -> Iterable[Offer]:
        """Return the offers of a post that are announced and neither lapsed nor come true."""
        for offer in self.history.offers:
            event = offer.entry.event
            if event is None or post not in getattr(event, "to", ()) or at < offer.entry.latest:
                continue
            lapsed = offer.ended_by is not None and offer.ended_by.latest <= at
            taken = {
                tenure.party
                for tenure in self.history.posts[post].tenures
                if tenure.start_earliest >= offer.entry.earliest and tenure.start_latest <= at
            }
            who = set(getattr(event, "who", ()))
            if not lapsed and not (who and who <= taken):
                yield offer


def _described(history: PostHistory, declared: Post, at: Instant) -> tuple[str, int | Many]:
    """Return the title and the number of seats of a post at an instant."""
    title, seats = declared.title, declared.seats
    for entry, event in history.changes:
        if entry.latest <= at:
            title, seats = event.title or title, event.seats or seats
    return title, seats


def _number(seats: int | Many) -> int | None:
    return None if seats == "many" else seats
