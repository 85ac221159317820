"""What is read along time is what the roster says at every instant of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.model.instant import DAY, Instant
from govsim.model.record import Record
from govsim.replay.roster import PostState, Roster
from govsim.replay.runs import Emptiness, Run, empty_spans, runs_of
from govsim.service.gov import Gov
from govsim.service.opening import bundled_file

from .builders import Answers, edges_of, instant, make_record
from .strategies import records
from .test_against_naive import SLOW


def assert_agrees(roster: Roster, posts: list[str], at: list[Instant]) -> None:
    """Check every post at every instant within a window around them."""
    first, after = min(at), max(at) + 1
    for post in posts:
        runs = runs_of(roster, post, first, after)
        empty = empty_spans(roster, post, runs, first, after)
        for t in at:
            assert_same(roster.state(post, t), [run for run in runs if run.first <= t < run.after], empty, t)


def assert_same(state: PostState, there: list[Run], empty: list[Emptiness], t: Instant) -> None:
    assert sorted(
        (run.holder.party, run.holder.capacity, run.holder.presence, run.holder.on_leave) for run in there
    ) == (sorted((holder.party, holder.capacity, holder.presence, holder.on_leave) for holder in state.holders))
    seated = [holder for holder in state.holders if holder.capacity != "observer"]
    its = [span.status for span in empty if span.first <= t < span.after]
    assert its == ([] if seated else [state.status])


@given(st.data())
@settings(SLOW, max_examples=200)
def test_runs_say_what_the_roster_says_of_random_records(data: st.DataObject) -> None:
    record: Record = data.draw(records())
    edges = [*edges_of(record.events), *(side for side in record.header.covers.span if side is not None)] or [0]
    at = sorted({edge + step for edge in edges for step in (-1, 0, 1)})
    assert_agrees(Answers(record).roster, list(record.header.posts), at)


@pytest.mark.parametrize("name", ["openai-2023", "disney-2022", "uber-2017"])
def test_runs_say_what_the_roster_says_of_the_bundled_records(name: str) -> None:
    past = Gov(None, [bundled_file(name)]).past()
    first, last = past.world.span(name)
    edges = {edge for its in past.history.posts.values() for tenure in its.tenures for edge in tenure.edges}
    at = sorted({edge + step for edge in edges for step in (-1, 0, 1) if first - DAY <= edge <= last + DAY})
    assert_agrees(past.roster, list(past.world.posts), [first - DAY, *at, last + DAY])


def test_neighbouring_spans_that_say_the_same_are_one() -> None:
    record = make_record(
        [
            {"type": "hired", "at": "2023-02-01 12:00", "who": "ada", "to": "org/ceo"},
            {"type": "resigned", "at": "2023-03-01 12:00", "who": "ada", "from": "org/ceo"},
        ]
    )
    roster = Answers(record).roster
    first, after = instant("2023-01-15"), instant("2023-04-01")
    (run,) = runs = runs_of(roster, "org/ceo", first, after)
    assert (run.first, run.after) == (instant("2023-02-01 12:00"), instant("2023-03-01 12:00"))
    assert [(span.first, span.after, span.status) for span in empty_spans(roster, "org/ceo", runs, first, after)] == [
        (first, run.first, "vacant"),
        (run.after, after, "vacant"),
    ]


def test_a_window_shows_only_what_lies_in_it() -> None:
    record = make_record([{"type": "hired", "at": "2023-02-01 12:00", "who": "ada", "to": "org/ceo"}])
    roster = Answers(record).roster
    first, after = instant("2023-03-01"), instant("2023-04-01")
    (run,) = runs_of(roster, "org/ceo", first, after)
    assert (run.first, run.after) == (first, after)
