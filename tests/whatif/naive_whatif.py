"""The what-if once more, slow and plain: the reference that the product is compared with.

It was written from the text of the design (section 4, "What-if and ripple") without a look at the product. An event
is judged by replaying everything before it, itself, and what is thought to happen after it; since that thought may be
wrong, the whole timeline is walked again until nothing changes. Ids are without their record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from govsim.model.events import Event
from govsim.model.record import Record
from govsim.model.scenario import Change, Decision, Insert, Omit, Option, Scenario, Stop
from tests.replay.naive import Naive, holders_of, is_absent
from tests.replay.naive_acts import Act

from .naive_checks import Head, Pass, heads_of_event, judged_pairs, not_carried
from .naive_edits import Draft, Item, ScenarioMistake, act_of, in_order, next_of
from .naive_fold import Watched, pairs_of, parts_of
from .naive_when import Truth, truth_of

__all__ = ["NaiveRun", "ScenarioMistake", "UnsettledError", "naive_run"]

MOST_WALKS = 25


class UnsettledError(Exception):
    """What happens later and what happens now depend on each other without end: the rules do not say which."""


@dataclass
class NaiveRun:
    """What a scenario makes of a record; ids are without the record."""

    record: Record
    fates: dict[str, str]
    """Of every event of the recorded timeline and every inserted one."""
    reasons: dict[str, list[Head]]
    """Of every event that is not kept, nearest first: the kind, and the event or decision it names."""
    decisions: dict[str, tuple[str, str | None]]
    """chosen, open or not_reached; the option."""
    events: list[Event]
    """What happens, in its order; an event that happens in part, one id, may be several."""
    acts: list[Act]
    walks: int = 0
    """How often the timeline was walked; more than 2 where the first thought of what comes later was wrong."""

    @cached_property
    def fold(self) -> Watched:
        return Watched(self.record, self.acts)

    def holders(self, post: str, at: int) -> dict[str, tuple[str, str]]:
        """Return presence and capacity of everyone who holds a post at an instant of the history that results."""
        rows = Naive(Record(self.record.header, ())).listed(self.fold, post, at)
        return {party: (presence, capacity) for party, capacity, presence in rows}


def naive_run(record: Record, scenario: Scenario, choices: Mapping[str, str] | None = None) -> NaiveRun:
    """Return what *scenario* makes of *record*.

    Raises:
        ScenarioMistake: the scenario edits what lies before its fork or decision, or what is not there.
        UnsettledError: looking ahead leads round in a circle.
    """
    last = first_thought(Draft(record, scenario))
    for walks in range(1, MOST_WALKS):
        now = walk(Draft(record, scenario), last, choices or {})
        if told(now) == told(last):
            return answer(now, walks)
        last = now
    raise UnsettledError(scenario.scenario)


def first_thought(draft: Draft) -> Pass:
    """Return a walk in which all happens that the author leaves in."""
    state = Pass(draft)
    for item in in_order(draft.events.values()):
        state.order.append(item.id)
        state.acts[item.id] = [act_of(draft.record, item)]
        state.heads[item.id] = []
    return state


def told(state: Pass) -> Any:
    """Return what two walks are compared by."""
    acts = {id_: [(act.event, act.key) for act in acts] for id_, acts in state.acts.items()}
    return state.order, acts, state.heads, state.decisions


# -- one walk


def walk(draft: Draft, last: Pass, choices: Mapping[str, str]) -> Pass:
    """Return what comes of the timeline where *last* is what is thought to come later."""
    state = Pass(draft, last)
    waiting = [*draft.events.values(), *draft.decisions]
    stopped = False
    while waiting:
        item = next_of(waiting)
        waiting.remove(item)
        if item.decision is None:
            judge(state, item)
            continue
        option = None if stopped else decide(state, item, item.decision, choices)
        for step in option.then if option else ():
            stopped = stopped or isinstance(step, Stop)
            if isinstance(step, Omit | Change | Insert):
                draft.carry_out(step, item.key, {other.id for other in waiting if other.event})
        waiting = [other for other in waiting if other.decision] + [
            other for id_, other in draft.events.items() if id_ not in state.order
        ]
    return state


def judge(state: Pass, item: Item) -> None:
    """Decide what happens of one event."""
    draft, id_ = state.draft, item.id
    event: Any = item.event
    pairs = pairs_of(event)
    heads: list[Head] = []
    parts = [event]
    if id_ not in draft.unjudged:
        if draft.scenario.history == "drop" and item.recorded and not item.touched:
            heads, parts = [("history", None)], []
        elif heads := heads_of_event(state, item):
            parts = []
        else:
            standing = None
            if pairs:
                standing, heads = judged_pairs(state, item)
                parts = parts_of(event, standing)
            if standing != [] and (missed := not_carried(state, id_)):
                heads, parts = missed, []
    state.acts[id_] = [act_of(draft.record, item, part) for part in parts]
    state.heads[id_] = heads
    state.order.append(id_)


def decide(state: Pass, item: Item, decision: Decision, choices: Mapping[str, str]) -> Option | None:
    """Note what becomes of a decision; return the option taken."""
    if decision.when is not None and comes_up(state, item, decision.when) is not True:
        return None
    draft = state.draft
    choose = draft.scenario.choose
    name = choices.get(decision.id)
    if name is None and choose == "history":
        name = as_recorded(draft, decision)
    elif name is None and isinstance(choose, Mapping):
        name = {draft.local(key): value for key, value in choose.items()}.get(decision.id)
    name = name or decision.default
    if name is None:
        state.decisions[decision.id] = "open", None
        return None
    if name not in decision.options:
        raise ScenarioMistake(f"{decision.id} has no option {name}")
    state.decisions[decision.id] = "chosen", name
    return decision.options[name]


def as_recorded(draft: Draft, decision: Decision) -> str | None:
    """Return the option all of whose events are recorded; if none, the only one without events."""
    for name, option in decision.options.items():
        if option.events and all(draft.local(ref) in draft.recorded for ref in option.events):
            return name
    bare = [name for name, option in decision.options.items() if not option.events]
    return bare[0] if len(bare) == 1 else None


def comes_up(state: Pass, item: Item, when: str) -> Truth:
    """Return whether the condition of a decision holds, by what sorts before it, at its instant."""
    record, fold, at = state.draft.record, Watched(state.draft.record, state.before), int(item.key)
    covered = Naive(Record(record.header, ()))

    def presence(party: str, post: str) -> str | None:
        if not covered.is_covered(post, at):
            return "unknown"
        absent = is_absent(fold, post, at)
        return next((row[2] for row in holders_of(fold, post, at) if row[0] == party and not absent), None)

    def holds(party: str, post: str) -> Truth:
        return {"certain": True, None: False}.get(presence(party, post))

    def possible(party: str, post: str) -> Truth:
        return {"certain": True, "possible": True, None: False}.get(presence(party, post))

    def happened(ref: str) -> Truth:
        return bool(state.acts.get(state.draft.local(ref)))

    chosen = {id_: option for id_, (_, option) in state.decisions.items()}
    return truth_of(when, {"holds": holds, "possible": possible, "happened": happened}, chosen)


# -- the answer


def answer(state: Pass, walks: int) -> NaiveRun:
    draft = state.draft
    fates = {id_: fate_of(state, item) for id_, item in draft.events.items()}
    fates |= {id_: "omitted" for id_ in draft.omitted if id_ in draft.recorded}
    heads: dict[str, list[Head]] = {**state.heads, **{id_: [("omitted", id_)] for id_ in draft.omitted}}
    reasons = {id_: chain(heads, id_, ()) for id_, fate in fates.items() if fate != "kept"}
    decisions = {item.id: state.decisions.get(item.id, ("not_reached", None)) for item in draft.decisions}
    acts = state.before
    return NaiveRun(draft.record, fates, reasons, decisions, [act.event for act in acts], acts, walks)


def fate_of(state: Pass, item: Item) -> str:
    acts = state.acts[item.id]
    if not acts:
        return "dropped"
    if item.recorded is None:
        return "inserted"
    return "kept" if [act.event for act in acts] == [item.recorded] else "changed"


def chain(heads: Mapping[str, list[Head]], id_: str, above: tuple[str, ...]) -> list[Head]:
    """Return the reasons of an event: each nearest one, followed by the reasons of what it names."""
    reasons: list[Head] = []
    for kind, named in heads.get(id_, []):
        reasons.append((kind, named))
        if named is not None and named not in (*above, id_):
            reasons += chain(heads, named, (*above, id_))
    return reasons
