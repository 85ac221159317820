"""Wikidata: rows of a query are tenures, and a date is as precise as Wikidata says and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govsim.exchange.protocol import Imported
from govsim.exchange.wikidata_times import written
from tests.exchange.files import moment
from tests.exchange.stories import lost, read
from tests.replay.builders import Answers

ENTITY = "http://www.wikidata.org/entity/"


def row(**values: str) -> dict[str, Any]:
    return {
        name: {"type": "uri", "value": f"{ENTITY}{value}"} if value[:1] == "Q" else {"type": "literal", "value": value}
        for name, value in values.items()
    }


def made(*rows: dict[str, Any], **options: Any) -> Imported:
    return read("wikidata", json.dumps({"head": {"vars": []}, "results": {"bindings": rows}}), **options)


HELD = {"person": "Q7", "personLabel": "Ada", "office": "Q9", "officeLabel": "Mayor", "organization": "Q5"}
DAYS = {"startPrecision": "11", "endPrecision": "11"}


def test_a_row_is_a_tenure_with_its_identifiers() -> None:
    days = {"start": "2010-01-01T00:00:00Z", "end": "2012-03-04T00:00:00Z"}
    record = made(row(**HELD, **days, **DAYS, organizationLabel="Town")).record
    assert Answers(record).holders_at("Q5/Q9", moment("2010-01-02")) == {("Q7", "regular", "certain")}
    assert record.header.people["Q7"].name == "Ada"
    assert [(one.scheme, one.id) for one in record.header.people["Q7"].identifiers] == [("wikidata", "Q7")]
    assert record.header.posts["Q5/Q9"].title == "Mayor"


@pytest.mark.parametrize(
    ("text", "precision", "expected", "is_guessed"),
    [
        ("2010-01-01T00:00:00Z", "11", "2010-01-01", False),
        ("2010-01-01T00:00:00Z", "9", "2010", False),
        ("2010-05-01T00:00:00Z", "10", "2010-05", False),
        ("1934-01-01T00:00:00Z", "8", "[1930..1939]", False),
        ("1901-01-01T00:00:00Z", "7", "[1901..2000]", False),
        ("2000-01-01T00:00:00Z", "7", "[1901..2000]", False),
        ("1500-01-01T00:00:00Z", "6", "[1001..2000]", False),
        ("+2010-00-00T00:00:00Z", "", "2010", False),
        ("2010-01-01T00:00:00Z", "", "2010", True),
        ("2010-05-01T00:00:00Z", "", "2010-05", True),
        ("2010-05-17T00:00:00Z", "", "2010-05-17", False),
        ("soon", "", "soon", False),
    ],
)
def test_a_day_means_as_much_as_its_precision(text: str, precision: str, expected: str, *, is_guessed: bool) -> None:
    precise = written(text, precision)
    assert (precise.text, precise.is_guessed) == (expected, is_guessed)


def test_a_day_without_precision_is_reported() -> None:
    made_of = made(row(**HELD, start="2010-01-01T00:00:00Z"))
    assert str(made_of.record.events[0].at) == "2010"
    assert any("select its precision" in what for what in lost(made_of.report.losses))


def test_no_end_and_an_end_nobody_knows_are_both_never_current() -> None:
    unknown = {**row(**HELD, start="2010-05-17T00:00:00Z"), "end": {"type": "bnode", "value": "t123"}}
    for one in (row(**HELD, start="2010-05-17T00:00:00Z"), unknown):
        record = made(one).record
        assert Answers(record).holders_at("Q5/Q9", moment("2020-01-01")) == {("Q7", "regular", "possible")}
    assert "Wikidata says that it ended" in (made(unknown).record.events[0].note or "")


@pytest.mark.parametrize(
    "acting", [{"acting": "true"}, {"capacity": "acting"}, {"nature": "Q4676866"}, {"natureLabel": "acting holder"}]
)
def test_an_acting_holder_is_acting(acting: dict[str, str]) -> None:
    (event, _) = made(row(**HELD, **acting)).record.events
    assert event.dump()["capacity"] == "acting"


def test_rows_that_a_join_has_multiplied_are_one_tenure() -> None:
    given = {**HELD, "start": "2010-05-17T00:00:00Z", "statement": "Q7-abc"}
    made_of = made(row(**given, source="https://example.org/1"), row(**given, source="https://example.org/2"))
    assert made_of.report.tenures == 1
    assert {source.url for source in made_of.record.header.sources.values()} >= {
        "https://example.org/1",
        "https://example.org/2",
    }


def test_the_short_form_and_other_names_of_columns_are_read_too() -> None:
    short = [{"holder": f"{ENTITY}Q7", "holderLabel": "Ada", "position": "Chair", "startTime": "2010-05-17"}]
    record = read("wikidata", json.dumps(short), organization="Club").record
    assert set(record.header.posts) == {"club/chair"}
    assert str(record.events[0].at) == "2010-05-17"


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (row(office="Q9", organization="Q5"), "person is missing"),
        (row(person="Q7", organization="Q5"), "office is missing"),
        (row(person="Q7", office="Q9"), "organization is missing"),
        (row(**HELD, start="-0044-03-15T00:00:00Z", startPrecision="11"), "start: "),
        ({**row(**HELD), "start": ["2010"]}, "start is no value of a query"),
    ],
)
def test_a_row_that_cannot_be_read_is_left_out(bad: dict[str, Any], problem: str) -> None:
    report = made(row(**HELD), bad).report
    (told,) = report.unreadable
    assert told.message.startswith(problem)
    assert (report.refused, report.tenures) == (1, 1)
