"""A ledger that is written through one connection and read through two, beside a plain list of what was appended."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError, NotFoundError
from govsim.model.events import CLAIMS, AboutEvent, Event
from govsim.model.header import Header
from govsim.replay.timeline import Admission
from govsim.service.believed import believed_posts
from govsim.service.gov import Gov
from govsim.service.past import Clocks, Past
from tests.ledger.drawn import RECORDS, dated, event_of, for_second, happenings, header, ids_of, mendings
from tests.ledger.ledgers import new_place
from tests.ledger.naive_ledger import Line, NaiveLedger, View, named
from tests.replay.builders import edges_of

LEFT_OUT: dict[str, str] = {
    "early": "what a branch with a cut held before it was made: a cut by an event that came later takes nothing away",
    "unknown": "a branch's own event at an unknown time leans on an event that the cut took away",
    "mended": "a branch gives an event of its own the id of one that was mended before the cut took it away",
    "missed": "corrections of another event are counted as missed where a branch has an event of its own of that id",
    "founding": "a correction of a founding bears on the posts of that organisation that other records declare",
    "moved": "a rival reading of a cause, or of what a cause leans on, moves what it caused",
    "cause": "a branch's own event names a cause that the cut took away",
    "again": "an inherited correction is appended again where the cut took away what it is about",
}
"""What is not tried because the ledger does not answer it as the list does; take a line away to try it."""


def as_time(instant: int | None) -> datetime | None:
    """Return an instant as a caller writes it."""
    return None if instant is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)


def lineage(line: Line | None) -> list[Line]:
    """Return a line and those that it inherits from."""
    return [] if line is None else [line, *lineage(line.parent)]


def lowest(line: Line) -> int:
    """Return the least position at which a line is read."""
    return max([0, *(one.position for one in lineage(line) if one.cut and "early" in LEFT_OUT)])


class _Ledger(Ledger):
    """A ledger that looks events up through another connection: within one read there is no second one."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._aside: Ledger | None = None

    def _lookup(self, *asked: Any) -> Any:
        if self._aside is None:
            self._aside = Ledger(self.url)
        return self._aside._lookup(*asked)

    def close(self) -> None:
        super().close()
        if self._aside is not None:
            self._aside.close()


