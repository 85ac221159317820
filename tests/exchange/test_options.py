"""What the file does not say itself: the record's id, the zone, covers, seats, the organisation."""

from __future__ import annotations

import pytest

from govsim.exchange.gathering import record_id
from govsim.model.errors import GovsimError
from tests.exchange.files import history, moment, presences, read, refused, table
from tests.replay.builders import Answers

ROW = "Ada,Org,Director,2019-01-01,2020-01-01"


@pytest.mark.parametrize(
    ("file", "id_"),
    [("some/folder/Board 2024.csv", "board-2024"), ("Zürich_räte.csv", "zurich-rate"), ("a--b.csv.csv", "a-b-csv")],
)
def test_a_record_is_called_as_its_file(file: str, id_: str) -> None:
    assert record_id(file) == id_
    assert read(table(ROW), file)[0].id == id_


def test_a_file_whose_name_gives_no_id_needs_one() -> None:
    with pytest.raises(GovsimError, match="--record"):
        read(table(ROW), "理事.csv")
    assert read(table(ROW), "理事.csv", record="board")[0].id == "board"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"record": "Not An Id"}, "record: 'Not An Id' is not a kebab-case id"),
        ({"zone": "Mars/Olympus"}, "'Mars/Olympus' is not a time zone"),
        ({"since": "yesterday"}, "covers.from: 'yesterday' is not a time"),
        ({"since": "2022", "until": "2021"}, "covers ends (2021) before it begins (2022)"),
        ({"seats": "0"}, "'0' is no number of seats"),
        ({"seats": "few"}, "'few' is no number of seats"),
    ],
)
def test_a_wrong_option_is_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(GovsimError) as failure:
        read(table(ROW), **options)
    assert failure.value.message.startswith(message)


def test_an_organisation_for_rows_that_name_none() -> None:
    data = table("Ada,Director,2019,2020", header="name,post,start,end")
    assert list(read(data, organization="The Club")[0].header.posts) == ["the-club/director"]
    data = table("Ada,,Director,2019,2020", "Ada,Own,Director,2019,2020")
    assert list(read(data, organization="The Club")[0].header.posts) == ["the-club/director", "own/director"]


def test_dates_are_days_of_the_zone() -> None:
    assert presences(table(ROW), "2019-01-02T02:00Z") == {"ada certain"}
    assert presences(table(ROW), "2019-01-02T02:00Z", zone="America/Los_Angeles") == {"ada possible"}
    assert read(table(ROW), zone="Europe/Paris")[0].header.zone == "Europe/Paris"


def test_a_gap_is_a_vacancy_unless_the_file_is_partial() -> None:
    for partial, status in ((False, "vacant"), (True, "unknown")):
        record = read(table(ROW), partial=partial)[0]
        assert Answers(record).status_at("org/director", moment("2021-01-01")) == status


def test_outside_the_covers_nothing_is_known() -> None:
    answers = Answers(read(table(ROW), since="2015", until="2022")[0])
    found = [answers.status_at("org/director", moment(at)) for at in ("2014-06-01", "2016-06-01", "2023-06-01")]
    assert found == ["unknown", "vacant", "unknown"]


def test_an_open_side_that_the_covers_turn_round_is_refused_at_its_cell() -> None:
    data = table("Ben,Org,Director,2019,2020", "Ada,Org,Director,2023,", "Cleo,Org,Director,,2013")
    problems = refused(data, since="2015", until="2022")
    assert [problem.partition(" lies outside covers")[0] for problem in problems] == [
        "board.csv:3:5: [2023..]",
        "board.csv:4:4: [..2013]",
    ]


def test_seats_are_many_unless_said_and_a_column_wins() -> None:
    assert read(table(ROW))[0].header.posts["org/director"].seats == "many"
    data = table(f"{ROW},", "Ada,Org,Chair,2019,2020,2", header="name,org,post,start,end,seats")
    posts = read(data, seats="1")[0].header.posts
    assert (posts["org/director"].seats, posts["org/chair"].seats) == (1, 2)


def test_who_leaves_at_the_instant_another_comes_makes_room_first() -> None:
    data = table("Ada,Org,Chief,2019-01-01 12:00,2020-01-01 12:00", "Zoe,Org,Chief,2020-01-01 12:00,2021-01-01 12:00")
    record = read(data, seats="1")[0]
    assert [event.type for event in record.events] == ["hired", "departed", "hired", "departed"]
    assert not Answers(record).findings()
    assert history(record).unheld == []
