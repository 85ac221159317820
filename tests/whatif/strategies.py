"""Random what-ifs: a record, a scenario on it that makes no mistake, and answers given on the spot."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from govsim.model.bound import parse_bound
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.scenario import Scenario
from tests.replay.builders import PEOPLE, POSTS, ZONE
from tests.replay.strategies import acts, few, people, posts, records

from .cases_base import make_scenario
from .drawn_records import Fields, causes, orderly_records, other_acts, votes, wild_records
from .naive_edits import Draft, ScenarioMistake

WhatIf = tuple[Record, Scenario, dict[str, str]]

DAYS = [f"2023-11-{day:02}" for day in (1, 3, 4, 5, 6, 7, 9, 12, 16, 20)]
TEXTS = [
    *DAYS,
    *(f"{day} 06:00" for day in DAYS),
    *(f"{day} 12:00" for day in DAYS),
    *(f"{day} evening" for day in DAYS),
    *(f"[{one}..{other}]" for one, other in pairwise(DAYS)),
    "2023-11",
    "2023-12",
]
"""Times with two sides, so that every one of them lies after any fork before its earlier side."""


def earliest(text: str) -> int:
    side = parse_bound(text, zone_named(ZONE)).earliest
    return 0 if side is None else side


def plain(record: Record) -> Draft:
    """Return the recorded timeline."""
    return Draft(record, make_scenario({}))


class Field:
    """What a scenario may still speak of: each event is edited once at most."""

    def __init__(self, draft: Draft, fork: int, floor: float) -> None:
        self.draft = draft
        self.order = draft.recorded_order
        self.pool = self.order[fork:]
        self.texts = [text for text in TEXTS if earliest(text) >= floor]
        self.inserted: list[str] = []
        self.letters = [id_ for id_, event in draft.recorded.items() if event.type == "letter_sent"]

    def texts_from(self, key: float) -> list[str]:
        return [text for text in self.texts if earliest(text) >= key]


@st.composite
def whatifs(draw: st.DrawFn, decisions: bool = True, wild: bool = True) -> WhatIf:
    """Return a record, a scenario and answers; records that contradict themselves only where *wild* says so."""
    both = st.one_of(orderly_records(), orderly_records(), wild_records(), records())
    record = draw(both if wild else orderly_records())
    scenario = draw(scenarios(record, decisions=decisions))
    answers = {decision.id: list(decision.options) for decision in scenario.decisions}
    given = {id_: draw(st.sampled_from(options)) for id_, options in answers.items() if draw(st.integers(0, 3)) == 3}
    return record, scenario, given


@st.composite
def scenarios(draw: st.DrawFn, record: Record, decisions: bool = True) -> Scenario:
    """Return a scenario of *record*."""
    draft = plain(record)
    order, keys = draft.recorded_order, draft.recorded_keys
    fields: Fields = {"variables": {"share": "0"}}
    fork, floor = 0, float("-inf")
    kind = draw(st.sampled_from(["none", "none", "none", "before", "after", "at"])) if order else "none"
    if kind in {"before", "after"}:
        place = draw(st.integers(0, len(order) // 2))
        fields["fork"] = {kind: order[min(place, len(order) - 1)]}
        fork = min(place, len(order) - 1) + (kind == "after")
        floor = max((keys[id_] for id_ in order[:fork]), default=floor)
    elif kind == "at":
        text = draw(st.sampled_from(TEXTS))
        fields["fork"], floor = {"at": text}, earliest(text)
        fork = next((index for index, id_ in enumerate(order) if keys[id_] >= floor), len(order))
    field = Field(draft, fork, floor)
    if kind == "none" and draw(st.integers(0, 2)):
        field.pool = field.pool[len(field.pool) // 2 :]  # a late fork leaves a long past
    fields["changes"] = [edit for _ in range(draw(st.integers(0, 3))) for edit in draw(edits(field))]
    if draw(st.integers(0, 5)) == 5:
        fields["history"] = "drop"
    if decisions and field.texts and draw(st.integers(0, 2)):
        fields["decisions"] = [draw(decisions_of(field, f"d{number}")) for number in range(draw(st.integers(1, 2)))]
        options = {decision["id"]: list(decision["options"]) for decision in fields["decisions"]}
        for decision in fields["decisions"]:
            if "d1" not in options and "'d1'" in str(decision.get("when")):  # of a decision that there is not
                del decision["when"]
        fields["choose"] = draw(
            st.one_of(
                st.just("history"),
                st.fixed_dictionaries({}, optional={id_: st.sampled_from(names) for id_, names in options.items()}),
                st.fixed_dictionaries({id_: st.sampled_from(names) for id_, names in options.items()}),
            )
        )
    scenario = make_scenario(fields)
    try:
        Draft(record, scenario)
    except ScenarioMistake:  # an unknown time that leans on a moved event can land before the fork
        reject()
    return scenario


# -- edits


@st.composite
def edits(draw: st.DrawFn, field: Field, key: float = float("-inf")) -> list[Fields]:
    """Return one edit, or two: out and in again. Only what sorts after *key* is edited."""
    draft = field.draft
    pool = [id_ for id_ in field.pool if draft.recorded_keys[id_] > key and (key < 0 or is_timed(draft, id_))]
    texts = field.texts_from(key)
    kind = draw(st.sampled_from(["omit", "omit", "change", "change", "insert", "insert", "again"]))
    if kind == "insert" or not pool:
        return [{"insert": draw(inserts(field, texts))}] if texts else []
    id_ = draw(st.sampled_from(pool))
    field.pool.remove(id_)
    if kind == "omit":
        return [{"omit": id_}]
    changed = draw(changed_fields(field, id_, texts))
    if kind == "change" or not is_timed(draft, id_):
        together = {"votes", "carried"} <= changed.keys() or draw(st.integers(0, 1)) == 0
        sets = [changed] if together else [{name: value} for name, value in changed.items()]
        return [{"change": id_, "set": fields} for fields in sets]
    again = draft.recorded[id_].replaced(changed if draw(st.integers(0, 1)) else {}, {"zone": zone_named(ZONE)})
    return [{"omit": id_}, {"insert": again.dump()}]


def is_timed(draft: Draft, id_: str) -> bool:
    return not draft.recorded[id_].at.is_unknown


@st.composite
def inserts(draw: st.DrawFn, field: Field, texts: list[str]) -> Fields:
    """Return a new event at one of these times."""
    id_ = f"n{len(field.inserted)}"
    at = st.sampled_from(texts)
    others = [*field.order, *field.inserted]
    event = draw(st.one_of(acts(at), acts(at), acts(at), other_acts(draw(at), field.order, field.letters)))
    if others and draw(st.integers(0, 3)) == 3:
        event["because"] = draw(causes(others))
    field.inserted.append(id_)
    return {**event, "id": id_}


@st.composite
def changed_fields(draw: st.DrawFn, field: Field, id_: str, texts: list[str]) -> Fields:
    """Return some fields that make the event another one."""
    event: Any = field.draft.recorded[id_]
    possible: dict[str, st.SearchStrategy[Any]] = {"note": st.just("otherwise")}
    if texts:
        possible["at"] = st.sampled_from(texts)
    if earlier := field.order[: field.order.index(id_)]:
        possible["because"] = st.one_of(st.just([]), causes(earlier))
    if event.type in {"hired", "fired", "resigned", "departed"}:
        possible["to" if event.type == "hired" else "from"] = few(posts)
        if not getattr(event, "replaces", ()):
            possible["who"] = few(people)
    if event.type == "hired":
        possible["capacity"] = st.sampled_from(["regular", "interim", "observer"])
    if event.type == "resolved":
        possible |= {"votes": votes(), "carried": st.sampled_from(["true", "false"])}
        possible["effects"] = few(st.sampled_from([other for other in field.order if other != id_] or [id_]))
    names = draw(st.lists(st.sampled_from(sorted(possible)), min_size=1, max_size=2, unique=True))
    fields = {name: draw(possible[name]) for name in names}
    if event.replaced(fields, {"zone": zone_named(ZONE)}) == event:
        fields["note"] = "otherwise"
    return fields


# -- decisions


@st.composite
def decisions_of(draw: st.DrawFn, field: Field, id_: str) -> Fields:
    """Return a decision with two or three options."""
    at = draw(st.sampled_from(field.texts))
    names = ["yes", "no", "maybe"][: draw(st.integers(2, 3))]
    fields: Fields = {"id": id_, "at": at, "options": {}}
    for name in names:
        option: Fields = {}
        if draw(st.booleans()) and field.order:
            option["events"] = draw(few(st.sampled_from(field.order)))
        if draw(st.booleans()):
            option["then"] = [step for _ in range(draw(st.integers(1, 2))) for step in draw(steps(field, earliest(at)))]
        fields["options"][name] = option
    if draw(st.booleans()):
        fields["when"] = draw(conditions(field.draft.record, at, field.order))
    if draw(st.booleans()):
        fields["default"] = draw(st.sampled_from(names))
    return fields


@st.composite
def steps(draw: st.DrawFn, field: Field, key: float) -> list[Fields]:
    """Return what follows from an option: edits mostly."""
    kind = draw(st.sampled_from(["edit"] * 8 + ["let", "stop"]))
    if kind == "edit":
        return draw(edits(field, key))
    return [{"let": {"share": "1/2"}}] if kind == "let" else [{"stop": True}]


def conditions(record: Record, at: str, events: list[str]) -> st.SearchStrategy[str]:
    """Return a condition; who holds what is asked only where the record covers it whole."""
    leaves = [st.builds("chose('{}') == '{}'".format, st.sampled_from(["d0", "d1"]), st.sampled_from(["yes", "no"]))]
    if events:
        leaves.append(st.builds("happened('{}')".format, st.sampled_from(events)))
    asked = [post for post in POSTS if record.header.posts[post].covers is None]
    span = record.header.covers.span
    inside = (span[0] is None or span[0] <= earliest(at)) and (span[1] is None or earliest(at) <= span[1])
    if asked and inside and not record.header.covers.partial:
        words = st.sampled_from(["holds", "possible"])
        leaves += [st.builds("{}('{}', '{}')".format, words, st.sampled_from(PEOPLE), st.sampled_from(asked))] * 2
    leaf: st.SearchStrategy[str] = st.one_of(*leaves)
    negated = leaf.map("not {}".format)
    joined = st.builds("({}) {} ({})".format, st.one_of(leaf, negated), st.sampled_from(["and", "or"]), leaf)
    return st.one_of(leaf, negated, joined)
