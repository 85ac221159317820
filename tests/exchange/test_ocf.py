"""OCF: relationships are tenures, a status says how they ended, and issuances are investments."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govsim.exchange.protocol import Imported
from govsim.model.errors import DocumentError
from govsim.model.events import Divested, Invested
from govsim.model.record import Record
from tests.exchange.datasets import DATA
from tests.exchange.files import moment
from tests.exchange.stories import lost, read
from tests.replay.builders import Answers

SAMPLES = DATA / "ocf-samples"
MANIFEST = {
    "file_type": "OCF_MANIFEST_FILE",
    "ocf_version": "1.2.0",
    "as_of": "2024-12-31",
    "issuer": {
        "object_type": "ISSUER",
        "id": "i",
        "legal_name": "Acme",
        "dba": "ACME & Co",
        "formation_date": "2010-01-01",
    },
}


def stakeholder(id_: str, kind: str = "INDIVIDUAL", **fields: Any) -> dict[str, Any]:
    return {"object_type": "STAKEHOLDER", "id": id_, "name": {"legal_name": id_}, "stakeholder_type": kind, **fields}


def change(id_: str, date: str, **fields: Any) -> dict[str, Any]:
    kind = "CE_STAKEHOLDER_STATUS" if "new_status" in fields else "CE_STAKEHOLDER_RELATIONSHIP"
    return {"object_type": kind, "id": id_, "stakeholder_id": "ada", "date": date, **fields}


def made(*items: dict[str, Any], **options: Any) -> Imported:
    file = {
        "file_type": "OCF_TRANSACTIONS_FILE",
        "items": [stakeholder("ada"), stakeholder("fund", "INSTITUTION"), *items],
    }
    return read("ocf", json.dumps(file), json.dumps(MANIFEST), **options)


def holders(record: Record, post: str, at: str) -> set[tuple[str, str, str]]:
    return Answers(record).holders_at(post, moment(at))


def closings(record: Record) -> list[tuple[str, str, Any, str]]:
    return [
        (event.type, str(event.at), event.dump().get("reason"), event.dump()["from"][0])
        for event in record.events
        if event.type in ("departed", "resigned", "fired") and event.at.latest is not None
    ]


def test_a_relationship_runs_from_its_start_to_its_end() -> None:
    record = made(
        change("a", "2020-01-01", relationship_started="BOARD_MEMBER"),
        change("b", "2022-06-01", relationship_ended="BOARD_MEMBER", relationship_started="ADVISOR"),
    ).record
    assert holders(record, "acme/board-member", "2021-01-01") == {("ada", "regular", "certain")}
    assert holders(record, "acme/board-member", "2022-06-02") == set()
    assert record.header.posts["acme/board-member"].organ
    # The files are as of the end of 2024: until then she certainly advised.
    assert holders(record, "acme/advisor", "2024-12-01") == {("ada", "regular", "certain")}
    assert holders(record, "acme/advisor", "2025-06-01") == {("ada", "regular", "possible")}


@pytest.mark.parametrize(
    ("status", "type_", "reason"),
    [
        ("TERMINATION_VOLUNTARY_OTHER", "resigned", "voluntary"),
        ("TERMINATION_VOLUNTARY_RETIREMENT", "departed", "retired"),
        ("TERMINATION_INVOLUNTARY_DEATH", "departed", "died"),
        ("TERMINATION_INVOLUNTARY_WITH_CAUSE", "fired", "involuntary, with cause"),
    ],
)
def test_a_termination_says_how_what_ended_that_day_ended(status: str, type_: str, reason: str) -> None:
    record = made(
        change("a", "2020-01-01", relationship_started="OFFICER"),
        change("b", "2020-01-01", relationship_started="FOUNDER"),
        change("c", "2022-06-01", relationship_ended="OFFICER"),
        change("d", "2022-06-01", new_status=status),
    ).record
    assert closings(record) == [(type_, "2022-06-01", reason, "acme/officer")]


def test_a_termination_alone_ends_the_work_but_not_the_founding() -> None:
    record = made(
        change("a", "2020-01-01", relationship_started="EMPLOYEE"),
        change("b", "2020-01-01", relationship_started="FOUNDER"),
        change("d", "2022-06-01", new_status="TERMINATION_INVOLUNTARY_OTHER"),
    ).record
    assert closings(record) == [("fired", "2022-06-01", "involuntary", "acme/employee")]
    assert holders(record, "acme/founder", "2024-01-01") == {("ada", "regular", "certain")}


def test_leave_is_no_end() -> None:
    record = made(
        change("a", "2020-01-01", relationship_started="EMPLOYEE"),
        change("b", "2021-01-01", new_status="LEAVE_OF_ABSENCE"),
        change("c", "2021-05-01", new_status="ACTIVE"),
    ).record
    assert [event.type for event in record.events][1:4] == ["hired", "leave_started", "leave_ended"]
    assert holders(record, "acme/employee", "2021-02-01") == {("ada", "regular", "certain")}


def test_a_snapshot_without_dates_is_no_more_than_that() -> None:
    items = [stakeholder("ben", current_relationships=["EXECUTIVE", "EX_CONSULTANT"])]
    record = made(*items).record
    assert holders(record, "acme/executive", "2020-01-01") == {("ben", "regular", "possible")}
    assert holders(record, "acme/consultant", "2020-01-01") == {("ben", "regular", "possible")}
    assert holders(record, "acme/consultant", "2025-02-01") == set()


STOCK = {
    "object_type": "TX_STOCK_ISSUANCE",
    "id": "s1",
    "security_id": "sec1",
    "date": "2020-01-01",
    "stakeholder_id": "fund",
    "stock_class_id": "common",
    "custom_id": "CS-1",
    "share_price": {"amount": "2.50", "currency": "USD"},
    "quantity": "1000",
    "board_approval_date": "2019-12-01",
}
COMMON = {"object_type": "STOCK_CLASS", "id": "common", "name": "Common"}
TRANSFER = {
    "object_type": "TX_STOCK_TRANSFER",
    "id": "t1",
    "security_id": "sec1",
    "date": "2021-01-01",
    "quantity": "400",
    "resulting_security_ids": ["sec2"],
    "balance_security_id": "sec3",
}


def test_an_issuance_is_an_investment_and_a_transfer_no_new_money() -> None:
    second = {**STOCK, "id": "s2", "security_id": "sec2", "stakeholder_id": "ada", "date": "2021-01-01"}
    record = made(second, TRANSFER, STOCK, COMMON).record
    money = [
        (event.type, event.who[0], str(event.amount), event.note, str(event.decided))
        for event in record.events
        if isinstance(event, Invested | Divested)
    ]
    assert money[0] == ("invested", "fund", "2500", "1000 Common; CS-1", "2019-12-01")
    assert sorted(money[1:]) == [
        ("divested", "fund", "None", "transfer of 400", "None"),
        ("invested", "ada", "None", "1000 Common; CS-1; replaces other securities: no new money", "2019-12-01"),
    ]


def test_without_a_manifest_the_issuer_is_asked_for() -> None:
    file = json.dumps({"items": [stakeholder("ada"), change("a", "2020", relationship_started="OFFICER"), STOCK]})
    with pytest.raises(DocumentError, match="no file names the issuer"):
        read("ocf", file)
    imported = read("ocf", file, organization="Acme")
    assert not imported.report.unreadable
    assert set(imported.record.header.posts) == {"acme/officer"}


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (change("x", "2020-02-30", relationship_started="OFFICER"), "date: "),
        (change("x", "2020-02-01"), "relationship_started or relationship_ended is missing"),
        ({"id": "x"}, "object_type is missing"),
        ({**STOCK, "id": "x", "quantity": "many"}, "quantity is no number"),
        ({**STOCK, "id": "x", "share_price": {"amount": "1e999999999"}}, "share_price.amount is no number"),
        ({**change("a", "2021-01-01", relationship_ended="OFFICER")}, "the id 'a' stands in line 1 with other content"),
    ],
)
def test_what_cannot_be_read_is_left_out(bad: dict[str, Any], problem: str) -> None:
    report = made(change("a", "2020-01-01", relationship_started="OFFICER"), bad).report
    (told,) = report.unreadable
    assert told.message.startswith(problem)
    assert (report.refused, report.tenures) == (1, 1)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the data of others is not beside the checkout")
def test_the_samples_of_the_format_are_read_and_every_other_type_is_counted() -> None:
    imported = read("ocf", *(path.read_bytes() for path in sorted(SAMPLES.glob("*.json"))))
    assert not imported.report.unreadable
    record = imported.record
    board = [event for event in record.events if "acme-industries/board-member" in str(event.dump())]
    assert [event.type for event in board] == ["hired", "departed"]
    assert str(board[1].at) == "2024-06-07"
    left = lost(imported.report.losses)
    assert {"objects of the type TX_EQUITY_COMPENSATION_ISSUANCE", "objects of the type TX_VESTING_START"} <= left
    private = [loss for loss in imported.report.losses if loss.what.endswith(("addresses", "tax_ids", "contact_info"))]
    assert private
    assert not any(loss.examples for loss in private)
