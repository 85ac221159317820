"""A branch that a scenario made is judged under the bylaws of that scenario, and so is what is forked from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govsim.service.gov import Gov
from tests.rules.verdicts import FIRE, HEAD, SEATED, vote

ACTS = [vote(["ada", "ben", "cleo"], ["dan"], carried="true"), FIRE]
POWER = {"id": "fire", "organ": "org/board", "act": "fired", "target": "org/ceo"}


def majority(of: str, part: str = "1/2", **more: str) -> dict[str, Any]:
    return {"org": {"organs": {"org/board": {"majority": {"more_than": part, "of": of, **more}}}}}


@pytest.fixture
def house(gov: Gov, tmp_path: Path) -> Gov:
    """A ledger in which three of four present dismiss, and the branch s, where it takes more than half of all six."""
    bylaws = {"org": {**majority("cast", confidence="0.5", note="as the press tells")["org"], "powers": [POWER]}}
    record = {**HEAD, "bylaws": bylaws, "events": [*SEATED, *ACTS]}
    (tmp_path / "r.yaml").write_text(json.dumps(record, indent=1))
    gov.load(tmp_path / "r.yaml")
    note = {"change": "gus-in", "set": {"note": "so that there is something of its own"}}
    scenario = {"scenario": "s", "record": "r", "bylaws": majority("in_office"), "changes": [note]}
    (tmp_path / "s.yaml").write_text(json.dumps(scenario, indent=1))
    gov.run(tmp_path / "s.yaml")
    return gov


def judged(gov: Gov, branch: str) -> tuple[str, str, str]:
    """Return what a branch makes of the vote, of the act, and which layer says so."""
    found = {view.event: view for view in gov.check(branch=branch).verdicts}
    (reason,) = [one for one in found["r/vote"].reasons if one.provision == "org/board.majority"]
    return found["r/vote"].status, found["r/out"].status, reason.layer


def test_a_branch_is_judged_under_the_layer_of_its_scenario_and_recorded_history_is_not(house: Gov) -> None:
    assert judged(house, "main") == ("valid", "valid", "r")
    assert judged(house, "s") == ("void", "void", "scenario")


def test_the_reasoning_and_the_power_are_those_of_the_layer(house: Gov) -> None:
    assert "in office 6  [scenario]" in "\n".join(house.explain("vote", branch="s").lines)
    assert house.explain("vote").assumptions
    assert house.explain("vote", branch="s").assumptions == ()  # what the record was not sure of plays no part there
    assert "in_office" in house.power("org/board", "2021-06-01T00:00Z", branch="s").rule.replace(" ", "_")
    assert "in_office" not in house.power("org/board", "2021-06-01T00:00Z").rule.replace(" ", "_")


def test_what_is_forked_from_such_a_branch_inherits_the_layer(house: Gov) -> None:
    house.branches.create("deeper", parent="s", at="2021-12-01T00:00Z")
    house.branches.create("deepest", parent="deeper")
    house.branches.create("beside")
    assert judged(house, "deeper") == judged(house, "deepest") == ("void", "void", "scenario")
    assert judged(house, "beside") == judged(house, "main")


def test_a_scenario_on_such_a_branch_stands_on_its_layer_and_wins_over_it(house: Gov) -> None:
    first = house.scenarios.draft("r", scenario="first", branch="s")
    first.set("enforce", "true")
    first.change("vote", {"note": "read again"})
    assert {fate.id: fate.fate for fate in first.preview()}["r/out"] == "dropped"
    second = house.scenarios.draft("r", scenario="second", branch="s")
    second.set("bylaws", majority("cast", "1/3"))
    second.change("vote", {"note": "read again"})
    second.accept()
    assert judged(house, "second") == ("valid", "valid", "scenario")
    house.branches.drop("s")
    assert judged(house, "second") == ("valid", "valid", "scenario")