class Bench(RuleBasedStateMachine):
    """The ledger, the list, and what can be done with both; the rules are in the test."""

    engine = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.place = ExitStack()
        url = self.place.enter_context(new_place(self.engine, with_ledger=True))
        self.ledger, self.other = _Ledger(url), _Ledger(url)
        self.govs: dict[Ledger, Gov] = {ledger: Gov(ledger) for ledger in (self.ledger, self.other)}
        self.naive = NaiveLedger()
        self.lists: list[tuple[Line, list[Draft]]] = []

    def teardown(self) -> None:
        try:
            self.is_sound()
        finally:
            self.ledger.close()
            self.other.close()
            self.place.close()

    # -- what is there

    def a_line(self, data: st.DataObject, *, branch: bool = False) -> Line:
        lines = [line for line in self.naive.lines if line.is_open and (line.parent or not branch)]
        return data.draw(st.sampled_from(lines[::-1]), label="line")

    def visible(self, line: Line) -> list[Draft]:
        entries = [one.entry for one in self.naive.seen(line) if not one.gone]
        return [Draft(entry.record, entry.content) for entry in entries if isinstance(entry.content, Event)]

    def declared(self, line: Line) -> set[str]:
        """Return the records whose headers a line sees."""
        return {one.entry.record for one in self.naive.seen(line) if isinstance(one.entry.content, Header)}

    def moments(self) -> list[int]:
        """Return the edges of everything that was appended, and what lies right beside them."""
        events = [entry.content for entry in self.naive.entries if isinstance(entry.content, Event)]
        return sorted({edge + step for edge in edges_of(events) or [1_700_000_000_000_000] for step in (-1, 0, 1)})

    def spoilt(self, line: Line) -> set[str]:
        """Return what was mended before a cut took it away: an id that a branch does not use again."""
        seen = self.naive.seen(line) if "mended" in LEFT_OUT else []
        mended = {one.told.event for one in seen if isinstance(one.told, AboutEvent)}
        return {one.entry.ref for one in seen if one.gone and named(one.entry.position) in mended}

    def causes(self, events: Sequence[Event]) -> list[str]:
        return [
            event.id
            for event in events
            if "moved" not in LEFT_OUT or not (event.versions or any(one.at.is_unknown for one in event.readings()))
        ]

    # -- writing

    def drafts(self, data: st.DataObject, line: Line, kinds: Sequence[str] = (), most: int = 4) -> list[Draft]:
        """Return new events, some of them about others where *kinds* says so, behind the headers that they need."""
        there, new = self.visible(line), list[Draft]()
        is_cut = any(one.gone for one in self.naive.seen(line)) and "unknown" in LEFT_OUT
        for index in range(data.draw(st.integers(1, most), label="events")):
            record = data.draw(st.sampled_from(["first", "first", "first", "second"]), label="record")
            its = [draft.content for draft in [*there, *new] if draft.record == record]
            events = [event for event in its if isinstance(event, Event)]
            taken = self.spoilt(line) | ids_of([*there, *new])
            free = [f"e{number}" for number in range(len(taken) + 3) if f"{record}/e{number}" not in taken]
            id_ = data.draw(st.sampled_from(free[:3]), label="id")
            targets = [event for event in events if not (isinstance(event, AboutEvent) and Draft(record, event) in new)]
            if kinds and targets and (index == 0 or data.draw(st.booleans(), label="mending")):
                fields = data.draw(mendings(data.draw(st.sampled_from(targets[::-1]), label="target"), kinds, id_))
            else:
                fields = data.draw(happenings(events, self.causes(events), id_))
                if record == "second":
                    fields = for_second(fields, founding="founding" not in LEFT_OUT)
            event = event_of(fields)
            new.append(Draft(record, event_of(dated(event.dump())) if is_cut else event))
        needed = [record for record in RECORDS if record == "first" or record in {draft.record for draft in new}]
        missing = [Draft(record, header(record)) for record in needed if record not in self.declared(line)]
        return [*missing, *data.draw(st.permutations(new), label="order")]

    def write(self, line: Line, drafts: Sequence[Draft], expected: int | None = None) -> None:
        """Append to the ledger and to the list, and see that positions are dense and each list has its instant."""
        positions, last = self.naive.positions(line, drafts), len(self.naive.entries)
        assert positions is not None
        assert self.ledger.append(drafts, branch=line.name, expected=expected) == positions
        rows = self.rows_after(last)
        assert [position for position, _ in rows] == sorted({position for position in positions if position > last})
        instants = {recorded_at for _, recorded_at in rows}
        assert len(instants) <= 1
        for instant in instants:
            assert not self.naive.entries or instant > self.naive.entries[-1].recorded_at
            self.naive.append(line, drafts, positions, instant)
            self.lists.append((line, list(drafts)))

    def refused(
        self, line: Line, drafts: Sequence[Draft], error: type[LedgerError], expected: int | None = None
    ) -> Any:
        """Append what cannot be appended, and see that nothing was."""
        with pytest.raises(error) as caught:
            self.ledger.append(drafts, branch=line.name, expected=expected)
        assert not self.rows_after(len(self.naive.entries))
        self.heads_are_those_of_the_list()
        return caught.value

    def rows_after(self, position: int) -> list[tuple[int, int]]:
        with self.ledger.reading() as session:
            query = "SELECT position, recorded_at FROM event WHERE position > ? ORDER BY position"
            return session.execute(query, (position,)).fetchall()

    # -- comparing

    @invariant()
    def heads_are_those_of_the_list(self) -> None:
        heads = [branch.head_position for branch in self.ledger.branches()]
        assert heads == [self.naive.head(line) for line in self.naive.lines]

    def is_sound(self) -> None:
        verified = self.ledger.verify()
        assert verified.ok, verified.problems
        assert verified.events == len(self.naive.entries)

    def compare(self, data: st.DataObject, line: Line) -> None:
        """Compare what is said of every post at a few instants: as recorded at R, known at K, trusted so far."""
        at = data.draw(st.lists(st.sampled_from(self.moments()), min_size=1, max_size=3, unique=True), label="T")
        known_at = data.draw(st.one_of(st.none(), st.none(), st.sampled_from(self.moments())), label="K")
        trust = data.draw(st.sampled_from(["disputed", *CLAIMS[::-1]]), label="trust")
        ledger = data.draw(st.sampled_from([self.ledger, self.other]))
        instants = sorted({entry.recorded_at for entry in self.naive.entries})
        recorded_at = data.draw(st.one_of(st.none(), st.sampled_from(instants)) if instants else st.none(), label="R")
        self.compare_rosters(ledger, line, at, Clocks(line.name, known_at, recorded_at, trust))
        head = self.naive.head(line)
        upto = data.draw(st.one_of(st.just(head), st.integers(lowest(line), head)), label="upto")
        view = View(self.naive.seen(line, upto), known_at, trust)
        past = Past(ledger.log(upto, line.name), Clocks(line.name), Admission(known_at, trust))
        assert [entry.ref for entry in past.timeline.entries] == view.order
        posts, world = list(past.world.posts), ledger.world(line.name, upto)
        assert {post: view.status(post, at[0]) for post in view.posts} == {
            post: past.roster.state(post, at[0]).status for post in posts
        }
        replayed = Past(ledger.log(upto, line.name), Clocks(line.name), Admission())
        for during in (False, True):
            projected = believed_posts(ledger, world, posts, at[0], branch=line.name, upto=upto, during=during)
            assert projected is None or projected == replayed.post_views(at[0], posts, during=during)
        if upto == head and not any(one.cut or one.position for one in lineage(line)):
            assert projected is not None

    def compare_rosters(self, ledger: Ledger, line: Line, at: Sequence[int], clocks: Clocks) -> None:
        """Compare status, holders, capacity and presence of every post at some instants."""

        def ask(instant: int) -> dict[str, tuple[str, set[tuple[str, str, str]]]]:
            time, known_at, recorded_at = map(as_time, (instant, clocks.known_at, clocks.recorded_at))
            assert time is not None
            roster = self.govs[ledger].at(
                time, branch=line.name, known_at=known_at, recorded_at=recorded_at, trust=clocks.trust
            )
            return {
                post.post: (post.status, {(row.party, row.capacity, row.presence) for row in post.holders})
                for post in roster.posts
            }

        upto = None
        if clocks.recorded_at is not None:
            if line.parent is not None and clocks.recorded_at < line.created_at:
                with pytest.raises(LedgerError):
                    ask(at[0])
                return
            upto = self.naive.held_at(line, clocks.recorded_at)
        view = View(self.naive.seen(line, upto), clocks.known_at, clocks.trust)
        if not view.posts and upto is not None:
            with pytest.raises(NotFoundError):
                ask(at[0])
            return
        for instant in at:
            assert ask(instant) == {
                post: (view.status(post, instant), view.holders(post, instant)) for post in view.posts
            }
