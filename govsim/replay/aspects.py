"""What replay learns about a post besides its tenures, as spans: absence, title and seats, disputes, leaves, offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from govsim.model.header import Many
from govsim.model.instant import Instant
from govsim.replay.disputes import Dispute
from govsim.replay.history import History, Offer
from govsim.replay.tenure import Tenure
from govsim.replay.world import BEGINNING, END


class Span(NamedTuple):
    """A half-open span."""

    first: Instant
    after: Instant

    def holds_at(self, at: Instant) -> bool:
        """Return whether the instant lies within."""
        return self.first <= at < self.after


class Change(NamedTuple):
    """From an instant on, a post has another title or number of seats."""

    first: Instant
    title: str | None
    seats: int | Many | None


class Away(NamedTuple):
    """A span in which a holder is certainly on leave."""

    party: str
    first: Instant
    after: Instant


class Offered(NamedTuple):
    """A span in which an offer about the post is announced and neither lapsed nor come true."""

    ref: str
    first: Instant
    after: Instant


@dataclass(frozen=True, slots=True)
class Aspects:
    """Everything about one post that has spans of its own."""

    absences: tuple[Span, ...] = ()
    changes: tuple[Change, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    leaves: tuple[Away, ...] = ()
    offers: tuple[Offered, ...] = ()

    @property
    def holder_edges(self) -> set[Instant]:
        """The instants at which these change who is told to hold the post, or its status."""
        spans: tuple[Span | Dispute | Away, ...] = (*self.absences, *self.disputes, *self.leaves)
        return {edge for span in spans for edge in (span.first, span.after)}

    @property
    def other_edges(self) -> set[Instant]:
        """The instants at which these change what else is told of the post: title, seats, offers."""
        return {change.first for change in self.changes} | {
            edge for offer in self.offers for edge in (offer.first, offer.after)
        }


NOTHING = Aspects()


def aspects_of(history: History, post: str, disputes: Iterable[Dispute], offers: Sequence[Offer]) -> Aspects:
    """Return the aspects of a post, whose disputes and offers are found already."""
    its = history.posts.get(post)
    found = Aspects(
        tuple(_absences(history, post)),
        tuple(
            Change(entry.latest, event.title, event.seats) for entry, event in (its.changes if its is not None else ())
        ),
        tuple(disputes),
        tuple(
            Away(leave.party, leave.begun_by.latest, leave.ended_by.earliest if leave.ended_by else END)
            for leave in history.leaves.get(post, ())
        ),
        tuple(_spans_of(offers, its.tenures if its is not None else ())),
    )
    return NOTHING if found == NOTHING else found


def _absences(history: History, post: str) -> Iterator[Span]:
    """Return the spans in which the post, or its organisation, certainly does not exist."""
    existences = [existence for existence in history.existences_of(post) if not existence.is_always]
    if not existences:
        return
    edges = sorted({BEGINNING, END, *(edge for existence in existences for edge in existence.edges)})
    first: Instant | None = None
    for edge, _ in pairwise(edges):
        absent = any(existence.is_absent_at(edge) for existence in existences)
        if absent and first is None:
            first = edge
        elif not absent and first is not None:
            yield Span(first, edge)
            first = None
    if first is not None:
        yield Span(first, END)


def offers_by_post(history: History) -> dict[str, list[Offer]]:
    """Return the offers that speak of each post, in the order they were made."""
    found: dict[str, list[Offer]] = {}
    for offer in chain.from_iterable(history.offers.values()):
        for post in getattr(offer.entry.event, "to", ()):
            found.setdefault(post, []).append(offer)
    return found


def _spans_of(offers: Sequence[Offer], tenures: Sequence[Tenure]) -> Iterator[Offered]:
    for offer in offers:
        ends = [END] if offer.ended_by is None else [offer.ended_by.latest]
        who = set(getattr(offer.entry.event, "who", ()))
        if who:
            ends.append(max(_taken_up(party, offer, tenures) for party in who))
        if offer.entry.latest < min(ends):
            yield Offered(offer.entry.ref, offer.entry.latest, min(ends))


def _taken_up(party: str, offer: Offer, tenures: Sequence[Tenure]) -> Instant:
    """Return when a party has certainly taken up what was offered, END where it never did."""
    return min(
        (
            tenure.start_latest
            for tenure in tenures
            if tenure.party == party and tenure.start_earliest >= offer.entry.earliest
        ),
        default=END,
    )
