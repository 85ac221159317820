"""From a scenario to a plan: ids resolved, edits applied, the fork found; every mistake with its place."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from pydantic import ValidationError

from govsim.model.errors import did_you_mean
from govsim.model.events import AboutEvent, Event
from govsim.model.instant import Instant
from govsim.model.references import Fault, Location, Names, event_faults
from govsim.model.scenario import Change, Edit, Insert, Omit, Scenario, Step
from govsim.replay.log import Logged, Row, plain_entry
from govsim.replay.timeline import entry_of
from govsim.whatif.base import Base
from govsim.whatif.chance_reading import ChanceReading
from govsim.whatif.edits import Edits
from govsim.whatif.fork import Moved, Place, Rewritten, before_fork, default_fork, fork_at, fork_beside, new_circles
from govsim.whatif.listed import listed_too_early
from govsim.whatif.mistakes import Invalid, Mistake
from govsim.whatif.plan import Deciding, Editing, Following, Inserting, Plan, edited, needs_of
from govsim.whatif.reading import Reading, outside_hint
from govsim.whatif.unfolding import unfold

DECISIONS_FROM = 2**61
"""Positions of decisions: at one instant they come after what is recorded and what is inserted."""


def plan_of(scenario: Scenario, base: Base, zone: tzinfo | None = None) -> tuple[Plan, list[Mistake]]:
    """Return a scenario ready to run on a recorded timeline, and its mistakes; with any, the plan is not to be run.

    *base* must hold the scenario's record; *zone* is that of times without offset, by default the record's.
    """
    unfolded = unfold(scenario, base)
    planner = _Planner(unfolded.scenario, base, zone or base.world.headers[scenario.record].tzinfo, unfolded.groups)
    plan = planner.plan()
    places = {key: unfolded.place(here) for key, here in plan.places.items()}
    placed = [replace(one, location=unfolded.place(one.location)) for one in planner.mistakes]
    bylaws = tuple((unfolded.place(here), organization, rules) for here, organization, rules in plan.bylaws)
    notes = tuple(replace(one, location=unfolded.place(one.location)) for one in plan.notes)
    return replace(plan, places=places, bylaws=bylaws, notes=notes), [*unfolded.faults, *placed]


@dataclass
class _Planner:
    scenario: Scenario
    base: Base
    zone: tzinfo
    groups: Mapping[str, str]
    mistakes: list[Mistake] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.record = self.scenario.record
        self.edits = Edits(self.base)
        self.inserts: list[Inserting] = []
        self._omitted = {step.omit for _, _, _, step in self._steps() if isinstance(step, Omit)}
        self._own: dict[str, Event] = {}
        self._rewritten: list[Rewritten] = []
        for location, _, _, step in self._steps():
            if isinstance(step, Insert):
                self._name(location, step.insert)
        self.names = self._names()
        self._reading = Reading(self.scenario, self.base, self.names, self._own, self.zone, self.mistakes)

    def plan(self) -> Plan:
        """Return the plan."""
        self._insert_all()
        moved = [one for index, edit in enumerate(self.scenario.changes) for one in self._change(index, edit)]
        decisions = tuple(self._deciding(index) for index in range(len(self.scenario.decisions)))
        moved += [Moved(("decisions", index, "at"), "decision", one.key) for index, one in enumerate(decisions)]
        fork = self._fork(moved)
        self.mistakes += new_circles(self.record, self.base, self._rewritten)
        self._reading.check_choices()
        self._reading.check_bylaws()
        return Plan(
            self.scenario,
            self.base,
            fork.first,
            self.edits,
            fork.key,
            tuple(self.inserts),
            decisions,
            self._reading.variables,
            self._reading.outcomes(),
            needs_of(decisions),
            self._reading.places,
            tuple(self._reading.bylaws),
            tuple(listed_too_early(self.scenario, self.edits, self.inserts, decisions)),
        )

    def _change(self, index: int, edit: Edit) -> Iterator[Moved]:
        """Apply one of the changes, and yield where it lies."""
        here: Location = ("changes", index)
        editing = self._editing(here, edit)
        if editing is None:
            if isinstance(edit, Insert) and self._own.get(edit.insert.id) is edit.insert:
                yield Moved((*here, "insert", "at"), "insert", self._key(edit.insert))
            return
        row = self._row(editing.ref)
        rows = [row, *self.edits.rows([row])]
        editing.apply(self.edits)
        rows += self.edits.rows([row])
        what = next(name for name in ("omit", "change", "insert") if hasattr(edit, name))
        yield Moved((*here, what), what, min(row[0] for row in rows), editing.ref)

    # -- ids

    def _steps(self) -> Iterator[tuple[Location, str | None, str | None, Step]]:
        """Yield every step in file order with its place, and the decision and option that it needs."""
        for index, edit in enumerate(self.scenario.changes):
            yield ("changes", index), None, None, edit
        for index, decision in enumerate(self.scenario.decisions):
            for name, option in decision.options.items():
                for number, step in enumerate(option.then):
                    yield ("decisions", index, "options", name, "then", number), decision.id, name, step

    def _name(self, location: Location, event: Event) -> None:
        here: Location = (*location, "insert", "id")
        if f"{self.record}/{event.id}" in self.base.place:
            if event.id not in self._omitted and f"{self.record}/{event.id}" not in self._omitted:
                self._fault(
                    here, f"the id '{event.id}' is taken by a recorded event", "omit that one, or use another id"
                )
        elif event.id in self._own:
            hint = "give each its own; because: [{any: [a, b]}] names both"
            self._fault(here, f"the id '{event.id}' is taken by another inserted event", hint)
        else:
            self._own[event.id] = event

    def _names(self) -> Names:
        header = self.base.world.headers[self.record]
        return Names(
            self.record,
            set(header.people),
            set(header.organizations),
            set(header.posts),
            set(header.sources),
            ChainMap({id_: event.type for id_, event in self._own.items()}, self.base.ids(self.record)),
            {id_ for id_, post in header.posts.items() if post.organ},
        )

    def _recorded(self, here: Location, written: str) -> str | None:
        """Return the ref of a recorded event, a mistake where there is none."""
        ref = written if written in self.base.place else f"{self.record}/{written}"
        if ref in self.base.place:
            return ref
        if written in self._own:
            self._fault(here, f"'{written}' is inserted by this scenario, not recorded", "change what is inserted")
            return None
        told = {f"{logged.record}/{logged.event.id}" for logged in self.base.log.others}
        if ref in told or written in told:
            what = f"'{written}' says how another event is to be read, or is retracted: it stands in no timeline"
            self._fault(here, what, "name the event itself")
            return None
        known = [event for event in self.names.events if event not in self._own]
        self._fault(
            here,
            f"unknown event '{written}'",
            did_you_mean(written, known) or f"`govsim events --record {self.record}` lists them",
        )
        return None

    def _fault(self, location: Location, message: str, hint: str | None = None, offset: int = 0) -> None:
        self.mistakes.append(Fault(location, message, hint, offset))

    # -- edits and inserts

    def _editing(self, here: Location, step: Step) -> Editing | None:
        """Return what a step does to a recorded event, None where it does nothing to any."""
        match step:
            case Omit():
                ref = self._recorded((*here, "omit"), step.omit)
                return None if ref is None else Editing(ref)
            case Change():
                ref = self._recorded((*here, "change"), step.change)
                return None if ref is None else self._changing(here, ref, step)
            case Insert() if f"{self.record}/{step.insert.id}" in self.base.place:
                return self._putting_back(here, step.insert)
            case Insert() if self._own.get(step.insert.id) is step.insert:
                self._rewritten.append(Rewritten((*here, "insert", "because"), step.insert))
        return None

    def _changing(self, here: Location, ref: str, step: Change) -> Editing | None:
        now = self.edits.changed.get(ref) or self.base.event(ref)
        if ref in self.edits.omitted:
            self._fault((*here, "change"), f"'{step.change}' is omitted by an earlier change", "keep one of them")
            return None
        fixed = [name for name in ("id", "type") if name in step.set]
        for name in fixed:
            what = f"a change keeps the {name} of its event"
            self._fault((*here, "set", name, "[key]"), what, "omit the event and insert a new one")
        fields = {name: value for name, value in step.set.items() if name not in fixed}
        try:
            after = now.replaced(fields, {"zone": self.zone})
        except ValidationError as failure:
            self.mistakes.append(Invalid((*here, "set"), failure, type(now)))
            return None
        self._check((*here, "set"), after, fields)
        self._reading.change((*here, "set"), after, fields)
        if "because" in fields:
            option = here[:4] if here[0] == "decisions" else ()
            self._rewritten.append(Rewritten((*here, "set", "because"), after, option))
        return Editing(ref, {name: after.dump().get(name) for name in fields})

    def _putting_back(self, here: Location, event: Event) -> Editing | None:
        ref = f"{self.record}/{event.id}"
        recorded = self.base.event(ref)
        if event.type != recorded.type and not self._omitted.isdisjoint((event.id, ref)):
            what = f"'{event.id}' is of type {recorded.type} in the record"
            self._fault((*here, "insert", "type"), what, "give the new event another id")
        self._check_insert((*here, "insert"), event)
        option = here[:4] if here[0] == "decisions" else ()
        self._rewritten.append(Rewritten((*here, "insert", "because"), event, option))
        return Editing(ref, event=event) if event.type == recorded.type else None

    def _insert_all(self) -> None:
        position = self.base.last_position
        for location, decision, option, step in self._steps():
            if isinstance(step, Insert) and self._own.get(step.insert.id) is step.insert:
                position += 1
                self._check_insert((*location, "insert"), step.insert)
                if step.insert.at.is_unknown:
                    what = "an inserted event needs a time, not 'unknown'"
                    self._fault((*location, "insert", "at"), what, "write when it happens, or a span of time")
                ref = f"{self.record}/{step.insert.id}"
                self.inserts.append(Inserting(ref, step.insert, position, decision, option))

    def _check_insert(self, here: Location, event: Event) -> None:
        if isinstance(event, AboutEvent):
            self._fault((*here, "type"), f"an inserted event is not {event.type}", "write omit: or change: instead")
        self._check(here, event)

    def _check(self, here: Location, event: Event, fields: Collection[str] | None = None) -> None:
        """Find what does not hang together in an event, or in some of its fields."""
        for fault in event_faults([(0, event)], self.names, self.base.world.headers[self.record].covers.span):
            its = fault.location[2:]
            if fields is None or its[0] in fields:
                hint = outside_hint(fault.hint, self.record)
                self.mistakes.append(replace(fault, location=(*here, *its), hint=hint))

    # -- places

    def _row(self, ref: str) -> Row:
        return self.base.timeline.rows[self.base.place[ref]]

    def _key(self, event: Event) -> Instant:
        """Return the key of an inserted event."""
        plain = plain_entry(0, self.record, event)
        if plain is not None:
            return plain.key
        return entry_of(self.base.world, Logged(0, self.record, event), event.readings()[0], {}).key

    def _fork(self, moved: Sequence[Moved]) -> Place:
        """Return where the what-if begins; what lies before that is a mistake."""
        fork = self.scenario.fork
        if fork is None:
            return default_fork(self.base, moved)
        place = Place(len(self.base.timeline.rows), None)
        if fork.at is not None:
            if fork.at.earliest is None:
                self._fault(("fork", "at"), f"'{fork.at}' says no instant", "write a day or a time of day")
            else:
                place = fork_at(self.base, fork.at.earliest)
        else:
            side = "before" if fork.before is not None else "after"
            ref = self._recorded(("fork", side), fork.before or fork.after or "")
            if ref is not None:
                place = fork_beside(self.base, ref, side)
        if place.key is not None:
            self.mistakes += before_fork(self.base, place, moved)
        return place

    # -- decisions

    def _deciding(self, index: int) -> Deciding:
        decision, here = self.scenario.decisions[index], ("decisions", index)
        key = decision.at.earliest
        if key is None:
            self._fault((*here, "at"), f"'{decision.at}' says no instant", "write when the decision is taken")
            key = 0
        options: dict[str, Following] = {}
        for name, option in decision.options.items():
            there: Location = (*here, "options", name)
            edits = []
            for number, step in enumerate(option.then):
                editing = self._editing((*there, "then", number), step)
                if editing is not None:
                    self._check_to_come((*there, "then", number), editing, key)
                    edits.append(editing)
                elif (
                    isinstance(step, Insert)
                    and self._own.get(step.insert.id) is step.insert
                    and self._key(step.insert) < key
                ):
                    what = f"this is inserted before its decision, which is taken at {decision.at}"
                    self._fault((*there, "then", number, "insert", "at"), what, "give it that time or a later one")
            options[name] = self._reading.following(there, option, tuple(edits))
        self._reading.check_decision(here, decision, options.values())
        when = self._reading.condition((*here, "when"), decision.when)
        ref = f"{self.record}/{decision.id}"
        chance = ChanceReading(self._reading)
        return Deciding(
            decision.id,
            ref,
            key,
            DECISIONS_FROM + index,
            when,
            options,
            decision.default,
            chance.sets(here, decision),
            chance.policy(here, decision),
            chance.voting(here, decision) or chance.drawing(here, decision) or chance.asking(here, decision),
            self.groups.get(decision.id),
        )

    def _check_to_come(self, here: Location, editing: Editing, key: Instant) -> None:
        rows = self.edits.rows([self._row(editing.ref)])
        if rows and rows[0][0] <= key:
            id_ = editing.ref.partition("/")[2]
            what = f"'{id_}' comes before this decision, which cannot undo it"
            self._fault(here, what, "take the decision earlier; at one instant, recorded events come first")
        elif editing.fields is not None and "at" in editing.fields:
            after = edited(self.edits.changed.get(editing.ref) or self.base.event(editing.ref), editing.fields)
            if not after.at.is_unknown and self._key(after) < key:
                self._fault((*here, "set", "at"), "this moves the event before its decision", "give it a later time")
