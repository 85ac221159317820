"""Histories out and in again in every format that goes both ways: nothing is surer than it was, and losses are told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.documents.record_file import parse_record
from govsim.exchange.formats import FORMATS
from govsim.model.instant import DAY, Instant
from govsim.model.record import Record
from tests.conftest import ROOT
from tests.exchange.datasets import BOARD, EXECUTIVE, as_csv, executive_rows
from tests.exchange.files import read as read_csv
from tests.exchange.stories import again, tenures
from tests.replay.builders import COVERS, Answers, departed, hired, make_record

BOTH_WAYS = sorted(one.name for one in FORMATS.values() if one.reads and one.writes and one.tells_tenures)


def sure(answers: Answers, post: str, at: Instant) -> set[str]:
    """Return who certainly holds a post."""
    return {party for party, _, presence in answers.holders_at(post, at) if presence == "certain"}


def possible(answers: Answers, post: str, at: Instant) -> set[str]:
    return {party for party, _, _ in answers.holders_at(post, at)}


def edges(record: Record) -> list[Instant]:
    """Return the instants around every side of every bound."""
    sides = {side for event in record.events for side in (event.at.earliest, event.at.latest) if side is not None}
    return sorted({at for side in sides for at in (side - DAY, side - 1, side, side + 1, side + DAY)})


def assert_no_surer(record: Record, back: Record) -> None:
    """Check that whoever is certain now was certain before, and whoever was possible still is."""
    before, after = Answers(record), Answers(back)
    for post in record.header.posts:
        for at in edges(record):
            if post in back.header.posts:
                assert sure(after, post, at) <= sure(before, post, at), (post, at)
                assert possible(before, post, at) <= possible(after, post, at), (post, at)
            else:
                assert not possible(before, post, at), (post, at)


POSTS = {"org/ceo": "CEO", "org/cfo": "CFO", "org/board": {"title": "Board", "seats": "many", "organ": True}}
"""Titles that make the ids again, since a table has no others."""
STINTS = st.tuples(
    st.sampled_from(["ada", "ben", "cleo"]),
    st.sampled_from(["org/ceo", "org/cfo", "org/board"]),
    st.sampled_from(["2023-02-03", "2023-02", "2023-02-03 12:00", "2023-02-03 night", "[2023-02-03..2023-03-04]"]),
    st.sampled_from(["2023-06-07", "2023-06", "2023-06-07 12:00", "2023-06-07~", "[2023-05-01..2023-07-02]", None]),
    st.sampled_from(["regular", "regular", "acting", "observer"]),
    st.sampled_from(["confirmed", "confirmed", "reported", "disputed"]),
    st.sampled_from(["confirmed", "confirmed", "disputed"]),
)


@pytest.mark.parametrize("format_", BOTH_WAYS)
@settings(max_examples=80, deadline=None)
@given(stints=st.lists(STINTS, min_size=1, max_size=4, unique_by=lambda stint: stint[:2]))
def test_nothing_is_surer_for_having_been_written_out(format_: str, stints: list[tuple[Any, ...]]) -> None:
    events = []
    for who, post, start, end, capacity, begun, ended in stints:
        events.append(hired(who, start, post, capacity=capacity, claim=begun))
        events += [departed(who, end, post, claim=ended)] if end else []
    record = make_record(events, posts=POSTS)
    options = {"since": COVERS["from"], "until": COVERS["to"]}
    back, losses = again(format_, record, **options)
    assert_no_surer(record, back)
    are_days = all(
        (start, end, *claims) == ("2023-02-03", "2023-06-07", "confirmed", "confirmed")
        for _, _, start, end, _, *claims in stints
    )
    assert losses or tenures(back) == tenures(record)
    if are_days:
        assert tenures(back) == tenures(record)


@pytest.mark.parametrize("format_", BOTH_WAYS)
@pytest.mark.skipif(not BOARD.exists(), reason="the data of others is not beside the checkout")
def test_a_board_of_days_comes_back_whole(format_: str) -> None:
    record = read_csv(BOARD.read_bytes(), "directors.csv")[0]
    back, _ = again(format_, record)
    assert tenures(back) == tenures(record)
    assert {person.name for person in back.header.people.values()} == {
        person.name for person in record.header.people.values()
    }


@pytest.mark.parametrize("format_", BOTH_WAYS)
@pytest.mark.skipif(not EXECUTIVE.exists(), reason="the data of others is not beside the checkout")
def test_presidents_come_back_whole(format_: str) -> None:
    data = as_csv(executive_rows())
    record = read_csv(data, "executive.csv", organization="United States")[0]
    back, _ = again(format_, record)
    assert tenures(back) == tenures(record)


@pytest.mark.parametrize("format_", BOTH_WAYS)
def test_the_bundled_record_comes_back_vaguer_where_the_format_is_and_says_so(format_: str) -> None:
    path = ROOT / "seeds" / "openai-2023.yaml"
    record = parse_record(path.read_text(encoding="utf-8"), path).record
    back, losses = again(format_, record)
    assert losses
    assert {who for _, who, *_ in tenures(back)} == {who for _, who, *_ in tenures(record)}
