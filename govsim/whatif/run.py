"""A scenario carried out: what became of every event, and the branch that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from govsim.model.events import AnyOf, Event, Hired, Omitted, Resolved
from govsim.model.instant import Instant
from govsim.replay.fold import Fold
from govsim.replay.history import History
from govsim.replay.log import Entry, Log, named
from govsim.replay.timeline import in_order
from govsim.replay.world import END
from govsim.rules.expressions import Value
from govsim.whatif.choosing import Ask, chooser
from govsim.whatif.course import Course
from govsim.whatif.edits import changed, extended
from govsim.whatif.fates import Chain, Fate, FateKind, Taken
from govsim.whatif.plan import Plan, answer
from govsim.whatif.ripple import ripple

Own = tuple[str, Event]
"""An event that a branch holds of its own, with its record."""


def run(plan: Plan, given: Mapping[str, str] | None = None, ask: Ask | None = None) -> WhatIf:
    """Return what a plan makes of recorded history.

    Raises:
        UnansweredError: an expression divides by zero.
    """
    return WhatIf(plan, ripple(plan, chooser(plan, given or {}, ask)))


@dataclass(frozen=True)
class WhatIf:
    """A what-if that has been run."""

    plan: Plan
    course: Course

    @cached_property
    def fates(self) -> list[Fate]:
        """What became of each event from the fork on, in the order of their times; what was before it is kept."""
        course, rows = self.course, self.plan.base.timeline.rows
        found: list[tuple[Instant, int, Fate]] = []
        for ref, entries in course.happened.items():
            chain = tuple(link for each in course.chains.parts.get(ref, {}).values() for link in each)
            kind: FateKind = "kept"
            if ref in course.inserts:
                kind = "inserted"
            elif chain or (ref in course.edits.changed and self.event(ref) != self.plan.base.event(ref)):
                kind = "changed"
            found.append((entries[0].key, entries[0].position, Fate(ref, kind, entries[0].key, _once(chain))))
        for ref, entry in course.fallen.items():
            if ref in course.edits.omitted or not course.is_chosen(ref):
                continue
            fate = Fate(ref, "dropped", entry.key, _once(course.chains.gone[ref]))
            found.append((entry.key, entry.position, fate))
        for ref in course.edits.omitted:
            row = rows[self.plan.base.place[ref]]
            found.append((row[0], row[1], Fate(ref, "omitted", row[0], course.chains.of(ref))))
        return [fate for _, _, fate in sorted(found, key=lambda item: item[:2])]

    @property
    def taken(self) -> list[Taken]:
        """The decisions, in the order of their times."""
        return list(self.course.taken.values())

    # -- the end

    @cached_property
    def end(self) -> Instant:
        """The end of the timeline: the last instant that an event of it speaks of.

        Where nothing happens any more it is that of recorded history, which the record still covers.
        """
        ends = self.plan.base.ends
        before = [ends[self.plan.first - 1]] if self.plan.first else []
        after = [
            entry.latest if entry.latest < END else entry.key
            for entries in self.course.happened.values()
            for entry in entries
        ]
        return max([*before, *after], default=ends[-1] if ends else 0)

    @cached_property
    def history(self) -> History:
        """The history that unfolds; what fell puts no constraint on the order of what stands."""
        course = self.course
        stands = [entry for entries in course.happened.values() for entry in entries]
        ordered = [named(row) for row in in_order(stands)]
        if [entry.ref for entry in ordered] == [entry.ref for entry in stands]:
            return course.fold.history
        return Fold(course.fold.timeline, self.plan.base.upto(self.plan.first)).run(rows=ordered)

    @cached_property
    def outcomes(self) -> dict[str, Value | None]:
        """What each outcome comes to at the end of the timeline, None where that is not known.

        Raises:
            UnansweredError: one divides by zero.
        """
        seen = self.course.seen(self.end, self.history)
        return {name: answer(expression, seen) for name, expression in self.plan.outcomes.items()}

    # -- the branch

    def happened(self, written: str) -> bool:
        """Return whether an event happens, recorded or inserted, by its id or ref."""
        own = f"{self.plan.scenario.record}/{written}"
        ref = own if own in self.course.inserts or own in self.plan.base.place else written
        return self.course.entry(ref) is not None

    def verdict(self, written: str) -> str | None:
        """Return what the bylaws say of an event, by its id or ref; None where it does not happen."""
        own = f"{self.plan.scenario.record}/{written}"
        ref = own if own in self.course.inserts or own in self.plan.base.place else written
        verdict = self.course.verdict(ref)
        return None if verdict is None else verdict.status

    def is_written(self, ref: str) -> bool:
        """Return whether the author changed, inserted or left out an event."""
        course = self.course
        return ref in course.inserts or ref in course.edits.touched or ref in course.edits.omitted

    def event(self, ref: str) -> Event:
        """Return an event as it happens; where it does not, as it would have."""
        entries = self.course.happened.get(ref)
        whole = self._counted(ref, self.course.event(ref))
        return _whole(whole, entries[0]) if entries else whole

    def own(self, why: Callable[[str], str | None] = lambda ref: None) -> list[Own]:
        """Return the events that a branch of recorded history holds of its own to read like this.

        Args:
            why: gives the words for what did not happen, by ref.
        """
        course = self.course
        ids = _Ids(self.plan)
        own: list[Own] = []
        for ref in sorted(course.inserts.keys() & course.happened.keys(), key=lambda ref: course.inserts[ref].position):
            own += [(record, self._without_fallen(part)) for record, part in self._parts(ref, ids)]
        for fate in self.fates:
            record, _, id_ = fate.ref.partition("/")
            if fate.kind == "changed":
                first, *more = self._parts(fate.ref, ids)
                change = changed(fate.ref, self.plan.base.event(fate.ref), first[1])
                more_said = {"id": ids.fresh(record, change.id), "why": why(fate.ref)}
                own.append((record, change.model_copy(update=more_said)))
                own += more
            elif fate.kind in {"omitted", "dropped"} and fate.ref not in course.inserts:
                at = self.plan.base.event(fate.ref).at
                omit = Omitted(id=ids.fresh(record, f"omit-{id_}"), type="omitted", at=at, event=id_, why=why(fate.ref))
                own.append((record, omit))
        return own

    @cached_property
    def log(self) -> Log:
        """What a branch holds that reads like this: the record, and the branch's own events behind it."""
        return extended(self.plan.base.log, self.own())

    def _parts(self, ref: str, ids: _Ids) -> Iterator[Own]:
        """Return an event as it happens, in several where no one event can say who and where."""
        record, whole = ref.partition("/")[0], self._counted(ref, self.course.event(ref))
        for number, entry in enumerate(self.course.happened[ref]):
            part = _whole(whole, entry)
            if number:
                part = part.model_copy(update={"id": ids.fresh(record, f"{whole.id}-{number + 1}")})
            yield record, part

    def _without_fallen(self, event: Event) -> Event:
        """Return an inserted event without the alternatives among its causes that are inserted and do not happen.

        They are nowhere on the branch, and a ledger refuses an event whose cause is nowhere.
        """
        course = self.course
        fallen = {ref.partition("/")[2] for ref in course.inserts.keys() - course.happened.keys()}
        if fallen.isdisjoint(event.causes):
            return event
        because = [
            AnyOf(any=tuple(id_ for id_ in cause.any if id_ not in fallen)) if isinstance(cause, AnyOf) else cause
            for cause in event.because
        ]
        return event.model_copy(update={"because": tuple(because)})

    def _counted(self, ref: str, event: Event) -> Event:
        """Return a resolution whose votes were changed with what they come to."""
        if not isinstance(event, Resolved) or event.carried is not None or ref not in self.course.edits.changed:
            return event
        tally = self.course.tally(ref)
        return event if tally is None else event.model_copy(update={"carried": tally.carried})


def _whole(event: Event, entry: Entry) -> Event:
    """Return an event with the people and posts that an entry of it has; its rival readings stay."""
    reading = entry.event
    if reading is None or not hasattr(reading, "who"):
        return event
    where = "to" if isinstance(reading, Hired) else "from_"
    if not hasattr(reading, where):
        return event
    return event.model_copy(update={"who": reading.who, where: getattr(reading, where)})


def _once(chain: Chain) -> Chain:
    return tuple(dict.fromkeys(chain))


class _Ids:
    """Gives ids that no event of a record has, those that stand in no timeline included."""

    def __init__(self, plan: Plan) -> None:
        log = plan.base.log
        self._taken = {row[2] for row in log.plain} | {f"{one.record}/{one.event.id}" for one in log.others}
        self._taken |= {insert.ref for insert in plan.inserts}

    def fresh(self, record: str, wanted: str) -> str:
        """Return an id like the one wanted."""
        id_, number = wanted, 1
        while f"{record}/{id_}" in self._taken:
            number += 1
            id_ = f"{wanted}-{number}"
        self._taken.add(f"{record}/{id_}")
        return id_
