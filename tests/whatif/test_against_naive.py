"""The product against the plain what-if: the same hand-worked cases, and random what-ifs over random records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given

from govsim.model.events import AnyOf, Resolved
from govsim.model.record import Record
from govsim.model.scenario import Insert, Scenario
from govsim.replay.tenure import Tenure
from tests.replay.builders import instant

from .cases import ALL_CASES
from .cases_base import Case, make_scenario
from .naive_whatif import ScenarioMistake, UnsettledError, naive_run
from .product import MistakenError, run_product
from .strategies import WhatIf, whatifs
from .test_naive_whatif import SLOW


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_the_product_gives_what_was_worked_out_by_hand(case: Case) -> None:
    got = run_product(case.record, make_scenario(case.scenario), case.choices)
    assert {id_: fate for id_, fate in got.fates.items() if fate != "kept"} == case.fates
    reasons = {id_: [f"{kind} {event}" if event else kind for kind, event in got.reasons[id_]] for id_ in case.reasons}
    assert reasons == case.reasons
    assert got.decisions == case.decisions
    for (post, at), holders in case.holders.items():
        assert {party: presence for party, (presence, _) in got.holders(post, instant(at)).items()} == holders


MAKING = {"founded", "post_created"}


def is_settled(record: Record, scenario: Scenario) -> bool:
    """Return False where both readings have a right to differ.

    The rules do not say whether what is inserted to make a post takes it away from before, nor what a resolution is
    worth to acts that come before it.
    """
    options = [option for decision in scenario.decisions for option in decision.options.values()]
    steps = [*scenario.changes, *(step for option in options for step in option.then)]
    types = {event.type for event in record.events} | {s.insert.type for s in steps if isinstance(s, Insert)}
    place = {event.id: index for index, event in enumerate(record.events)}
    resolved = [event for event in record.events if isinstance(event, Resolved)]
    backwards = any(place[effect] < place[event.id] for event in resolved for effect in event.effects)
    return not types & MAKING and not backwards


@SLOW
@given(whatifs(wild=False))
def test_the_product_agrees_with_the_plain_what_if(drawn: WhatIf) -> None:
    record, scenario, choices = drawn
    assume(is_settled(record, scenario))
    try:
        plain = naive_run(record, scenario, choices)
        got = run_product(record, scenario, choices)
    except (ScenarioMistake, MistakenError, UnsettledError):
        assume(False)
    assert got.decisions == plain.decisions
    assert got.fates == plain.fates
    for id_, chain in plain.reasons.items():
        kinds = {kind for kind, _ in got.reasons[id_][:1]}
        assert kinds == {kind for kind, _ in chain[:1]}, id_


@SLOW
@given(whatifs())
def test_every_fall_leads_to_the_author_or_to_what_the_record_says_against_itself(drawn: WhatIf) -> None:
    record, scenario, choices = drawn
    try:
        got = run_product(record, scenario, choices)
    except MistakenError:
        assume(False)
    course = got.whatif.course
    written = {*course.inserts, *course.edits.touched, *course.edits.omitted}
    decided = {course.decision_ref(id_) for id_ in course.taken}
    alone = run_product(record, Scenario(scenario="s", record="r", fork=scenario.fork)) if scenario.fork else None
    for fate in got.whatif.fates:
        if fate.kind != "dropped" or fate.ref in written or scenario.history == "drop":
            continue
        named = {reason.event for reason in fate.reasons}
        by_itself = alone is None or alone.fates.get(fate.ref.partition("/")[2]) != "kept"
        assert named & (written | decided) or by_itself, fate


@SLOW
@given(whatifs())
def test_no_event_stands_whose_causes_fell(drawn: WhatIf) -> None:
    record, scenario, choices = drawn
    try:
        got = run_product(record, scenario, choices)
    except MistakenError:
        assume(False)
    gone = {f"r/{id_}" for id_, fate in got.fates.items() if fate in {"omitted", "dropped"}}
    for fate in got.whatif.fates:
        if fate.kind in {"omitted", "dropped"}:
            continue
        for cause in got.whatif.event(fate.ref).because:
            alternatives = cause.any if isinstance(cause, AnyOf) else (cause,)
            assert not {f"r/{id_}" for id_ in alternatives} <= gone, (fate.ref, cause)


@SLOW
@given(whatifs(wild=False))
def test_the_branch_reads_as_the_ripple_went(drawn: WhatIf) -> None:
    record, scenario, choices = drawn
    try:
        got = run_product(record, scenario, choices)
    except MistakenError:
        assume(False)
    branch = got.roster.history
    for post in record.header.posts:
        ripple = got.whatif.history.posts[post].tenures
        assert sorted(map(shape, branch.posts[post].tenures)) == sorted(map(shape, ripple)), post


def shape(tenure: Tenure) -> tuple[Any, ...]:
    return tenure.party, tenure.capacity, tenure.edges, tenure.is_doubtful
