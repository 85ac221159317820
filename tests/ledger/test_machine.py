"""Whatever is appended, mended, forked and dropped: the ledger says what a plain list of it all says."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from govsim.ledger import branches
from govsim.ledger.appending import Draft
from govsim.ledger.errors import ConflictError, MovedOnError
from govsim.ledger.store import Ledger
from govsim.model.errors import GovsimError, LedgerError, NotFoundError
from govsim.model.events import BRANCH_TYPES, CLAIMS, EVENT_TYPES, AboutEvent, Event
from govsim.model.header import Header
from govsim.model.instant import zone_named
from govsim.replay.timeline import Admission
from govsim.service.believed import believed_posts
from govsim.service.gov import Gov
from govsim.service.past import Clocks, Past
from tests.ledger.ledgers import make_ledger
from tests.ledger.naive_ledger import Cut, Line, NaiveLedger, View
from tests.replay.builders import PEOPLE, POSTS, ZONE, bound_fields, edges_of
from tests.replay.strategies import acts, claims, exact_or_day, people, posts, times, versions

RECORDS = "first", "second"
COVERS = {"from": "2023-01-01", "to": "2024-12-31"}
SECOND_POSTS = "org/ceo", "org/cfo"


def header(record: str, **fields: Any) -> Header:
    """Return the header of a record; the first declares every post, the second shares two of them."""
    declared = POSTS if record == "first" else {post: POSTS[post] for post in SECOND_POSTS}
    told = {post: dict(said) if isinstance(said, dict) else {"title": said} for post, said in declared.items()}
    narrow = fields.pop("narrow", None)
    if narrow is not None:
        told["org/ceo"]["covers"] = narrow
    written = {
        "record": record,
        "zone": ZONE,
        "covers": COVERS if record == "first" else {},
        "people": {party: party for party in PEOPLE},
        "organizations": {"org": "Org"},
        "posts": told,
        **fields,
    }
    return Header.model_validate(written, context={"zone": zone_named(ZONE)})


def written(fields: dict[str, Any]) -> Event:
    """Return an event as an author would have written it."""
    kind = {**EVENT_TYPES, **BRANCH_TYPES}[fields["type"]]
    return kind.model_validate(fields, context={"zone": zone_named(ZONE)})


def shared(written: Any) -> Any:
    """Return what was written with posts that both records declare in place of those that only the first does."""
    if isinstance(written, dict):
        return {key: shared(value) for key, value in written.items() if key != "organization"}
    if isinstance(written, list | tuple):
        return (
            list(dict.fromkeys(map(shared, written)))
            if all(isinstance(item, str) for item in written)
            else [shared(item) for item in written]
        )
    return {"org/board": "org/cfo", "org/chair": "org/ceo", "founded": "met", "dissolved": "met"}.get(written, written)


def dated(written: Any) -> Any:
    """Return what was written with a day in place of an unknown time."""
    if isinstance(written, dict):
        if written.get("text") == "unknown":
            return bound_fields("2023-11-05")
        return {key: dated(value) for key, value in written.items()}
    return [dated(item) for item in written] if isinstance(written, list | tuple) else written


# -- what is drawn

headers = st.builds(
    header,
    st.sampled_from(RECORDS),
    narrow=st.sampled_from([None, "partial", {"from": "2023-11-05"}, {"to": "2023-11-06"}]),
    covers=st.sampled_from([COVERS, {}, {"from": "2023-10-01", "to": "2025-06-30"}, {**COVERS, "partial": True}]),
    title=st.sampled_from([None, "One", "Two"]),
)
plain = st.one_of(
    st.fixed_dictionaries({"type": st.just("hired"), "at": exact_or_day, "who": people, "to": posts}),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["departed", "resigned", "fired"]), "at": exact_or_day, "who": people, "from": posts}
    ),
)
offers = st.fixed_dictionaries({"type": st.just("offered"), "at": exact_or_day, "who": people, "to": posts})
unknown = acts(st.just("unknown"))
told = st.one_of(plain, plain, plain, acts(times), acts(exact_or_day), unknown, offers)


@st.composite
def happenings(draw: st.DrawFn, visible: Sequence[Draft], record: str, id_: str) -> dict[str, Any]:
    """Return something that happened; its causes are among what is visible of its record."""
    fields: dict[str, Any] = {"id": id_, **draw(told)}
    extra = draw(st.integers(0, 15))
    if extra == 0:
        fields["claim"] = draw(claims)
    elif extra == 1:
        fields["announced"] = draw(exact_or_day)
    elif extra == 2:
        fields["versions"] = draw(versions(fields, times))
    its = [draft.content for draft in visible if draft.record == record and isinstance(draft.content, Event)]
    offered = [event.id for event in its if event.type == "offered"]
    # A rival reading of a cause does not move what it caused: see the replay.
    ids = [event.id for event in its if not any(one.at.is_unknown or event.versions for one in event.readings())]
    if extra in {3, 4, 5} and ids:
        fields["because"] = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    if extra == 6 and offered:
        return {"id": id_, "type": "withdrawn", "at": draw(exact_or_day), "event": draw(st.sampled_from(offered))}
    return fields


@st.composite
def mendings(draw: st.DrawFn, target: Event, kinds: Sequence[str], id_: str) -> dict[str, Any]:
    """Return an event about another one."""
    fields: dict[str, Any] = {"id": id_, "type": draw(st.sampled_from(kinds)), "at": "2024-06-01", "event": target.id}
    if fields["type"] in {"corrected", "changed"}:
        with_: dict[str, Any] = {}
        if isinstance(target, AboutEvent):
            with_["why"] = "better known"
            if hasattr(target, "with_"):
                with_["with"] = {"at": bound_fields(draw(exact_or_day))}
        else:
            if hasattr(target, "who") and not getattr(target, "replaces", ()) and draw(st.booleans()):
                with_["who"] = [draw(people)]
            if draw(st.booleans()):
                with_["claim"] = draw(claims)
            if not with_ or draw(st.booleans()):
                with_["at"] = bound_fields(draw(times))
        fields["with"] = with_
    if draw(st.integers(0, 3)) == 0:
        fields["announced"] = draw(exact_or_day)
    if draw(st.integers(0, 7)) == 0:
        fields["claim"] = draw(claims)
    return fields


def lowest(line: Line) -> int:
    """Return the position from which on a line is read: a cut moves where the line is read at an earlier one."""
    return max([0, *(one.position for one in lineage(line) if one.cut is not None)])


def lineage(line: Line | None) -> list[Line]:
    return [] if line is None else [line, *lineage(line.parent)]


def as_time(instant: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)


class LedgerMachine(RuleBasedStateMachine):
    """One ledger, read through two connections, beside a plain list of what was appended."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.ledger = make_ledger(Path(self.folder) / "ledger.db")
        self.other = Ledger(str(self.ledger.path))
        self.naive = NaiveLedger()
        self.lists: list[tuple[Line, list[Draft]]] = []

    def teardown(self) -> None:
        try:
            self.verify()
        finally:
            self.ledger.close()
            self.other.close()
            shutil.rmtree(self.folder)

    # -- what is there

    def a_line(self, data: st.DataObject, *, branch: bool = False) -> Line:
        lines = [line for line in self.naive.lines if line.is_open and (line.parent or not branch)]
        return data.draw(st.sampled_from(lines[::-1]), label="line")

    def visible(self, line: Line) -> list[Draft]:
        entries = [one.entry for one in self.naive.seen(line) if not one.gone]
        return [Draft(entry.record, entry.content) for entry in entries if isinstance(entry.content, Event)]

    def moments(self) -> list[int]:
        """Return the edges of everything that was appended, and what lies right beside them."""
        events = [entry.content for entry in self.naive.entries if isinstance(entry.content, Event)]
        edges = edges_of(events) or [1_700_000_000_000_000]
        return sorted({edge + step for edge in edges for step in (-1, 0, 1)})

    def drafts(self, data: st.DataObject, line: Line, kinds: Sequence[str] = (), most: int = 4) -> list[Draft]:
        """Return new events, some of them about others where *kinds* says so, behind the headers that they need."""
        there = self.visible(line)
        is_cut = any(one.gone for one in self.naive.seen(line))
        new: list[Draft] = []
        for index in range(data.draw(st.integers(1, most), label="events")):
            record = data.draw(st.sampled_from(["first", "first", "first", "second"]), label="record")
            of_record = [draft for draft in [*there, *new] if draft.record == record]
            taken = {draft.content.id for draft in of_record if isinstance(draft.content, Event)}
            free = [id_ for n in range(200) if (id_ := f"e{n}") not in taken][:3]
            id_ = data.draw(st.sampled_from(free), label="id")
            targets = [draft.content for draft in of_record if draft in there or not self.is_about(draft)]
            if kinds and targets and (index == 0 or data.draw(st.booleans(), label="mending")):
                target = data.draw(st.sampled_from(targets[::-1]), label="target")
                assert isinstance(target, Event)
                event = written(data.draw(mendings(target, kinds, id_)))
            else:
                fields = data.draw(happenings([*there, *new], record, id_))
                event = written(fields if record == "first" else shared(fields))
            if is_cut:
                event = written(dated(event.dump()))
            new.append(Draft(record, event))
        declared = {one.entry.record for one in self.naive.seen(line) if isinstance(one.entry.content, Header)}
        needed = [record for record in RECORDS if record not in declared]
        needed = [record for record in needed if record == "first" or record in {draft.record for draft in new}]
        mixed = data.draw(st.permutations(new), label="order")
        return [*(Draft(record, header(record)) for record in needed), *mixed]

    @staticmethod
    def is_about(draft: Draft) -> bool:
        return isinstance(draft.content, AboutEvent)

    # -- writing

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

    def rows_after(self, position: int) -> list[tuple[int, int]]:
        with self.ledger.reading() as session:
            query = "SELECT position, recorded_at FROM event WHERE position > ? ORDER BY position"
            return session.execute(query, (position,)).fetchall()

    def refused(
        self, line: Line, drafts: Sequence[Draft], error: type[LedgerError], expected: int | None = None
    ) -> Any:
        """Append what cannot be appended, and see that nothing was."""
        with pytest.raises(error) as caught:
            self.ledger.append(drafts, branch=line.name, expected=expected)
        assert not self.rows_after(len(self.naive.entries))
        self.heads_are_those_of_the_list()
        return caught.value

    @rule(data=st.data())
    def append(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        expected = data.draw(st.sampled_from([None, self.naive.head(line)]), label="expected")
        self.write(line, self.drafts(data, line), expected)
        self.compare(data, line)

    @rule(data=st.data())
    def mend(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        self.write(line, self.drafts(data, line, ["corrected", "corrected", "retracted"], most=2))
        self.compare(data, line)
        self.compare(data, self.a_line(data))

    @precondition(lambda self: any(line.parent and line.is_open for line in self.naive.lines))
    @rule(data=st.data())
    def differ(self, data: st.DataObject) -> None:
        line = self.a_line(data, branch=True)
        self.write(line, self.drafts(data, line, ["changed", "omitted", "corrected", "retracted"], most=2))
        self.compare(data, line)

    @rule(data=st.data())
    def declare(self, data: st.DataObject) -> None:
        line, new = self.a_line(data), data.draw(headers, label="header")
        self.write(line, [*([] if new.record == "first" else self.first_header(line)), Draft(new.record, new)])
        self.compare(data, line)

    # -- lines of history

    @precondition(lambda self: len(self.naive.lines) < 8)
    @rule(data=st.data(), reuse=st.booleans())
    def fork(self, data: st.DataObject, reuse: bool) -> None:
        parent = self.a_line(data)
        head = self.naive.head(parent)
        position = data.draw(st.one_of(st.none(), st.integers(lowest(parent), head)), label="position")
        upto = head if position is None else position
        places = [act.position for act in View(self.naive.seen(parent, upto)).fold.acts]
        cuts = [st.none(), st.builds(Cut, at=st.sampled_from(self.moments()))]
        if places:
            cuts.append(st.builds(Cut, event=st.sampled_from(places), side=st.sampled_from(["before", "after"])))
        cut = data.draw(st.one_of(cuts), label="cut")
        dropped = [line.name for line in self.naive.lines if not line.is_open]
        free = [name for name in dropped if not any(line.is_open and line.name == name for line in self.naive.lines)]
        name = free[0] if reuse and free else f"b{len(self.naive.lines)}"
        its = branches.WHOLE if cut is None else branches.Cut(cut.at, cut.event, cut.side)
        made = self.ledger.fork(name, parent.name, position=position, cut=its)
        assert (made.fork_position, made.head_position) == (upto, upto)
        line = Line(name, made.created_at, parent, upto, cut)
        self.naive.lines.append(line)
        self.compare(data, line)

    @precondition(lambda self: any(line.parent and line.is_open for line in self.naive.lines))
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        line = self.a_line(data, branch=True)
        self.ledger.drop(line.name)
        line.is_open = False
        for ledger in (self.ledger, self.other):
            reads: list[Callable[[], object]] = [
                lambda: Gov(ledger).at("2023-11-05T12:00Z", branch=line.name),  # noqa: B023 - called at once
                lambda: ledger.log(branch=line.name),  # noqa: B023 - called at once
                lambda: ledger.fork("another", line.name),  # noqa: B023 - called at once
                lambda: ledger.append(self.first_header(line) or [Draft("first", header("first"))], branch=line.name),  # noqa: B023
            ]
            for read in reads:
                with pytest.raises(NotFoundError):
                    read()
        with pytest.raises(GovsimError):
            self.ledger.drop("main")
        for other in self.naive.lines:
            if other.parent is line and other.is_open:
                self.compare(data, other)

    # -- what is refused, or changes nothing

    @precondition(lambda self: self.lists)
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        line, drafts = data.draw(st.sampled_from([pair for pair in self.lists if pair[0].is_open] or self.lists))
        assume(line.is_open)
        positions = self.naive.positions(line, drafts)
        assert positions is not None
        assume(max(positions) <= len(self.naive.entries))  # else a header that has been replaced is declared again
        wrong = data.draw(st.sampled_from([None, 0, self.naive.head(line) + 7]), label="expected")
        self.write(line, drafts, wrong)
        assert not self.rows_after(len(self.naive.entries))

    @precondition(lambda self: self.lists)
    @rule(data=st.data())
    def bring(self, data: st.DataObject) -> None:
        """Append to a branch what another line holds: what it inherits is there already, the rest is new."""
        line, (_, drafts) = self.a_line(data), data.draw(st.sampled_from(self.lists), label="list")
        events = [draft for draft in drafts if not isinstance(draft.content, Header) and not self.is_about(draft)]
        there = self.visible(line)
        ids = {(draft.record, draft.content.id) for draft in [*there, *events] if isinstance(draft.content, Event)}
        causes = {(d.record, id_) for d in events if isinstance(d.content, Event) for id_ in d.content.causes}
        assume(events and causes <= ids)
        records = {one.entry.record for one in self.naive.seen(line) if isinstance(one.entry.content, Header)}
        assume({draft.record for draft in events} <= records)
        if self.naive.positions(line, events) is None:
            self.refused(line, events, ConflictError)
        else:
            self.write(line, events)
            self.compare(data, line)

    @rule(data=st.data())
    def conflict(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        there = [draft for draft in self.visible(line) if not self.is_about(draft)]
        assume(there)
        draft = data.draw(st.sampled_from(there), label="taken")
        assert isinstance(draft.content, Event)
        other = draft.content.model_copy(update={"note": "told otherwise"})
        mixed = data.draw(st.permutations([*self.drafts(data, line, most=2), Draft(draft.record, other)]))
        error = self.refused(line, mixed, ConflictError)
        assert f"{draft.record}/{other.id}" in str(error)

    @rule(data=st.data())
    def stale(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        own = [entry.position for entry in self.naive.own(line)]
        assume(own)
        expected = data.draw(st.sampled_from([line.position, *own[:-1]]), label="expected")
        error = self.refused(line, self.drafts(data, line, most=2), MovedOnError, expected)
        since = [entry for entry in self.naive.own(line) if entry.position > expected and entry.ref]
        assert [(one.position, one.ref, one.event) for one in error.since] == [
            (entry.position, entry.ref, one.event) for entry, one in zip(since, error.since, strict=True)
        ]
        assert (error.expected, error.actual) == (expected, self.naive.head(line))

    @rule(data=st.data(), how=st.sampled_from(["target", "cause", "record", "fields", "branch only"]))
    def one_bad_event(self, data: st.DataObject, how: str) -> None:
        line = self.a_line(data)
        good, there = self.drafts(data, line, most=2), self.visible(line)
        hidden = [one.entry for one in self.naive.seen(line) if one.gone]
        assume(there or how in {"target", "cause", "record"})
        bad: dict[str, Any] = {"id": "bad", "at": "2023-11-05"}
        record = "first"
        missing = "nowhere"
        if how == "target" and hidden and data.draw(st.booleans(), label="cut away"):
            record, _, missing = data.draw(st.sampled_from(hidden), label="hidden").ref.partition("/")
            assume((record, missing) not in {(d.record, getattr(d.content, "id", "")) for d in [*there, *good]})
        if how == "target":
            bad |= {"type": data.draw(st.sampled_from(["corrected", "retracted"])), "event": missing}
        elif how == "cause":
            bad |= {"type": "stated", "because": [missing]}
        elif how == "record":
            bad, record = {**bad, "type": "stated"}, "third"
        elif how == "fields":
            draft = data.draw(st.sampled_from(there), label="target")
            record, target = draft.record, getattr(draft.content, "id", "")
            bad |= {"type": "corrected", "event": target, "with": {"nonsense": "1"}}
        else:
            line = self.naive.main
            there = self.visible(line)
            assume(there)
            good, draft = self.drafts(data, line, most=2), data.draw(st.sampled_from(there), label="target")
            record, target = draft.record, getattr(draft.content, "id", "")
            bad |= {"type": data.draw(st.sampled_from(["omitted", "changed"])), "event": target}
        mixed = data.draw(st.permutations([*good, Draft(record, written(bad))]), label="order")
        self.refused(line, mixed, LedgerError)

    def first_header(self, line: Line) -> list[Draft]:
        """Return the header of the first record, which declares every post, where a line does not see it yet."""
        declared = any(one.entry.record == "first" for one in self.naive.seen(line))
        return [] if declared else [Draft("first", header("first"))]

    # -- what is asked

    @invariant()
    def heads_are_those_of_the_list(self) -> None:
        heads = [branch.head_position for branch in self.ledger.branches()]
        assert heads == [self.naive.head(line) for line in self.naive.lines]

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        self.compare(data, line)
        head = self.naive.head(line)
        for ledger in (self.ledger, self.other):
            with pytest.raises(GovsimError):
                ledger.log(head + 1, line.name)
            assert ledger.head(line.name) == head
            refs = [entry.ref for one in lineage(line) for entry in self.naive.own(one) if entry.ref]
            if len(refs) == len(set(refs)):
                assert ledger.missed_corrections(ledger.branch(line.name)) == self.naive.missed_corrections(line)

    @rule()
    def verify(self) -> None:
        verified = self.ledger.verify()
        assert verified.ok, verified.problems
        assert verified.events == len(self.naive.entries)

    def compare(self, data: st.DataObject, line: Line) -> None:
        """Compare what is said of every post at a few instants: as recorded at R, known at K, trusted so far."""
        at = data.draw(st.lists(st.sampled_from(self.moments()), min_size=1, max_size=3, unique=True), label="T")
        known_at = data.draw(st.one_of(st.none(), st.none(), st.sampled_from(self.moments())), label="K")
        trust = data.draw(st.sampled_from([*CLAIMS[::-1], "disputed"]), label="trust")
        ledger = data.draw(st.sampled_from([self.ledger, self.other]))
        instants = sorted({entry.recorded_at for entry in self.naive.entries})
        recorded_at = data.draw(st.one_of(st.none(), st.sampled_from(instants)) if instants else st.none(), label="R")
        self.compare_roster(ledger, line, at, known_at, trust, recorded_at)
        head = self.naive.head(line)
        upto = data.draw(st.one_of(st.just(head), st.integers(lowest(line), head)), label="upto")
        view = View(self.naive.seen(line, upto), known_at, trust)
        past = Past(ledger.log(upto, line.name), Clocks(line.name), Admission(known_at, trust))
        assert [entry.ref for entry in past.timeline.entries] == view.order
        assert {post: view.status(post, at[0]) for post in view.posts} == {
            post: past.roster.state(post, at[0]).status for post in past.world.posts
        }
        world, its = ledger.world(line.name, upto), list(past.world.posts)
        for instant, during in [(instant, during) for instant in at for during in (False, True)]:
            believed = believed_posts(ledger, world, its, instant, branch=line.name, upto=upto, during=during)
            assert (
                believed is None
                or (known_at, trust) != (None, "disputed")
                or believed == past.post_views(instant, its, during=during)
            )

    def compare_roster(
        self, ledger: Ledger, line: Line, at: Sequence[int], known_at: int | None, trust: str, recorded_at: int | None
    ) -> None:
        def ask(instant: int) -> dict[str, tuple[str, set[tuple[str, str, str]]]]:
            asked = Gov(ledger).at(
                as_time(instant),
                branch=line.name,
                known_at=None if known_at is None else as_time(known_at),
                recorded_at=None if recorded_at is None else as_time(recorded_at),
                trust=trust,
            )
            return {
                post.post: (post.status, {(row.party, row.capacity, row.presence) for row in post.holders})
                for post in asked.posts
            }

        if recorded_at is not None and line.parent is not None and recorded_at < line.created_at:
            with pytest.raises(LedgerError):
                ask(at[0])
            return
        seen = self.naive.seen(line, None if recorded_at is None else self.naive.held_at(line, recorded_at))
        view = View(seen, known_at, trust)
        if not view.posts and recorded_at is not None:
            with pytest.raises(NotFoundError):
                ask(at[0])
            return
        for instant in at:
            assert ask(instant) == {
                post: (view.status(post, instant), view.holders(post, instant)) for post in view.posts
            }


TestLedgerMachine = LedgerMachine.TestCase
TestLedgerMachine.settings = settings(
    max_examples=25, stateful_step_count=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
