"""Drafts kept: as a branch of the ledger, as a file, from whatever branch they began."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.model.errors import DocumentError, GovsimError, NotFoundError
from govsim.service.drafts import Draft
from govsim.service.gov import Gov
from tests.service.scenarios import (
    CHANGED_VOTE,
    DECISION,
    NEW,
    assert_branch_reads_as,
    otherwise,
    seen,
    told,
    without_branch,
    write_house,
)


@pytest.fixture
def house(gov: Gov, tmp_path: Path) -> Gov:
    """Govsim over a ledger that holds the small house."""
    gov.load(write_house(tmp_path))
    return gov


@pytest.fixture
def draft(house: Gov) -> Draft:
    """An empty draft on the house."""
    return house.scenarios.draft("house", scenario="what-if", title="What if?")


# -- kept as a branch


def made(draft: Draft) -> Draft:
    """Return a draft with one of everything."""
    draft.change("vote", CHANGED_VOTE, why="Cleo thinks again")
    draft.omit("ada-club")
    draft.insert(NEW)
    draft.set("decisions", [{**DECISION, "options": {"yes": {}, "no": {"then": [{"omit": "signed"}]}}}])
    draft.choose("press", "no")
    draft.set("outcomes", {"ada": "holds('ada', 'co/ceo')", "share": "signed('letter') * 3"})
    draft.set(
        "expect", [{"at": "2023-06-01", "post": "co/club", "holders": ["cleo"]}, {"event": "out", "happened": True}]
    )
    return draft


FATES = {
    "ada-club": "omitted",
    "vote": "changed",
    "ada-fired": "dropped",
    "dan-ceo": "dropped",
    "new": "inserted",
    "signed": "omitted",
    "ada-back": "dropped",
    "out": "changed",
}


def test_what_is_accepted_is_what_was_seen(house: Gov, draft: Draft) -> None:
    made(draft)
    seen_before, looked = draft.preview(), draft.view()
    accepted = draft.accept()
    assert told(accepted) == FATES
    assert otherwise(accepted) == seen_before
    assert without_branch(accepted) == without_branch(looked)
    assert accepted.branch == "what-if"
    assert accepted.ok
    assert_branch_reads_as(house, "what-if", draft.past(), "house")
    assert house.verify().ok


def test_a_branch_differs_from_history_by_what_was_told(house: Gov, draft: Draft) -> None:
    made(draft).accept()
    found = {event.id.partition("/")[2]: event.kind for event in house.diff("main", "what-if").events}
    kinds = {"omitted": "only_a", "dropped": "only_a", "inserted": "only_b", "changed": "changed"}
    assert found.pop("out-2") == "only_b"  # Ada leaves the board alone, Ben both: no one event can say so
    assert found == {id_: kinds[fate] for id_, fate in FATES.items()}
    parts = {event.id: dict(event.fields) for event in house.events(branch="what-if") if "/out" in event.id}
    assert {id_: (tuple(fields["who"]), tuple(fields["from"])) for id_, fields in parts.items()} == {
        "house/out": (("ada", "ben"), ("co/board",)),
        "house/out-2": (("ben",), ("co/club",)),
    }


def test_what_is_saved_is_read_and_run_as_what_was_accepted(house: Gov, draft: Draft, tmp_path: Path) -> None:
    accepted = made(draft).accept()
    draft.save(tmp_path / "kept.yaml")
    assert (tmp_path / "kept.yaml").read_text(encoding="utf-8") == draft.text
    opened = house.scenarios.open_draft(tmp_path / "kept.yaml")
    assert (opened.text, opened.steps, opened.preview()) == (draft.text, 0, draft.preview())
    again = house.run(tmp_path / "kept.yaml")
    assert without_branch(again) == without_branch(accepted)
    assert len(house.branches.list(dropped=True)) == 2
    over_file = Gov(None, [tmp_path / "house.yaml"]).run(tmp_path / "kept.yaml")
    assert without_branch(over_file) == without_branch(accepted)


def test_saving_overwrites_nothing_unasked(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "kept.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(GovsimError, match="is there already"):
        draft.save(path)
    assert path.read_text(encoding="utf-8") == "mine"
    draft.save(path, overwrite=True)
    assert path.read_text(encoding="utf-8") == draft.text
    with pytest.raises(GovsimError, match="cannot be written"):
        draft.save(tmp_path / "nowhere" / "kept.yaml")
    with pytest.raises(GovsimError, match="cannot be written"):
        draft.save(tmp_path, overwrite=True)


def test_a_file_keeps_its_comments_until_the_first_change(house: Gov, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = "# why I ask\nscenario: mine\nrecord: house\nchanges:\n- {omit: signed}  # they do not sign\n"
    path.write_text(text, encoding="utf-8")
    draft = house.scenarios.open_draft(path)
    assert (draft.text, draft.steps, seen(draft)) == (text, 0, {"signed": "omitted", "ada-back": "dropped"})
    draft.omit("ada-fired")
    assert "#" not in draft.text.partition("\n")[2]
    assert draft.undo()
    assert draft.text == text
    draft.accept()
    assert draft.accept() == house.run(path)
    assert len(house.branches.list(dropped=True)) == 2


def test_times_in_brackets_outlive_a_change_elsewhere(house: Gov, tmp_path: Path) -> None:
    path = tmp_path / "times.yaml"
    path.write_text(
        "scenario: times\nrecord: house\nfork: {at: [2022-04-01, 2022-04-02]}\nchanges:\n"
        "- {insert: {id: one, type: stated, at: [2022-06-03,\n  2022-07-01]}}\n"
        "- {change: letter, set: {at: [2022-05-03..2022-05-04], announced: [..2022-05-05]}}\n"
        "expect:\n- {at: [2023-06-01, 2023-07-01], post: co/ceo, holders: [ada]}\n",
        encoding="utf-8",
    )
    draft = house.scenarios.open_draft(path)
    before = {fate.id: (fate.at, fate.fields) for fate in draft.preview()}
    assert set(before) == {"house/one", "house/letter"}
    draft.set("title", "The same")
    assert {fate.id: (fate.at, fate.fields) for fate in draft.preview()} == before
    assert draft.view().ok


def test_without_a_ledger_a_draft_can_be_looked_at_and_saved_but_not_accepted(tmp_path: Path) -> None:
    draft = Gov(None, [write_house(tmp_path)]).scenarios.draft("house")
    draft.omit("letter")
    assert seen(draft) == {"letter": "omitted", "signed": "dropped", "ada-back": "dropped"}
    with pytest.raises(GovsimError, match="the record 'house' is not in the ledger, so that no branch can be made"):
        draft.accept()
    draft.save(tmp_path / "kept.yaml")
    assert told(Gov(None).run(tmp_path / "kept.yaml")) == seen(draft)


# -- on other branches


def test_a_draft_starts_from_the_branch_that_it_is_on(house: Gov) -> None:
    house.branches.create("early", before="letter")
    draft = house.scenarios.draft("house", scenario="later", branch="early")
    draft.insert(NEW)
    with pytest.raises(GovsimError, match="unknown event 'letter'"):
        draft.omit("letter")
    assert seen(draft) == {"new": "inserted"}
    accepted = draft.accept()
    [branch] = [view for view in house.branches.list() if view.name == "later"]
    assert (accepted.branch, branch.parent) == ("later", "early")
    assert_branch_reads_as(house, "later", draft.past(), "house")
    assert "house/letter" not in [event.id for event in house.events(branch="later")]
    assert house.verify().ok


def test_a_draft_on_what_a_scenario_made_takes_it_further(house: Gov, draft: Draft) -> None:
    made(draft).accept()
    further = house.scenarios.draft("house", scenario="further", branch="what-if")
    further.omit("out-2")
    further.change("vote", {"note": "again"})
    further.omit("new")
    assert seen(further) == {"out-2": "omitted", "vote": "changed", "new": "omitted"}
    further.accept()
    assert_branch_reads_as(house, "further", further.past(), "house")
    assert house.history("co/club", branch="further").tenures[-1].party == "ben"
    assert house.verify().ok


def test_the_same_draft_accepted_from_another_branch_is_another_branch(house: Gov) -> None:
    house.branches.create("early", before="letter")
    for branch in ("main", "early"):
        draft = house.scenarios.draft("house", scenario="same", branch=branch)
        draft.insert(NEW)
        draft.accept()
        assert [view.parent for view in house.branches.list() if view.name == "same"] == [branch]
        assert_branch_reads_as(house, "same", draft.past(), "house")


def test_a_branch_made_anew_under_its_old_name_is_what_a_draft_starts_from(house: Gov) -> None:
    house.branches.create("early", before="letter")
    house.scenarios.draft("house", branch="early").omit("vote")
    house.branches.drop("early")
    house.branches.create("early", before="vote")
    with pytest.raises(GovsimError, match="'vote'"):
        house.scenarios.draft("house", branch="early").omit("vote")


def test_a_draft_on_a_branch_that_is_not_there_or_does_not_hold_the_record_is_refused(house: Gov) -> None:
    house.branches.create("early", before="letter")
    with pytest.raises(NotFoundError, match="there is no branch 'ealry'"):
        house.scenarios.draft("house", branch="ealry")
    with pytest.raises(NotFoundError, match="there is no record 'openai-2023' on the branch 'early'"):
        house.scenarios.draft("openai-2023", branch="early")
    with pytest.raises(DocumentError, match="there is no record 'hose'"):
        house.scenarios.draft("hose")


@pytest.mark.parametrize("name", ["main", "taken", "no good"])
def test_a_name_that_is_taken_or_is_none_makes_nothing(house: Gov, draft: Draft, name: str) -> None:
    house.branches.create("taken")
    draft.omit("letter")
    head = house.ledger.head("taken")
    with pytest.raises(GovsimError, match=r"did not make|cannot be the name"):
        draft.accept(name)
    assert len(house.branches.list(dropped=True)) == 2
    assert (house.ledger.head("taken"), house.ledger.head()) == (head, head)


def test_an_alternative_cause_that_is_inserted_and_falls_is_not_on_the_branch(house: Gov, draft: Draft) -> None:
    draft.insert({**NEW, "id": "in-vain", "who": "ada"})
    draft.insert({"id": "rests", "type": "stated", "at": "2022-06-01", "because": [{"any": ["in-vain", "signed"]}]})
    assert seen(draft) == {"in-vain": "dropped", "rests": "inserted"}
    draft.accept()
    assert [one.ref for one in house.ledger.stored(branch="what-if")] == ["house/rests"]
    assert_branch_reads_as(house, "what-if", draft.past(), "house")


def test_outcomes_of_a_history_in_which_nothing_happens_are_read_where_the_record_ends(tmp_path: Path) -> None:
    draft = Gov(None, [write_house(tmp_path)]).scenarios.draft("house")
    draft.set("fork", {"before": "ada-ceo"})
    draft.set("history", "drop")
    draft.set("outcomes", {"nobody": "vacant('co/ceo')"})
    assert dict(draft.view().outcomes) == {"nobody": True}
