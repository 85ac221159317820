"""BODS: what the official examples are said to mean holds, and a history comes back no surer than it was."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from govsim.exchange.formats import FORMATS
from govsim.model.errors import GovsimError
from govsim.model.events import Divested, Invested, Stated
from govsim.model.record import Record
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.timeline import make_timeline
from tests.exchange.datasets import DATA
from tests.exchange.files import moment
from tests.exchange.stories import again, lost, read, tenures, written
from tests.replay.builders import Answers, departed, hired, make_record

EXAMPLES = DATA / "bods-examples"
is_there = pytest.mark.skipif(not EXAMPLES.exists(), reason="the data of others is not beside the checkout")


def example(name: str) -> Record:
    (path,) = EXAMPLES.rglob(f"{name}.json")
    return read("bods", path.read_bytes(), file=path.name).record


def statement(kind: str, id_: str, date: str = "2020-01-01", status: str = "new", **details: Any) -> dict[str, Any]:
    return {
        "statementId": f"{id_}-{date}",
        "declarationSubject": "acme",
        "statementDate": date,
        "publicationDetails": {"publicationDate": date, "bodsVersion": "0.4", "publisher": {"name": "A register"}},
        "recordId": id_,
        "recordStatus": status,
        "recordType": kind,
        "recordDetails": {"isComponent": False, **details},
    }


ACME = statement("entity", "acme", entityType={"type": "registeredEntity"}, name="Acme")
ADA = statement("person", "ada", personType="knownPerson", names=[{"fullName": "Ada"}])


def interest(date: str, *interests: dict[str, Any], status: str = "new") -> dict[str, Any]:
    return statement(
        "relationship", "rel", date, status, subject="acme", interestedParty="ada", interests=list(interests)
    )


def record_of(*statements: dict[str, Any]) -> Record:
    return read("bods", json.dumps([ACME, ADA, *statements])).record


def board(record: Record, at: str) -> set[tuple[str, str, str]]:
    return Answers(record).holders_at("acme/member-of-the-board", moment(at))


# -- what the examples are expected to mean


@is_there
def test_direct_ownership_keeps_both_interests_with_their_share_and_provenance() -> None:
    record = example("01-direct-ownership")
    (stake,) = (event for event in record.events if isinstance(event, Invested))
    assert (stake.who, stake.in_, stake.stake) == (("rec-jane-smith-1975",), "rec-acme-holdings-ltd", Fraction(3, 4))
    post = "rec-acme-holdings-ltd/voting-rights"
    assert Answers(record).holders_at(post, moment("2020-01-01")) == {("rec-jane-smith-1975", "regular", "certain")}
    notes = [event.note or "" for event in record.events if event.type in ("hired", "invested")]
    assert all("beneficial ownership or control" in note for note in notes)
    assert any("share: 75%" in note for note in notes)
    titles = {source.title for source in record.header.sources.values()}
    assert {"Synthetic fixture for conformance testing", "bods-fixtures"} <= titles
    assert example("01-direct-ownership") == record
    assert (len(record.header.people), len(record.header.organizations)) == (1, 1)


@is_there
def test_neither_side_of_a_circle_is_dropped_and_nobody_is_made_up() -> None:
    record = example("10-circular-ownership")
    stakes = {(event.who[0], event.in_, str(event.stake)) for event in record.events if isinstance(event, Invested)}
    assert stakes == {("rec-alpha-corp", "rec-beta-corp", "1"), ("rec-beta-corp", "rec-alpha-corp", "1")}
    assert not record.header.people
    assert all("no beneficial ownership" in (event.note or "") for event in record.events)
    replay(make_timeline(log_of([record])))


@is_there
def test_a_declared_unknown_owner_is_kept_verbatim_and_is_no_person() -> None:
    record = example("11-anonymous-person")
    (said,) = record.events
    assert isinstance(said, Stated)
    assert said.who == ("rec-opaque-holdings-sa",)
    assert said.says is not None
    assert "interestedParty: subjectUnableToConfirmOrIdentifyBeneficialOwner: The subject entity has" in said.says
    assert not record.header.people


@is_there
def test_every_example_of_the_standard_is_read_without_a_mistake() -> None:
    for path in sorted(EXAMPLES.rglob("*.json")):
        report = read("bods", path.read_bytes(), file=path.name).report
        assert not report.unreadable, path.name
        replay(make_timeline(log_of([read("bods", path.read_bytes(), file=path.name).record])))


@is_there
def test_a_history_of_ownership_is_told_as_it_went() -> None:
    record = example("fermcat")
    stakes = [
        (event.who[0], str(event.at), str(event.stake))
        for event in record.events
        if isinstance(event, Invested | Divested)
    ]
    riyadh, patrick, declan = "per-5faa4103dee78621", "per-41c0bb0cef246f7c", "per-e334cc6258e56467"
    assert sorted(stakes) == sorted(
        [
            (riyadh, "2019-09-11", "1/2"),
            (patrick, "2019-09-11", "1/2"),
            (riyadh, "2021-04-03", "0"),
            (declan, "2021-04-03", "1/2"),
            (declan, "2022-01-21", "0"),
            (patrick, "[2021-09-11T16:15:08Z..2022-01-21T11:56:47Z]", "1"),
        ]
    )
    answers, post = Answers(record), "ent-93c75c87ab28f889/member-of-the-board"
    assert {
        party for party, _, presence in answers.holders_at(post, moment("2021-01-01")) if presence == "certain"
    } == {
        riyadh,
        patrick,
    }
    # The last statement that names him on the board is of 2022: what came later is not known.
    assert answers.holders_at(post, moment("2022-01-01")) == {(patrick, "regular", "certain")}
    assert answers.holders_at(post, moment("2024-01-01")) == {(patrick, "regular", "possible")}


# -- how statements over time are read


def test_what_a_statement_does_not_end_was_going_on_when_it_was_made() -> None:
    record = record_of(interest("2021-05-01", {"type": "boardMember", "startDate": "2020-02-01"}))
    assert board(record, "2021-04-30") == {("ada", "regular", "certain")}
    assert board(record, "2021-06-01") == {("ada", "regular", "possible")}


def test_a_record_that_is_closed_without_a_date_ended_between_two_statements() -> None:
    seat = {"type": "boardMember", "startDate": "2020-02-01"}
    record = record_of(interest("2021-05-01", seat), interest("2022-05-01", seat, status="closed"))
    assert board(record, "2021-04-30") == {("ada", "regular", "certain")}
    assert board(record, "2021-12-01") == {("ada", "regular", "possible")}
    assert board(record, "2022-06-01") == set()


def test_an_interest_that_a_later_statement_leaves_out_is_over() -> None:
    seat, chair = ({"type": type_, "startDate": "2020-02-01"} for type_ in ("boardMember", "boardChair"))
    record = record_of(interest("2021-05-01", seat, chair), interest("2022-05-01", chair, status="updated"))
    assert board(record, "2022-06-01") == set()
    assert Answers(record).holders_at("acme/chair-of-the-board", moment("2022-04-01")) == {
        ("ada", "regular", "certain")
    }


def test_a_band_is_no_stake_and_stays_in_words() -> None:
    band = {"type": "shareholding", "share": {"minimum": 25, "exclusiveMaximum": 50}, "startDate": "2020-02-01"}
    (event,) = (one for one in record_of(interest("2021-05-01", band)).events if isinstance(one, Invested))
    assert event.stake is None
    assert event.note == "share: from 25%, under 50%"


def test_the_day_of_publication_is_when_it_was_announced() -> None:
    record = record_of(interest("2021-05-01", {"type": "boardMember", "startDate": "2020-02-01"}))
    entered = next(event for event in record.events if event.type == "hired")
    assert (str(entered.announced), str(entered.notified)) == ("2021-05-01", "2021-05-01")


def other(date: str, **share: Any) -> dict[str, Any]:
    return {**interest(date, {"type": "shareholding", "share": share}), "recordId": "rel-2"}


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({"recordType": "entty", "recordId": "x"}, "'entty' is no type of record"),
        ({"statementType": "personStatement"}, "this is a statement of BODS 0.3 or older"),
        ({"recordType": "entity"}, "recordId is missing"),
        (other("2020-13-01"), "publicationDetails.publicationDate: "),
        (other("2020-01-01", exact=175), "recordDetails.interests[0].share.exact, minimum and maximum are numbers"),
        (other("2020-01-01", exact="1/0"), "recordDetails.interests[0].share.exact, minimum and maximum are numbers"),
        ({**ADA, "recordStatus": "updated"}, "the id 'ada-2020-01-01' stands in line 1 with other content"),
    ],
)
def test_a_statement_that_cannot_be_read_is_left_out(bad: dict[str, Any], problem: str) -> None:
    report = read("bods", json.dumps([ACME, ADA, interest("2021-05-01", {"type": "boardMember"}), bad])).report
    assert [one.message.startswith(problem) for one in report.unreadable] == [True], report.unreadable
    assert report.refused == 1


# -- out and back


def test_days_posts_stakes_and_capacities_come_back() -> None:
    record = make_record(
        [
            {"type": "founded", "at": "2023-01-02", "organization": "org"},
            hired(["ada", "ben"], "2023-02-01", "org/board"),
            hired("ada", "2023-02-01", "org/chair"),
            hired("ben", "2023-02-03", capacity="interim"),
            departed("ben", "2023-03-04"),
            departed(["ada"], "2023-04-04", ["org/chair", "org/board"]),
            {"type": "invested", "at": "2023-02-05", "who": "ada", "in": "org", "stake": "1/4"},
            {"type": "invested", "at": "2023-03-05", "who": "ada", "in": "org", "stake": "1/2"},
            {"type": "divested", "at": "2023-04-05", "who": "ada", "in": "org", "stake": "0"},
        ]
    )
    back, losses = again("bods", record)
    ended = [one for one in tenures(record) if one[1:3] != ("ben", "org/board")]
    assert [one for one in tenures(back) if one[1:3] != ("ben", "org/board")] == ended
    assert [(str(event.at), str(event.stake)) for event in back.events if isinstance(event, Invested | Divested)] == [
        ("2023-02-05", "1/4"),
        ("2023-03-05", "0"),
        ("2023-03-05", "1/2"),
        ("2023-04-05", "0"),
    ]
    assert lost(losses) == {
        "the zone: dates are days in America/New_York; import with --zone America/New_York",
        "post.seats",
        "post.within",
        "that a holder is still there: an end that is missing is unknown",
    }


def test_a_date_that_bods_cannot_say_is_left_out_and_never_made_surer() -> None:
    record = make_record(
        [hired("ada", "2023-02"), departed("ada", "[2023-05-01..2023-08-02]"), hired("ben", "2023-10-01", "org/cfo")]
    )
    back, losses = again("bods", record)
    assert {"startDate as a span", "endDate as a span"} <= lost(losses)
    before, after = Answers(record), Answers(back)
    for day in ("2023-01-15", "2023-02-10", "2023-04-01", "2023-06-01", "2023-08-01", "2023-09-01", "2023-11-01"):
        sure, still = (
            {party for party, _, presence in one.holders_at("org/ceo", moment(day)) if presence == "certain"}
            for one in (before, after)
        )
        possible = {party for party, _, _ in before.holders_at("org/ceo", moment(day))}
        assert still <= sure
        assert possible <= {party for party, _, _ in after.holders_at("org/ceo", moment(day))}
    assert after.holders_at("org/ceo", moment("2023-09-01")) == set()


def test_statements_have_what_the_standard_asks_for_and_the_same_ids_each_time() -> None:
    record = make_record([hired("ada", "2023-02-01", "org/board"), hired("ben", "2023-02-01")])
    text = written("bods", record).text()
    statements = json.loads(text)
    assert written("bods", record).text() == text
    assert len({one["statementId"] for one in statements}) == len(statements) == 5
    for one in statements:
        assert 32 <= len(one["statementId"]) <= 64
        assert one["publicationDetails"]["bodsVersion"] == "0.4"
        assert {"recordId", "recordType", "recordStatus", "statementDate", "declarationSubject"} <= one.keys()
    order = [one["recordType"] for one in statements]
    assert order == ["entity", "person", "person", "relationship", "relationship"]


def test_a_branch_says_so_in_every_statement() -> None:
    text = written("bods", make_record([hired("ada", "2023-02-01")]), branch="what-if").text()
    assert all(one["annotations"][0]["description"] == "HYPOTHETICAL: branch what-if" for one in json.loads(text))
    assert (read("bods", text).record.header.title or "").startswith("HYPOTHETICAL: branch what-if. ")


def test_what_is_written_is_what_the_standard_requires_and_what_is_not_is_refused() -> None:
    record = make_record([hired("ada", "2023-02-01", "org/board"), departed("ada", "2023-03", "org/board")])
    FORMATS["bods"].validate(written("bods", record, branch="what-if").text())
    good = {**interest("2020-01-01", {"type": "boardMember"}), "statementId": "x" * 32}
    for bad in (
        {**good, "statementId": "short"},
        {**good, "recordStatus": "gone"},
        {**good, "statementDate": "2020"},
        {**good, "publicationDetails": {"bodsVersion": "0.4.0"}},
        {**good, "recordDetails": {**good["recordDetails"], "interests": [{"type": "directorship"}]}},
        {**good, "recordDetails": {**good["recordDetails"], "interests": [{"share": {"exact": 101}}]}},
        {**good, "recordDetails": {"subject": "acme"}},
    ):
        FORMATS["bods"].validate(json.dumps([good]))
        with pytest.raises(GovsimError, match="no statements of BODS"):
            FORMATS["bods"].validate(json.dumps([bad]))


@is_there
def test_the_examples_of_the_standard_are_what_it_requires() -> None:
    for path in sorted((EXAMPLES / "data-standard").glob("*.json")):
        statements = [one for one in json.loads(path.read_text(encoding="utf-8")) if one.get("statementId")]
        FORMATS["bods"].validate(json.dumps([{**one, "statementId": "x" * 32} for one in statements]))
