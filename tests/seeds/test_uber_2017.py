"""The record of Uber answers as the public record does, instant by instant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from govsim.documents.record_file import read_record
from govsim.model.bylaws import Bylaws
from govsim.model.events import BylawsAdopted, Event, Resolved
from govsim.model.instant import to_datetime
from govsim.model.record import Record
from govsim.service.gov import Gov
from govsim.service.opening import open_ledger
from tests.conftest import ROOT
from tests.seeds.truth import answered, expected, fallen_without, fields_disputed, ill_cited, truth_of

UBER = ROOT / "seeds" / "uber-2017.yaml"
TRUTH = truth_of("uber-2017")


@pytest.fixture(scope="module")
def uber(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gov]:
    """Govsim over a ledger that holds this record; tests only read it."""
    opened = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('uber') / 'ledger.db'}")
    opened.load(UBER)
    yield opened
    opened.ledger.close()


@cache
def record() -> Record:
    return read_record(UBER).record


def events() -> dict[str, Event]:
    return {event.id: event for event in record().events}


def layers() -> list[tuple[str, Bylaws]]:
    """Return the bylaws of the record in order, each with the time from which they are in force."""
    adopted = [
        (str(event.at), event.bylaws)
        for event in record().events
        if isinstance(event, BylawsAdopted) and event.bylaws is not None
    ]
    return [("", record().header.bylaws["uber"]), *adopted]


@pytest.mark.parametrize("row", TRUTH["rows"], ids=lambda row: str(row["id"]))
def test_the_record_gives_the_public_answer(uber: Gov, row: dict[str, Any]) -> None:
    assert answered(uber, row) == expected(row)


def test_nothing_contradicts_itself_and_only_the_summer_without_a_chief_is_a_gap(uber: Gov) -> None:
    assert [(found.severity, found.code, found.event) for found in uber.check().findings] == [
        ("note", "gap", "uber-2017/khosrowshahi-starts")
    ]


@pytest.mark.parametrize(
    ("at", "on_leave"),
    [
        ("2017-06-12T12:00:00-07:00", False),
        ("2017-06-15T12:00:00-07:00", True),
        ("2017-06-20T20:59:59-07:00", True),
    ],
)
def test_a_chief_on_leave_is_still_the_chief(uber: Gov, at: str, on_leave: bool) -> None:
    roster = uber.at(at)
    assert [(holder.party, holder.presence, holder.on_leave) for holder in roster.post("uber/ceo").holders] == [
        ("travis-kalanick", "certain", on_leave)
    ]
    assert not any(holder.on_leave for holder in roster.post("uber/board").holders)


def test_nobody_was_ever_interim_or_acting() -> None:
    assert {event.dump().get("capacity", "regular") for event in record().events if event.type == "hired"} == {
        "regular"
    }


def test_the_chair_passes_from_camp_to_sugar_without_a_break(uber: Gov) -> None:
    assert [(tenure.party, tenure.closed_by) for tenure in uber.history("uber/chair").tenures] == [
        ("garrett-camp", "uber-2017/sugar-chair"),
        ("ron-sugar", None),
    ]


@pytest.mark.parametrize("omitted", TRUTH["falls_without"])
def test_what_falls_without_an_event_is_exactly_what_rests_on_it(omitted: str) -> None:
    assert fallen_without(record().events, omitted) == set(TRUTH["falls_without"][omitted])


def test_what_a_resolution_decides_also_rests_on_it() -> None:
    decided = {event.id: event.effects for event in record().events if isinstance(event, Resolved) and event.effects}
    assert decided.keys() == {"board-chooses-khosrowshahi", "board-approves-reforms"}
    for resolution, effects in decided.items():
        for effect in effects:
            assert resolution in events()[effect].because, (resolution, effect)


def test_every_director_voted_for_the_reforms(uber: Gov) -> None:
    vote = events()["board-approves-reforms"]
    assert isinstance(vote, Resolved)
    assert vote.votes is not None
    sitting = [holder.party for holder in uber.at("2017-10-03T12:00:00-07:00").post("uber/board").holders]
    assert sorted(vote.votes.for_) == sorted(sitting)
    assert len(vote.votes.for_) == 11


def test_vote_announcement_and_start_of_the_new_chief_are_three_dates() -> None:
    start = events()["khosrowshahi-starts"]
    assert (str(start.decided), str(start.announced), str(start.at)) == (
        "2017-08-27 evening",
        "2017-08-29 evening",
        "2017-09-05",
    )
    assert str(events()["board-chooses-khosrowshahi"].at) == str(start.decided)
    assert str(events()["khosrowshahi-announced"].at) == str(start.announced)


def test_the_board_may_have_eight_then_eleven_then_seventeen_directors() -> None:
    assert [(at, layer.organs["uber/board"].authorised) for at, layer in layers() if layer.organs] == [
        ("", 8),
        ("2016-06", 11),
        ("2018-01-18", 17),
    ]


def test_two_thirds_are_needed_to_remove_the_chief_from_the_deal_to_the_listing() -> None:
    rules = [
        (at, None if power.majority is None else power.majority.dump())
        for at, layer in layers()
        for power in layer.powers
        if power.id == "remove-ceo"
    ]
    assert rules == [
        ("", {"more_than": "1/2", "of": "in_office"}),
        ("2018-01-18", {"at_least": "2/3", "of": "in_office"}),
        ("2019-05-10", {"more_than": "1/2", "of": "in_office"}),
    ]


def test_every_event_of_2017_says_what_it_rests_on() -> None:
    written = yaml.safe_load(UBER.read_text())["events"]
    stated = {event["id"] for event in written if "because" in event}
    of_2017 = {
        event.id
        for event in record().events
        if event.at.earliest and to_datetime(event.at.earliest, record().header.tzinfo).year == 2017
    }
    assert len(of_2017) > 30
    assert of_2017 <= stated


def test_every_event_is_cited_and_what_was_not_checked_is_only_reported() -> None:
    assert ill_cited(record().events) == []


def test_every_declared_source_and_party_is_used() -> None:
    body = yaml.safe_load(UBER.read_text())
    said = str(body["events"]) + str(body["bylaws"])
    declared = [name for section in ("sources", "people", "organizations") for name in body[section]]
    assert [name for name in declared if f"'{name}" not in said] == []


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("kalanick-quits-council", {"at"}),  # in February, on the second
        ("michael-leaves", {"at"}),  # on Sunday by his own mail, on Monday morning by the press
        ("khosrowshahi-starts", {"at"}),  # on 5 September, or with the announcement
        ("burns-thain-appointed", {"at"}),  # that evening, or by the vote of 3 October
    ],
)
def test_disagreements_are_kept_as_rival_readings(uber: Gov, event: str, says: set[str]) -> None:
    assert says <= fields_disputed(uber, f"uber-2017/{event}")
