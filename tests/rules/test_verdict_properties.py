"""What must hold of every verdict: names do not matter, more quorum never helps, replay and what-if agree."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govsim.documents.law_packs import law_pack
from govsim.documents.record_file import parse_record, read_record
from govsim.model.record import Record
from govsim.model.scenario import Scenario
from govsim.replay.log import log_of
from govsim.replay.timeline import Admission
from govsim.rules.verdicts import Verdict
from govsim.service.checking import judge
from govsim.service.judging import Judge
from govsim.service.past import Clocks, Past
from govsim.whatif.base import Base
from govsim.whatif.planning import plan_of
from govsim.whatif.run import WhatIf, run
from tests.conftest import SEED

PEOPLE = ("ada", "ben", "cleo", "dan", "eva", "finn")
POSTS = {
    "firm/board": {"title": "Director", "seats": "many", "organ": "true"},
    "firm/chair": {"title": "Chair", "within": "firm/board"},
    "firm/ceo": "Chief",
}
SIDES = ("for", "against", "abstain", "absent", "gone")
WHOLES = ("authorised", "in_office", "present", "cast", "outstanding")
Rules = dict[str, Any]
Vote = tuple[str, ...]

parts = st.builds(lambda n, d: f"{min(n, d)}/{d}", st.integers(0, 6), st.integers(1, 6))
thresholds = st.builds(
    lambda how, part, of: {how: part, "of": of},
    st.sampled_from(["more_than", "at_least"]),
    parts,
    st.sampled_from(WHOLES),
)
ballots = st.tuples(*[st.sampled_from(SIDES)] * len(PEOPLE))
weights = st.lists(st.integers(0, 5), min_size=6, max_size=6).filter(any)


@st.composite
def organs(draw: st.DrawFn) -> Rules:
    """Return the rules of a board, drawn at random; some are left out."""
    rules: Rules = {}
    if draw(st.booleans()):
        rules["authorised"] = draw(st.sampled_from(["in_office", "6", "9"]))
    for key in ("quorum", "majority", "written_consent"):
        if draw(st.booleans()):
            rules[key] = draw(thresholds)
    if draw(st.booleans()):
        rules["tie_break"] = "chair"
    if draw(st.booleans()):
        rules["weights"] = dict(zip(PEOPLE, map(str, draw(weights)), strict=True))
    return rules


def bylaws(rules: Rules, **more: Any) -> Rules:
    power = {"id": "remove", "organ": "firm/board", "act": "fired", "target": "firm/ceo"}
    return {"organs": {"firm/board": rules}, "powers": [power], **more}


def record_of(rules: Rules, vote: Vote, *, names: Vote = PEOPLE, carried: str | None = "true", method: str) -> Record:
    """Return a record in which a board votes on removing its chief; the first of the names is the chair."""
    sides = {side: [who for who, its in zip(names, vote, strict=True) if its == side] for side in SIDES[:4]}
    there = [who for who, its in zip(names, vote, strict=True) if its != "gone"] or [names[0]]
    events: list[dict[str, Any]] = [
        {"id": "board", "type": "hired", "at": "2020-02-01", "who": there, "to": "firm/board"},
        {"id": "chief", "type": "hired", "at": "2020-02-02", "who": "gus", "to": "firm/ceo"},
        {"id": "vote", "type": "resolved", "at": "2020-07-01", "organ": "firm/board", "method": method,
         "votes": sides, "effects": ["out"], **({} if carried is None else {"carried": carried})},
        {"id": "out", "type": "fired", "at": "2020-07-02", "who": "gus", "from": "firm/ceo"},
    ]  # fmt: skip
    if names[0] in there:
        events.insert(1, {"id": "chair", "type": "hired", "at": "2020-02-02", "who": names[0], "to": "firm/chair"})
    whole = {
        "record": "c",
        "zone": "UTC",
        "covers": {"from": "2020-01-01", "to": "2021-12-31"},
        "people": {who: who.title() for who in [*sorted(names), "gus"]},
        "organizations": {"firm": "Firm", "bank": "Bank"},
        "posts": POSTS,
        "bylaws": {"firm": rules},
        "events": events,
    }
    return parse_record(json.dumps(whole, indent=1), Path("c.yaml")).record


def judged(record: Record) -> Judge:
    return judge(Past(log_of([record]), Clocks(), Admission()))


def whatif(record: Record, **fields: Any) -> WhatIf:
    scenario = Scenario.model_validate({"scenario": "s", "record": record.id, **fields})
    plan, mistakes = plan_of(scenario, Base(log_of([record]), law_pack))
    assert mistakes == []
    return run(plan)


def both(record: Record) -> tuple[Verdict, Verdict]:
    found = judged(record)
    return found.verdict("c/vote"), found.verdict("c/out")


def renamed(rules: Rules, names: dict[str, str]) -> Rules:
    weighed = rules.get("weights")
    return rules if weighed is None else rules | {"weights": {names[who]: weight for who, weight in weighed.items()}}


def carried(record: Record) -> bool | None:
    tally = judged(record).course.tally("c/vote")
    assert tally is not None
    return tally.carried


methods = st.sampled_from(["meeting", "written_consent"])


@given(organs(), ballots, methods, st.permutations(PEOPLE), st.sampled_from(["true", None]))
def test_permuting_directors_permutes_nothing_but_names(
    rules: Rules, vote: Vote, method: str, order: list[str], written: str | None
) -> None:
    names = dict(zip(PEOPLE, order, strict=True))
    one = both(record_of(bylaws(rules), vote, carried=written, method=method))
    other_rules = bylaws(renamed(rules, names))
    other = both(record_of(other_rules, vote, names=tuple(order), carried=written, method=method))
    for mine, its in zip(one, other, strict=True):
        assert its.status == mine.status
        assert [(test.provision, test.passed, test.layer) for test in its.reasons] == [
            (test.provision, test.passed, test.layer) for test in mine.reasons
        ]
        for here, there in zip(mine.reasons, its.reasons, strict=True):
            said = dict(here.operands)
            if "tie" in said:
                said["tie"] = said["tie"].replace("ada", order[0])
            assert there.operands == said


@given(organs(), ballots, methods, parts, parts, st.sampled_from(WHOLES))
def test_raising_the_quorum_never_turns_a_failing_motion_into_a_passing_one(
    rules: Rules, vote: Vote, method: str, one: str, other: str, of: str
) -> None:
    def at(part: str) -> bool | None:
        raised = rules | {"quorum": {"at_least": part, "of": of}}
        return carried(record_of(bylaws(raised), vote, carried=None, method=method))

    low, high = sorted([one, other], key=lambda part: int(part[: part.index("/")]) / int(part[part.index("/") + 1 :]))
    order = [False, None, True]
    assert order.index(at(high)) <= order.index(at(low))
    without = {key: value for key, value in rules.items() if key != "quorum"}
    none = carried(record_of(bylaws(without), vote, carried=None, method=method))
    assert order.index(at(low)) <= order.index(none)


@given(organs(), ballots, methods, st.booleans())
def test_a_vote_that_turns_from_against_to_for_never_defeats_a_motion(
    rules: Rules, vote: Vote, method: str, aside: bool
) -> None:
    assume("against" in vote)
    turned = list(vote)
    turned[vote.index("against")] = "abstain" if aside and "quorum" not in rules else "for"
    assume(not aside or rules.get("tie_break") is None)
    before = carried(record_of(bylaws(rules), vote, carried=None, method=method))
    after = carried(record_of(bylaws(rules), tuple(turned), carried=None, method=method))
    order = [False, None, True]
    assert order.index(before) <= order.index(after)


OTHERS = [
    {"act": "hired", "target": "firm/ceo"},
    {"act": "fired", "target": "firm/chair"},
    {"act": "fired", "target": "firm/ceo", "capacity": "interim"},
    {"act": "post_abolished"},
]


@given(organs(), ballots, st.sampled_from(OTHERS))
def test_a_consent_over_another_act_changes_nothing(rules: Rules, vote: Vote, other: Rules) -> None:
    consent = {"id": "veto", "holder": "bank", **other}
    without = record_of(bylaws(rules), vote, method="meeting")
    assert both(record_of(bylaws(rules, consents=[consent]), vote, method="meeting")) == both(without)
    layered = whatif(without, bylaws={"firm": {"consents": [consent]}})
    assert layered.course.verdict("c/out") == judged(without).verdict("c/out")


def test_a_law_that_only_an_entry_names_holds_with_and_without_a_layer() -> None:
    whole = record_of({}, ("for",) * 2 + ("absent",) * 4, method="meeting")
    header = whole.header.model_copy(update={"bylaws": {}})
    firm = header.organizations["firm"].model_copy(update={"law": "delaware-corp"})
    header = header.model_copy(update={"organizations": {**header.organizations, "firm": firm}})
    record = replace(whole, header=header)
    veto = {"id": "veto", "holder": "bank", "act": "post_abolished"}
    for verdict in (
        judged(record).verdict("c/vote"),
        whatif(record).course.verdict("c/vote"),
        whatif(record, bylaws={"firm": {"consents": [veto]}}).course.verdict("c/vote"),
    ):
        assert verdict is not None
        assert verdict.status == "void"
        assert {test.layer for test in verdict.reasons} == {"delaware-corp"}


@given(organs(), ballots, methods, st.sampled_from(["true", "false", None]))
def test_a_verdict_is_the_same_through_replay_and_through_a_scenario_without_changes(
    rules: Rules, vote: Vote, method: str, written: str | None
) -> None:
    record = record_of(bylaws(rules), vote, carried=written, method=method)
    found, unchanged = judged(record), whatif(record)
    for view in found.verdicts():
        assert unchanged.course.verdict(view.event) == found.verdict(view.event)
        assert unchanged.verdict(view.event.partition("/")[2]) == view.status


@settings(max_examples=30)
@given(organs(), ballots, st.sampled_from([None, "true"]))
def test_what_is_replayed_from_the_start_reads_as_recorded_where_it_happens(
    rules: Rules, vote: Vote, written: str | None
) -> None:
    record = record_of(bylaws(rules), vote, carried=written, method="meeting")
    found, replayed = judged(record), whatif(record, fork={"at": "2020-01-01T00:00Z"}, enforce="true")
    for fate in replayed.fates:
        if fate.kind == "dropped":
            assert found.verdict(fate.ref).status == "void"
        else:
            assert replayed.course.verdict(fate.ref) == found.verdict(fate.ref)
    assert replayed.happened("vote")


def test_both_readings_of_the_openai_majority_differ_only_by_data() -> None:
    record = read_record(SEED).record

    def reading(of: str) -> dict[str, Verdict | None]:
        layer = {"openai": {"organs": {"openai/board": {"majority": {"more_than": "1/2", "of": of}}}}}
        one = whatif(record, bylaws=layer)
        return {view.event: one.course.verdict(view.event) for view in judged(record).verdicts()}

    present, in_office = reading("present"), reading("in_office")
    assert present.keys() == in_office.keys()
    differing = 0
    for event, one in present.items():
        other = in_office[event]
        assert one is not None
        assert other is not None
        assert one.status == other.status, "four of six carry under either"
        assert [test.provision for test in one.reasons] == [test.provision for test in other.reasons]
        for mine, its in zip(one.reasons, other.reasons, strict=True):
            assert (mine.passed, mine.layer) == (its.passed, its.layer)
            if mine.operands != its.operands:
                differing += 1
                assert mine.provision == "openai/board.majority"
                assert (list(mine.operands)[1], list(its.operands)[1]) == ("present", "in_office")
    assert differing > 0
