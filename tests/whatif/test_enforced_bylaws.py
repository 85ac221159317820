"""What-ifs under bylaws: void acts fall where the scenario enforces them, counts follow the rules, layers decide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govsim.service.gov import Gov
from govsim.service.scenario_views import FateView, RunView
from tests.rules.verdicts import FIRE, HEAD, SEATED, vote

HALF: dict[str, Any] = {"more_than": "1/2", "of": "in_office"}
BYLAWS: dict[str, Any] = {
    "organs": {"org/board": {"authorised": "6", "quorum": {"more_than": "1/2", "of": "authorised"}, "majority": HALF}},
    "powers": [{"id": "fire", "organ": "org/board", "act": "fired", "target": "org/ceo"}],
    "consents": [],
}
NEXT = {"id": "next", "type": "hired", "at": "2021-07-01", "who": "dan", "to": "org/ceo"}
CARRIED = vote(["ada", "ben", "cleo", "dan"], ["eva"], carried="true")


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def running(events: list[dict[str, Any]], rules: dict[str, Any] | None = None, **scenario: Any) -> RunView:
        record = {**HEAD, "bylaws": {"org": rules or BYLAWS}, "events": [*SEATED, *events]}
        (tmp_path / "r.yaml").write_text(json.dumps(record, indent=1))
        head = {"scenario": "s", "record": "r", "fork": {"at": "2021-01-01"}}
        (tmp_path / "s.yaml").write_text(json.dumps({**head, **scenario}, indent=1))
        return Gov(None).run(tmp_path / "s.yaml")

    return running


def fate(view: RunView, id_: str) -> FateView:
    return next(one for one in view.fates if one.id == f"r/{id_}")


def reasons(view: RunView, id_: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.kind, one.event, one.provision) for one in fate(view, id_).reasons]


def test_a_void_act_falls_only_where_the_bylaws_are_enforced(run: Any) -> None:
    void = vote(["ada", "ben"], ["cleo"], carried="true")
    assert fate(run([void, FIRE, NEXT]), "out").fate == "kept"
    view = run([void, FIRE, NEXT], enforce="true")
    assert reasons(view, "out") == [("verdict", "r/vote", "org/board.quorum")]
    assert reasons(view, "next")[0] == ("precondition", "r/gus-in", None)
    assert fate(view, "vote").fate == "kept"  # a resolution is a fact


def test_a_valid_act_and_one_that_nothing_settles_happen(run: Any) -> None:
    view = run([CARRIED, FIRE, NEXT], enforce="true")
    assert {one.fate for one in view.fates} == {"kept"}


def test_an_act_waits_for_the_consent_it_needs(run: Any) -> None:
    rules = {**BYLAWS, "consents": [{"id": "veto", "holder": "bank", "act": "fired", "target": "org/ceo"}]}
    answer = {"type": "refused", "at": "2021-06-03", "who": "bank", "act": "out"}
    assert reasons(run([CARRIED, FIRE], rules, enforce="true"), "out") == [("verdict", "r/vote", "veto")]
    refused = run([CARRIED, FIRE, {"id": "no", **answer}], rules, enforce="true")
    assert reasons(refused, "out") == [("verdict", "r/no", "veto")]
    given = run([CARRIED, FIRE, {"id": "yes", **answer, "type": "consented"}], rules, enforce="true")
    assert fate(given, "out").fate == "kept"


def test_whatever_a_void_resolution_decides_falls_with_it(run: Any) -> None:
    leaves = {"id": "out", "type": "departed", "at": "2021-06-02", "who": "gus", "from": "org/ceo"}
    view = run([vote(["ada", "ben"], carried="true"), leaves], enforce="true")
    assert reasons(view, "out") == [("verdict", "r/vote", "org/board.quorum")]


def test_votes_that_change_are_counted_by_the_rules_and_the_failed_one_is_named(run: Any) -> None:
    votes = {"for": ["ada", "ben", "cleo"], "against": ["dan"]}
    view = run([CARRIED, FIRE], changes=[{"change": "vote", "set": {"votes": votes}}])
    assert reasons(view, "out") == [("not_carried", "r/vote", "org/board.majority")]
    assert ("carried", True, False) in fate(view, "vote").fields


def test_a_layer_changes_verdicts_and_not_a_written_outcome(run: Any) -> None:
    votes = vote(["ada", "ben", "cleo"], ["dan"], carried="true")
    outcomes = {"worth": "verdict('vote')", "act": "verdict('out') == 'valid'"}
    shown = run([votes, FIRE], outcomes=outcomes, expect=[{"verdict": "vote", "is": "void"}])
    assert (dict(shown.outcomes), shown.ok) == ({"worth": "void", "act": False}, True)
    assert fate(shown, "out").fate == "kept"
    layer = {"org": {"organs": {"org/board": {"majority": {"more_than": "1/2", "of": "present"}}}}}
    other = run([votes, FIRE], outcomes=outcomes, bylaws=layer, expect=[{"verdict": "vote", "is": "valid"}])
    assert (dict(other.outcomes), other.ok) == ({"worth": "valid", "act": True}, True)


def test_a_decision_can_hang_on_a_verdict(run: Any) -> None:
    decision = {
        "id": "d",
        "at": "2021-06-20",
        "when": "verdict('out') == 'valid' and verdict('never') == none",
        "options": {"yes": {"then": [{"insert": NEXT}]}, "no": {}},
        "default": "yes",
    }
    never = {"id": "never", "type": "stated", "at": "2021-06-01"}
    view = run([CARRIED, FIRE, never], changes=[{"omit": "never"}], decisions=[decision])
    assert fate(view, "next").fate == "inserted"


def test_bylaws_that_a_what_if_leaves_out_are_not_in_force(run: Any) -> None:
    layer = {"organs": {"org/board": {"majority": {"at_least": "1", "of": "in_office"}}}}
    adopted = {"id": "new", "type": "bylaws_adopted", "at": "2021-02-01", "organization": "org", "bylaws": layer}
    expect = [{"verdict": "vote", "is": "void"}]
    assert run([adopted, CARRIED, FIRE], expect=expect).ok
    assert not run([adopted, CARRIED, FIRE], changes=[{"omit": "new"}], expect=expect).ok


def test_an_answer_counts_for_the_act_that_a_scenario_lets_it_be_about(run: Any) -> None:
    rules = {**BYLAWS, "consents": [{"id": "veto", "holder": "bank", "act": "fired", "target": "org/ceo"}]}
    met = {"id": "met", "type": "met", "at": "2021-06-01"}
    answer = {"id": "answer", "type": "consented", "at": "2021-06-01 12:00", "who": "bank"}
    elsewhere = run([CARRIED, met, {**answer, "act": "met"}, FIRE], rules, enforce="true")
    assert reasons(elsewhere, "out") == [("verdict", "r/vote", "veto")]
    change = [{"change": "answer", "set": {"act": "out"}}]
    moved = run([CARRIED, met, {**answer, "act": "met"}, FIRE], rules, enforce="true", changes=change)
    assert fate(moved, "out").fate == "kept"
    away = [{"change": "answer", "set": {"act": "met"}}]
    gone = run([CARRIED, met, {**answer, "act": "out"}, FIRE], rules, enforce="true", changes=away)
    assert reasons(gone, "out") == [("verdict", "r/vote", "veto")]


def test_a_stake_counts_in_the_organisation_that_a_scenario_lets_it_be_in(run: Any) -> None:
    organs = {"org/board": {"weights": "stakes", "majority": {"more_than": "1/2", "of": "outstanding"}}}
    stakes = [
        {"id": f"{who}-invests", "type": "invested", "at": "2020-03-01", "who": who, "in": place, "stake": stake}
        for who, place, stake in (("ada", "org", "0.4"), ("ben", "bank", "0.4"), ("cleo", "org", "0.2"))
    ]
    motion = vote(["ada"], ["cleo"], carried="true")
    expect, fork = [{"verdict": "vote", "is": "valid"}], {"at": "2020-02-15"}
    assert run([*stakes, motion, FIRE], {"organs": organs}, expect=expect).ok
    to_org = [{"change": "ben-invests", "set": {"in": "org"}}]
    assert not run([*stakes, motion, FIRE], {"organs": organs}, expect=expect, changes=to_org, fork=fork).ok
    motion = vote(["cleo"], ["ada"], carried="true")
    assert not run([*stakes, motion, FIRE], {"organs": organs}, expect=expect).ok
    to_bank = [{"change": "ada-invests", "set": {"in": "bank"}}]
    assert run([*stakes, motion, FIRE], {"organs": organs}, expect=expect, changes=to_bank, fork=fork).ok
