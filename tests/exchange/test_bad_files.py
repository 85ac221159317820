"""Files that cannot be read as they stand: each mistake with its line and cell, and the right form."""

from __future__ import annotations

import pytest

from tests.exchange.files import HEADER, refused, table

ROW = "Ada,Org,Director,2019,2020"


# -- the header


def test_a_missing_column_is_named_with_what_is_there() -> None:
    (problem,) = refused(table("Ada,Org,Director,2019", header="name,org,post,start"))
    assert problem.startswith("board.csv:1:1: the column 'end' is missing (call it end or end_date or to; ")
    assert problem.endswith("the columns here are: name, org, post, start)")


def test_every_missing_column_is_named_and_near_misses_are_seen() -> None:
    problems = refused(table("Ada,2019,2020", header="persn,strat,end"))
    assert [problem.partition("'")[2].partition("'")[0] for problem in problems] == [
        "name",
        "organization",
        "post",
        "start",
    ]
    assert "'persn' - did you mean 'person'?" in problems[0]
    assert "or name the organisation with --org" in problems[1]
    assert "'strat' - did you mean 'start'?" in problems[3]


def test_a_file_that_begins_with_a_tenure_misses_its_header() -> None:
    problems = refused(table(header=ROW))
    assert all("the columns here are: Ada, Org, Director, 2019, 2020" in problem for problem in problems)


def test_two_columns_of_one_name_or_one_meaning_are_refused() -> None:
    (problem,) = refused(table(f"{ROW},x", header=f"{HEADER},Name"))
    assert problem == ("board.csv:1:6: the column name 'Name' stands in columns 1 and 6 (rename or remove one of them)")
    (problem,) = refused(table(f"{ROW},x", header=f"{HEADER},role"))
    assert problem == "board.csv:1:6: 'post' and 'role' both give the post (rename or remove one of them)"
    (problem,) = refused(table(f"x,{ROW},x", header=f"party,{HEADER},Party"))
    assert "stands in columns 1 and 7" in problem


# -- the file


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "1:1: is empty"),
        (b"\n \n,,,\n", "1:1: is empty"),
        (table(), "1:1: there is no row below the column names"),
        (table(ROW).decode().encode("utf-16"), "1:1: is UTF-16 text"),
        (table(ROW).decode().encode("utf-16-le"), "1:1: a NUL byte stands here"),
        (table(ROW, "Jos\xe9,Org,Director,2019,2020").decode().encode("latin-1"), "3:1: is not UTF-8 text (byte 4"),
        (table(ROW, "A\0da,Org,Director,2019,2020"), "3:1: a NUL byte stands here (byte 2"),
        (table(ROW, '"Ada,Org,Director,2019,2020', ROW), "3:1: a quote that is opened in this row is never closed"),
        (table(ROW, '"Ada" K,Org,Director,2019,2020'), "3:1: text follows a closing quote"),
        (table(ROW, f'"{"x" * 140_000}",Org,Director,2019,2020'), "3:1: a cell goes on for more than"),
        (table(ROW).replace(b"\n", b"\r"), "1:1: a lone carriage return ends a line here"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "1:1: is not UTF-8 text"),
    ],
)
def test_a_damaged_file_is_refused_where_the_damage_stands(data: bytes, problem: str) -> None:
    assert refused(data)[-1].startswith(f"board.csv:{problem}")


def test_damage_does_not_hide_the_mistakes_before_it() -> None:
    problems = refused(table("Ada,Org,Director,soon,2020", '"Ada,Org'))
    assert [problem.split(":")[1] for problem in problems] == ["2", "3"]


# -- the cells


def test_every_bad_cell_is_reported_at_its_place_with_the_right_form() -> None:
    header = f"{HEADER},capacity,seats"
    data = table(
        "Ada,Org,Director,31/12/2019,2020,,",
        "Ada,Org,Director,2019-02-30,soon,actign,0",
        ",Org,,2019,2020,,",
        "Ada,,Director,present,2020,,",
        header=header,
    )
    assert [problem.partition(" (")[0] for problem in refused(data)] == [
        "board.csv:2:4: start: '31/12/2019' is not a time",
        "board.csv:3:4: start: '2019-02-30': 2019-02 has 28 days",
        "board.csv:3:5: end: 'soon' is not a time",
        "board.csv:3:6: capacity: 'actign' is no capacity",
        "board.csv:3:7: seats: '0' is no number of seats",
        "board.csv:4:1: name: nobody is named",
        "board.csv:4:3: post: no post is named",
        "board.csv:5:2: organization: no organisation is named",
        "board.csv:5:4: start: 'present' is not a time",
    ]
    hints = refused(data)
    assert "write the date as year-month-day, 2023-11-17" in hints[0]
    assert "did you mean 'acting'?" in hints[3]


def test_a_row_with_too_many_cells_is_refused() -> None:
    (problem,) = refused(table("Lovelace, Ada,Org,Director,2019,2020", ROW)[:-1] + b"\n")[:1]
    assert problem.startswith("board.csv:2:6: the row has 6 cells, the header 5 names (put a cell that holds")


def test_a_row_may_end_early() -> None:
    assert len(refused(table("Ada,Org"))) == 1


def test_seats_that_contradict_each_other_are_refused() -> None:
    data = table(f"{ROW},1", f"{ROW},", "Ben,ORG,director,2019,2020,2", header=f"{HEADER},seats")
    (problem,) = refused(data)
    assert problem.startswith("board.csv:4:6: seats: 'director' has 2 seats here and 1 on line 2")


def test_a_column_in_the_wrong_form_ends_the_list_some_time() -> None:
    problems = refused(table(*["Ada,Org,Director,12/31/2019,2020"] * 1_000))
    assert len(problems) == 201
    assert problems[-1].endswith("the first 200 mistakes are listed, there may be more")


def test_an_hour_that_the_clocks_skip_is_refused_with_both_readings() -> None:
    (problem,) = refused(table("Ada,Org,Director,2023-03-12 02:30,2024"), zone="America/New_York")
    assert "2023-03-12T01:30-05:00" in problem or "2023-03-12T03:30-04:00" in problem
