"""Writing the tenure projection: in the transaction that appends, for the posts that an append bears on.

Most acts add or end one row, and need neither the log nor a replay. All others have their posts replayed, with the fold
that answers everything else, from the records that speak of those posts' organisations. Beliefs are kept per
transaction: what a row said before is closed at the position where the transaction ended, never overwritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from govsim.ledger.branches import Branch, lineage_of
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.dialect import dialect_of
from govsim.ledger.reading import find_event, read_log
from govsim.ledger.rows import Row
from govsim.ledger.session import Session, chunks, marks
from govsim.model.errors import NotFoundError
from govsim.model.events import AboutEvent, Agreed, Event, LeaveEnded, LeaveStarted, Offered, Withdrawn
from govsim.model.header import Header, organization_of
from govsim.replay.bearing import posts_touched
from govsim.replay.fold import replay
from govsim.replay.held import Held
from govsim.replay.log import Log
from govsim.replay.projection import Projected, needs_replay, project
from govsim.replay.timeline import make_timeline
from govsim.replay.world import END, World

HELD = "party, capacity, start_earliest, start_latest, end_earliest, end_latest, opened_by, closed_by, more"
"""The columns of a Held, in its order."""


class New(NamedTuple):
    """A row just appended, with what it holds."""

    row: Row
    content: Event | Header


def records_about(world: World, posts: Iterable[str]) -> set[str]:
    """Return the records that speak of some posts' organisations, and of those of the organs they lie within.

    Nothing else bears on them: causes and the order of events stay within a record.
    """
    reached, new = set[str](), list(posts)
    while new:
        post = new.pop()
        if post not in reached:
            reached.add(post)
            new += world.organs_over(post) if post in world.posts else ()
    organizations = {organization_of(post) for post in reached}
    return {record for record, header in world.headers.items() if organizations & header.organizations.keys()}


def _by_key(row: Row) -> tuple[int, int]:
    return row.key_at or 0, row.position


class Projector:
    """Brings the projection of one branch up to what a transaction appends, ending at position *head*."""

    def __init__(self, session: Session, branch: Branch, world: World, head: int) -> None:
        self._session = session
        self._branch = branch
        self._world = world
        self._head = head
        self._closed: list[tuple[Any, ...]] = []
        self._opened: list[tuple[Any, ...]] = []
        self._extended: dict[tuple[str, str], tuple[list[Held], list[Held]]] = {}

    def append(self, new: Sequence[New]) -> None:
        """Project the rows of one transaction."""
        single, bearing = self._divide(new)
        replayed = self._with_within(bearing)
        if replayed:
            single = [row for row in single if row.post not in replayed]
        if single:
            replayed |= self._with_within(self._extend(single))
            for (_, post), (before, after) in self._extended.items():
                if post not in replayed:
                    self._change(post, before, after)
        if replayed:
            self._replay(replayed)
        self._flush()

    # -- what an append bears on

    def _divide(self, new: Sequence[New]) -> tuple[list[Row], set[str]]:
        """Return the single acts, and the posts that must be replayed."""
        single: list[Row] = []
        is_main = self._branch.branch_id == MAIN
        replayed: set[str] = set()
        declared: set[str] = set()
        for row, content in new:
            if is_main and row.party and row.causes is None:
                single.append(row)
            elif isinstance(content, Header):
                declared.add(content.record)
                replayed |= self._declared_again(content, row)
            elif isinstance(content, AboutEvent):
                replayed |= self._spoken_of(self._world.headers[row.record])
            else:
                for reading in content.readings():
                    replayed |= posts_touched(self._world, reading) | self._posts_besides(row.record, reading)
        if declared:
            # A record with its header, the usual load: one replay of it costs less than asking act by act.
            replayed |= {row.post for row in single if row.record in declared}
        return single, replayed

    def _declared_again(self, header: Header, row: Row) -> set[str]:
        """Return the posts that a header bears on: none where the record and its organisations are new."""
        others = [other for record, other in self._world.headers.items() if record != header.record]
        shared = {org for other in others for org in header.organizations.keys() & other.organizations.keys()}
        first = row.ref.endswith("/@record-1") and not self._branch.is_hypothetical
        if first:
            return {post for post in self._world.posts if organization_of(post) in shared}
        return self._spoken_of(header)

    def _spoken_of(self, header: Header) -> set[str]:
        """Return every post that a record's events can bear on: those of its organisations, whoever declares them."""
        return set(header.posts) | {post for org in header.organizations for post in self._world.posts_of(org)}

    def _posts_besides(self, record: str, event: Event) -> set[str]:
        """Return the posts whose offers or leaves an event changes."""
        match event:
            case Offered() | Agreed():
                return set(event.to)
            case LeaveStarted() | LeaveEnded():
                return set(event.from_)
            case Withdrawn():
                lineage = lineage_of(self._session, self._branch.branch_id)
                try:
                    offer = find_event(self._session, lineage, f"{record}/{event.event}")[1]
                except NotFoundError:
                    return set()
                return {post for reading in offer.readings() for post in getattr(reading, "to", ())}
        return set()

    def _with_within(self, posts: Iterable[str]) -> set[str]:
        reached, new = set[str](), list(posts)
        while new:
            post = new.pop()
            if post not in reached:
                reached.add(post)
                new += self._world.posts_within(post)
        return reached

    # -- single acts

    def _extend(self, single: list[Row]) -> set[str]:
        """Add or end one row for each act and return the posts where that is not all there is to it."""
        refused = self._careful({row.post for row in single})
        kept = self._kept_since(single)
        extended = self._extended
        nothing: list[Held] = []
        for row in sorted(single, key=_by_key):
            place = row.party, row.post
            its = extended.get(place)
            if its is None:
                before = kept.get(place, nothing)
                its = extended[place] = before, [*before]
            if not self._follows(its[1], row):
                refused.add(row.post)
        return refused

    def _careful(self, posts: set[str]) -> set[str]:
        """Return those of some posts that must be replayed whatever is added."""
        found: set[str] = set()
        for some in chunks(posts):
            rows = self._session.execute(
                "SELECT post, aspects FROM post_state"  # noqa: S608 - placeholders only
                f" WHERE branch_id = {MAIN} AND post IN ({marks(some)}) AND pos_to = {OPEN_END}",
                some,
            )
            found |= {post for post, aspects in rows if needs_replay(aspects)}
        return found

    def _kept_since(self, single: list[Row]) -> dict[tuple[str, str], list[Held]]:
        """Return by party and post the tenures that have not ended before the first act of that party there.

        Those that have can neither be ended by an act nor stand in its way.
        """
        since: dict[tuple[str, str], int] = {}
        for row in single:
            place, earliest = (row.party, row.post), row.earliest or 0
            if earliest < since.get(place, OPEN_END):
                since[place] = earliest
        found: dict[tuple[str, str], list[Held]] = {}
        dialect = dialect_of(self._session)
        for some in chunks(since, 4):
            values = [
                value for place in some for value in (organization_of(place[1]), place[1], place[0], since[place])
            ]
            rows = self._session.execute(dialect.tenures_since(HELD, len(some)), values)
            for post, *held in rows:
                found.setdefault((held[0], post), []).append(Held._make(held))
        return found

    def _follows(self, its: list[Held], row: Row) -> bool:
        """Add a single act to a party's rows in a post if it comes after all that is there; else return False."""
        earliest, latest = row.earliest, row.latest
        assert earliest is not None and latest is not None  # noqa: S101, PT018 - a plain row has closed bounds
        still = -1
        past = -OPEN_END
        for index, held in enumerate(its):
            if held.more is not None or (held.closed_by is None and still >= 0):
                return False
            if held.closed_by is None:
                still = index
            elif held.end_latest > past:
                past = held.end_latest
        if row.type == "hired":
            # Within an organ, a seat that ends later would end this too.
            if still >= 0 or past > earliest or self._world.organs_over(row.post):
                return False
            its.append(Held(row.party, "regular", earliest, latest, END, END, row.position, None, None))
            return True
        if still < 0 or past > latest or self._world.posts_within(row.post):
            return False
        held = its[still]
        if held.start_earliest > latest:
            return False
        its[still] = Held(*held[:4], earliest, latest, held.opened_by, row.position, None)
        return True

    # -- all others

    def _replay(self, posts: set[str]) -> None:
        """Replay some posts from the records that speak of their organisations, and store what differs."""
        records = records_about(self._world, posts)
        every = len(records) == len(self._world.headers)
        log = read_log(self._session, self._branch, self._head, None if every else records)
        self._replay_of(log, posts)

    def add(self, posts: set[str], log: Log) -> None:
        """Project posts of organisations of which nothing is kept yet, from a log of all that bears on them."""
        self._replay_of(log, posts)
        self._flush()
        self._closed, self._opened = [], []

    def _replay_of(self, log: Log, posts: set[str]) -> None:
        projected = project(replay(make_timeline(log)), sorted(posts))
        by_organization: dict[str, dict[str, Projected]] = {organization_of(post): {} for post in posts}
        for post, its in projected.items():
            by_organization[organization_of(post)][post] = its
        for organization in sorted(by_organization):
            self._store(organization, by_organization[organization])

    def _store(self, organization: str, projected: dict[str, Projected]) -> None:
        """Keep what a replay gave for posts of one organisation where it differs from what is kept."""
        branch_id = self._branch.branch_id
        kept: dict[str, list[Held]] = defaultdict(list)
        rows = self._session.execute(
            f"SELECT post, {HELD} FROM tenure"  # noqa: S608 - names only
            f" WHERE branch_id = ? AND organization = ? AND pos_to = {OPEN_END}",
            (branch_id, organization),
        )
        for post, *held in rows:
            if post in projected:
                kept[post].append(Held._make(held))
        self._own(organization, projected)
        known = self._aspects(organization)
        for post, its in projected.items():
            self._change(post, kept[post], its.tenures)
            if known.get(post) != its.aspects:
                self._session.execute(
                    f"UPDATE post_state SET pos_to = ? WHERE branch_id = ? AND post = ? AND pos_to = {OPEN_END}",  # noqa: S608
                    (self._head, branch_id, post),
                )
                if its.aspects is not None:
                    self._session.execute(
                        "INSERT INTO post_state (branch_id, post, pos_from, pos_to, aspects) VALUES (?, ?, ?, ?, ?)",
                        (branch_id, post, self._head, OPEN_END, its.aspects),
                    )

    def _aspects(self, organization: str) -> dict[str, str]:
        rows = self._session.execute(
            "SELECT post, aspects FROM post_state"  # noqa: S608 - a constant
            f" WHERE branch_id = ? AND post > ? AND post < ? AND pos_to = {OPEN_END}",
            (self._branch.branch_id, f"{organization}/", f"{organization}0"),
        )
        return dict(rows.fetchall())

    def _own(self, organization: str, posts: Iterable[str]) -> None:
        """Let a branch read these posts from rows of its own from now on."""
        if self._branch.branch_id != MAIN:
            self._session.executemany(
                "INSERT INTO own_post (branch_id, organization, post, position) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                [(self._branch.branch_id, organization, post, self._head) for post in posts],
            )

    # -- rows

    def _change(self, post: str, before: Sequence[Held], after: Sequence[Held]) -> None:
        """Close the rows that are believed no more, and open those that are."""
        there = set(before)
        branch_id, organization, head = self._branch.branch_id, organization_of(post), self._head
        for held in after:
            if held in there:
                there.remove(held)
            else:
                self._opened.append((branch_id, organization, post, *held, head, OPEN_END))
        self._closed += [
            (head, branch_id, organization, held.end_latest, held.start_earliest, post, held.party, held.opened_by)
            for held in there
        ]

    def _flush(self) -> None:
        if self._closed:
            self._session.executemany(
                "UPDATE tenure SET pos_to = ? WHERE branch_id = ? AND organization = ?"  # noqa: S608 - a constant
                f" AND pos_to = {OPEN_END} AND end_latest = ? AND start_earliest = ? AND post = ? AND party = ?"
                " AND opened_by = ?",
                self._closed,
            )
        if self._opened:
            self._session.executemany(
                f"INSERT INTO tenure (branch_id, organization, post, {HELD}, pos_from, pos_to)"  # noqa: S608
                f" VALUES ({', '.join('?' * 14)})",
                self._opened,
            )
