"""The bundled record answers as the public record does, instant by instant."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml

from govsim.documents.record_file import RecordFile, read_record
from govsim.model.events import AnyOf
from govsim.model.instant import to_datetime
from govsim.service.gov import Gov
from tests.conftest import ROOT, SEED

TRUTH: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "seeds" / "openai-2023-truth.yaml").read_text())


@cache
def record() -> RecordFile:
    return read_record(SEED)


@pytest.mark.parametrize("row", TRUTH["rows"], ids=lambda row: str(row["id"]))
def test_the_record_gives_the_public_answer(weekend: Gov, row: dict[str, Any]) -> None:
    roster = weekend.at(row["at"], known_at=row.get("known_at"))
    for post, expected in row["posts"].items():
        view = roster.post(post)
        for presence in ("certain", "possible"):
            holders = {holder.party: holder.capacity for holder in view.holders if holder.presence == presence}
            assert holders == expected.get(presence, {}), (row["id"], post, presence)
        if "status" in expected:
            assert view.status == expected["status"], (row["id"], post)


def test_nothing_in_the_record_contradicts_itself(weekend: Gov) -> None:
    assert [finding for finding in weekend.check().findings if finding.severity != "note"] == []


def test_only_the_half_hour_without_a_chief_is_a_gap(weekend: Gov) -> None:
    assert [(note.code, note.event) for note in weekend.check().findings] == [("gap", "openai-2023/murati-interim-ceo")]


def fallen_without(omitted: str) -> set[str]:
    """Return the events that cannot stand without one: each cause must have happened, of alternatives one."""
    fallen = {omitted}
    while True:
        more = {
            event.id
            for event in record().record.events
            if event.id not in fallen
            and any(
                set(cause.any) <= fallen if isinstance(cause, AnyOf) else cause in fallen for cause in event.because
            )
        }
        if not more:
            return fallen - {omitted}
        fallen |= more


def test_omitting_the_removal_leaves_none_of_its_consequences_standing() -> None:
    assert fallen_without("altman-fired") == set(TRUTH["consequences"])
    assert not fallen_without("altman-fired") & set(TRUTH["independent"])


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
    for event in record().record.events:
        assert event.sources, event.id
        if set(event.sources) == {"background"}:
            assert event.claim != "confirmed", event.id


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
    view = next(view for view in weekend.events() if view.id == f"openai-2023/{event}")
    assert view.readings
    assert says <= {name for reading in view.readings for name, _ in reading.says}
