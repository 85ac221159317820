"""What a replay gives: for each post its tenures, its existence and its doubts; leaves and offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

from govsim.model.events import PostChanged, PostCreated
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.log import DISPUTED, Entry
from govsim.replay.tenure import Spell, Tenure, spells_of
from govsim.replay.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Existence:
    """When a post or an organisation exists: spans that begin and end at bounds.

    Without any it exists always, unless it is *unmade*: what would have made it does not happen in a what-if.
    """

    spans: tuple[tuple[Entry | None, Entry | None], ...] = ()
    unmade: bool = False

    @property
    def is_always(self) -> bool:
        """True where nothing says when it exists."""
        return not self.spans and not self.unmade

    def begun(self, entry: Entry) -> Existence:
        """Return the existence that goes on from this event; what surely exists already goes on as it is."""
        if any(gone is None and (begun is None or begun.claim != DISPUTED) for begun, gone in self.spans):
            return self
        return Existence((*self.spans, (entry, None)), self.unmade)

    def ended(self, entry: Entry) -> Existence:
        """Return the existence that this event ends; a disputed one ends nothing for certain."""
        if entry.claim == DISPUTED:
            return self
        if self.is_always:
            return Existence(((None, entry),))
        return Existence(tuple((begun, gone or entry) for begun, gone in self.spans), self.unmade)

    def is_absent_at(self, at: Instant) -> bool:
        """Return whether it certainly does not exist at an instant."""
        return not self.is_always and not any(
            (begun is None or begun.earliest <= at) and (ended is None or at < ended.latest)
            for begun, ended in self.spans
        )

    @property
    def edges(self) -> list[Instant]:
        """The instants at which that can change."""
        return [
            *(begun.earliest for begun, _ in self.spans if begun),
            *(ended.latest for _, ended in self.spans if ended),
        ]


EXISTS_ALWAYS = Existence()


class PostHistory:
    """Everything that replay learns about one post. ``open`` is the fold's own: who sits at the end."""

    __slots__ = ("changes", "doubts", "existence", "open", "tenures")

    def __init__(self) -> None:
        self.tenures: list[Tenure] = []
        self.open: dict[str, Tenure | list[Tenure]] = {}  # a list only for the rare one who sits there twice
        self.existence: Existence = EXISTS_ALWAYS
        self.changes: Sequence[tuple[Entry, PostCreated | PostChanged]] = ()
        self.doubts: Sequence[Entry] = ()

    def seated(self, party: str) -> list[Tenure]:
        """Return the open tenures of a party, in the order they opened; a list of the caller's own."""
        held = self.open.get(party)
        return [] if held is None else [held] if isinstance(held, Tenure) else list(held)

    def seat(self, tenure: Tenure) -> None:
        """Add an open tenure."""
        held = self.seated(tenure.party)
        self.open[tenure.party] = [*held, tenure] if held else tenure

    def unseat(self, tenure: Tenure) -> None:
        """Take an open tenure out."""
        held = [other for other in self.seated(tenure.party) if other is not tenure]
        if held:
            self.open[tenure.party] = held
        else:
            self.open.pop(tenure.party, None)

    def may_seat(self, party: str, first: Instant, last: Instant) -> bool:
        """Return whether a party can have had a seat here at some instant from *first* to *last*."""
        return any(
            tenure.party == party
            and tenure.capacity != "observer"
            and tenure.start_earliest <= last
            and first <= tenure.end_latest
            for tenure in self.tenures
        )

    def copied(self) -> PostHistory:
        """Return the same once more, for a replay that goes on from here without touching this one."""
        twin = PostHistory()
        twins = {id(tenure): copy(tenure) for tenure in self.tenures}
        twin.tenures = list(twins.values())
        for tenure in twin.tenures:
            if tenure.previous is not None:
                tenure.previous = twins[id(tenure.previous)]
        for party in self.open:
            seated = [twins[id(tenure)] for tenure in self.seated(party)]
            twin.open[party] = seated if len(seated) > 1 else seated[0]
        twin.existence, twin.changes, twin.doubts = self.existence, self.changes, self.doubts
        return twin

    def spells(self) -> list[Spell]:
        """Return the unbroken stays in this post, in the order they opened."""
        return spells_of(self.tenures)


@dataclass(slots=True)
class Leave:
    """An absence from a post whose tenure goes on."""

    post: str
    party: str
    begun_by: Entry
    ended_by: Entry | None = None

    def is_on_at(self, at: Instant) -> bool:
        """Return whether the holder is certainly on leave at an instant."""
        return self.begun_by.latest <= at and (self.ended_by is None or at < self.ended_by.earliest)


@dataclass(slots=True)
class Offer:
    """An offer or agreement that opened no tenure, until it lapses or comes true."""

    entry: Entry
    ended_by: Entry | None = None


@dataclass(frozen=True, slots=True)
class Unheld:
    """A closing that found nothing to close."""

    entry: Entry
    party: str
    post: str


class _Continued(defaultdict[str, PostHistory]):
    """Posts that begin as another history left them; each is copied when it is first looked at."""

    def __init__(self, before: Mapping[str, PostHistory]) -> None:
        super().__init__(PostHistory)
        self._before = before

    def __missing__(self, post: str) -> PostHistory:
        before = self._before.get(post)
        self[post] = its = PostHistory() if before is None else before.copied()
        return its


class History:
    """The intervals that a timeline unfolds; leaves are kept by post, offers by the ref of their event."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.posts: defaultdict[str, PostHistory] = defaultdict(PostHistory)
        self.organizations: dict[str, Existence] = {}
        self.leaves: dict[str, list[Leave]] = {}
        self.offers: dict[str, list[Offer]] = {}
        self.unheld: list[Unheld] = []
        for id_ in timeline.unmade:
            self.unmake(id_)

    def continued(self, timeline: Timeline) -> History:
        """Return a history that goes on from this one with another timeline and shares what that does not touch."""
        history = History(timeline)
        history.posts = _Continued(self.posts)
        history.organizations = dict(self.organizations)
        for id_ in timeline.unmade:
            history.unmake(id_)
        history.leaves = {post: [copy(leave) for leave in leaves] for post, leaves in self.leaves.items()}
        history.offers = {ref: [copy(offer) for offer in offers] for ref, offers in self.offers.items()}
        history.unheld = list(self.unheld)
        return history

    def unmake(self, id_: str) -> None:
        """Let a post or organisation exist by what makes it later only: what would have made it did not happen."""
        if "/" in id_:
            self.posts[id_].existence = replace(self.posts[id_].existence, unmade=True)
        else:
            self.organizations[id_] = replace(self.organizations.get(id_, EXISTS_ALWAYS), unmade=True)

    def existences_of(self, post: str) -> list[Existence]:
        """Return what must exist for the post to exist: itself and its organisation."""
        return [
            self.posts[post].existence,
            self.organizations.get(organization_of(post), EXISTS_ALWAYS),
        ]
