"""Whatever is appended, mended, forked and dropped: the ledger says what a plain list of it all says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import TestCase

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from govsim.ledger import branches
from govsim.ledger.appending import Draft
from govsim.ledger.errors import ConflictError, MovedOnError
from govsim.model.errors import GovsimError, LedgerError, NotFoundError
from govsim.model.events import Event
from tests.ledger.drawn import A_DAY, event_of, header, headers, ids_of, is_about
from tests.ledger.machine import LEFT_OUT, Bench, lineage, lowest
from tests.ledger.naive_ledger import Cut, Line, View
from tests.ledger.servers import NEEDS_SERVER


def has_branch(bench: Bench) -> bool:
    return any(line.parent and line.is_open for line in bench.naive.lines)


class LedgerMachine(Bench):
    """What people do to a ledger."""

    # -- appending

    @rule(data=st.data())
    def append(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        expected = data.draw(st.sampled_from([None, self.naive.head(line)]), label="expected")
        self.write(line, self.drafts(data, line), expected)
        self.compare(data, line)

    @rule(data=st.data())
    def mend(self, data: st.DataObject) -> None:
        """Correct or retract, then read that line and another one, which it need not reach."""
        line = self.a_line(data)
        self.write(line, self.drafts(data, line, ["corrected", "corrected", "retracted"], most=2))
        self.compare(data, line)
        self.compare(data, self.a_line(data))

    @precondition(has_branch)
    @rule(data=st.data())
    def differ(self, data: st.DataObject) -> None:
        line = self.a_line(data, branch=True)
        self.write(line, self.drafts(data, line, ["changed", "omitted", "corrected", "retracted"], most=2))
        self.compare(data, line)

    @rule(data=st.data())
    def declare(self, data: st.DataObject) -> None:
        line, new = self.a_line(data), data.draw(headers, label="header")
        first = [Draft("first", header("first"))] if new.record != "first" and not self.declared(line) else []
        self.write(line, [*first, Draft(new.record, new)])
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
        taken = {line.name for line in self.naive.lines if line.is_open}
        dropped = [line.name for line in self.naive.lines if line.name not in taken]
        name = dropped[0] if reuse and dropped else f"b{len(self.naive.lines)}"
        its = branches.WHOLE if cut is None else branches.Cut(cut.at, cut.event, cut.side)
        made = self.ledger.fork(name, parent.name, position=position, cut=its)
        assert (made.fork_position, made.head_position) == (upto, upto)
        line = Line(name, made.created_at, parent, upto, cut)
        self.naive.lines.append(line)
        self.compare(data, line)

    @precondition(has_branch)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        """A dropped branch cannot be read or written; those made from it can."""
        line = self.a_line(data, branch=True)
        self.ledger.drop(line.name)
        line.is_open = False
        uses: list[Callable[[], object]] = [
            lambda: self.govs[self.ledger].at(A_DAY + "T12:00Z", branch=line.name),
            lambda: self.govs[self.other].at(A_DAY + "T12:00Z", branch=line.name, trust="confirmed"),
            lambda: self.other.log(branch=line.name),
            lambda: self.ledger.fork("another", line.name),
            lambda: self.ledger.append([Draft("first", header("first"))], branch=line.name),
        ]
        for use in uses:
            with pytest.raises(NotFoundError):
                use()
        with pytest.raises(GovsimError):
            self.ledger.drop("main")
        for other in self.naive.lines:
            if other.parent is line and other.is_open:
                self.compare(data, other)

    # -- what is there already

    @precondition(lambda self: any(line.is_open for line, _ in self.lists))
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        """A list that is there is not written again, whatever is expected."""
        number = data.draw(st.sampled_from([n for n, (line, _) in enumerate(self.lists) if line.is_open]), label="list")
        line, drafts = self.lists[number]
        positions = self.naive.positions(line, drafts)
        assert positions is not None
        assume(max(positions) <= len(self.naive.entries))  # else a header that has been replaced is declared again
        self.write(line, drafts, data.draw(st.sampled_from([None, 0, self.naive.head(line) + 7]), label="expected"))
        assert not self.rows_after(len(self.naive.entries))

    @precondition(lambda self: self.lists)
    @rule(data=st.data())
    def bring(self, data: st.DataObject) -> None:
        """Append to a line what another one holds: what it inherits is there already, the rest is new."""
        line, number = self.a_line(data), data.draw(st.integers(0, len(self.lists) - 1), label="list")
        there = self.visible(line)

        def can_be_brought(draft: Draft) -> bool:
            if is_about(draft):
                target = f"{draft.record}/{getattr(draft.content, 'event', '')}"
                return draft in there and ("again" not in LEFT_OUT or target in ids_of(there))
            return isinstance(draft.content, Event)

        drafts = [draft for draft in self.lists[number][1] if can_be_brought(draft)]
        named = {f"{d.record}/{id_}" for d in drafts if isinstance(d.content, Event) for id_ in d.content.causes}
        assume(drafts and named <= ids_of([*there, *drafts]) and {d.record for d in drafts} <= self.declared(line))
        assume(not self.spoilt(line) & ids_of(drafts))
        if self.naive.positions(line, drafts) is None:
            self.refused(line, drafts, ConflictError)
        else:
            self.write(line, drafts)
            self.compare(data, line)

    # -- what is refused

    @rule(data=st.data())
    def conflict(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        there = [draft for draft in self.visible(line) if "again" not in LEFT_OUT or not is_about(draft)]
        assume(there)
        taken = data.draw(st.sampled_from(there), label="taken")
        other = Draft(taken.record, taken.content.model_copy(update={"note": "told otherwise"}))
        error = self.refused(line, data.draw(st.permutations([*self.drafts(data, line, most=2), other])), ConflictError)
        assert next(iter(ids_of([other]))) in str(error)

    @rule(data=st.data())
    def stale(self, data: st.DataObject) -> None:
        """Who expects an earlier head is told what came since."""
        line = self.a_line(data)
        own = self.naive.own(line)
        assume(own)
        expected = data.draw(st.sampled_from([line.position, *(entry.position for entry in own[:-1])]), label="head")
        error = self.refused(line, self.drafts(data, line, most=2), MovedOnError, expected)
        since = [(entry.position, entry.ref) for entry in own if entry.position > expected and entry.ref]
        assert [(stored.position, stored.ref) for stored in error.since] == since
        assert (error.expected, error.actual) == (expected, self.naive.head(line))

    @rule(data=st.data(), how=st.sampled_from(["target", "cause", "record", "fields", "recorded history"]))
    def one_bad_event(self, data: st.DataObject, how: str) -> None:
        """One event that cannot be lets the whole list fall."""
        line = self.naive.main if how == "recorded history" else self.a_line(data)
        good, there = self.drafts(data, line, most=2), self.visible(line)
        taken = data.draw(st.sampled_from(there)) if there else Draft("first", header("first"))
        assume(there or how not in {"fields", "recorded history"})
        record, id_ = taken.record, getattr(taken.content, "id", "")
        hidden = {one.entry.ref for one in self.naive.seen(line) if one.gone} - ids_of([*there, *good])
        missing = f"{record}/nowhere"
        if hidden and (how == "target" or "cause" not in LEFT_OUT) and data.draw(st.booleans(), label="cut away"):
            missing = data.draw(st.sampled_from(sorted(hidden)), label="hidden")
        bad: dict[str, Any] = {"id": "bad", "at": A_DAY, "type": "stated"}
        if how == "target":
            record, _, id_ = missing.partition("/")
            bad |= {"type": data.draw(st.sampled_from(["corrected", "retracted"])), "event": id_}
        elif how == "cause":
            record, _, id_ = missing.partition("/")
            bad["because"] = [id_]
        elif how == "record":
            record = "third"
        elif how == "fields":
            bad |= {"type": "corrected", "event": id_, "with": {"nonsense": "1"}}
        else:
            bad |= {"type": data.draw(st.sampled_from(["omitted", "changed"])), "event": id_}
        mixed = data.draw(st.permutations([*good, Draft(record, event_of(bad))]), label="order")
        self.refused(line, mixed, LedgerError)

    # -- what is asked

    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        line = self.a_line(data)
        self.compare(data, line)
        head = self.naive.head(line)
        own = [entry.ref for one in lineage(line) for entry in self.naive.own(one) if entry.ref]
        for ledger in (self.ledger, self.other):
            with pytest.raises(GovsimError):
                ledger.log(head + 1, line.name)
            assert ledger.head(line.name) == head
            if "missed" not in LEFT_OUT or len(own) == len(set(own)):
                assert ledger.missed_corrections(ledger.branch(line.name)) == self.naive.missed_corrections(line)

    @rule()
    def verify(self) -> None:
        self.is_sound()


class PostgresMachine(LedgerMachine):
    """The same, on a server."""

    engine = "postgresql"


def tried(machine: type[LedgerMachine], examples: int) -> type[TestCase]:
    case: Any = machine.TestCase
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=20,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    its: type[TestCase] = case
    return its


TestLedgerMachine = tried(LedgerMachine, 25)
TestPostgresMachine = NEEDS_SERVER(tried(PostgresMachine, 15))
