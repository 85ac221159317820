"""Branches: what they inherit, what does not reach them, and where they differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govsim.ledger.appending import Draft
from govsim.ledger.errors import ConflictError
from govsim.model.errors import GovsimError, LedgerError, NotFoundError
from govsim.model.events import Changed, Hired, Omitted, Resigned, Retracted
from govsim.service.gov import Gov
from tests.service.records import SMALL, write_record

NOON = "2022-05-01T12:00+02:00"


@pytest.fixture
def small(gov: Gov, tmp_path: Path) -> Gov:
    """Govsim over a ledger that holds the small record."""
    gov.load(write_record(tmp_path))
    return gov


def holders(gov: Gov, post: str, at: str, branch: str = "main") -> list[str]:
    """Return who holds a post, possible holders with a question mark."""
    found = gov.at(at, branch=branch).post(post).holders
    return [f"{holder.party}{'' if holder.presence == 'certain' else '?'}" for holder in found]


def refs(gov: Gov, branch: str) -> list[str]:
    return [event.id.partition("/")[2] for event in gov.events(branch=branch)]


def append(gov: Gov, branch: str, model: Any, **fields: Any) -> None:
    kind = model.model_fields["type"].annotation.__args__[0]
    gov.ledger.append([Draft("small", model.model_validate({"type": kind, **fields}))], branch=branch)


@pytest.mark.parametrize(
    ("cut", "inherited"),
    [
        ({}, ["founding", "ada-ceo", "ada-leaves", "ben-ceo"]),
        ({"before": "ada-leaves"}, ["founding", "ada-ceo"]),
        ({"after": "small/ada-leaves"}, ["founding", "ada-ceo", "ada-leaves"]),
        ({"at": NOON}, ["founding", "ada-ceo"]),
        ({"at": "2022-05-01 12:00:00.000001"}, ["founding", "ada-ceo", "ada-leaves"]),
        ({"at": "2020-01-01"}, []),
        ({"position": 3}, ["founding", "ada-ceo"]),
        ({"position": 0}, []),
    ],
)
def test_a_branch_inherits_what_sorts_before_its_cut(small: Gov, cut: dict[str, Any], inherited: list[str]) -> None:
    small.branches.create("b", **cut)
    assert refs(small, "b") == inherited
    small.branches.create("c", parent="b")
    assert refs(small, "c") == inherited


def test_a_cut_takes_the_ends_of_tenures_away(small: Gov) -> None:
    small.branches.create("stays", before="ada-leaves")
    assert holders(small, "co/ceo", "2023-01-01") == ["ben"]
    assert holders(small, "co/ceo", "2023-01-01", "stays") == ["ada"]


def test_what_comes_later_on_the_parent_does_not_reach_a_branch_and_is_counted(small: Gov, tmp_path: Path) -> None:
    small.branches.create("b")
    small.branches.create("c", parent="b")
    small.branches.create("early", before="ada-leaves")
    changed = SMALL.replace("at: 2022-05-01 12:00", "at: 2022-04-01 12:00")
    small.load(write_record(tmp_path, changed), amend=True, why="the minutes say so")
    assert holders(small, "co/ceo", "2022-04-15") == []
    assert holders(small, "co/ceo", "2022-04-15", "b") == ["ada"]
    missed = {view.name: view.missed_corrections for view in small.branches.list()}
    assert missed == {"main": 0, "b": 1, "c": 1, "early": 0}


def test_a_branch_omits_and_changes_what_it_inherits(small: Gov) -> None:
    small.branches.create("b")
    append(small, "b", Omitted, id="no-leave", at=NOON, event="ada-leaves", why="what if she had stayed")
    assert holders(small, "co/ceo", "2022-05-15", "b") == ["ada"]
    small.branches.create("c")
    append(small, "c", Changed, id="later", at=NOON, event="ada-leaves", **{"with": {"at": "2022-05-20T12:00Z"}})
    assert holders(small, "co/ceo", "2022-05-15", "c") == ["ada"]
    assert holders(small, "co/ceo", "2022-05-25", "c") == []
    assert holders(small, "co/ceo", "2022-05-15") == []
    assert small.verify().ok


def test_an_omission_on_a_branch_of_a_branch_can_be_taken_back_there(small: Gov) -> None:
    small.branches.create("b")
    append(small, "b", Omitted, id="no-leave", at=NOON, event="ada-leaves")
    small.branches.create("c", parent="b")
    append(small, "c", Omitted, id="after-all", at=NOON, event="no-leave")
    assert holders(small, "co/ceo", "2022-05-15", "b") == ["ada"]
    assert holders(small, "co/ceo", "2022-05-15", "c") == []


@pytest.mark.parametrize("model", [Omitted, Changed])
def test_recorded_history_is_neither_omitted_nor_changed(small: Gov, model: Any) -> None:
    with pytest.raises(LedgerError, match="recorded history is not"):
        append(small, "main", model, id="no", at=NOON, event="ada-leaves")


def test_a_change_that_makes_no_event_is_refused(small: Gov) -> None:
    small.branches.create("b")
    with pytest.raises(LedgerError, match="small/ada-leaves cannot be so: who"):
        append(small, "b", Changed, id="no", at=NOON, event="ada-leaves", **{"with": {"who": None}})
    with pytest.raises(LedgerError, match="there is no event 'small/nothing' to be changed"):
        append(small, "b", Changed, id="no", at=NOON, event="nothing")


def test_ids_are_unique_on_a_branch_and_free_on_another(small: Gov) -> None:
    small.branches.create("b")
    small.branches.create("early", before="ada-leaves")
    at = "2022-05-02T12:00Z"
    with pytest.raises(ConflictError, match="small/ada-leaves is in the ledger with other content"):
        append(small, "b", Resigned, id="ada-leaves", at=at, who="ada", **{"from": "co/board"})
    append(small, "early", Resigned, id="ada-leaves", at=at, who="ada", **{"from": "co/board"})
    assert holders(small, "co/board", "2022-06-01", "early") == []
    for branch in ("b", "main"):
        append(small, branch, Hired, id="cleo", at=at, who="ben", to="co/board")
    assert holders(small, "co/board", "2022-06-01", "b") == ["ada", "ben"]


def test_a_dropped_branch_is_closed_and_its_branches_stay(small: Gov) -> None:
    small.branches.create("b", before="ada-leaves")
    small.branches.create("c", parent="b")
    small.branches.drop("b")
    with pytest.raises(NotFoundError, match="the branch 'b' was dropped"):
        small.at("2023-01-01", branch="b")
    assert holders(small, "co/ceo", "2023-01-01", "c") == ["ada"]
    assert [view.name for view in small.branches.list()] == ["main", "c"]
    small.branches.create("b")
    assert [view.name for view in small.branches.list(dropped=True)] == ["main", "b", "c", "b"]
    assert small.verify().ok


def test_a_branch_made_from_a_scenario_says_which(small: Gov) -> None:
    omitted = {"id": "no-leave", "type": "omitted", "at": NOON, "event": "ada-leaves"}
    meta = {"scenario": "ada-stays", "hash": "ab" * 32, "text": "scenario: ada-stays", "choose": {}}
    small.ledger.make_branch("stays", [Draft("small", Omitted.model_validate(omitted))], meta=meta)
    small.ledger.make_branch("other", [], meta={"made": "otherwise"})
    made = {view.name: (view.scenario, view.scenario_hash) for view in small.branches.list()}
    assert made == {"main": (None, None), "stays": ("ada-stays", "ab" * 32), "other": (None, None)}
    shown = small.branches.list()[1].to_json()
    assert (shown["scenario"], shown["scenario_hash"]) == ("ada-stays", "ab" * 32)
    assert shown["events"] == 1
    assert holders(small, "co/ceo", "2022-05-15", "stays") == ["ada"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "main"}, "there is a branch 'main' already"),
        ({"name": "no good"}, "cannot be the name of a branch"),
        ({"name": "b", "parent": "mian"}, "there is no branch 'mian'"),
        ({"name": "b", "before": "ada-leave"}, "there is no event 'ada-leave'"),
        ({"name": "b", "before": "founding", "after": "founding"}, "begins at one place"),
        ({"name": "b", "position": 99}, "position 99 lies beyond what 'main' holds"),
        ({"name": "b", "at": "[2020..2021]"}, "is a span"),
    ],
)
def test_a_branch_that_cannot_be_is_refused(small: Gov, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(GovsimError, match=message):
        small.branches.create(**fields)
    assert len(small.branches.list(dropped=True)) == 1


def test_recorded_at_before_a_branch_was_made_is_no_answer(small: Gov) -> None:
    before = small.ledger.stored()[-1].recorded_at
    small.branches.create("b")
    with pytest.raises(LedgerError, match="there was no branch 'b'"):
        small.ledger.position_at(before, "b")


def test_two_branches_differ_in_events_and_in_who_holds_what(small: Gov) -> None:
    small.branches.create("b", after="ada-leaves")
    append(small, "b", Changed, id="later", at=NOON, event="ada-leaves", **{"with": {"at": "2022-05-20T12:00Z"}})
    append(small, "b", Hired, id="cleo", at="2022-06-01T12:00Z", who="ada", to="co/ceo")
    found = small.diff("main", "b", at="2022-07-01")
    assert [(event.id, event.kind) for event in found.events] == [
        ("small/ada-leaves", "changed"),
        ("small/ben-ceo", "only_a"),
        ("small/cleo", "only_b"),
    ]
    assert [name for name, _, _ in found.events[0].fields] == ["at"]
    assert [post.post for post in found.posts] == ["co/ceo"]
    assert found.hypothetical == ("b",)
    same = small.diff("b", "b")
    assert (same.events, same.posts) == ((), ())


def test_a_time_without_an_offset_is_read_in_the_zone_of_the_records(small: Gov) -> None:
    view = small.branches.create("b", at="2022-05-01 12:00")
    assert view.cut == ("at", "2022-05-01T10:00:00Z")


def test_a_cut_branch_of_a_corrected_record_is_read(small: Gov, tmp_path: Path) -> None:
    changed = SMALL.replace("at: 2022-05-01 12:00", "at: 2022-04-01 12:00")
    small.load(write_record(tmp_path, changed), amend=True, why="the minutes say so")
    small.branches.create("b", at="2022-04-15")
    assert refs(small, "b") == ["founding", "ada-ceo", "ada-leaves"]
    assert holders(small, "co/ceo", "2022-05-01", "b") == []


def test_what_was_said_of_an_event_that_was_cut_away_says_nothing_of_the_one_that_took_its_id(
    small: Gov, tmp_path: Path
) -> None:
    changed = SMALL.replace("who: ada\n    from: co/ceo", "who: ada\n    reason: ill\n    from: co/ceo")
    small.load(write_record(tmp_path, changed), amend=True, why="the minutes say so")
    small.branches.create("b", before="ada-leaves")
    append(small, "b", Hired, id="ada-leaves", at=NOON, who="ben", to="co/board")
    assert holders(small, "co/board", "2023-01-01", "b") == ["ada", "ben"]
    append(small, "b", Omitted, id="no", at=NOON, event="ada-leaves")
    assert holders(small, "co/board", "2023-01-01", "b") == ["ada"]
    assert small.verify().ok


def test_a_retraction_inherited_without_what_it_is_about_says_nothing_of_the_branch(small: Gov) -> None:
    fields = {"id": "no-back", "type": "retracted", "at": NOON, "event": "back"}
    back = {"id": "back", "type": "hired", "at": "2023-01-01T12:00Z", "who": "ben", "to": "co/board"}
    small.ledger.append([Draft("small", Retracted.model_validate(fields)), Draft("small", Hired.model_validate(back))])
    small.branches.create("b", position=6)
    append(small, "b", Hired, **{key: value for key, value in back.items() if key != "type"})
    assert holders(small, "co/board", "2023-02-01", "b") == ["ada", "ben"]
    assert holders(small, "co/board", "2023-02-01") == ["ada"]
    assert small.verify().ok


def test_a_branch_made_again_under_an_old_name_answers_as_the_new_one(small: Gov) -> None:
    first, *_, last = refs(small, "main")
    small.branches.create("again", after=last)
    assert last in refs(small, "again")
    small.branches.drop("again")
    small.branches.create("again", after=first)
    assert refs(small, "again") == [first]
