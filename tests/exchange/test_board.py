"""The board of the Apache Software Foundation: nine directors after each of its 33 changes, straight from the file."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest

from govsim.exchange.csv.tenures import read_tenures
from govsim.exchange.options import Options
from govsim.model.instant import DAY
from tests.exchange.datasets import BOARD
from tests.exchange.files import moment
from tests.replay.builders import Answers

pytestmark = pytest.mark.skipif(not BOARD.exists(), reason="the data of others is not beside the checkout")
POST = "the-apache-software-foundation/director"


def test_there_are_nine_directors_between_any_two_changes() -> None:
    with BOARD.open("rb") as lines:
        record, report = read_tenures(lines, str(BOARD), Options())
    assert (report.rows, report.tenures, report.readings) == (83, 83, ())
    assert report.ignored_columns == ("start_note", "end_note")
    assert len(record.header.people) == 57

    with BOARD.open(encoding="utf-8", newline="") as lines_of_text:
        rows = list(csv.DictReader(lines_of_text))
    changes = [moment(day) for day in sorted({row[side] for row in rows for side in ("start", "end")})]
    assert len(changes) == 33 + 1  # the last day is the end of the file
    answers = Answers(record)
    for one, other in pairwise(changes):
        for at in (one + DAY, (one + DAY + other) // 2, other - 1):
            there = answers.holders_at(POST, at)
            assert [presence for _, _, presence in there] == ["certain"] * 9
            assert answers.status_at(POST, at) == "held"
    assert not answers.findings()


def test_a_change_leaves_only_those_certain_whom_it_does_not_touch() -> None:
    with BOARD.open("rb") as lines:
        record, _ = read_tenures(lines, str(BOARD), Options())
    there = Answers(record).holders_at(POST, moment("2016-09-21 12:00"))
    assert {party for party, _, presence in there if presence == "possible"} == {"gstein", "rubys"}
    assert len(there) == 8 + 2
