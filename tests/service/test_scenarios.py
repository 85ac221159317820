"""Scenarios carried out: the same over a ledger and over a file, and a branch that reads as was told."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from govsim.ledger.appending import Draft
from govsim.model.errors import GovsimError
from govsim.service.gov import Gov
from govsim.service.opening import open_ledger
from govsim.service.prepared import past_of
from tests.conftest import ROOT
from tests.service.scenarios import (
    CHANGED_VOTE,
    DECISION,
    HOUSE,
    NEW,
    assert_branch_reads_as,
    assert_minimal,
    told,
    without_branch,
    write_house,
    write_scenario,
)

SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
LATER = """\
record: later
title: What came later in the house
zone: Europe/Paris
covers: {from: 2020-01-01, to: 2025-12-31}
people: {ada: Ada, eve: Eve}
organizations: {co: Co}
posts: {co/ceo: Chief executive}
events:
  - {id: omit-signed, type: stated, at: 2023-12-01, who: ada, says: I shall go}
  - {id: ada-goes, type: resigned, at: 2024-01-01, who: ada, from: co/ceo}
  - {id: eve-ceo, type: hired, at: 2024-02-01, who: eve, to: co/ceo, because: [ada-goes]}
"""
OTHER = """\
record: other
title: Another house
zone: UTC
covers: {from: 2020-01-01, to: 2025-12-31}
people: {ada: Ada}
organizations: {ltd: Ltd}
posts: {ltd/ceo: Chief executive}
events:
  - {id: ada-ceo, type: hired, at: 2022-05-05, who: ada, to: ltd/ceo}
