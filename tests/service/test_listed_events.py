"""An event under an option's `events` that is over when the decision is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from govsim.service.forecast_lines import told
from govsim.service.gov import Gov
from tests.service.scenarios import write_house, write_scenario

LATE = {"id": "late", "options": {"yes": {"events": ["ada-back"]}, "no": {}}}


def notes(folder: Path, at: str, **fields: Any) -> tuple[str, ...]:
    write_house(folder)
    return Gov(None).scenarios.prepare(write_scenario(folder, decisions=[{**LATE, "at": at, **fields}])).notes


def test_an_event_listed_after_it_happened_is_told_with_its_place(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, "2022-05-11 12:00")
    assert "what-if.yaml:" in note
    assert "'ada-back' comes before this decision, taken at 2022-05-11 12:00, so it happens whatever is chosen" in note
    scenarios, path = Gov(None).scenarios, tmp_path / "what-if.yaml"
    assert scenarios.run(path).notes[0] == note
    forecast = scenarios.forecasts.simulate(path, runs=10)
    assert forecast.to_json()["notes"] == [note]
    assert f"  {note}" in told(forecast)


@pytest.mark.parametrize("at", ["2022-05-09 12:00", "2022-05-09"])
def test_one_that_is_still_to_come_is_not(tmp_path: Path, at: str) -> None:
    assert not notes(tmp_path, at)


def test_at_one_instant_the_event_comes_first(tmp_path: Path) -> None:
    assert len(notes(tmp_path, "2022-05-10 00:00")) == 1


def test_of_what_comes_up_again_only_the_first_time_counts(tmp_path: Path) -> None:
    assert not notes(tmp_path, "2022-05-09 12:00", every="24h", times="5")
    assert len(notes(tmp_path, "2022-05-10 12:00", every="24h", times="5")) == 1


def test_so_is_an_inserted_one(tmp_path: Path) -> None:
    write_house(tmp_path)
    new = {"id": "new", "type": "hired", "at": "2022-05-02", "who": "cleo", "to": "co/club"}
    late = {**LATE, "at": "2022-05-04", "options": {"yes": {"events": ["new"]}, "no": {}}}
    path = write_scenario(tmp_path, changes=[{"insert": new}], decisions=[late])
    assert len(Gov(None).scenarios.prepare(path).notes) == 1
