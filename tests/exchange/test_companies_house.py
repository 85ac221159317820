"""Companies House: officers at any date, with what the register does not know kept as it does not know it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from govsim.exchange.protocol import Imported
from govsim.model.record import Record
from tests.exchange.datasets import DATA
from tests.exchange.files import moment
from tests.exchange.stories import lost, read
from tests.replay.builders import Answers

SHAPES = DATA / "companies-house-officers"
is_there = pytest.mark.skipif(not SHAPES.exists(), reason="the data of others is not beside the checkout")


def shape(path: Path) -> str:
    """Return a document of the register's store as JSON: its days and numbers are calls there, a comma may be last."""
    text = re.sub(r"(?:ISODate|NumberInt|NumberLong)\(([^)]*)\)", r"\1", path.read_text(encoding="utf-8"))
    return re.sub(r",(\s*})", r"\1", text)


def officer(name: str, role: str = "director", company: str = "00000001", **fields: Any) -> dict[str, Any]:
    links = {"self": f"/company/{company}/appointments/{name}", "officer": {"appointments": f"/officers/{name}/x"}}
    return {"name": name.upper(), "officer_role": role, "links": links, **fields}


OFFICERS = {
    "kind": "officer-list",
    "links": {"self": "/company/00000001/officers"},
    "active_count": 2,
    "items": [
        officer("ann", appointed_on="2001-02-03", resigned_on="2010-06-07", former_names=[{"surname": "Bee"}]),
        officer("bob", appointed_before="1991-11-30", is_pre_1992_appointment=True, date_of_birth={"year": 1950}),
        officer("firm", "corporate-nominee-secretary", appointed_on="2005-01-01"),
    ],
}
PROFILE = {
    "company_name": "THE ENGINE LIMITED",
    "company_number": "00000001",
    "date_of_creation": "1980-01-01",
    "company_status": "active",
}


def imported(*documents: Any, **options: Any) -> Imported:
    return read("companies-house", *(json.dumps(one) for one in documents), **options)


def holders(record: Record, at: str, post: str = "00000001/director") -> set[tuple[str, str, str]]:
    return Answers(record).holders_at(post, moment(at))


def test_officers_are_in_office_from_their_appointment_to_their_resignation() -> None:
    record = imported(OFFICERS, PROFILE).record
    assert ("ann", "regular", "certain") in holders(record, "2005-01-01")
    assert "ann" not in {party for party, _, _ in holders(record, "2010-06-08")}
    assert record.header.organizations["00000001"].name == "THE ENGINE LIMITED"
    assert Answers(record).status_at("00000001/director", moment("1979-12-31")) == "absent"
    assert record.header.people["ann"].aliases == ("Bee",)


def test_one_appointed_before_a_day_stays_a_bound() -> None:
    record = imported(OFFICERS, PROFILE).record
    entered = next(event for event in record.events if event.dump().get("who") == ["bob"])
    assert (str(entered.at), entered.at.earliest) == ("[..1991-11-30]", None)
    assert ("bob", "regular", "possible") in holders(record, "1985-01-01")
    only = imported({"items": [officer("bob", is_pre_1992_appointment=True)]}).record
    assert str(only.events[0].at) == "[..1991-12-31]"


def test_one_without_a_resignation_is_not_current_for_ever() -> None:
    assert ("bob", "regular", "possible") in holders(imported(OFFICERS).record, "2015-01-01")


def test_who_stood_in_the_register_was_in_office_on_the_day_it_was_read() -> None:
    record = imported(OFFICERS, until="2020-03-01").record
    assert holders(record, "2020-02-01") == {("bob", "regular", "certain")}
    former = {"items": [officer("bob", appointed_on="2001-01-01", inactive=True)]}
    assert holders(imported(former, until="2020-03-01").record, "2020-02-01") == {("bob", "regular", "possible")}


def test_a_corporate_officer_is_an_organisation_in_the_same_post_and_style_says_which_kind() -> None:
    record = imported(OFFICERS).record
    assert "firm" in record.header.organizations
    entered = next(event for event in record.events if event.dump().get("who") == ["firm"])
    assert entered.dump()["to"] == ["00000001/secretary"]
    assert entered.dump()["style"] == "Corporate nominee secretary"


def test_what_is_private_is_counted_and_never_shown() -> None:
    losses = imported(OFFICERS).report.losses
    (private,) = (loss for loss in losses if loss.what == "date_of_birth")
    assert (private.count, private.examples) == (1, ())


def test_one_person_in_many_companies_is_one() -> None:
    record = imported(
        {"items": [officer("ann", appointed_on="2001-02-03"), officer("ann", company="2", appointed_on="2003")]}
    ).record
    assert set(record.header.people) == {"ann"}
    assert set(record.header.posts) == {"00000001/director", "2/director"}


def test_a_second_import_makes_the_same_record() -> None:
    turned = {**OFFICERS, "items": OFFICERS["items"][::-1]}  # type: ignore[index]  # a list
    assert set(imported(turned).record.events) == set(imported(OFFICERS).record.events)


