"""What a file leaves open or says twice: how it is read, and that it is reported."""

from __future__ import annotations

from datetime import UTC

import pytest

from govsim.model.bound import parse_bound
from tests.exchange.files import events, kinds, presences, read, readings, table


def rows(*spans: str, who: str = "Ada", more: str = "") -> bytes:
    """Return a file of tenures of one person in one post, each written as ``start,end``."""
    header = "name,org,post,start,end" + (",capacity" if more else "")
    return table(*(f"{who},Org,Director,{span}" for span in spans), header=header)


# -- blank ends


def test_a_blank_end_is_unknown_and_never_current() -> None:
    data = rows("2019-03-01,")
    assert events(data) == ["hired ada 2019-03-01", "departed ada [2019-03-01..]"]
    assert presences(data, "2030-01-01") == {"ada possible"}
    assert kinds(data) == [("blank-end", 2)]
    (reading,) = readings(data)
    assert reading.says == "2019-03-01 to blank"
    assert "[2019-03-01..]" in reading.reading


def test_a_blank_end_is_bounded_by_the_next_tenure_in_the_post() -> None:
    data = rows("2019,", "2021-05-01,2022")
    assert events(data)[:3] == ["hired ada 2019", "hired ada 2021-05-01", "departed ada [2019..2021-05-01]"]
    assert presences(data, "2020-06-01") == {"ada possible"}
    assert presences(data, "2021-06-01") == {"ada certain"}
    assert presences(data, "2023-06-01") == set()


def test_a_tenure_in_another_post_bounds_nothing() -> None:
    data = table("Ada,Org,Director,2019,", "Ada,Org,Chair,2021,2022")
    assert "departed ada [2019..]" in events(data)


@pytest.mark.parametrize("word", ["present", "Current", "ongoing", "NOW"])
def test_somebody_still_there_has_no_end(word: str) -> None:
    data = rows(f"2019,{word}")
    assert events(data) == ["hired ada 2019"]
    assert presences(data, "2030-01-01") == {"ada certain"}
    assert readings(data) == []


def test_a_blank_end_can_be_read_as_current_but_not_before_a_later_tenure() -> None:
    data = rows("2019,", "2021-05-01,")
    assert events(data, blank_end="current") == [
        "hired ada 2019",
        "hired ada 2021-05-01",
        "departed ada [2019..2021-05-01]",
    ]
    assert presences(data, "2030-01-01", blank_end="current") == {"ada certain"}
    assert kinds(data, blank_end="current") == [("blank-end", 2), ("blank-end", 3)]


# -- blank starts


def test_a_blank_start_is_possible_until_the_end() -> None:
    data = rows(",2012-12-31")
    assert events(data) == ["hired ada [..2012-12-31]", "departed ada 2012-12-31"]
    assert presences(data, "1990-01-01") == {"ada possible"}
    assert presences(data, "2013-01-01") == set()
    assert kinds(data) == [("blank-start", 2)]


def test_a_blank_start_is_bounded_by_the_tenure_before() -> None:
    data = rows("2005,2010-06-30", ",2012-12-31")
    assert "hired ada [2010-06-30..2012-12-31]" in events(data)
    assert presences(data, "2004-01-01") == set()
    assert presences(data, "2011-01-01") == {"ada possible"}


def test_two_blank_starts_do_not_make_each_other_certain() -> None:
    data = rows(",2018-12-01", ",2022-12-01")
    assert presences(data, "2015-01-01") == {"ada possible"}
    assert presences(data, "2020-01-01") == {"ada possible"}
    assert presences(data, "2023-01-01") == set()


def test_a_start_by_then_and_an_end_from_then_are_bounded_by_each_other() -> None:
    data = rows("2010,", ",2014-12-31")
    assert events(data) == [
        "hired ada 2010",
        "hired ada [2010..2014-12-31]",
        "departed ada [2010..2014-12-31]",
        "departed ada 2014-12-31",
    ]
    assert presences(data, "2012-01-01") == {"ada possible"}
    assert presences(data, "2016-01-01") == set()


def test_with_neither_date_somebody_is_possible_over_the_whole_cover() -> None:
    data = rows(",", who="Ben") + b"Ada,Org,Director,2019-01-01,2020-01-01\n"
    assert events(data)[:2] == ["hired ben unknown", "departed ben unknown"]
    for at in ("1990-01-01", "2019-06-01", "2030-01-01"):
        assert "ben possible" in presences(data, at)
    assert presences(data, "2019-06-01") == {"ben possible", "ada certain"}
    assert kinds(data) == [("blank-end", 2), ("blank-start", 2)]
    assert presences(data, "1990-01-01", since="2000", until="2025") == set()


def test_unknown_is_blank() -> None:
    assert events(rows("unknown,2012")) == events(rows(",2012"))


def test_open_sides_are_not_blank() -> None:
    data = rows("[..2010],[2012..]")
    assert events(data) == ["hired ada [..2010]", "departed ada [2012..]"]
    assert presences(data, "2011-06-01") == {"ada certain"}
    assert readings(data) == []


def test_a_start_by_a_time_behind_the_end_lies_before_the_end() -> None:
    assert events(rows("[..2019],2015")) == ["hired ada [..2015]", "departed ada 2015"]


# -- inverted


def test_an_inverted_tenure_lies_some_time_between_both_dates() -> None:
    data = rows("2013-01-05,2012-12-31")
    assert events(data) == ["hired ada [2012-12-31..2013-01-05]", "departed ada [2012-12-31..2013-01-05]"]
    assert presences(data, "2013-01-02") == {"ada possible"}
    assert presences(data, "2013-01-06") == set()
    assert presences(data, "2012-12-30") == set()
    assert kinds(data) == [("inverted", 2)]


def test_an_inverted_tenure_can_be_left_out_or_turned() -> None:
    data = rows("2013-01-05,2012-12-31", "2020,2021")
    assert events(data, inverted="skip") == ["hired ada 2020", "departed ada 2021"]
    assert events(data, inverted="swap")[:2] == ["hired ada 2012-12-31", "departed ada 2013-01-05"]
    for inverted in ("skip", "swap"):
        assert kinds(data, inverted=inverted) == [("inverted", 2)]


def test_the_bound_between_is_made_of_whatever_forms_the_dates_have() -> None:
    first, last = parse_bound("[2018,2020]", UTC), parse_bound("2011-05~", UTC)
    (opening, _) = read(table('Ada,Org,Director,"[2018,2020]",2011-05~'))[0].events
    assert (opening.at.earliest, opening.at.latest) == (last.earliest, first.latest)
    (opening, _) = read(rows("[2018..2019],[2011..2012]"))[0].events
    assert opening.at.text == "[2011..2019]"


def test_dates_that_may_be_in_order_are_not_inverted() -> None:
    assert readings(rows("2012-06,2012")) == []
    assert readings(rows("2012-06-05 12:00,2012-06-05")) == []