"""


@pytest.fixture
def house(gov: Gov, tmp_path: Path) -> Gov:
    """Govsim over a ledger that holds the small house."""
    gov.load(write_house(tmp_path))
    return gov


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gov]:
    """Govsim over a ledger that holds the bundled records."""
    opened = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('bundled') / 'ledger.db'}")
    opened.load(*SEEDS)
    yield opened
    opened.ledger.close()


# -- the bundled ones


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_bundled_scenario_is_the_same_over_a_ledger_and_over_its_file(bundled: Gov, path: Path) -> None:
    files = Gov(None)
    over_file, over_ledger = files.run(path), bundled.run(path)
    assert over_file.branch is None
    assert over_ledger.branch == path.stem
    assert without_branch(over_ledger) == without_branch(over_file)
    prepared = files.scenarios.prepare(path)
    whatif = prepared.run()
    assert_branch_reads_as(bundled, path.stem, past_of(whatif, None), over_file.record)
    assert_minimal(whatif)
    stored = [
        (one.record, one.event.dump().get("event", one.event.id)) for one in bundled.ledger.stored(branch=path.stem)
    ]
    assert stored == [(record, event.dump().get("event", event.id)) for record, event in whatif.own()]


def test_the_ledger_is_sound_after_every_bundled_scenario_and_running_them_again_changes_nothing(bundled: Gov) -> None:
    first = [bundled.run(path) for path in SCENARIOS]
    heads = {view.name: view.head for view in bundled.branches.list(dropped=True)}
    assert heads.keys() == {"main", *(path.stem for path in SCENARIOS)}
    assert [bundled.run(path) for path in SCENARIOS] == first
    assert {view.name: view.head for view in bundled.branches.list(dropped=True)} == heads
    assert bundled.verify().ok


def test_a_branch_keeps_the_text_its_hash_and_what_was_chosen(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, decisions=[DECISION])
    house.run(path, choose={"press": "no"})
    meta = json.loads(house.ledger.branch("what-if").meta or "")
    text = path.read_text(encoding="utf-8")
    digest = sha256(path.read_bytes()).hexdigest()
    assert meta == {"scenario": "what-if", "hash": digest, "text": text, "choose": {"press": "no"}}
    view = next(view for view in house.branches.list() if view.name == "what-if")
    assert (view.scenario, view.scenario_hash) == ("what-if", digest)


# -- once, or anew


def test_a_scenario_is_made_once_and_anew_when_it_is_edited_or_answered_otherwise(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, decisions=[DECISION])
    ids = []
    for choice in ("yes", "yes", "no", "no"):
        house.run(path, choose={"press": choice})
        ids.append(house.ledger.branch("what-if").branch_id)
    path.write_text(path.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    house.run(path, choose={"press": "no"})
    ids.append(house.ledger.branch("what-if").branch_id)
    assert [ids.index(one) for one in ids] == [0, 0, 2, 2, 4]
    named = [view for view in house.branches.list(dropped=True) if view.name == "what-if"]
    assert [view.dropped_at is None for view in named] == [False, False, True]
    assert house.verify().ok


def test_a_branch_somebody_added_to_is_made_anew(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, changes=[{"omit": "signed"}])
    first = house.run(path)
    last = house.ledger.stored()[-1].event
    more = last.replaced({"from": ["co/club"], "who": ["ben"]}).model_copy(update={"id": "x"})
    house.ledger.append([Draft("house", more)], branch="what-if")
    assert house.run(path) == first
    assert "house/x" not in [event.id for event in house.events(branch="what-if")]
    assert len(house.branches.list(dropped=True)) == 3


def test_one_scenario_may_be_kept_under_several_names(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, changes=[{"omit": "signed"}])
    views = [house.run(path, branch=name) for name in ("one", "two", "one")]
    assert [view.branch for view in views] == ["one", "two", "one"]
    assert [view.name for view in house.branches.list(dropped=True)] == ["main", "one", "two"]
    assert [event.id for event in house.events(branch="one")] == [event.id for event in house.events(branch="two")]


def test_a_name_that_something_else_has_is_left_alone(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, changes=[{"omit": "signed"}])
    house.branches.create("what-if")
    with pytest.raises(GovsimError, match="there is a branch 'what-if' that the scenario 'what-if' did not make"):
        house.run(path)
    assert len(house.branches.list(dropped=True)) == 2


def test_a_correction_on_main_does_not_reach_a_branch_until_it_is_run_again(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, changes=[{"omit": "signed"}])
    house.run(path)
    before = [event.to_json() for event in house.events(branch="what-if")]
    amended = HOUSE.replace("at: 2022-05-01 13:00, who: dan", "at: 2022-05-02 13:00, who: dan")
    house.load(write_house(tmp_path, amended), amend=True, why="the minutes say so")
    assert [event.to_json() for event in house.events(branch="what-if")] == before
    assert house.at("2022-05-01 14:00", branch="what-if").post("co/ceo").status == "acting"
    assert house.at("2022-05-01 14:00").post("co/ceo").status == "vacant"
    assert [view.missed_corrections for view in house.branches.list()] == [0, 1]
    house.run(path)
    assert house.at("2022-05-01 14:00", branch="what-if").post("co/ceo").status == "vacant"
    assert [view.missed_corrections for view in house.branches.list()] == [0, 0]
    assert house.verify().ok


# -- several records


def test_records_that_share_a_post_ripple_together_and_no_other_is_touched(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, changes=[{"omit": "signed"}])
    alone = told(house.run(path))
    house.load(write_house(tmp_path, LATER, "later.yaml"), write_house(tmp_path, OTHER, "other.yaml"))
    view = house.run(path)
    fates = {fate.id: fate.fate for fate in view.fates}
    assert {id_: fate for id_, fate in fates.items() if fate != "kept"} == {
        **{f"house/{id_}": fate for id_, fate in alone.items()},
        "later/ada-goes": "dropped",
        "later/eve-ceo": "dropped",
    }
    assert fates["later/omit-signed"] == "kept"
    assert not [id_ for id_ in fates if id_.startswith("other/")]
    whatif = house.scenarios.prepare(path).run()
    for record in ("house", "later"):
        assert_branch_reads_as(house, "what-if", past_of(whatif, None), record)
    assert house.at("2023-01-01T00:00Z", branch="what-if").post("ltd/ceo") == house.at("2023-01-01T00:00Z").post(
        "ltd/ceo"
    )
    assert {one.record for one in house.ledger.stored(branch="what-if")} == {"house", "later"}
    assert house.verify().ok


def test_an_event_of_another_record_is_changed_by_its_full_name(house: Gov, tmp_path: Path) -> None:
    house.load(write_house(tmp_path, LATER, "later.yaml"))
    set_ = {"change": "later/eve-ceo", "set": {"at": "2024-03-01", "because": None}}
    view = house.run(write_scenario(tmp_path, changes=[{"omit": "later/ada-goes"}, set_]))
    assert {fate.id: fate.fate for fate in view.fates if fate.fate != "kept"} == {
        "later/ada-goes": "omitted",
        "later/eve-ceo": "dropped",
    }
    whatif = house.scenarios.prepare(tmp_path / "what-if.yaml").run()
    assert_branch_reads_as(house, "what-if", past_of(whatif, None), "later")


def test_ids_that_a_branch_needs_are_free_in_the_record_they_are_for(house: Gov, tmp_path: Path) -> None:
    later = LATER.replace("omit-signed", "omit-ada-goes")
    house.load(write_house(tmp_path, later, "later.yaml"))
    house.run(write_scenario(tmp_path, changes=[{"omit": "signed"}]))
    own = [one.ref for one in house.ledger.stored(branch="what-if")]
    assert own == ["house/omit-signed", "house/omit-ada-back", "later/omit-ada-goes-2", "later/omit-eve-ceo"]


# -- what a branch says of single events


def test_an_event_that_is_no_rectangle_any_more_is_read_in_parts(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, changes=[{"omit": "ada-club"}])
    view = house.run(path)
    assert told(view) == {"ada-club": "omitted", "out": "changed"}
    parts = [dict(event.fields) for event in house.events(branch="what-if") if "/out" in event.id]
    acts = {(who, post) for fields in parts for who in fields["who"] for post in fields["from"]}
    assert acts == {("ada", "co/board"), ("ben", "co/board"), ("ben", "co/club")}
    assert_branch_reads_as(house, "what-if", past_of(house.scenarios.prepare(path).run(), None), "house")


@pytest.mark.parametrize(("votes", "carried"), [(CHANGED_VOTE, False), ({"votes": {"for": ["cleo"]}}, True)])
def test_a_resolution_with_other_votes_reads_with_what_they_come_to(
    house: Gov, tmp_path: Path, votes: dict[str, object], carried: bool
) -> None:
    path = write_scenario(tmp_path, changes=[{"change": "vote", "set": votes}])
    view = house.run(path)
    [vote] = [event for event in house.events(branch="what-if") if event.id == "house/vote"]
    assert dict(vote.fields)["carried"] is carried
    assert ("ada-fired" in told(view)) is not carried
    changes = [one.event.dump() for one in house.ledger.stored(branch="what-if") if one.ref == "house/change-vote"]
    assert [set(change["with"]) for change in changes] == [{"votes"} if carried else {"votes", "carried"}]


def test_an_inserted_event_that_falls_is_not_on_the_branch(house: Gov, tmp_path: Path) -> None:
    path = write_scenario(tmp_path, changes=[{"insert": {**NEW, "who": "ada"}}])
    assert told(house.run(path)) == {"new": "dropped"}
    assert house.ledger.stored(branch="what-if") == []
    assert house.diff("main", "what-if").events == ()


# -- several processes

RUN = """\
import sys, time
from govsim.service.opening import open_ledger
url, path, until = sys.argv[1:]
gov = open_ledger(url)
gov.scenarios.prepare(path)
time.sleep(max(0.0, float(until) - time.time()))
for _ in range(3):
    assert gov.run(path).branch == "what-if"
"""


@pytest.mark.parametrize("texts", [1, 3], ids=["of one text", "of three texts"])
def test_processes_that_run_a_scenario_at_once_leave_one_branch(house: Gov, tmp_path: Path, texts: int) -> None:
    paths = [
        write_scenario(tmp_path, f"{number}.yaml", title=str(number), changes=[{"omit": "signed"}])
        for number in range(texts)
    ]
    until = str(time.time() + 3)
    url = f"sqlite:///{house.ledger.path}"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RUN, url, str(paths[number % texts]), until],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for process in started:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    views = house.branches.list(dropped=True)
    assert [view.dropped_at for view in views[:-1] if view.name == "what-if"].count(None) == 0
    assert views[-1].dropped_at is None
    assert len(views) == 2 if texts == 1 else len(views) >= 2
    last = house.ledger.branch("what-if")
    title = json.loads(last.meta or "")["text"].split("title: ")[1][:3].strip("'")
    assert title in {str(number) for number in range(texts)}
    assert house.verify().ok
