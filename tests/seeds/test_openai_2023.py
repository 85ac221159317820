"""The bundled record answers as the public record does, instant by instant."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from govsim.documents.record_file import RecordFile, read_record
from govsim.model.events import Resolved
from govsim.model.instant import to_datetime
from govsim.service.gov import Gov
from govsim.service.verdict_views import VerdictView
from tests.conftest import SEED
from tests.seeds.truth import answered, expected, fallen_in_a_replay, fields_disputed, ill_cited, truth_of

TRUTH = truth_of("openai-2023")


@cache
def record() -> RecordFile:
    return read_record(SEED)


def verdict_on(gov: Gov, event: str) -> VerdictView:
    """Return what the bylaws say of an act of the record."""
    (verdict,) = (verdict for verdict in gov.check().verdicts if verdict.event == f"openai-2023/{event}")
    return verdict


@pytest.mark.parametrize("row", TRUTH["rows"], ids=lambda row: str(row["id"]))
def test_the_record_gives_the_public_answer(weekend: Gov, row: dict[str, Any]) -> None:
    assert answered(weekend, row) == expected(row)


def test_nothing_in_the_record_contradicts_itself(weekend: Gov) -> None:
    assert [finding for finding in weekend.check().findings if finding.severity != "note"] == []


def test_only_the_half_hour_without_a_chief_is_a_gap(weekend: Gov) -> None:
    assert [(note.code, note.event) for note in weekend.check().findings] == [("gap", "openai-2023/murati-interim-ceo")]


def test_omitting_the_removal_leaves_none_of_its_consequences_standing(tmp_path: Path) -> None:
    fallen = fallen_in_a_replay("openai-2023", "altman-fired", tmp_path)
    assert fallen == set(TRUTH["consequences"])
    assert not fallen & set(TRUTH["independent"])


@pytest.mark.parametrize("omitted", TRUTH["falls_without"])
def test_what_falls_without_an_event_is_exactly_what_rests_on_it(omitted: str, tmp_path: Path) -> None:
    said = TRUTH["falls_without"][omitted]
    assert fallen_in_a_replay("openai-2023", omitted, tmp_path, said.get("fork")) == set(said["fall"])


def test_whoever_is_told_of_the_decision_is_told_only_if_it_carried() -> None:
    events = {event.id: event for event in record().record.events}
    vote = events["board-vote"]
    assert isinstance(vote, Resolved)
    assert set(vote.effects) == {event.id for event in events.values() if "board-vote" in event.because} | {
        "murati-interim-ceo"
    }


def test_every_event_of_the_weekend_says_what_it_rests_on() -> None:
    written = yaml.safe_load(SEED.read_text())["events"]
    stated = {event["id"] for event in written if "because" in event}
    weekend_ids = {
        event.id
        for event in record().record.events
        if event.at.earliest
        and "2023-11-16"
        <= to_datetime(event.at.earliest, record().record.header.tzinfo).date().isoformat()
        <= "2023-11-30"
    }
    assert weekend_ids <= stated
    assert weekend_ids <= set(TRUTH["consequences"]) | set(TRUTH["independent"]) | {"altman-fired"}


def test_every_event_is_cited_and_what_was_not_checked_is_only_reported() -> None:
    assert ill_cited(record().record.events) == []


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("altman-fired", {"at"}),  # told at noon, public at 12:28
        ("staff-letter", {"signatories"}),  # 505 of 700, of 770, of about 800
        ("altman-returns", {"at"}),  # agreed on the 21st, formal on the 29th
        ("microsoft-told", {"what"}),  # not at all, a minute, two minutes before
    ],
)
def test_disagreements_are_kept_as_rival_readings(weekend: Gov, event: str, says: set[str]) -> None:
    assert says <= fields_disputed(weekend, f"openai-2023/{event}")


# -- what the assumed bylaws say

CARRIED = {
    "openai/board.quorum": {"present": "4", "authorised": "6", "needed": "more than 1/2 of authorised"},
    "openai/board.majority": {"for": "4", "in_office": "6", "needed": "more than 1/2 of in office"},
}
BY_THE_BOARD = {"organ": "openai/board", "by": "openai/board"}


@pytest.mark.parametrize(
    ("event", "status", "powers"),
    [
        ("board-vote", "valid", {}),
        ("altman-fired", "valid", {"remove-ceo": BY_THE_BOARD, "remove-director": BY_THE_BOARD}),
        ("brockman-removed", "valid", {"remove-director": BY_THE_BOARD}),
        ("murati-interim-ceo", "valid", {"appoint-ceo": BY_THE_BOARD}),
    ],
)
def test_four_of_six_decide_and_the_board_has_the_power(
    weekend: Gov, event: str, status: str, powers: dict[str, dict[str, str]]
) -> None:
    verdict = verdict_on(weekend, event)
    assert verdict.status == status
    assert {test.provision: dict(test.operands) for test in verdict.reasons} == CARRIED | powers
    assert {(test.passed, test.layer) for test in verdict.reasons} == {(True, "openai-2023")}


@pytest.mark.parametrize(
    ("event", "provision", "by"),
    [
        ("shear-interim-ceo", "appoint-ceo", "openai/board"),  # by the board, and how it voted is not in the sources
        ("initial-board", "appoint-director", "not recorded"),  # by agreement, and nobody says who filled the seats
    ],
)
def test_without_a_recorded_vote_an_appointment_is_undetermined(
    weekend: Gov, event: str, provision: str, by: str
) -> None:
    verdict = verdict_on(weekend, event)
    assert verdict.status == "undetermined"
    assert [(test.provision, test.passed, dict(test.operands)) for test in verdict.reasons] == [
        (provision, None, {"organ": "openai/board", "by": by})
    ]


def test_everything_under_bylaws_is_an_assumption_with_a_confidence_and_a_source_and_no_investor_has_a_say() -> None:
    bylaws = record().record.header.bylaws["openai"]
    (board,) = bylaws.organs.values()
    assert bylaws.consents == ()
    for rule in (bylaws, board, board.majority, board.written_consent, *bylaws.powers):
        assert rule is not None
        assert rule.confidence is not None
        assert rule.confidence < 1
        assert rule.sources
        assert rule.note is not None
        assert rule.note.startswith("assumption")
