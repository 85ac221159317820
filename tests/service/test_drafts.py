"""Drafts: changed step by step, taken back, looked at, and kept as a branch or as a file that says the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.model.bound import parse_bound
from govsim.model.errors import GovsimError
from govsim.model.instant import zone_named
from govsim.service.drafts import Draft
from govsim.service.gov import Gov
from tests.replay.builders import ZONE
from tests.service.scenarios import (
    CHANGED_VOTE,
    DECISION,
    NEW,
    seen,
    write_house,
)
from tests.whatif.test_naive_whatif import SLOW


@pytest.fixture
def house(gov: Gov, tmp_path: Path) -> Gov:
    """Govsim over a ledger that holds the small house."""
    gov.load(write_house(tmp_path))
    return gov


@pytest.fixture
def draft(house: Gov) -> Draft:
    """An empty draft on the house."""
    return house.scenarios.draft("house", scenario="what-if", title="What if?")


# -- changing


def test_an_empty_draft_is_history(draft: Draft) -> None:
    assert draft.steps == 0
    assert draft.preview() == ()
    assert draft.view().to_json()["events"] == []
    assert draft.text.splitlines()[1:] == ["scenario: what-if", "title: What if?", "record: house"]


def test_what_is_left_out_takes_with_it_what_rests_on_it(draft: Draft) -> None:
    draft.omit("vote", why="nobody called it")
    assert seen(draft) == {"vote": "omitted", "ada-fired": "dropped", "dan-ceo": "dropped", "ada-back": "dropped"}
    assert "why: nobody called it" in draft.text
    assert draft.steps == 1


def test_changed_votes_are_counted_anew(draft: Draft) -> None:
    draft.change("vote", CHANGED_VOTE)
    fates = seen(draft)
    assert (fates["vote"], fates["ada-fired"]) == ("changed", "dropped")


def test_what_is_inserted_happens_if_it_can(draft: Draft) -> None:
    draft.insert(NEW)
    draft.insert({**NEW, "id": "again", "at": "2022-05-03"})
    assert seen(draft) == {"new": "inserted", "again": "dropped"}


def test_a_key_is_set_and_taken_out_again(draft: Draft) -> None:
    draft.set("outcomes", {"back": "holds('ada', 'co/ceo')"})
    draft.set("title", "Another")
    assert (draft.view().title, dict(draft.view().outcomes)) == ("Another", {"back": True})
    draft.set("outcomes", None)
    assert draft.view().outcomes == ()


def test_a_decision_is_answered_and_answered_otherwise(draft: Draft) -> None:
    draft.set("decisions", [DECISION])
    draft.choose("press", "no")
    assert seen(draft) == {"ada-back": "dropped", "new": "inserted"}
    draft.choose("press", "yes")
    assert seen(draft) == {}
    draft.set("choose", "history")
    draft.choose("press", "no")
    assert seen(draft) == {"ada-back": "dropped", "new": "inserted"}


def test_a_field_goes_back_to_its_default(draft: Draft) -> None:
    draft.change("dan-ceo", {"capacity": None, "because": None})
    assert seen(draft) == {"dan-ceo": "changed"}
    [fate] = draft.preview()
    assert {name for name, _, _ in fate.fields} == {"capacity", "because"}


@pytest.mark.parametrize(
    "at",
    [
        "[2022-05-02, 2022-05-04]",
        ["2022-05-02", "2022-05-04"],
        ["2022-05-02 12:00", "2022-05-04"],
        ["2022-05-02..2022-05-04"],
        datetime(2022, 5, 2, tzinfo=UTC),
        datetime(2022, 5, 2, tzinfo=UTC).date(),
        parse_bound("2022-05-02 evening", zone_named(ZONE)),
        2022,
    ],
    ids=str,
)
def test_a_time_may_be_given_as_people_have_it(draft: Draft, at: Any) -> None:
    draft.insert({**NEW, "id": "new", "at": at})
    assert seen(draft) == {"new": "inserted"} if at != 2022 else "new" in seen(draft)
    draft.omit("letter")
    assert "new" in seen(draft)


REFUSED: dict[str, tuple[Callable[[Draft], None], str]] = {
    "an event that is not there": (lambda one: one.omit("nothing"), "unknown event 'nothing'"),
    "no event": (lambda one: one.omit(None), "nothing stands here"),  # type: ignore[arg-type]
    "what it has left out": (lambda one: one.change("letter", {"note": "x"}), "omitted by an earlier change"),
    "a field that the type lacks": (lambda one: one.change("vote", {"who": "ada"}), "who"),
    "an id that is taken": (lambda one: one.insert({**NEW, "id": "vote"}), "taken by a recorded event"),
    "a time that is none": (lambda one: one.insert({**NEW, "at": "soon"}), "is not a time"),
    "what is inserted": (lambda one: one.omit("cleo-club"), "is inserted by this scenario"),
    "a decision that is not there": (lambda one: one.choose("press", "yes"), "unknown decision 'press'"),
    "a key that is none": (lambda one: one.set("colour", "red"), "unknown key 'colour'"),
    "its own id taken out": (lambda one: one.set("scenario", None), "the key 'scenario' is missing"),
    "a record that is nowhere": (lambda one: one.set("record", "hose"), "there is no record 'hose'"),
    "a fork behind a change": (lambda one: one.set("fork", {"after": "out"}), "lies before the fork"),
    "an expression that is none": (lambda one: one.set("outcomes", {"x": "holds("}), "ends where a value belongs"),
    "what no file can say": (lambda one: one.change("vote", {"note": {1, 2}}), "cannot say"),
    "a path": (lambda one: one.set("title", Path("x")), "cannot say"),
    "what UTF-8 cannot say": (lambda one: one.set("title", "\ud800"), "cannot say|not YAML"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_change_that_is_refused_leaves_all_as_it_was(draft: Draft, what: str) -> None:
    draft.omit("letter")
    draft.insert({**NEW, "id": "cleo-club"})
    draft.omit("vote")
    draft.undo()
    before, fates = (draft.text, draft.steps), draft.preview()
    act, message = REFUSED[what]
    with pytest.raises(GovsimError, match=message):
        act(draft)
    assert ((draft.text, draft.steps), draft.preview()) == (before, fates)
    assert draft.redo()
    assert seen(draft)["vote"] == "omitted"
    assert [draft.undo() for _ in range(4)] == ["leave out vote", "insert cleo-club", "leave out letter", None]


def test_a_change_keeps_nothing_of_what_it_was_given(draft: Draft) -> None:
    fields: dict[str, Any] = {"votes": {"for": ["ben"], "against": ["ada", "cleo"]}}
    draft.change("vote", fields)
    text = draft.text
    fields["votes"]["for"].append("cleo")
    draft.omit("letter")
    assert draft.undo()
    assert draft.text == text


# -- undo and redo

ACTS: dict[str, Callable[[Draft], Any]] = {
    "omit": lambda draft: draft.omit("letter"),
    "change": lambda draft: draft.change("vote", CHANGED_VOTE),
    "title": lambda draft: draft.set("title", str(len(draft.text))),
    "wrong": lambda draft: draft.omit("nothing"),
    "undo": Draft.undo,
    "redo": Draft.redo,
}


@settings(SLOW, max_examples=60)
@given(order=st.lists(st.sampled_from(sorted(ACTS)), max_size=14))
def test_undo_and_redo_go_to_and_fro_in_every_order(order: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "undo"
    folder.mkdir(exist_ok=True)
    draft = Gov(None, [write_house(folder)]).scenarios.draft("house")
    done, undone = [draft.text], list[str]()
    for name in order:
        if name in {"undo", "redo"}:
            out, into, least = (done, undone, 1) if name == "undo" else (undone, done, 0)
            could = len(out) > least
            assert (ACTS[name](draft) is not None) is could
            if could:
                into.append(out.pop())
        else:
            try:
                ACTS[name](draft)
            except GovsimError:  # `wrong`, and what was left out is not left out twice
                assert draft.text == done[-1]
            else:
                done.append(draft.text)
                undone.clear()
        assert (draft.text, draft.steps) == (done[-1], len(done) - 1)
    assert draft.view() == Gov(None, [folder / "house.yaml"]).scenarios.view(draft._now)
