"""Presidents and vice-presidents of the United States: exact hand-overs, terms in a row, and vacancies."""

from __future__ import annotations

from itertools import pairwise

import pytest

from govsim.model.instant import DAY, Instant
from govsim.model.record import Record
from tests.exchange.datasets import EXECUTIVE, as_csv, executive_rows
from tests.exchange.files import moment, read
from tests.replay.builders import Answers

pytestmark = pytest.mark.skipif(not EXECUTIVE.exists(), reason="the data of others is not beside the checkout")
PRESIDENT, VICE_PRESIDENT = "united-states/president", "united-states/vice-president"
FIRST, LAST = "1789-04-30", "2029-01-20"
"""The first inauguration, and the planned end of the terms that run; the file knows nothing beyond."""


@pytest.fixture(scope="module")
def record() -> Record:
    return read(as_csv(executive_rows()), "executive.csv", organization="United States", since=FIRST, until=LAST)[0]


def terms(office: str) -> list[dict[str, str]]:
    return sorted((row for row in executive_rows() if row["post"] == office), key=lambda row: row["start"])


def test_one_seat_comes_from_the_column(record: Record) -> None:
    assert [record.header.posts[post].seats for post in (PRESIDENT, VICE_PRESIDENT)] == [1, 1]
    assert len(record.events) == 2 * (69 + 62)


def test_there_is_one_president_off_the_days_of_hand_over(record: Record) -> None:
    answers = Answers(record)
    days = sorted({moment(term[side]) for term in terms("President") for side in ("start", "end")})
    for one, other in pairwise(days):
        for at in (one + DAY, (one + DAY + other) // 2, other - 1):
            (holder,) = answers.holders_at(PRESIDENT, at)
            assert holder[2] == "certain"
            assert answers.status_at(PRESIDENT, at) == "held"


def test_on_a_day_of_hand_over_two_are_possible_and_one_who_goes_on_is_one(record: Record) -> None:
    answers, handed_over, went_on = Answers(record), 0, 0
    for before, after in pairwise(terms("President")):
        assert before["end"] == after["start"]
        there = {(party, presence) for party, _, presence in answers.holders_at(PRESIDENT, noon(after["start"]))}
        people = {before["person_id"].replace(":", "-"), after["person_id"].replace(":", "-")}
        assert there == {(person, "possible") for person in people}
        handed_over += len(people) == 2
        went_on += len(people) == 1
    assert (handed_over, went_on) == (46, 22)


def test_the_vice_presidency_was_vacant_eighteen_times(record: Record) -> None:
    answers = Answers(record)
    office = terms("Vice President")
    # Whatever changes, changes at the start of a day: of an entry, or of the day after a leaving.
    edges = sorted({moment(term["start"]) for term in office} | {moment(term["end"]) + DAY for term in office})
    inside = [at for at in edges if moment(FIRST) <= at < moment(office[-1]["end"])]
    vacant = [answers.status_at(VICE_PRESIDENT, at) == "vacant" for at in inside]
    assert sum(now and not before for before, now in pairwise([False, *vacant])) == 18
    assert answers.status_at(VICE_PRESIDENT, moment("1974-09-01")) == "vacant"


def test_nothing_is_known_outside_what_the_file_covers(record: Record) -> None:
    answers = Answers(record)
    for at in (moment(FIRST) - 1, moment(LAST) + DAY):
        assert answers.status_at(PRESIDENT, at) == "unknown"
        assert answers.holders_at(PRESIDENT, at) == set()


def test_the_record_hangs_together(record: Record) -> None:
    found = Answers(record).findings()
    assert {code for code, _ in found} == {"gap", "outside-covers"}
    assert sum(code == "gap" for code, _ in found) == 18
    # Adams begins nine days before Washington.
    assert {event for code, event in found if code == "outside-covers"} == {
        "executive/govtrack-400699-vice-president-1789-04-21-in"
    }


def noon(day: str) -> Instant:
    return moment(f"{day} 12:00")
