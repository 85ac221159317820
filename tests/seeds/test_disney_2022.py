"""The record of Disney answers as the public record does, instant by instant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from govsim.documents.record_file import read_record
from govsim.model.events import Event, Hired, Resolved
from govsim.service.gov import Gov
from govsim.service.opening import open_ledger
from tests.conftest import ROOT
from tests.seeds.truth import answered, expected, fallen_without, fields_disputed, ill_cited, truth_of

DISNEY = ROOT / "seeds" / "disney-2022.yaml"
TRUTH = truth_of("disney-2022")


@cache
def events() -> dict[str, Event]:
    return {event.id: event for event in read_record(DISNEY).record.events}


@pytest.fixture(scope="module")
def disney(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gov]:
    """Govsim over a ledger that holds the record; tests only read it."""
    opened = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('disney') / 'ledger.db'}")
    opened.load(DISNEY)
    yield opened
    opened.ledger.close()


@pytest.mark.parametrize("row", TRUTH["rows"], ids=lambda row: str(row["id"]))
def test_the_record_gives_the_public_answer(disney: Gov, row: dict[str, Any]) -> None:
    assert answered(disney, row) == expected(row)


def test_nothing_in_the_record_contradicts_itself_and_no_post_is_empty_in_between(disney: Gov) -> None:
    assert disney.check().findings == ()


def test_every_event_is_cited_and_what_was_not_checked_is_only_reported() -> None:
    assert ill_cited(events().values()) == []


def test_every_source_is_used() -> None:
    cited = {source for event in events().values() for reading in event.readings() for source in reading.sources}
    assert set(read_record(DISNEY).record.header.sources) == cited


def test_every_event_since_chapeks_appointment_says_what_it_rests_on() -> None:
    written = yaml.safe_load(DISNEY.read_text())["events"]
    since = [event["id"] for event in written].index("chapek-ceo")
    assert [event["id"] for event in written[since:] if "because" not in event] == []


@pytest.mark.parametrize("omitted", TRUTH["fall_without"])
def test_without_a_central_event_exactly_what_rests_on_it_falls(omitted: str) -> None:
    assert fallen_without(events().values(), omitted) == set(TRUTH["fall_without"][omitted])


def test_every_election_decides_an_event_that_rests_on_it() -> None:
    decided = {
        (resolution.id, effect)
        for resolution in events().values()
        if isinstance(resolution, Resolved)
        for effect in resolution.effects
    }
    assert len(decided) == 11
    assert [(vote, effect) for vote, effect in decided if effect not in fallen_without(events().values(), vote)] == []


@pytest.mark.parametrize(
    ("election", "effect"),
    [
        ("arnold-elected-chair", "arnold-chair"),
        ("everson-appointed", "everson-director"),
        ("parker-elected-chair", "parker-chair"),
        ("gorman-named-chair", "gorman-chair"),
        ("damaro-elected", "damaro-ceo"),
    ],
)
def test_an_election_comes_before_the_office_and_is_public_before_it(election: str, effect: str) -> None:
    vote, office = events()[election], events()[effect]
    assert isinstance(office, Hired)
    assert vote.at.latest is not None
    assert office.at.earliest is not None
    assert office.announced is not None
    assert office.announced.latest is not None
    assert vote.at.latest <= office.announced.latest < office.at.earliest
    assert office.decided == vote.at


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("chapek-out", {"reason"}),  # stepped down in the release, ousted in the press
        ("chapek-renewal-vote", {"at"}),  # late in June, or the 28th
    ],
)
def test_disagreements_are_kept_as_rival_readings(disney: Gov, event: str, says: set[str]) -> None:
    assert says <= fields_disputed(disney, f"disney-2022/{event}")
