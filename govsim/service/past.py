"""One replayed past, and the views read off it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property

from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.header import Header, organization_of
from govsim.model.instant import DAY, Instant
from govsim.replay.disputes import Dispute
from govsim.replay.fold import replay
from govsim.replay.history import History, Offer
from govsim.replay.log import Log
from govsim.replay.roster import Holder, PostState, Roster
from govsim.replay.tenure import Tenure
from govsim.replay.timeline import Admission, Timeline, make_timeline
from govsim.replay.world import World
from govsim.service.views import HolderView, OfferView, PostView, RosterView, SuccessionView, TenureView


@dataclass(frozen=True)
class Clocks:
    """What a reader asked for besides the instant: the branch, and what was known, recorded and trusted."""

    branch: str = "main"
    known_at: Instant | None = None
    recorded_at: Instant | None = None
    trust: str = "disputed"


class Past:
    """A log replayed under an admission; built once, asked often."""

    def __init__(self, log: Log, clocks: Clocks, admission: Admission) -> None:
        self.log = log
        self.clocks = clocks
        self.timeline: Timeline = make_timeline(log, admission)
        self.history: History = replay(self.timeline)
        self.roster = Roster(self.history)

    @property
    def world(self) -> World:
        """What the records declare."""
        return self.timeline.world

    # -- what is asked for

    def posts_asked(self, record: str | None, organization: str | None, post: str | None) -> list[str]:
        """Return the posts that a question names, all of them where it names nothing.

        Raises:
            NotFoundError: a record, organisation or post that is not there.
        """
        posts = list(self.world.posts)
        if record is not None:
            posts = [id_ for id_ in posts if id_ in self.header(record).posts]
        if organization is not None:
            if organization not in self.world.organizations:
                raise _missing("organisation", organization, self.world.organizations)
            posts = [id_ for id_ in posts if organization_of(id_) == organization]
        if post is not None:
            if post not in self.world.posts:
                raise _missing("post", post, self.world.posts)
            posts = [id_ for id_ in posts if id_ == post]
        return posts

    def header(self, record: str) -> Header:
        """Return a record's header.

        Raises:
            NotFoundError: there is no such record.
        """
        if record not in self.world.headers:
            raise _missing("record", record, self.world.headers)
        return self.world.headers[record]

    def zone_asked(self, record: str | None, posts: Iterable[str]) -> tzinfo:
        """Return the zone in which the records asked for are written.

        Raises:
            GovsimError: they disagree, or name none.
        """
        asked = set(posts)
        headers = [
            header
            for header in self.world.headers.values()
            if (record is None or header.record == record) and (asked & header.posts.keys() or not asked)
        ]
        zones = {header.zone for header in headers}
        if len(zones) > 1:
            named = ", ".join(f"{header.record}: {header.zone or 'none'}" for header in headers)
            raise GovsimError(
                f"this time has no offset, and the records disagree about the zone ({named})",
                hint="write an offset, as in 2023-11-17T12:28-08:00, or give --zone",
            )
        return headers[0].tzinfo if headers else Header(record="none").tzinfo

    # -- rosters

    def roster_view(self, at: Instant, posts: Sequence[str], *, during: bool = False) -> RosterView:
        """Return the state of some posts at an instant; *during*: everyone possible in the day that begins there."""
        states = [self.roster.state(post, at) for post in posts]
        clocks = self.clocks
        views = tuple(self._day_view(state, at) if during else self.post_view(state) for state in states)
        span = (at, at + DAY - 1) if during else None
        return RosterView(at, clocks.branch, clocks.branch != "main", clocks.known_at, clocks.recorded_at, views, span)

    def post_view(self, state: PostState) -> PostView:
        """Return the view of a post's state."""
        return PostView(
            state.post,
            organization_of(state.post),
            state.title,
            state.status,
            state.seats,
            state.open,
            tuple(self._offer_view(offer) for offer in state.offers),
            tuple(self._holder_view(holder) for holder in state.holders),
            state.disputed_by,
        )

    def _day_view(self, state: PostState, at: Instant) -> PostView:
        """Return a post's view with everyone who can have held it in the day from *at* on."""
        if state.status == "absent" and self.roster.state(state.post, at + DAY - 1).status == "absent":
            return self.post_view(state)
        holders = []
        for tenure in self.roster.possible_during(state.post, at, at + DAY - 1):
            certain = max(tenure.start_latest, at) < min(tenure.certain_until, at + DAY)
            holders.append(self._holder_view(Holder(tenure, "certain" if certain else "possible", on_leave=False)))
        view = self.post_view(state)
        return PostView(
            view.post,
            view.organization,
            view.title,
            view.status,
            view.seats,
            view.open,
            view.offers,
            tuple(holders),
            view.disputed_by,
        )

    def _holder_view(self, holder: Holder) -> HolderView:
        opening = self.timeline.event(holder.tenure.opened_by)
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

    def _offer_view(self, offer: Offer) -> OfferView:
        event = self.timeline.event(offer.entry.ref)
        return OfferView(
            offer.entry.ref, event.type, getattr(event, "who", ()), getattr(event, "terms", None), event.at
        )

    # -- tenures

    def succession(self, id_: str) -> SuccessionView:
        """Return the tenures in a post, or of a party.

        Raises:
            NotFoundError: it is neither.
        """
        if id_ in self.world.posts:
            title = self.world.posts[id_].title
            return SuccessionView(id_, True, title, tuple(self._tenures(self.history.posts[id_].tenures)))  # noqa: FBT003
        party = self.world.people.get(id_) or self.world.organizations.get(id_)
        if party is None:
            known = [*self.world.posts, *self.world.people, *self.world.organizations]
            raise _missing("post, person or organisation", id_, known)
        own = [
            tenure for history in list(self.history.posts.values()) for tenure in history.tenures if tenure.party == id_
        ]
        return SuccessionView(id_, False, party.name, tuple(self._tenures(own)))  # noqa: FBT003

    def _tenures(self, tenures: Iterable[Tenure]) -> Iterable[TenureView]:
        place = self.place
        for tenure in sorted(tenures, key=lambda tenure: (tenure.start_earliest, place[tenure.opened_by])):
            yield TenureView(
                tenure.party,
                self.world.party(tenure.party).name,
                tenure.post,
                tenure.capacity,
                self.timeline.event(tenure.opened_by).at,
                self.timeline.event(tenure.closed_by).at if tenure.closed_by else None,
                tenure.opened_by,
                tenure.closed_by,
            )

    @cached_property
    def place(self) -> dict[str, int]:
        """The index of each event in the timeline, by ref."""
        return {entry.ref: index for index, entry in enumerate(self.timeline.entries)}

    def disputes(self, post: str) -> list[Dispute]:
        """Return the spans in which a post is disputed."""
        return self.roster.disputes.get(post, [])


def _missing(what: str, id_: str, known: Iterable[str]) -> NotFoundError:
    return NotFoundError(f"there is no {what} '{id_}'", hint=did_you_mean(id_, known))