# -- persons with significant control


def control(name: str, **fields: Any) -> dict[str, Any]:
    link = f"/company/00000001/persons-with-significant-control/individual/{name}-{fields.get('notified_on')}"
    kind = "individual-person-with-significant-control"
    return {"name": name, "kind": kind, "links": {"self": link}, **fields}


def test_control_began_by_the_day_of_its_notification() -> None:
    natures = ["ownership-of-shares-25-to-50-percent", "voting-rights-25-to-50-percent"]
    found = control("Ada", notified_on="2016-04-06", ceased_on="2018-01-02", natures_of_control=natures)
    record = imported({"items": [found]}).record
    post = "00000001/person-with-significant-control"
    assert holders(record, "2016-01-01", post) == {("ada", "regular", "possible")}
    assert holders(record, "2017-01-01", post) == {("ada", "regular", "certain")}
    assert holders(record, "2018-01-03", post) == set()
    assert (record.events[0].note or "").startswith("; ".join(natures))


def test_two_of_one_name_and_different_births_are_two() -> None:
    births: list[dict[str, Any]] = [{"month": 1, "year": 1950}, {"month": 1, "year": 1950}, {"month": 2, "year": 1970}]
    years = ("2016", "2017", "2018")
    items = [control("Ada", notified_on=f"{y}-05-01", date_of_birth=b) for y, b in zip(years, births, strict=True)]
    assert len(imported({"items": items}).record.header.people) == 2


@is_there
def test_every_shape_of_control_is_read_or_counted() -> None:
    # Each file has a place of its own in the world; some share a link.
    said: set[str] = set()
    people: set[str] = set()
    left: set[str] = set()
    for path in sorted((SHAPES / "psc").glob("*.json")):
        made = read("companies-house", path.read_bytes(), file=path.name)
        assert not made.report.unreadable, path.name
        said |= {str(event.dump().get("says")) for event in made.record.events if event.type == "stated"}
        people |= set(made.record.header.people)
        left |= lost(made.report.losses)
    assert said == {
        "no-individual-or-entity-with-signficant-control",
        "no longer: no-individual-or-entity-with-signficant-control",
        "psc-exempt-as-shares-admitted-on-market",
        "super-secure-persons-with-significant-control",
    }
    assert people == {"joe-bloggs"}
    assert {
        "records of the kind unknown-kind",
        "records of the kind totals#persons-of-significant-control-snapshot",
    } <= left


@is_there
def test_every_shape_of_an_appointment_is_read() -> None:
    for path in sorted((SHAPES / "appointments").glob("*.json")):
        if "openapi" in path.name:
            continue
        made = read("companies-house", shape(path), file=path.name)
        assert not made.report.unreadable, path.name
        assert made.report.tenures == 1, path.name


@is_there
@pytest.mark.parametrize("kind", ["nat", "corp"])
def test_an_appointment_before_1992_in_the_store_is_a_bound(kind: str) -> None:
    path = SHAPES / "appointments" / f"{kind}_pre_1992_delta_appointment_document_template.json"
    record = read("companies-house", shape(path)).record
    assert str(record.events[0].at) == "[..1992-01-20]"


@is_there
@pytest.mark.parametrize("name", ["resigned_officer_appointment", "nat_resigned_delta_appointment_document_template"])
def test_a_resigned_officer_of_the_store_is_out_of_office(name: str) -> None:
    record = read("companies-house", shape(SHAPES / "appointments" / f"{name}.json")).record
    entered, left = record.events
    assert left.type == "departed"
    (post,) = record.header.posts
    assert Answers(record).holders_at(post, moment("2026-01-01")) == set()
    assert entered.at.earliest is not None


@is_there
def test_an_officer_of_a_dissolved_company_without_a_resignation_is_no_longer_certain() -> None:
    path = SHAPES / "appointments" / "inactive_officer_appointment.json"
    record = read("companies-house", shape(path), until="2024-01-01").record
    (holder,) = Answers(record).holders_at("12345678/director", moment("2023-01-01"))
    assert holder[2] == "possible"


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ({"name": "X", "officer_role": "director"}, "company_number is missing (say whose officer it is with --org)"),
        (officer("x", appointed_on="2001-02-30"), "appointed_on: "),
        (officer("x", appointed_on=[2001, 2]), "appointed_on is a day, as in 2019-05-31"),
        ({"links": {"self": "/company/1/x"}}, "officer_role is missing"),
        (officer("ann", appointed_on="1999-01-01"), "the id '00000001 ann' stands in line 1 with other content"),
    ],
)
def test_what_cannot_be_read_is_left_out_with_its_place(bad: dict[str, Any], problem: str) -> None:
    report = imported({**OFFICERS, "links": {}, "items": [*OFFICERS["items"], bad]}).report  # type: ignore[misc]
    (told,) = report.unreadable
    assert problem in str(told)
    assert report.tenures == 3
