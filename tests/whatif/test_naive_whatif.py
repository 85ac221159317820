"""The plain what-if gives what was worked out by hand; the product is held to the same cases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from govsim.model.record import Record
from tests.replay.builders import departed, hired, instant

from .cases import ALL_CASES
from .cases_base import FIFTH, NOON, SEVENTH, START, Case, change, changes, insert, make_scenario, named, omit, said
from .cases_decisions import deciding, decision
from .cases_votes import vote, votes
from .naive_edits import Draft
from .naive_whatif import NaiveRun, ScenarioMistake, UnsettledError, naive_run
from .strategies import WhatIf, plain, whatifs

SLOW = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""Every run tries the same what-ifs. For a deeper search take derandomize away and raise max_examples."""


def run(case: Case) -> NaiveRun:
    return naive_run(case.record, make_scenario(case.scenario), case.choices)


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_the_fates_reasons_decisions_and_holders_are_those_worked_out_by_hand(case: Case) -> None:
    got = run(case)
    assert {id_: fate for id_, fate in got.fates.items() if fate != "kept"} == case.fates
    # The product leads further: to what would have freed the seat or given the vote. The first link is the same.
    first = {
        id_: ["{} {}".format(*head).removesuffix(" None") for head in got.reasons[id_][:1]] for id_ in case.reasons
    }
    assert first == {id_: chain[:1] for id_, chain in case.reasons.items()}
    assert got.decisions == case.decisions
    for (post, at), holders in case.holders.items():
        assert {party: presence for party, (presence, _) in got.holders(post, instant(at)).items()} == holders


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in ALL_CASES}) == len(ALL_CASES)


MISTAKES = {
    "a change before the fork": changes(omit("a"), fork={"after": "b"}),
    "an insert before the fork": changes(insert(said("new", START)), fork={"before": "b"}),
    "a decision before the fork": deciding(decision(START, options={"yes": {}}), fork={"before": "b"}),
    "an insert at an unknown time": changes(insert(said("new", "unknown"))),
    "an insert of an id that is there": changes(insert(said("a", NOON))),
    "an omitted event changed": changes(omit("a"), change("a", note="x")),
    "an unknown event": changes(omit("nobody")),
    "an insert before its decision": deciding(
        decision(NOON, options={"yes": {"then": [insert(said("new", FIFTH))]}}), choose={"d": "yes"}
    ),
    "a decision that omits what is past": deciding(
        decision(NOON, options={"yes": {"then": [omit("a")]}}), choose={"d": "yes"}
    ),
    "an option that there is not": deciding(decision(options={"yes": {}}), choose={"d": "no"}),
}


@pytest.mark.parametrize("scenario", MISTAKES.values(), ids=MISTAKES)
def test_what_cannot_be_asked_is_a_mistake(scenario: dict[str, object]) -> None:
    record = Case("", [said("a", FIFTH), said("b", SEVENTH)], {}, {}).record
    with pytest.raises(ScenarioMistake):
        naive_run(record, make_scenario(scenario))


def test_what_happens_in_part_and_is_no_rectangle_comes_as_several_events() -> None:
    """Ada holds one post and Ben the other: of four departures two happen."""
    record = Case(
        "",
        [
            named("ada-in", hired("ada", START)),
            named("ben-in", hired("ben", START, "org/cfo")),
            named("out", departed(["ada", "ben"], NOON, ["org/ceo", "org/cfo"])),
        ],
        {},
        {},
    ).record
    got = naive_run(record, make_scenario({"fork": {"before": "out"}}))
    parts = [part.dump() for part in got.events if part.id == "out"]
    assert [(part["who"], part["from"]) for part in parts] == [(["ada"], ["org/ceo"]), (["ben"], ["org/cfo"])]
    assert got.fates["out"] == "changed"
    assert got.holders("org/ceo", instant(SEVENTH)) == got.holders("org/cfo", instant(SEVENTH)) == {}


def test_a_vote_that_turns_on_what_it_decides_later_leads_round_in_a_circle() -> None:
    """Dan sits only if the board agrees, and votes against it: with him a tie, without him carried."""
    record = Case(
        "",
        [
            named("ada-in", hired("ada", START, "org/board")),
            named("dan-in", hired("dan", FIFTH, "org/board")),
            vote("vote", NOON, ["dan-in"], votes=votes(["ada"], ["dan"])),
        ],
        {},
        {},
    ).record
    with pytest.raises(UnsettledError):
        naive_run(record, make_scenario({"fork": {"before": "dan-in"}}))


# -- random what-ifs


def settled(what_if: WhatIf) -> NaiveRun:
    """Return what comes of a what-if; one that leads round in a circle is none."""
    try:
        return naive_run(*what_if)
    except UnsettledError:
        event("leads round in a circle")
        assume(False)
        raise


@given(whatifs())
@settings(SLOW, max_examples=150)
def test_every_event_has_a_fate_and_what_does_not_happen_a_reason(what_if: WhatIf) -> None:
    got = settled(what_if)
    happens = {id_ for id_, fate in got.fates.items() if fate in {"kept", "changed", "inserted"}}
    assert happens == {one.id for one in got.events}
    assert set(plain(what_if[0]).recorded) <= got.fates.keys()
    assert all(got.reasons[id_] for id_ in got.fates.keys() - happens)
    assert got.reasons.keys() == {id_ for id_, fate in got.fates.items() if fate != "kept"}


@given(whatifs())
@settings(SLOW, max_examples=100)
def test_what_lies_before_the_fork_is_kept(what_if: WhatIf) -> None:
    draft, got = Draft(*what_if[:2]), settled(what_if)
    assert {got.fates[id_] for id_ in draft.unjudged} <= {"kept"}


@given(whatifs(decisions=False))
@settings(SLOW, max_examples=100)
def test_what_is_left_stands_when_it_is_judged_again(what_if: WhatIf) -> None:
    """Where the order is still the same: without a cause that fell, an event can sort earlier."""
    record, scenario, _ = what_if
    draft, got = Draft(record, scenario), settled(what_if)
    order = [one.id for one in got.events]
    judged = [id_ for id_ in order if id_ not in draft.unjudged]
    written = sorted(got.events, key=lambda one: draft.events[one.id].place)
    left = Record(record.header, tuple(written))
    assume(judged and len(set(order)) == len(order) and not any(one.at.is_unknown for one in written))
    assume(plain(left).recorded_order == order)
    again = naive_run(left, make_scenario({"fork": {"before": judged[0]}}))
    assert set(again.fates.values()) == {"kept"}
