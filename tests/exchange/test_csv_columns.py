"""Tables whose columns are called otherwise, whose dates are written otherwise, and maps saved for the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.exchange.options import Options
from govsim.model.errors import DocumentError, GovsimError
from govsim.service.column_maps import options_with_map
from tests.exchange.files import events, read, refused, table

GERMAN = "Mitglied,Verein,Funktion,von,bis"
ROW = "Ada,Klub,Vorsitz,01.02.2019,28.02.2020"
MAP = {"name": "Mitglied", "organization": "Verein", "post": "Funktion", "start": "von", "end": "bis"}


def test_columns_and_dates_are_read_as_they_are_said_to_be() -> None:
    data = table(ROW, header=GERMAN)
    assert events(data, columns=MAP, date_format="DD.MM.YYYY") == ["hired ada 2019-02-01", "departed ada 2020-02-28"]
    assert read(data, columns=MAP, date_format="DD.MM.YYYY")[0].header.posts["klub/vorsitz"].title == "Vorsitz"


def test_a_mapped_name_wins_over_the_usual_one() -> None:
    data = table("2019,Ada,Org,Chair,2018,2020", header="start,name,org,post,begun,end")
    assert events(data, columns={"start": "begun"})[0] == "hired ada 2018"


@pytest.mark.parametrize(
    ("written", "cell", "read_as"),
    [
        ("MM/DD/YYYY", "2/1/2019", "2019-02-01"),
        ("YYYYMMDD", "20190201", "2019-02-01"),
        ("MM.YYYY", "2.2019", "2019-02"),
        ("DD.MM.YYYY", "2019", "2019"),
        ("DD.MM.YYYY", "[..2019-02-01]", "[..2019-02-01]"),
    ],
)
def test_dates_in_another_order_and_all_that_govsim_reads_itself(written: str, cell: str, read_as: str) -> None:
    assert events(table(f"Ada,Org,Chair,{cell},2021"), date_format=written)[0] == f"hired ada {read_as}"


@pytest.mark.parametrize("written", ["DD.MM.YY", "DD.YYYY", "YYYY-MM-MM", "day month", ""])
def test_a_format_that_does_not_say_the_year_or_the_month_is_refused(written: str) -> None:
    if not written:
        assert refused(table("Ada,Org,Chair,01.02.2019,2021"), date_format=written)
        return
    with pytest.raises(GovsimError, match="is no date format"):
        read(table("Ada,Org,Chair,2019,2021"), date_format=written)


def test_impossible_days_and_two_digit_years_are_refused_with_the_right_form() -> None:
    problems = refused(table("Ada,Org,Chair,31/02/2019,2021", "Ben,Org,Chair,1/2/19,2021"), date_format="DD/MM/YYYY")
    assert problems[0].startswith("board.csv:2:4: start: '2019-02-31': 2019-02 has 28 days")
    assert "two digits do not say which century" in problems[1]


def test_a_map_that_names_no_column_of_the_file_says_what_is_there() -> None:
    (problem, *_) = refused(table(ROW, header=GERMAN), columns={**MAP, "post": "Funktoin"})
    assert "no column here is called 'Funktoin' (did you mean 'Funktion'?)" in problem
    (problem, *_) = refused(table("Ada,Org,Chair,2019,2020"), columns={"posst": "post"})
    assert "there is no 'posst' (did you mean 'post'?)" in problem


def test_a_saved_map_gives_the_same_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    given = [f"{column}={name}" for column, name in MAP.items()] + ['note=An "odd" = name']
    first = options_with_map(Options(date_format="DD.MM.YYYY"), given, None, path)
    again = options_with_map(Options(), [], path)
    assert (again.columns, again.date_format) == (first.columns, "DD.MM.YYYY")
    assert options_with_map(Options(date_format="MM.YYYY"), ["post=Amt"], path).columns["post"] == "Amt"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns = 3", "columns is a table of names"),
        ("[columns]\npost = 3", "columns is a table of names"),
        ("date_format = 3", "date_format is a text"),
        ("colums = {}", "unknown key 'colums'"),
        ("= broken", "is no map"),
    ],
)
def test_a_broken_map_is_refused_at_its_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        options_with_map(Options(), [], path)


def test_a_column_is_given_as_column_and_name() -> None:
    with pytest.raises(GovsimError, match="names no column"):
        options_with_map(Options(), ["post"], None)
