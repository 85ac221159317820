"""What a user means by a place, and everything there is to open."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.model.errors import GovsimError
from govsim.service.catalogue import catalogue
from govsim.service.gov import Gov
from govsim.service.places import read_target
from tests.service.scenarios import NEW, write_house, write_scenario


@pytest.fixture
def house(gov: Gov, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gov:
    """A ledger with the house and a branch of it; the folder holds a scenario."""
    monkeypatch.chdir(tmp_path)
    gov.load(write_house(tmp_path))
    path = write_scenario(tmp_path, title="What if?", changes=[{"insert": NEW}])
    gov.run(path)
    return gov


def test_a_record_of_the_ledger_comes_before_everything(house: Gov) -> None:
    target = read_target(house, "house@2022-05-01 11:00")
    assert (target.record, target.time, target.branch, target.scenario) == ("house", "2022-05-01 11:00", "main", None)
    assert target.gov is house


def test_a_branch_is_opened_with_its_record(house: Gov) -> None:
    target = read_target(house, "what-if")
    assert (target.record, target.branch) == ("house", "what-if")


def test_a_scenario_file_is_opened_on_the_record_of_the_ledger(house: Gov) -> None:
    target = read_target(house, "what-if.yaml")
    assert (target.record, target.scenario) == ("house", Path("what-if.yaml"))
    assert target.gov is house


def test_a_record_file_is_read_and_not_loaded(house: Gov) -> None:
    target = read_target(house, "house.yaml")
    assert target.record == "house"
    assert not target.gov.reads_ledger


def test_what_ships_is_there_without_a_ledger() -> None:
    gov = Gov(None, [])
    assert read_target(gov, "disney-2022").record == "disney-2022"
    assert read_target(gov, "sutskever-votes-no").record == "openai-2023"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hous", "did you mean"),
        ("nothing-like-it", "govsim open"),
        ("none.yaml", "there is no file none.yaml"),
        ("", "there is no record"),
    ],
)
def test_what_names_nothing_is_told_with_what_is_near(house: Gov, text: str, said: str) -> None:
    with pytest.raises(GovsimError) as failure:
        read_target(house, text)
    assert said in f"{failure.value}"


def test_files_have_no_branches(house: Gov) -> None:
    with pytest.raises(GovsimError, match="has no branches"):
        read_target(house, "house.yaml", "what-if")


def test_everything_that_can_be_opened_is_listed_once(house: Gov, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_bytes(b"scenario: [\xff\xfe")
    (tmp_path / "folder.yaml").mkdir()
    view = catalogue(house, Path())
    assert [line.record for line in view.records].count("house") == 1
    assert view.records[0].file is None
    assert {"openai-2023", "disney-2022", "uber-2017"} <= {line.record for line in view.records}
    assert [branch.name for branch in view.branches] == ["what-if"]
    own = next(line for line in view.scenarios if line.scenario == "what-if")
    assert (own.title, own.record, own.bundled) == ("What if?", "house", False)
    assert sum(line.bundled for line in view.scenarios) >= 18
