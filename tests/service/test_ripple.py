"""The ripple of one change: what it makes otherwise, told before it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.service.drafts import Draft
from govsim.service.gov import Gov
from govsim.service.ripple import RippleView
from tests.service.scenarios import CHANGED_VOTE, DECISION, NEW, seen, write_house, write_scenario


@pytest.fixture
def house(gov: Gov, tmp_path: Path) -> Gov:
    gov.load(write_house(tmp_path))
    return gov


@pytest.fixture
def draft(house: Gov) -> Draft:
    return house.scenarios.draft("house", scenario="what-if")


def kinds(view: RippleView) -> dict[str, str]:
    return {event.id.partition("/")[2]: event.kind for event in view.events}


def after(draft: Draft, **change: object) -> Draft:
    copy = draft.copy()
    if "omit" in change:
        copy.omit(str(change["omit"]))
    if "votes" in change:
        copy.change("house/vote", {"votes": change["votes"]})
    if "insert" in change:
        copy.insert(change["insert"])  # type: ignore[arg-type]  # a test's own data
    return copy


def test_it_names_what_falls_with_its_reasons_and_who_governs_otherwise(draft: Draft) -> None:
    changed = after(draft, votes=CHANGED_VOTE["votes"])
    view = changed.ripple(draft)
    assert kinds(view) == {"vote": "changed", "ada-fired": "falls", "dan-ceo": "falls", "ada-back": "falls"}
    assert view.falls == 3
    assert [reason.event for event in view.events for reason in event.reasons if event.id == "house/ada-fired"] == [
        "house/vote"
    ]
    assert [row.post.post for row in view.posts] == []  # Ada governs in the end either way
    assert view.to_json()["hypothetical"] is True


def test_a_post_that_ends_otherwise_is_told(draft: Draft) -> None:
    view = after(draft, omit="house/ada-back").ripple(draft)
    assert kinds(view) == {"ada-back": "omitted"}
    assert [(row.post.post, row.mark) for row in view.posts] == [("co/ceo", "changed")]


def test_it_is_of_one_change_and_not_of_all_before(draft: Draft) -> None:
    first = after(draft, omit="house/ada-back")
    second = after(first, insert=NEW)
    assert kinds(second.ripple(first)) == {"new": "inserted"}
    assert kinds(first.ripple(second)) == {"new": "falls"}
    assert kinds(draft.ripple(first)) == {"ada-back": "comes back"}
    assert second.ripple(second) == RippleView()


def test_a_branch_made_with_answers_is_a_draft_with_the_same_answers(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, decisions=[DECISION])
    house.run(path, choose={"press": "no"})
    draft = house.scenarios.draft_of_branch("what-if")
    assert seen(draft) == {"ada-back": "dropped", "new": "inserted"}
    assert draft.steps == 0
    assert "choose" in draft.text
    house.run(path, choose={"press": "yes"}, branch="other")
    assert "new" not in seen(house.scenarios.draft_of_branch("other"))
