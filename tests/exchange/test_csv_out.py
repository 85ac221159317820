"""Tenures and events written as CSV: what comes back, what is said to be lost, and what no spreadsheet calculates."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.files import read as read_csv
from tests.exchange.files import table
from tests.exchange.stories import again, lost, read, tenures, written
from tests.replay.builders import hired, make_record

HEADER = "name,org,post,start,end,capacity,source,note"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_comes_back_as_it_was() -> None:
    data = table(
        "Ada,Org,Director,2019-01-01,2020,,Gazette; vol. 2,by vote",
        "Ben,Org,Director,2019,,acting,https://example.org/1,",
        "Cleo,Org,Chair,,present,,,",
        "Dan,Org,Chair,2021-05-01,2021-04-01,,,",
        header=HEADER,
    )
    record = read_csv(data)[0]
    back, losses = again("csv", record)
    assert tenures(back) == tenures(record)
    assert {person.name for person in back.header.people.values()} == {"Ada", "Ben", "Cleo", "Dan"}
    assert not losses


DAYS = st.sampled_from(["", "2019", "2019-05", "2020-01-01", "[2018..2020]", "2021-01-01 12:00"])


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS, DAYS, st.sampled_from(["", "acting"])), min_size=1, max_size=6))
def test_whatever_a_table_says_comes_back(cells: list[tuple[str, str, str, str]]) -> None:
    data = table(
        *(f"{who},Org,Director,{start},{end},{capacity},," for who, start, end, capacity in cells), header=HEADER
    )
    record = read_csv(data)[0]
    back, _ = again("csv", record)
    closed_by_a_change = any("ends as this begins" in (event.note or "") for event in record.events)
    assert closed_by_a_change or len(tenures(back)) >= len({one for one in tenures(record) if one[0] == "in"})


def test_what_no_column_carries_is_counted() -> None:
    record = make_record(
        [
            hired("ada", "2023-02-01", announced="2023-02-03", by="org/board", style="executive"),
            {
                "type": "fired",
                "at": "2023-05-01",
                "who": "ada",
                "from": "org/ceo",
                "because": ["e0"],
                "claim": "reported",
            },
        ]
    )
    losses = written("csv", record).losses
    assert {"event.announced", "hired.by", "hired.style", "event.because", "event.claim", "that it was fired"} <= lost(
        losses
    )
    assert any("America/New_York" in loss.what for loss in losses)


def test_a_name_that_a_spreadsheet_would_calculate_is_quoted_and_comes_back() -> None:
    names = ["=1+1", "+49", "-x", "@SUM(A1)", "'=x", "'plain'", "<script>", "../../etc"]
    people = {f"p{number}": name for number, name in enumerate(names)}
    record = make_record([hired(list(people), "2023-02-01", "org/board")], people=people)
    text = written("csv", record).text()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    back, _ = again("csv", record)
    assert {person.name for person in back.header.people.values()} == set(names)


def test_a_branch_says_so_in_every_row() -> None:
    record = make_record([hired(["ada", "ben"], "2023-02-01", "org/board")])
    rows = rows_of(written("csv", record, branch="what-if").text())
    assert [row["hypothetical"] for row in rows] == ["what-if", "what-if"]
    assert read("csv", written("csv", record, branch="what-if").text()).record.header.title == (
        "HYPOTHETICAL: branch what-if. Tenures in file"
    )


def test_only_what_can_have_been_so_at_a_time() -> None:
    record = make_record([hired("ada", "2023-02-01"), hired("ben", "2023-03-01", "org/board")])
    at = 1_676_000_000_000_000  # 10 February 2023
    assert [row["name"] for row in rows_of(written("csv", record, at=at).text())] == ["ada"]
    assert len(rows_of(written("csv", record, at=at, layout="events").text())) == 1


# -- events


EVENTS = """\
type,at,id,organization,who,post,by,reason,amount,currency,stake,says,for,against,carried,because,source
founded,2019,,The Club,Ada Lovelace;Ben,,,,,,,,,,,,
hired,2019-02-01,ada-in,The Club,Ada Lovelace,Chair;Director,,,,,,,,,,,Minutes | https://example.org/m
resolved,2020-01-01,vote,The Club,,Director,,,,,,Remove the chair,Ben;Cleo,Ada Lovelace,true,,
fired,2020-01-02,,The Club,Ada Lovelace,Chair,Ben,no confidence,,,,,,,,vote,
invested,2020-03,,The Club,Acme Ltd,,,,1000,GBP,25%,,,,,,
happened,2020-04,,Acme Ltd,Acme Ltd,,,,,,,A party was held,,,,,
"""


def test_a_row_can_be_an_event_of_any_type() -> None:
    record = read("csv", EVENTS).record
    assert [event.type for event in record.events] == [
        *("founded", "hired", "resolved", "fired", "invested", "happened")
    ]
    by_type = {event.type: event.dump() for event in record.events}
    assert by_type["founded"]["who"] == ["ada-lovelace", "ben"]
    assert by_type["hired"]["to"] == ["the-club/chair", "the-club/director"]
    assert by_type["resolved"]["votes"] == {"for": ["ben", "cleo"], "against": ["ada-lovelace"]}
    assert by_type["resolved"]["carried"] is True
    assert by_type["resolved"]["motion"] == "Remove the chair"
    assert by_type["fired"]["because"] == ["vote"]
    assert by_type["invested"] | {"who": ["acme-ltd"], "in": "the-club", "stake": "1/4"} == by_type["invested"]
    assert by_type["happened"]["what"] == "A party was held"
    assert set(record.header.organizations) == {"the-club", "acme-ltd"}
    assert {source.title or source.url for source in record.header.sources.values()} >= {
        "Minutes",
        "https://example.org/m",
    }


def test_events_come_back_as_they_were() -> None:
    record = read("csv", EVENTS).record
    out = written("csv", record, layout="events")
    back = read("csv", out.text(), record=record.id).record

    def content(event_list: object) -> list[object]:
        return [{**event.dump(), "sources": None} for event in event_list]  # type: ignore[attr-defined]

    assert content(back.events) == content(record.events)
    assert not out.losses


def test_a_row_that_is_no_event_of_its_type_is_left_out_at_its_cell() -> None:
    text = EVENTS + "hird,2020,,The Club,Ben,Chair,,,,,,,,,,,\nhired,2020,,The Club,,Chair,,,,,,,,,,,\n"
    imported = read("csv", text)
    assert len(imported.record.events) == 6
    assert [str(problem).partition(" (")[0] for problem in imported.report.unreadable] == [
        "file:8:1: type: 'hird' is no type of event that a table can say",
        "file:9:5: who: an event of type hired needs it",
    ]
    assert imported.report.refused == 2


def test_a_cause_that_is_not_there_is_reported_and_the_event_stays() -> None:
    imported = read("csv", EVENTS.replace(",vote,\n", ",votte,\n"))
    assert len(imported.record.events) == 6
    assert lost(imported.report.losses) == {"causes that are not there"}
