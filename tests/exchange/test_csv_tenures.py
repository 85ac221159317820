"""What a CSV file of tenures becomes: parties, posts, events, sources, covers, and a report."""

from __future__ import annotations

import pytest

from govsim.model.events import Departed, Hired
from govsim.model.header import Identifier, Source
from tests.exchange.files import FILE, ids, read, table

ROW = "Ada,Org,Director,2019,2020"


def people(*names: str, header: str = "name,org,post,start,end") -> dict[str, str]:
    """Return the people that rows with these names declare."""
    data = table(*(f"{name},Org,Director,2019,2020" for name in names), header=header)
    return {id_: person.name for id_, person in read(data)[0].header.people.items()}


# -- a whole row


def test_a_row_becomes_a_beginning_and_an_end() -> None:
    header = "person_id,name,organization,post,start,end,capacity,seats,reason,source,note"
    row = "ada,Ada Lovelace,The Engine Ltd,Chief Executive,2019-03,2020-05-01,Interim,1,Term ended,Gazette,by vote"
    record, report = read(table(row, header=header))
    opening, closing = record.events
    assert isinstance(opening, Hired)
    assert isinstance(closing, Departed)
    assert (opening.id, closing.id) == ("ada-chief-executive-2019-03-in", "ada-chief-executive-2019-03-out")
    assert (opening.who, opening.to, opening.capacity) == (("ada",), ("the-engine-ltd/chief-executive",), "interim")
    assert (opening.at.text, closing.at.text, closing.reason) == ("2019-03", "2020-05-01", "term_ended")
    assert opening.sources == closing.sources == ("board-csv", "gazette")
    assert (opening.note, closing.note) == ("by vote", None)
    assert record.header.sources == {"board-csv": Source(title=FILE), "gazette": Source(title="Gazette")}
    assert record.header.organizations["the-engine-ltd"].name == "The Engine Ltd"
    post = record.header.posts["the-engine-ltd/chief-executive"]
    assert (post.title, post.seats) == ("Chief Executive", 1)
    assert (record.id, record.header.zone, record.header.title) == ("board", "UTC", "Tenures in board.csv")
    assert report.to_json() == {
        "rows": 1,
        "tenures": 1,
        "ignored_columns": [],
        "readings": [],
        "losses": [],
        "unreadable": [],
    }


@pytest.mark.parametrize(
    "header",
    [
        "id,name,org,role,from,to",
        "PERSON_ID,Person,Organisation,Title,Start Date,End-Date",
        " person id , NAME ,organization,position,start_date,end_date",
    ],
)
def test_columns_go_by_several_names(header: str) -> None:
    assert read(table("a1,Ada,Org,Director,2019,2020", header=header))[0].header.people["a1"].name == "Ada"


def test_other_columns_are_named_in_the_report() -> None:
    data = table(f"x,{ROW},y", header="Party,name,org,post,start,end,start_note")
    assert read(data)[1].ignored_columns == ("Party", "start_note")
    data = table(f"x,{ROW},,", header=",name,org,post,start,end,,")
    assert read(data)[1].ignored_columns == ("column 1, which has no name",)


def test_semicolons_tabs_a_byte_order_mark_and_blank_rows_are_fine() -> None:
    expected = read(table(ROW))[0].events
    for delimiter in ";\t":
        assert read(table(ROW).replace(b",", delimiter.encode()))[0].events == expected
    assert read(b"\xef\xbb\xbf" + table(ROW).replace(b"\n", b"\r\n"))[0].events == expected
    assert read(b"\n" + table("", ROW, ",,,,", " , ,"))[0].events == expected
    assert read(table(f"{ROW},,,"))[0].events == expected
    assert read(table('"Ada","Org", Director ,2019,2020'))[0].events == expected


def test_the_lines_of_a_report_are_those_of_the_file() -> None:
    data = b"\n" + table('"Ada\nLovelace",Org,Director,2019,2020', "", "Ben,Org,Director,2019,")
    assert [reading.line for reading in read(data)[1].readings] == [6]
    assert read(data)[0].header.people["ada-lovelace"].name == "Ada\nLovelace"


# -- who is who


def test_a_person_is_their_id_else_their_name() -> None:
    header = "person_id,name,org,post,start,end"
    rows = ["a,Ada,Org,Director,2019,2020", "a,Ada King,Org,Director,2021,2022", "b,Ada,Org,Director,2019,2020"]
    record = read(table(*rows, ",Ada,Org,Chair,2019,2020", ",ADA,Org,Chair,2021,2022", header=header))[0]
    assert set(record.header.people) == {"a", "b", "ada"}
    assert record.header.people["a"].aliases == ("Ada King",)
    assert record.header.people["ada"].aliases == ("Ada",)


def test_ids_of_names_are_plain_and_told_apart_in_the_order_of_the_names() -> None:
    assert people("José García", "Jose Garcia") == {"jose-garcia": "Jose Garcia", "jose-garcia-2": "José García"}
    assert people("Jose Garcia", "José García") == {"jose-garcia": "Jose Garcia", "jose-garcia-2": "José García"}
    assert people("Bjørn O'Neil-Łęski") == {"bjorn-oneil-leski": "Bjørn O'Neil-Łęski"}
    assert people("山田 太郎", "***") == {"山田-太郎": "山田 太郎", "person": "***"}


def test_people_and_organisations_share_one_namespace() -> None:
    record = read(table("Org,Org,Director,2019,2020"))[0]
    assert (set(record.header.organizations), set(record.header.people)) == ({"org"}, {"org-2"})


@pytest.mark.parametrize(
    ("written", "id_", "scheme"),
    [
        ("ocd-person/f8921713-413e", "ocd-person-f8921713-413e", "ocd-person"),
        ("wikidata:Q7259", "wikidata-q7259", "wikidata"),
        ("No. 7", "no-7", "csv"),
    ],
)
def test_an_id_that_cannot_be_one_is_kept_as_an_identifier(written: str, id_: str, scheme: str) -> None:
    data = table(f"{written},{ROW}", header="person_id,name,org,post,start,end")
    assert read(data)[0].header.people[id_].identifiers == (Identifier(scheme=scheme, id=written),)


def test_posts_with_one_slug_are_told_apart_within_their_organisation() -> None:
    rows = [
        f"Ada,{org},{post},2019,2020" for org in ("A", "B") for post in ("Chair & CEO", "Chair, CEO", "chair & ceo")
    ]
    record = read(table(*(row.replace("Chair, CEO", '"Chair, CEO"') for row in rows)))[0]
    posts = {id_: post.title for id_, post in record.header.posts.items()}
    assert posts == {
        f"{org}/{id_}": title
        for org in "ab"
        for id_, title in (("chair-ceo", "Chair & CEO"), ("chair-ceo-2", "Chair, CEO"))
    }


def test_tenures_with_one_start_have_ids_of_their_own() -> None:
    data = table("Ada,A,Director,2019,2020", "Ada,B,Director,2019,2020")
    stems = ("ada-director-2019", "ada-director-2019-2")
    assert ids(read(data)[0].events) == {f"{stem}-{end}" for stem in stems for end in ("in", "out")}
    data = table("Ada,A,Director,,2020", "Ben,A,Director,,")
    assert ids(read(data)[0].events) == {
        *("ada-director-to-2020-in", "ada-director-to-2020-out"),
        *("ben-director-undated-in", "ben-director-undated-out"),
    }
