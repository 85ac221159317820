"""The second half of the plain what-if: whether an event happens, and what keeps it from happening.

A *head* is the nearest reason for a fall: its kind and the event or decision that it names. What comes behind it is
read off that event's own heads when all is decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import Any

from govsim.model.events import AnyOf
from tests.replay.naive import Tenure, certain_in, chains
from tests.replay.naive_acts import Act

from .naive_edits import Draft, Item, act_of
from .naive_fold import CLOSINGS, Subject, Watched, about, certain, exists, pairs_of, part_of, seats_of, subjects_of

Head = tuple[str, str | None]
Heads = list[Head]


@dataclass
class Pass:
    """What one walk through the timeline decided so far, and what the walk before it had come to."""

    draft: Draft
    last: Pass | None = None
    order: list[str] = field(default_factory=list)
    """The events that had their turn."""
    acts: dict[str, list[Act]] = field(default_factory=dict)
    """What happens of each of them: nothing, all, or parts."""
    heads: dict[str, Heads] = field(default_factory=dict)
    decisions: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    @property
    def before(self) -> list[Act]:
        """What happened up to here."""
        return [act for id_ in self.order for act in self.acts[id_]]

    def later(self, id_: str) -> list[Act]:
        """Return what is thought to happen after *id_*, whose turn it is."""
        if self.last is None:
            return []
        return [act for other in self.last.order if other not in (*self.order, id_) for act in self.last.acts[other]]

    def acts_of(self, id_: str) -> list[Act]:
        """Return what happens of an event, thought to happen if its turn is still to come."""
        if id_ in self.acts or self.last is None:
            return self.acts.get(id_, [])
        return self.last.acts.get(id_, []) if id_ in self.draft.events else []

    @cached_property
    def recorded(self) -> Watched:
        """Recorded history."""
        draft = self.draft
        items = [Item(id_, (0, 0), draft.recorded[id_], key=draft.recorded_keys[id_]) for id_ in draft.recorded_order]
        return Watched(draft.record, [act_of(draft.record, item) for item in items])

    @cached_property
    def whole(self) -> tuple[Watched, list[str]]:
        """The history that the walk before came to, and the id of each act in it."""
        of = self.last or self
        acts = [(act, id_) for id_ in of.order for act in of.acts[id_]]
        return Watched(self.draft.record, [act for act, _ in acts]), [id_ for _, id_ in acts]


def heads_of_event(state: Pass, item: Item) -> Heads:
    """Return why an event falls as a whole before its acts are judged: an option, a cause, its letter or offer."""
    event: Any = item.event
    return not_chosen(state, item.id) or cause_fell(state, event) or subject_fell(state, event)


def not_chosen(state: Pass, id_: str) -> Heads:
    """Return the first decision that took another option than one that lists the event."""
    for decision in state.draft.scenario.decisions:
        kind, option = state.decisions.get(decision.id, ("", None))
        listing = [name for name, its in decision.options.items() if id_ in map(state.draft.local, its.events)]
        if kind == "chosen" and listing and option not in listing:
            return [("needs", decision.id)]
    return []


def is_known(state: Pass, id_: str) -> bool:
    """Return False for what neither the record nor the author says: a retracted event, or one of a later option."""
    return id_ in state.draft.recorded or id_ in state.draft.events or id_ in inserted_somewhere(state.draft)


def inserted_somewhere(draft: Draft) -> set[str]:
    options = [option for decision in draft.scenario.decisions for option in decision.options.values()]
    return {step.insert.id for option in options for step in option.then if hasattr(step, "insert")}


def cause_fell(state: Pass, event: Any) -> Heads:
    for cause in event.because:
        alternatives = list(cause.any) if isinstance(cause, AnyOf) else [cause]
        known = [id_ for id_ in map(state.draft.local, alternatives) if is_known(state, id_)]
        if known and not any(state.acts_of(id_) for id_ in known):
            return [("needs", id_) for id_ in known]
    return []


def subject_fell(state: Pass, event: Any) -> Heads:
    """Return the letter that was never sent, the offer that was never made."""
    named = {"letter_signed": "letter", "withdrawn": "event"}.get(event.type)
    if named is None:
        return []
    id_ = state.draft.local(getattr(event, named))
    return [] if not is_known(state, id_) or state.acts_of(id_) else [("precondition", id_)]


# -- resolutions


def not_carried(state: Pass, id_: str) -> Heads:
    """Return the resolutions that list the event, where none of them lets it through."""
    told = {**state.draft.omitted, **state.draft.events}
    listing = [item for item in told.values() if id_ in effects_of(state, item)]
    listing.sort(key=lambda item: item.place)
    if not listing or any(lets_through(state, item) for item in listing):
        return []
    return [("not_carried", item.id) for item in listing]


def effects_of(state: Pass, item: Item) -> list[str]:
    event: Any = item.event
    return [state.draft.local(ref) for ref in event.effects] if event.type == "resolved" else []


def lets_through(state: Pass, item: Item) -> bool:
    if item.id in state.draft.omitted or (item.id in state.acts and not state.acts[item.id]):
        return False
    return carried(state, item) is not False


def carried(state: Pass, item: Item) -> bool | None:
    """Return whether a resolution carried; None where nothing says so."""
    event: Any = item.event
    written: bool | None = event.carried
    if written is not None or event.votes is None:
        return written
    counted = [len([p for p in side if is_member(state, item, p)]) for side in (event.votes.for_, event.votes.against)]
    return counted[0] > counted[1]


def is_member(state: Pass, item: Item, party: str) -> bool:
    """Return whether a party possibly sits in the organ in the window of a resolution; position orders one instant."""
    event: Any = item.event
    act, (fold, ids) = act_of(state.draft.record, item), state.whole
    ranks = (state.last or state).order
    rank = ranks.index(item.id) if item.id in ranks else len(ranks)

    def is_before(other: Act) -> bool:
        return ranks.index(ids[other.position]) < rank

    for tenure in fold.of(event.organ, party):
        start, end = tenure.start, tenure.end
        begins = start.earliest < act.latest or (start.earliest == act.latest and is_before(start))
        goes_on = end is None or act.earliest < end.latest or (act.earliest == end.latest and not is_before(end))
        if tenure.capacity != "observer" and begins and goes_on:
            return True
    return False


# -- people and posts


def judged_pairs(state: Pass, item: Item) -> tuple[list[tuple[str, str]], Heads]:
    """Return the single acts of an event that happen, and why the others do not."""
    event: Any = item.event
    standing: list[tuple[str, str]] = []
    heads: Heads = []
    before = state.before
    for post, party in pairs_of(event):
        act = act_of(state.draft.record, item, part_of(event, [post], [party]))
        fallen = hire_falls(state, before, act) if event.type == "hired" else closing_falls(state, before, act)
        if fallen:
            heads += [head for head in fallen if head not in heads]
        else:
            standing.append((post, party))
            before = [*before, act]
    return standing, heads


def hire_falls(state: Pass, before: list[Act], act: Act) -> Heads:
    post, party = act.event.to[0], act.event.who[0]
    for subject in subjects_of(post):
        if absent := absence(state, before, act, subject):
            return absent
    if act.doubted:
        return []
    closings = [other for other in state.later(act.event.id) if other.event.type in CLOSINGS]
    fold = Watched(state.draft.record, [*before, act, *closings])
    here = len(before)
    new = next(tenure for tenure in fold.of(post, party) if tenure.start.position == here)
    older = [tenure for tenure in fold.of(post) if tenure.start.position < here]
    instants = sorted({act.latest, *(t.start.latest for t in older if t.start.latest > act.latest)} - {inf})
    for at in instants:
        if not certain(new, at):
            continue
        seated = [
            tenure for other in {t.party for t in older} - {party, *act.event.replaces}
            if (tenure := seat_of([t for t in older if t.party == other], at))
        ]  # fmt: skip
        if act.event.capacity != "observer" and len(seated) >= seats_of(state.draft.record, before, post):
            return heads_of_seated(state, max(seated, key=lambda tenure: fold.tenures.index(tenure)))
    for at in instants:
        for tenure in older:
            same = tenure.party == party and tenure.capacity == act.event.capacity
            if same and certain(new, at) and certain(tenure, at):
                return [("precondition", tenure.start.event.id)]
    return []


def seat_of(tenures: list[Tenure], at: Any) -> Tenure | None:
    """Return the tenure in which a person certainly fills a seat."""
    held = [found for run in chains(tenures) if (found := certain_in(run, at))]
    return next((tenure for tenure in held if tenure.capacity != "observer"), None)


def heads_of_seated(state: Pass, sitting: Tenure) -> Heads:
    """Return the opening of who sits there, and the recorded end of that tenure if it fell or was changed."""
    opener = sitting.start.event.id
    heads: Heads = [("precondition", opener)]
    for tenure in state.recorded.of(sitting.post, sitting.party):
        if tenure.start.event.id == opener and tenure.end:
            closing = tenure.end.event.id
            item = state.draft.events.get(closing)
            acts = state.acts_of(closing)
            as_recorded = state.draft.recorded[closing]
            if item is None or [act.event for act in acts] != [as_recorded]:
                heads.append(("precondition", closing))
    return heads


def absence(state: Pass, before: list[Act], act: Act, subject: Subject) -> Heads:
    """Return what made a post, or its organisation, certainly absent in the whole window of a hire."""
    _, _, begin, end = subject
    so_far = about(before, subject)
    acts = so_far + [other for other in about(state.later(act.event.id), subject) if other.event.type == begin]
    recorded = about(state.recorded.acts, subject)
    first = next(iter(recorded), None)
    fallen = None
    if first and first.event.type == begin and not any(other.event.id == first.event.id for other in acts):
        fallen = first.event.id
    if any(exists(acts, subject, at, only_since_begun=fallen is not None) for at in act.window()):
        return []
    ended = [other for other in so_far if other.event.type == end and not other.doubted]
    begun = [other for other in acts if other.event.type == begin]
    if ended and not any(so_far.index(other) > so_far.index(ended[-1]) for other in begun if other in so_far):
        return [("precondition", ended[-1].event.id)]
    if fallen:
        return [("precondition", fallen)]
    return [("precondition", begun[0].event.id if begun else None)]


def closing_falls(state: Pass, before: list[Act], act: Act) -> Heads:
    id_, party, post = act.event.id, act.event.who[0], act.event.from_[0]
    later = state.later(id_)
    fold, here = Watched(state.draft.record, [*before, act, *later]), len(before)
    if here not in fold.ends_nothing:
        return []
    ended_there = [
        tenure for tenure in state.recorded.of(post, party)
        if id_ in {end.event.id for end in (*tenure.doubted_ends, tenure.end) if end}
    ]  # fmt: skip
    opener = ended_there[0].start.event.id if ended_there else None
    if opener and not any(opens(other, opener, party, post) for other in (*before, *later)):
        return [("precondition", opener)]
    ended = [t for t in fold.of(post, party) if t.end and t.end.position < here]
    same = [t for t in ended if t.start.event.id == opener]
    closed = (same or ended)[-1:]
    return [("precondition", tenure.end.event.id) for tenure in closed if tenure.end] or [("precondition", None)]


def opens(act: Act, id_: str, party: str, post: str) -> bool:
    event = act.event
    return bool(event.id == id_ and event.type == "hired" and party in event.who and post in event.to)
