"""Loading: once, again, changed, amended."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from govsim.model.errors import DocumentError, GovsimError
from govsim.model.instant import to_rfc3339
from govsim.service.gov import Gov
from govsim.service.loading import DifferentRecordError
from tests.service.records import SMALL, write_record


def now() -> str:
    """Return an instant that no later recording shares."""
    instant = time.time_ns() // 1000
    time.sleep(0.002)
    return to_rfc3339(instant)


def ceo(gov: Gov, at: str, **clocks: str) -> list[str]:
    return [holder.party for holder in gov.at(at, post="co/ceo", **clocks).post("co/ceo").holders]  # type: ignore[arg-type]


def test_a_second_load_changes_nothing(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    assert gov.load(path)[0].outcome == "loaded"
    head = gov.ledger.head()
    assert gov.load(path)[0].outcome == "unchanged"
    assert gov.ledger.head() == head


def test_a_changed_file_is_refused_with_every_difference_named(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    head = gov.ledger.head()
    changed = SMALL.replace("2022-05-01 12:00", "2022-05-02 12:00").replace("title: Notice", "title: Corrected notice")
    write_record(tmp_path, changed + "  - {id: later, type: happened, at: 2023}\n")
    with pytest.raises(DifferentRecordError) as refused:
        gov.load(path)
    wheres = {change.where for change in refused.value.changes}
    assert wheres == {"sources.gazette.title", "events/ada-leaves.at", "events/later"}
    assert "2022-05-01 12:00 -> 2022-05-02 12:00" in str(refused.value)
    assert gov.ledger.head() == head


def test_an_amendment_corrects_retracts_and_adds_and_the_old_belief_stays_readable(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    before = now()
    lines = SMALL.replace("2022-05-01 12:00", "2022-05-02 12:00").splitlines(keepends=True)
    without_ben = "".join(line for line in lines if "ben-ceo" not in line)
    write_record(tmp_path, without_ben + "  - {id: ada-back, type: hired, at: 2023, who: ada, to: co/ceo}\n")
    view = gov.load(path, amend=True, why="the minutes say so")[0]
    assert view.outcome == "amended"
    assert {change.where for change in view.changes} == {"events/ada-leaves.at", "events/ben-ceo", "events/ada-back"}

    noon_of_the_first = "2022-05-01T12:30+02:00"
    assert ceo(gov, noon_of_the_first) == ["ada"]
    assert ceo(gov, noon_of_the_first, recorded_at=before) == []
    assert ceo(gov, "2022-08-01") == []
    assert ceo(gov, "2022-08-01", recorded_at=before) == ["ben"]
    assert ceo(gov, "2024-06-01") == ["ada"]
    assert gov.load(path)[0].outcome == "unchanged"


def test_what_an_amendment_retracted_can_come_back(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    write_record(tmp_path, "".join(line for line in SMALL.splitlines(keepends=True) if "ben-ceo" not in line))
    gov.load(path, amend=True, why="an error")
    assert ceo(gov, "2022-08-01") == []
    write_record(tmp_path)
    assert gov.load(path, amend=True, why="it was right after all")[0].outcome == "amended"
    assert ceo(gov, "2022-08-01") == ["ben"]
    assert gov.load(path)[0].outcome == "unchanged"


def test_amendments_of_amendments_add_up(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    for day in ("2022-05-02", "2022-05-03", "2022-05-01"):
        write_record(tmp_path, SMALL.replace("2022-05-01 12:00", f"{day} 12:00"))
        gov.load(path, amend=True, why="again")
        assert ceo(gov, f"{day}T11:59+02:00") == ["ada"]
        assert ceo(gov, f"{day}T12:00+02:00") == []
        assert gov.load(path)[0].outcome == "unchanged"


def test_a_field_that_is_taken_out_goes_back_to_its_default(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    write_record(tmp_path, SMALL.replace("    announced: 2022-05-03\n", ""))
    gov.load(path, amend=True, why="it was never announced")
    assert ceo(gov, "2022-05-02", known_at="2022-05-02") == []  # known when it happened


def test_a_correction_written_in_the_file_is_no_amendment(gov: Gov, tmp_path: Path) -> None:
    correction = "  - {id: fix, type: corrected, at: 2024, event: ada-leaves, with: {at: 2022-05-04 12:00}}\n"
    path = write_record(tmp_path, SMALL + correction)
    gov.load(path)
    assert ceo(gov, "2022-05-03") == ["ada"]
    assert gov.load(path)[0].outcome == "unchanged"
    write_record(tmp_path, SMALL + correction.replace("05-04", "05-06"))
    gov.load(path, amend=True, why="the correction was wrong too")
    assert ceo(gov, "2022-05-05") == ["ada"]
    assert gov.load(path)[0].outcome == "unchanged"


def test_a_changed_header_is_a_further_event_and_reads_back_as_it_was(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    before = now()
    write_record(tmp_path, SMALL.replace("co/ceo: Chief executive", "co/ceo: {title: President, seats: 2}"))
    gov.load(path, amend=True, why="renamed")
    assert gov.at("2021-01-01").post("co/ceo").title == "President"
    assert gov.at("2021-01-01", recorded_at=before).post("co/ceo").title == "Chief executive"


def test_a_changed_type_needs_a_new_id(gov: Gov, tmp_path: Path) -> None:
    path = write_record(tmp_path)
    gov.load(path)
    write_record(tmp_path, SMALL.replace("type: resigned", "type: departed"))
    with pytest.raises(GovsimError, match="was of type resigned and is now departed"):
        gov.load(path, amend=True, why="wrong word")


def test_two_records_that_contradict_each_other_about_one_id_are_refused(gov: Gov, tmp_path: Path) -> None:
    gov.load(write_record(tmp_path))
    other = SMALL.replace("record: small", "record: other").replace("ada: Ada", "ada: Adelaide")
    with pytest.raises(GovsimError, match="'small' and 'other' contradict each other about 'ada'"):
        gov.load(write_record(tmp_path, other, "other.yaml"))
    assert [header.record for header in gov.ledger.headers()] == ["small"]


def test_two_records_may_share_what_they_agree_on(gov: Gov, tmp_path: Path) -> None:
    gov.load(
        write_record(tmp_path), write_record(tmp_path, SMALL.replace("record: small", "record: twin"), "twin.yaml")
    )
    assert len(gov.at("2021-01-01T00:00Z").posts) == 2


def test_of_several_files_none_is_loaded_when_one_has_mistakes(gov: Gov, tmp_path: Path) -> None:
    bad = write_record(
        tmp_path, SMALL.replace("record: small", "record: bad").replace("type: founded", "type: fonded"), "b.yaml"
    )
    with pytest.raises(DocumentError, match="did you mean 'founded'"):
        gov.load(write_record(tmp_path), bad)
    assert not gov.ledger.exists()
