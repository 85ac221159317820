"""One replayed past, and the views read off it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from govsim.model.header import Header
from govsim.model.instant import DAY, Instant
from govsim.replay.disputes import Dispute
from govsim.replay.fold import replay
from govsim.replay.history import History
from govsim.replay.log import Entry, Log
from govsim.replay.roster import PostState, Roster
from govsim.replay.tenure import Tenure
from govsim.replay.timeline import Admission, Timeline, make_timeline
from govsim.replay.world import World
from govsim.service.asked import claim_named, header_asked, missing, posts_asked
from govsim.service.post_views import OfferSaid, PostViews
from govsim.service.views import PostView, SuccessionView, TenureView

if TYPE_CHECKING:
    from govsim.rules.books import Added


@dataclass(frozen=True)
class Clocks:
    """What a reader asked for besides the instant: the branch, and what was known, recorded and trusted."""

    branch: str = "main"
    known_at: Instant | None = None
    recorded_at: Instant | None = None
    trust: str = "disputed"

    @property
    def admits_all(self) -> bool:
        """True where nothing is filtered out by when it was announced or how sure it is."""
        return self.known_at is None and self.trust == "disputed"


class Past:
    """A log replayed under an admission; built once, asked often."""

    def __init__(self, log: Log, clocks: Clocks, admission: Admission, added: Callable[[], Added] = tuple) -> None:
        """Replay a log.

        Args:
            log: what is recorded.
            clocks: what was asked for.
            admission: what of it counts.
            added: gives the layers of bylaws that count besides the recorded ones; called where acts are judged.
        """
        self.log = log
        self.clocks = clocks
        self.timeline: Timeline = make_timeline(log, admission)
        self.history: History = replay(self.timeline)
        self.roster = Roster(self.history)
        self._added = added

    @property
    def world(self) -> World:
        """What the records declare."""
        return self.timeline.world

    def known_at(self, instant: Instant) -> Past:
        """Return the same past as far as it was announced by an instant."""
        clocks = replace(self.clocks, known_at=instant)
        return Past(self.log, clocks, Admission(instant, claim_named(self.clocks.trust)), self._added)

    @cached_property
    def entry_of(self) -> dict[str, Entry]:
        """The entry of each event that happens, by ref."""
        return {entry.ref: entry for entry in self.timeline.entries}

    @cached_property
    def added(self) -> Added:
        """The layers of bylaws that the scenarios bring from which its branch was made."""
        return self._added()

    # -- what is asked for

    def posts_asked(self, record: str | None, organization: str | None, post: str | None) -> list[str]:
        """Return the posts that a question names, all of them where it names nothing.

        Raises:
            NotFoundError: a record, organisation or post that is not there.
        """
        return posts_asked(self.world, record, organization, post)

    def header(self, record: str) -> Header:
        """Return a record's header.

        Raises:
            NotFoundError: there is no such record.
        """
        return header_asked(self.world, record)

    # -- rosters

    def post_views(self, at: Instant, posts: Sequence[str], *, during: bool = False) -> tuple[PostView, ...]:
        """Return the views of some posts at an instant; *during*: everyone possible in the day that begins there."""
        return tuple(
            self._day_view(post, at) if during else self.post_view(self.roster.state(post, at)) for post in posts
        )

    def post_view(self, state: PostState) -> PostView:
        """Return the view of a post's state."""
        return self._views.of(state)

    def _day_view(self, post: str, at: Instant) -> PostView:
        """Return a post's view with everyone who can have held it in the day from *at* on."""
        state, last = self.roster.state(post, at), at + DAY - 1
        absent = state.status == "absent" and self.roster.state(post, last).status == "absent"
        return self._views.of_day(state, self.roster.possible_during(post, at, last), at, is_absent=absent)

    @cached_property
    def _views(self) -> PostViews:
        return PostViews(self.world, self.timeline.event, self._offer)

    def _offer(self, ref: str) -> OfferSaid:
        event = self.timeline.event(ref)
        return OfferSaid(event.type, getattr(event, "who", ()), getattr(event, "terms", None), event.at)

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
            raise missing("post, person or organisation", id_, known)
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

    @property
    def place(self) -> dict[str, int]:
        """The index of each event in the timeline, by ref."""
        return self.roster.ties.place

    def disputes(self, post: str) -> list[Dispute]:
        """Return the spans in which a post is disputed."""
        return self.roster.disputes.get(post, [])
