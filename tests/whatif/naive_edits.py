"""The first half of the plain what-if: the timeline as its author has it, before anything of it is judged.

Written from the text of the design alone. It knows one record, keeps everything in plain lists and dictionaries,
and works out every key again after every edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from govsim.model.events import Event
from govsim.model.record import Record
from govsim.model.scenario import Change, Decision, Insert, Omit, Scenario
from tests.replay.naive_acts import Act, Filter, covers, earliest_of, key_of, latest_of, mended


class ScenarioMistake(Exception):  # noqa: N818 - the scenario is at fault, not the program
    """The scenario asks for what cannot be asked."""


@dataclass(eq=False)
class Item:
    """One thing in the changed timeline: an event, or a decision."""

    id: str
    place: tuple[int, int]
    """Recorded events come first, then inserted ones, then decisions, each in file order."""
    event: Event | None = None
    decision: Decision | None = None
    recorded: Event | None = None
    """What the record says, for an event that it has."""
    touched: bool = False
    """The author changed or inserted it."""
    key: float = 0

    @property
    def causes(self) -> list[str]:
        return self.event.causes if self.event else []


class Draft:
    """The changed timeline: the record's events, and what the author made of them so far."""

    def __init__(self, record: Record, scenario: Scenario) -> None:
        self.record, self.scenario = record, scenario
        self.events: dict[str, Item] = {}
        self.omitted: dict[str, Item] = {}
        for position, event in mended(record, Filter()):
            self.events[event.id] = Item(event.id, (0, position), event=event, recorded=event)
        self.rekey()
        self.recorded = {id_: item.event for id_, item in self.events.items() if item.event}
        self.recorded_keys = {id_: item.key for id_, item in self.events.items()}
        self.recorded_order = [item.id for item in in_order(self.events.values())]
        self.decisions = [
            Item(decision.id, (2, number), decision=decision, key=self.plain_key(decision))
            for number, decision in enumerate(scenario.decisions)
        ]
        self.ranks = self.ranks_of_inserts()
        for edit in scenario.changes:
            self.carry_out(edit)
        self.unjudged = self.before_the_fork()
        self.refuse_edits_before_the_fork()

    # -- names and keys

    def local(self, ref: str) -> str:
        """Return an id without its record."""
        return ref.removeprefix(f"{self.record.id}/")

    def ranks_of_inserts(self) -> dict[int, int]:
        """Return where each insert stands in the file: in ``changes``, then option by option."""
        steps: list[Any] = [*self.scenario.changes]
        for decision in self.scenario.decisions:
            for option in decision.options.values():
                steps += option.then
        return {id(step): number for number, step in enumerate(steps)}

    def plain_key(self, timed: Any) -> float:
        """Return the key of what may not be at an unknown time."""
        if timed.at.is_unknown:
            raise ScenarioMistake(f"{timed.id} is at an unknown time")
        if isinstance(timed, Event):
            return key_of(self.record, timed, 0)
        side = timed.at.latest if timed.at.earliest is None else timed.at.earliest
        return float(side)

    def rekey(self) -> None:
        """Work out all keys; an unknown time leans on the event before it in the file, omitted or not."""
        before = covers(self.record)[0]
        told = {**self.omitted, **self.events}
        for item in sorted(told.values(), key=lambda item: item.place):
            if item.event is None or item.place[0] != 0:
                continue
            item.key = before = key_of(self.record, item.event, before)

    # -- edits

    def carry_out(self, edit: Any, since: float | None = None, waiting: set[str] | None = None) -> Item | None:
        """Make one edit; return the item that a new event got.

        *since* is the key of the decision that edits, *waiting* the events that have not had their turn by then.
        """
        if isinstance(edit, Omit | Change):
            id_ = self.local(edit.omit if isinstance(edit, Omit) else edit.change)
            if id_ not in self.events:
                raise ScenarioMistake(f"{id_} is not in the timeline")
            if waiting is not None and id_ not in waiting:
                raise ScenarioMistake(f"{id_} comes before the decision that edits it")
            if isinstance(edit, Omit):
                self.omitted[id_] = self.events.pop(id_)
            else:
                self.change(self.events[id_], edit.set)
            self.rekey()
            if since is not None and id_ in self.events and self.events[id_].key < since:
                raise ScenarioMistake(f"{id_} would come before the decision that changes it")
            return None
        if not isinstance(edit, Insert):
            return None
        event = edit.insert
        key = self.plain_key(event)
        if since is not None and key < since:
            raise ScenarioMistake(f"{event.id} would come before the decision that inserts it")
        if event.id in self.events:
            raise ScenarioMistake(f"{event.id} is in the timeline already")
        old = self.omitted.pop(event.id, None)
        if old and old.event and old.event.type != event.type:
            raise ScenarioMistake(f"{event.id} is recorded as another type")
        item = Item(event.id, old.place if old else (1, self.ranks[id(edit)]), event=event, key=key)
        item.recorded, item.touched = old.recorded if old else None, True
        self.events[event.id] = item
        self.rekey()
        return item

    def change(self, item: Item, fields: Mapping[str, Any]) -> None:
        """Replace fields; votes that are set without what came of them are counted anew."""
        if item.event is None:
            raise ScenarioMistake(f"{item.id} is no event")
        zone = {"zone": self.record.header.tzinfo}
        if item.event.type == "resolved" and "votes" in fields and "carried" not in fields:
            fields = {**fields, "carried": None}
        item.event, item.touched = item.event.replaced(fields, zone), True
        if item.place[0] == 1:
            item.key = self.plain_key(item.event)

    # -- the fork

    def edited_ids(self) -> list[str]:
        """Return the ids of the events that ``changes`` omits, changes or inserts."""
        ids = []
        for edit in self.scenario.changes:
            if isinstance(edit, Omit):
                ids.append(self.local(edit.omit))
            elif isinstance(edit, Change):
                ids.append(self.local(edit.change))
            else:
                ids.append(edit.insert.id)
        return ids

    def edited_keys(self) -> list[float]:
        """Return the old and the new keys of all that the author touches, and those of the decisions."""
        keys = [item.key for item in self.decisions]
        for id_ in self.edited_ids():
            keys += [self.recorded_keys[id_]] if id_ in self.recorded_keys else []
            keys += [self.events[id_].key] if id_ in self.events else []
        return keys

    def before_the_fork(self) -> set[str]:
        """Return the recorded events that are never judged again."""
        fork, order = self.scenario.fork, self.recorded_order
        if fork and (fork.before or fork.after):
            id_ = self.local(fork.before or fork.after or "")
            if id_ not in order:
                raise ScenarioMistake(f"the fork is at {id_}, which is not recorded")
            return set(order[: order.index(id_) + (1 if fork.after else 0)])
        keys = self.edited_keys()
        if fork and fork.at:
            if fork.at.is_unknown:
                raise ScenarioMistake("the fork is at an unknown time")
            side = fork.at.latest if fork.at.earliest is None else fork.at.earliest
            start = float(side or 0)
            if any(key < start for key in keys):
                raise ScenarioMistake("a change, insert or decision before the fork")
        elif keys:
            start = min(keys)
        else:
            return set(order)
        for index, id_ in enumerate(order):
            if self.recorded_keys[id_] >= start:
                return set(order[:index])
        return set(order)

    def refuse_edits_before_the_fork(self) -> None:
        if touched := self.unjudged.intersection(self.edited_ids()):
            raise ScenarioMistake(f"{sorted(touched)} come before the fork")
        passed = False
        for item in reversed(in_order([*self.events.values(), *self.decisions])):
            if item.id in self.unjudged and item.event:
                passed = True
            elif passed and (item.decision or item.touched):
                raise ScenarioMistake(f"{item.id} comes before the fork")


def in_order(items: Iterable[Item]) -> list[Item]:
    """Return items in timeline order."""
    waiting, placed = list(items), list[Item]()
    while waiting:
        placed.append(next_of(waiting))
        waiting.remove(placed[-1])
    return placed


def next_of(waiting: list[Item]) -> Item:
    """Return the item with the least key and place among those none of whose causes waits."""
    not_yet = {item.id for item in waiting if item.event}
    ready = [item for item in waiting if not not_yet.intersection(item.causes)]
    if not ready:
        raise ScenarioMistake("causes run in a circle")
    return min(ready, key=lambda item: (item.key, item.place))


def act_of(record: Record, item: Item, event: Any = None) -> Act:
    """Return what an event of the timeline does, or the part of it that *event* is; its main reading counts."""
    told: Any = event or item.event
    return Act(
        told,
        0,
        item.key,
        earliest_of(record, told.at),
        latest_of(record, told.at),
        told.claim == "disputed",
    )
