"""The one fold: a timeline of events into a history of intervals.

A what-if uses the same fold with an ``admit`` hook; there is no second loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from govsim.model.events import (
    Agreed,
    Departed,
    Dissolved,
    Fired,
    Founded,
    Hired,
    LeaveEnded,
    LeaveStarted,
    Offered,
    PostAbolished,
    PostChanged,
    PostCreated,
    Resigned,
    Withdrawn,
)
from govsim.replay.collector import collector_paused
from govsim.replay.history import EXISTS_ALWAYS, History, Leave, Offer, PostHistory, Unheld
from govsim.replay.log import DISPUTED, Entry, Row, named
from govsim.replay.openings import Openings
from govsim.replay.tenure import Tenure
from govsim.replay.timeline import Timeline

Admit: TypeAlias = Callable[[Entry, "Fold"], Iterable[Entry]]
"""Asked before an entry is applied: returns it as it happens, in several where no one event can say so, or none."""


def replay(timeline: Timeline, admit: Admit | None = None) -> History:
    """Return the history that a timeline unfolds."""
    return Fold(timeline).run(admit)


class Fold:
    """The state of a replay under way; ``admit`` hooks read it, only the fold writes it."""

    def __init__(self, timeline: Timeline, before: Fold | None = None) -> None:
        """Begin at the beginning, or where another replay has come to, which stays as it is."""
        self.timeline = timeline
        self.history: History = History(timeline) if before is None else before.history.continued(timeline)
        self._posts = self.history.posts
        self.organs = timeline.world.organs
        self.ended_early: dict[tuple[str, str, str], Entry] = {} if before is None else dict(before.ended_early)
        self._openings = Openings(timeline.rows)

    def run(self, admit: Admit | None = None, rows: Iterable[Row] | None = None) -> History:
        """Apply rows in order, by default all of the timeline, and return the history so far."""
        with collector_paused():
            self._run(self.timeline.rows if rows is None else rows, admit)
        return self.history

    def foresee(self, rows: list[Row]) -> None:
        """Take other rows for those that are to come; closings that found nothing may find their opening among them."""
        self._openings = Openings(rows)
        for unheld in list(self.history.unheld):
            opening = self._openings.after(unheld.entry, unheld.party, unheld.post, self.ended_early)
            if opening is not None:
                self.ended_early[opening.ref, unheld.party, unheld.post] = unheld.entry
                self.history.unheld.remove(unheld)

    def _run(self, rows: Iterable[Row], admit: Admit | None) -> None:
        posts, within, ended_early = self._posts, self.organs, self.ended_early
        new_tenure = Tenure
        for row in rows:
            if admit is not None:
                for admitted in admit(named(row), self):
                    self._take(admitted)
                continue
            _, _, ref, kind, party, post, earliest, latest, more = row
            if more is not None and named(row).event is not None:
                self._apply(named(row))
                continue
            if not party:
                continue
            # Plain acts, inlined: this is the hot loop of a replay of a million events.
            history = posts[post]
            seated = history.open
            if kind == "hired":
                if party not in seated and not ended_early:
                    seated[party] = tenure = new_tenure(party, post, "regular", ref, earliest, latest)
                    history.tenures.append(tenure)
                else:
                    self._enter(named(row), party, post, "regular", ())
                continue
            held = seated.get(party)
            if (
                type(held) is new_tenure
                and held.previous is None
                and held.start_earliest <= latest
                and post not in within
            ):
                held.end_earliest = earliest
                held.end_latest = latest
                held.closed_by = ref
                del seated[party]
            elif not self._leave(named(row), party, post):
                self._report(named(row), party, post)

    def _take(self, entry: Entry) -> None:
        """Apply an entry of either kind, one by one."""
        if entry.event is not None:
            self._apply(entry)
        elif entry.type == "hired":
            self._enter(entry, entry.party, entry.post, "regular", ())
        elif entry.party and not self._leave(entry, entry.party, entry.post):
            self._report(entry, entry.party, entry.post)

    def _apply(self, entry: Entry) -> None:
        """Apply an entry that carries its event."""
        event = entry.event
        match event:
            case Hired():
                replaced = {
                    ended
                    for post in event.to
                    for party in event.who
                    for ended in self._enter(entry, party, post, event.capacity, event.replaces)
                }
                for party in event.replaces:
                    if party not in replaced:
                        self._report(entry, party, event.to[0])
            case Fired() | Resigned() | Departed():
                for post in event.from_:
                    for party in event.who:
                        if not self._leave(entry, party, post):
                            self._report(entry, party, post)
            case PostCreated() | PostChanged() | PostAbolished():
                self._change_post(entry, event)
            case Founded():
                organizations = self.history.organizations
                organizations[event.organization] = organizations.get(event.organization, EXISTS_ALWAYS).begun(entry)
                self._doubt(entry, self.timeline.world.posts_of(event.organization))
            case Dissolved():
                organizations = self.history.organizations
                organizations[event.organization] = organizations.get(event.organization, EXISTS_ALWAYS).ended(entry)
                self._empty(entry, self.timeline.world.posts_of(event.organization))
            case LeaveStarted():
                for post in event.from_:
                    its_leaves = self.history.leaves.setdefault(post, [])
                    its_leaves += [Leave(post, party, entry) for party in event.who]
            case LeaveEnded():
                self._end_leaves(entry, event)
            case Offered() | Agreed():
                self.history.offers.setdefault(entry.ref, []).append(Offer(entry))
            case Withdrawn():
                if entry.claim != DISPUTED:
                    for offer in self.history.offers.get(f"{entry.ref.partition('/')[0]}/{event.event}", ()):
                        offer.ended_by = entry
            case _:
                pass  # letters, statements, money: no tenure turns on them

    # -- entering

    def _enter(self, entry: Entry, party: str, post: str, capacity: str, replaces: tuple[str, ...]) -> list[str]:
        """Open a tenure and return who was replaced; a sitting holder's other capacity ends there too."""
        history = self._posts[post]
        doubtful = entry.claim == DISPUTED
        tenure = Tenure(party, post, capacity, entry.ref, entry.earliest, entry.latest, is_doubtful=doubtful)
        # Another capacity goes on in this one; so does what was in doubt, now that it is not.
        ended = [
            sitting
            for sitting in history.seated(party)
            if sitting.start_earliest <= entry.latest
            and (sitting.capacity != capacity or (sitting.is_doubtful and not doubtful))
        ]
        if ended:
            tenure.previous = ended[-1]
        history.tenures.append(tenure)
        history.seat(tenure)  # first, so that the posts within an organ see that its holder stays
        if doubtful:
            self._doubt(entry, [post])
            if capacity == "observer" and any(sitting.capacity != "observer" for sitting in ended):
                self._end_within(entry, party, post, leaving=ended)
        else:
            for sitting in ended:
                self._end(sitting, entry, implicit=True)
        replaced = [other for other in replaces if other == party or self._leave(entry, other, post, implicit=True)]
        early = self.ended_early.pop((entry.ref, party, post), None)
        if early is not None:
            self._end(tenure, early, implicit=False)
        return replaced

    def _report(self, entry: Entry, party: str, post: str) -> None:
        self.history.unheld.append(Unheld(entry, party, post))

    # -- leaving

    def _leave(self, entry: Entry, party: str, post: str, *, implicit: bool = False) -> bool:
        """End the tenure of *party* in *post* that this closing can end, and return whether there is one."""
        target = self.ended_by(entry, party, post)
        if isinstance(target, Tenure):
            self._end(target, entry, implicit=implicit)
        elif isinstance(target, Entry):
            self.ended_early[target.ref, party, post] = entry
        return target is not None

    def ended_by(self, entry: Entry, party: str, post: str) -> Tenure | Entry | Literal["ended"] | None:
        """Return what a closing can end of *party* in *post*: a tenure, or the opening of one that is to come.

        "ended" where a tenure has ended at its very bounds already, None where there is nothing to end.
        """
        history = self._posts[post]
        window = entry.earliest, entry.latest
        same_window = False
        for tenure in history.seated(party):
            if tenure.start_earliest > entry.latest:
                continue
            # Regular to observer in one day, written as two events: the later tenure begins with this window, and
            # what this closing speaks of is the earlier one, which the opening of the later has ended already.
            if tenure.previous is not None and (tenure.start_earliest, tenure.start_latest) == window:
                same_window = True
                continue
            return tenure
        if same_window or self._ended_with(history, party, window):
            return "ended"
        return self._openings.after(entry, party, post, self.ended_early)

    @staticmethod
    def _ended_with(history: PostHistory, party: str, window: tuple[int, int]) -> bool:
        """Return whether a tenure ended at these very bounds as the consequence of another event."""
        return any(
            tenure.implicit_end and (tenure.end_earliest, tenure.end_latest) == window
            for tenure in history.tenures
            if tenure.party == party
        )

    def _end(self, tenure: Tenure, entry: Entry, *, implicit: bool) -> None:
        """Close a tenure; a disputed closing only casts doubt on it and leaves it open to later ones."""
        if entry.claim == DISPUTED:
            if entry.earliest < tenure.doubt_from:
                tenure.doubt_from, tenure.doubted_by = entry.earliest, entry.ref
            self._doubt(entry, [tenure.post])
        else:
            history = self._posts[tenure.post]
            for ending in history.seated(tenure.party):
                if ending is tenure or (ending.is_doubtful and ending.previous is tenure):
                    history.unseat(ending)
                    ending.end_earliest, ending.end_latest = entry.earliest, entry.latest
                    ending.closed_by, ending.implicit_end = entry.ref, implicit
        if tenure.capacity != "observer":
            self._end_within(entry, tenure.party, tenure.post, leaving=[tenure])

    def _end_within(self, entry: Entry, party: str, organ: str, leaving: list[Tenure]) -> None:
        """End, with the same bounds, the posts within *organ* of somebody who is no longer a member of it."""
        if organ not in self.organs:
            return
        seated = self._posts[organ].seated(party)
        if any(tenure.capacity != "observer" and tenure not in leaving for tenure in seated):
            return
        for post in self.organs[organ]:
            for tenure in self._posts[post].seated(party):
                if tenure.start_earliest <= entry.latest:
                    self._end(tenure, entry, implicit=True)

    def _empty(self, entry: Entry, posts: list[str]) -> None:
        """End every tenure in posts that are no more."""
        for post in posts:
            for party in list(self._posts[post].open):
                for tenure in self._posts[post].seated(party):
                    if tenure.start_earliest <= entry.latest:
                        self._end(tenure, entry, implicit=True)
        self._doubt(entry, posts)

    # -- posts, doubt, leave

    def _change_post(self, entry: Entry, event: PostCreated | PostChanged | PostAbolished) -> None:
        history = self._posts[event.post]
        if isinstance(event, PostAbolished):
            history.existence = history.existence.ended(entry)
            self._empty(entry, [event.post])
            return
        if isinstance(event, PostCreated):
            history.existence = history.existence.begun(entry)
            self._doubt(entry, [event.post])
        if entry.claim != DISPUTED:
            history.changes = (*history.changes, (entry, event))

    def _doubt(self, entry: Entry, posts: list[str]) -> None:
        """Remember that a disputed event touches these posts."""
        if entry.claim == DISPUTED:
            for post in posts:
                if entry not in self._posts[post].doubts:
                    self._posts[post].doubts = (*self._posts[post].doubts, entry)

    def _end_leaves(self, entry: Entry, event: LeaveEnded) -> None:
        for post in event.from_:
            for party in event.who:
                for leave in self.history.leaves.get(post, ()):
                    if leave.party == party and leave.ended_by is None:
                        leave.ended_by = entry
                        break
                else:
                    self._report(entry, party, post)
