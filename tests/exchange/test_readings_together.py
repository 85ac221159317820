"""Rows about one person in one post that say the same twice, overlap, or tell of another capacity."""

from __future__ import annotations

import pytest

from govsim.model.events import Departed
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.timeline import make_timeline
from tests.exchange.files import events, kinds, presences, read, readings, table
from tests.replay.builders import Answers

HEADER = "name,org,post,start,end,capacity,reason,source,note"


def rows(*spans: str) -> bytes:
    """Return a file of tenures of one person in one post; each is ``start,end`` and, if need be, more."""
    return table(*(f"Ada,Org,Director,{span}" for span in spans), header=HEADER)


def held(data: bytes) -> list[tuple[str, str, str]]:
    """Return each tenure by the ids of what opens and closes it, and its capacity."""
    tenures = replay(make_timeline(log_of([read(data)[0]]))).posts["org/director"].tenures
    return [
        (tenure.opened_by.rpartition("/")[2], (tenure.closed_by or "").rpartition("/")[2], tenure.capacity)
        for tenure in tenures
    ]


# -- one day, and the same twice


def test_a_tenure_of_one_day_is_kept_and_possible_that_day() -> None:
    data = rows("2023-01-16,2023-01-16")
    assert events(data) == ["hired ada 2023-01-16", "departed ada 2023-01-16"]
    assert presences(data, "2023-01-16 12:00") == {"ada possible"}
    assert kinds(data) == [("zero-length", 2)]


def test_the_same_row_twice_is_one_tenure() -> None:
    data = rows("2019,2020", "2021,2022", "2019,2020")
    assert events(data) == events(rows("2019,2020", "2021,2022"))
    assert [(one.kind, one.line, one.reading) for one in readings(data)] == [("duplicate", 4, "the tenure of line 2")]


def test_two_sources_of_one_tenure_are_both_cited() -> None:
    data = rows("2019,2020,,died,Gazette,by decree", "2019,2020,,Died,https://example.org/1,", "2019,2020,,,Gazette,")
    record, report = read(data)
    opening, closing = record.events
    assert opening.sources == closing.sources == ("board-csv", "gazette", "https-example-org-1")
    assert opening.note == "by decree"
    assert isinstance(closing, Departed)
    assert closing.reason == "died"
    assert (report.rows, report.tenures) == (3, 1)


def test_rows_that_mean_the_same_in_other_words_are_one_tenure() -> None:
    assert len(events(rows("2019-01-01 12:00,2020", "2019-01-01T12:00Z,2020"))) == 2


# -- overlaps


def test_overlapping_tenures_are_kept_and_reported() -> None:
    data = rows("2010-01-01,2015-01-01", "2014-01-01,2018-01-01")
    assert len(events(data)) == 4
    assert held(data) == [
        ("ada-director-2010-01-01-in", "ada-director-2010-01-01-out", "regular"),
        ("ada-director-2014-01-01-in", "ada-director-2014-01-01-out", "regular"),
    ]
    assert kinds(data) == [("overlapping", 3)]
    assert presences(data, "2015-01-01 12:00") == {"ada certain"}


def test_tenures_that_touch_do_not_overlap() -> None:
    assert kinds(rows("2010-01-01,2012-12-31", "2013-01-01,2014-12-31")) == []
    assert kinds(rows("2010-01-01,2013-01-01", "2013-01-01,2014-12-31")) == []


def test_a_tenure_within_another_becomes_a_note_of_that_one() -> None:
    """Closings name no opening: written as they stand, the first one would end the longer tenure."""
    data = rows("2012-05-01,2013-05-01", "2010-01-01,2020-01-01", "2015-06-01,2015-06-01")
    record, _ = read(data)
    assert len(record.events) == 2
    assert record.events[0].note == ("the source also lists 2012-05-01 to 2013-05-01, 2015-06-01 to 2015-06-01")
    assert kinds(data) == [("overlapping", 2), ("overlapping", 4), ("zero-length", 4)]
    for at in ("2012-05-01 12:00", "2013-05-01 12:00", "2015-06-01 12:00"):
        assert presences(data, at) == {"ada certain"}


def test_a_row_that_is_never_certain_does_not_hide_one_that_is() -> None:
    data = rows("2023-01-09,2013-01-09", "2015-01-01,2019-01-01")
    assert events(data) == ["hired ada 2015-01-01", "departed ada 2019-01-01"]
    assert read(data)[0].events[0].note == "the source also lists 2023-01-09 to 2013-01-09"
    assert presences(data, "2017-01-01") == {"ada certain"}
    assert kinds(data) == [("inverted", 2), ("overlapping", 2)]


# -- capacities


def test_an_acting_holder_goes_on_as_a_regular_one_in_one_day() -> None:
    data = rows("2020-01-01,2020-03-05,acting,handed over", "2020-03-05,2021-01-01")
    assert events(data) == [
        "hired ada 2020-01-01 acting",
        "hired ada 2020-03-05",
        "departed ada 2020-03-05 handed_over",
        "departed ada 2021-01-01",
    ]
    assert presences(data, "2020-03-05 12:00") == {"ada certain"}
    assert held(data)[1] == ("ada-director-2020-03-05-in", "ada-director-2020-03-05-out", "regular")
    assert readings(data) == []


@pytest.mark.parametrize("end", ["2020-03", "2020-04-01", "2020"])
def test_a_later_capacity_ends_the_earlier_where_they_overlap(end: str) -> None:
    data = rows(f"2020-01-01,{end},acting,handed over", "2020-03-05,2021-01-01")
    assert held(data) == [
        ("ada-director-2020-01-01-in", "ada-director-2020-03-05-in", "acting"),
        ("ada-director-2020-03-05-in", "ada-director-2020-03-05-out", "regular"),
    ]
    assert read(data)[0].events[0].note == "the source gives a reason for leaving: handed_over"
    assert kinds(data) == [("overlapping", 3)]


def test_a_blank_end_before_another_capacity_stays_unknown() -> None:
    data = rows("2020-01-01,,acting", "2020-03-05,2021-01-01")
    assert presences(data, "2020-02-01") == {"ada possible"}
    assert presences(data, "2020-04-01") == {"ada certain"}
    assert presences(data, "2021-02-01") == set()


def test_a_tenure_of_one_day_in_another_capacity_is_left_out() -> None:
    """A closing with the window of its own opening would be taken for that of the tenure before it."""
    data = rows("2020-01-01,2020-03-05,acting", "2020-03-05,2020-03-05")
    assert events(data) == ["hired ada 2020-01-01 acting", "departed ada 2020-03-05"]
    assert kinds(data) == [("overlapping", 3), ("zero-length", 3)]


def test_overlapping_rows_leave_no_error_but_their_own() -> None:
    data = rows("2010-01-01,2015-01-01", "2014-01-01,2018-01-01", "2017-01-01,2019-01-01,acting")
    assert {code for code, _ in Answers(read(data)[0]).findings()} == {"already-held"}
