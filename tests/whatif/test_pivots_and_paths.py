"""What an outcome hung on, and every way through the decisions, against trying everything one by one."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from govsim.documents.scenario_file import ScenarioFile
from govsim.documents.scenario_text import scenario_text
from govsim.model.events import Resolved
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.scenario import Scenario
from govsim.replay.log import log_of
from govsim.rules.expressions import Value, compile_expression
from govsim.whatif.base import Base
from govsim.whatif.paths import paths_of
from govsim.whatif.pivots import Pivot, pivots_of, turned_votes
from govsim.whatif.planning import plan_of
from govsim.whatif.reading import names_of
from govsim.whatif.run import run
from tests.replay.builders import PEOPLE, POSTS, ZONE, departed, hired, make_record
from tests.replay.strategies import records

from .cases_base import FIFTH, NOON, START, Fields, make_scenario, named, omit, said
from .cases_decisions import deciding, decision
from .drawn_records import orderly_records, wild_records
from .product import run_product
from .strategies import WhatIf, plain, whatifs
from .test_naive_whatif import SLOW

any_record = st.one_of(orderly_records(10), orderly_records(10), wild_records(8), records(8))
LATER = "2023-12-20"
outcomes = st.one_of(
    st.builds("holds('{}', '{}')".format, st.sampled_from(PEOPLE), st.sampled_from(sorted(POSTS))),
    st.builds(f"holds('{{}}', '{{}}', '{LATER}')".format, st.sampled_from(PEOPLE), st.sampled_from(sorted(POSTS))),
    st.builds("vacant('{}')".format, st.sampled_from(sorted(POSTS))),
    st.just("count('org/board')"),
    st.builds("happened('{}')".format, st.sampled_from(["e0", "e3", "e5"])),
)


def written(fields: Fields) -> Scenario:
    """Return a scenario as it is read from the file that it would be written to."""
    text = scenario_text(make_scenario(fields))
    return ScenarioFile(text, Path("pivot.yaml")).scenario(zone_named(ZONE))


def comes_to(record: Record, outcome: str, *changes: Fields) -> Value | None:
    """Return what an outcome comes to with some changes, by a scenario file."""
    return run_product(record, written({"changes": list(changes), "outcomes": {"o": outcome}})).whatif.outcomes["o"]


def as_change(record: Record, pivot: Pivot) -> Fields:
    """Return a pivot as one writes it in a scenario."""
    id_ = pivot.ref.partition("/")[2]
    if pivot.party is None:
        return {"omit": id_}
    event = plain(record).recorded[id_]
    assert isinstance(event, Resolved)
    assert event.votes is not None
    return {"change": id_, "set": {"votes": dict(turned_votes(event.votes))[pivot.party].dump()}}


@SLOW
@given(any_record, outcomes)
def test_pivots_are_all_the_single_changes_that_turn_an_outcome(record: Record, outcome: str) -> None:
    ids = plain(record).recorded_order
    assume("happened" not in outcome or outcome[10:12] in ids)
    base = Base(log_of([record]))
    value, pivots, tried = pivots_of(base, "r", compile_expression(outcome, names_of(base, "r")))
    assert value == comes_to(record, outcome)
    for pivot in pivots:
        assert pivot.value != value
        assert comes_to(record, outcome, as_change(record, pivot)) == pivot.value
    omitted = {pivot.ref.partition("/")[2] for pivot in pivots if pivot.party is None}
    assert omitted == {id_ for id_ in ids if comes_to(record, outcome, {"omit": id_}) != value}
    votes = [event for event in plain(record).recorded.values() if isinstance(event, Resolved) and event.votes]
    turned = [(event.id, party, its) for event in votes for party, its in turned_votes(event.votes)]  # type: ignore[arg-type]
    assert tried == len(ids) + len(turned)
    assert {(pivot.ref.partition("/")[2], pivot.party) for pivot in pivots if pivot.party} == {
        (id_, party)
        for id_, party, its in turned
        if comes_to(record, outcome, {"change": id_, "set": {"votes": its.dump()}}) != value
    }
    order = [(pivot.key, pivot.party is None) for pivot in pivots]
    assert order == sorted(order)


# -- paths


def without_answers(scenario: Scenario) -> Scenario:
    """Return a scenario in which nothing but what is given answers a decision."""
    decisions = tuple(one.model_copy(update={"default": None}) for one in scenario.decisions)
    asked = {"outcomes": {"ceo": "vacant('org/ceo')", "board": "count('org/board')"}, "choose": {}}
    return scenario.model_copy(update={**asked, "decisions": decisions})


@SLOW
@given(whatifs(), st.booleans())
def test_paths_are_all_the_ways_through_and_each_is_what_its_choices_lead_to(drawn: WhatIf, fixed: bool) -> None:
    record, answered, given_ = drawn
    scenario = without_answers(answered)
    assume(scenario.decisions)
    choices = given_ if fixed else {}
    plan, mistakes = plan_of(scenario, Base(log_of([record])))
    assume(not mistakes)
    found, complete = paths_of(plan, choices, 100)
    assert complete
    told = {path: (whatif.outcomes, whatif.fates) for path, whatif in found}
    assert len(told) == len(found)
    for path, whatif in found:
        again = run(plan, dict(path) | choices)
        assert (again.outcomes, again.fates) == (whatif.outcomes, whatif.fates)
    ids = [one.id for one in scenario.decisions]
    ways: dict[tuple[Any, ...], Any] = {}
    for options in product(*(one.options for one in scenario.decisions)):
        tried = run(plan, dict(zip(ids, options, strict=True)) | choices)
        taken = tuple((one.id, one.option) for one in tried.taken if one.option is not None)
        ways[taken] = tried.outcomes, tried.fates
    assert told == ways


@SLOW
@given(whatifs())
def test_as_many_paths_are_listed_as_are_asked_for(drawn: WhatIf) -> None:
    record, answered, _ = drawn
    assume(answered.decisions)
    plan, mistakes = plan_of(without_answers(answered), Base(log_of([record])))
    assume(not mistakes)
    whole, _ = paths_of(plan, {}, 100)
    for most in range(1, len(whole) + 2):
        some, complete = paths_of(plan, {}, most)
        assert [path for path, _ in some] == [path for path, _ in whole[:most]]
        assert complete is (most >= len(whole))


def test_a_decision_that_is_not_reached_in_the_end_makes_no_second_path() -> None:
    """Ben's seat is taken to be free until Ada, later in the order of that day, is seen to stay."""
    events = [
        named("ada-in", hired("ada", START)),
        said("talk", FIFTH),
        named("ben-in", hired("ben", "2023-11-06")),
        named("ada-out", departed("ada", "2023-11-06", because=["talk"])),
    ]
    asked = decision(NOON, when="possible('ben', 'org/ceo')", options={"yes": {}, "no": {}})
    scenario = make_scenario({"changes": [omit("talk")], **deciding(asked)})
    plan, mistakes = plan_of(scenario, Base(log_of([make_record(events)])))
    assert not mistakes
    found, complete = paths_of(plan, {}, 10)
    assert ([path for path, _ in found], complete) == ([()], True)
    assert [(one.id, one.state) for one in run(plan).taken] == [("d", "not_reached")]
