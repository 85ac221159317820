"""Stepping: what is read off segments is what working everything out would give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsim.model.events import CLAIMS, Claim
from govsim.model.instant import Instant
from govsim.model.record import Record
from govsim.replay.log import log_of
from govsim.replay.timeline import ALL, Admission
from govsim.service.gov import Gov
from govsim.service.past import Clocks, Past
from govsim.service.steps import Steps
from tests.conftest import ROOT
from tests.replay import strategies as drawn
from tests.replay.builders import edges_of, hired, make_record
from tests.service.naive_steps import NaiveSteps

SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
SLOW = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def past_of(record: Record, admission: Admission = ALL) -> Past:
    return Past(log_of([record]), Clocks(), admission)


@st.composite
def offers_and_leaves(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return events that move no tenure and yet show on a board, and what ends them."""
    when = st.one_of(drawn.days, drawn.clocks, drawn.months)
    events: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 4))):
        who, posts = draw(drawn.few(drawn.people)), draw(drawn.few(drawn.posts))
        kind = draw(st.sampled_from(["offered", "agreed", "leave_started", "leave_ended", "withdrawn"]))
        offers = [event["id"] for event in events if event["type"] in {"offered", "agreed"}]
        if kind == "withdrawn":
            if offers:
                event = draw(st.sampled_from(offers))
                events.append({"id": f"x{number}", "type": kind, "at": draw(when), "event": event})
            continue
        side = "to" if kind in {"offered", "agreed"} else "from"
        claim = draw(drawn.claims)
        events.append({"id": f"x{number}", "type": kind, "at": draw(when), "who": who, side: posts, "claim": claim})
    return events


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    """Return a replayed record, under some admission."""
    record = draw(drawn.records())
    more = make_record(draw(offers_and_leaves())).events
    known = draw(st.one_of(st.none(), st.sampled_from(edges_of([*record.events, *more]) or [0])))
    trust: Claim = draw(st.sampled_from(CLAIMS[::-1]))
    return past_of(Record(record.header, record.events + more), Admission(known, trust))


def instants(past: Past) -> list[Instant]:
    """Return every instant at which anything in a past is said to happen, and those beside it."""
    edges = {side for entry in past.timeline.entries for side in (entry.key, entry.earliest, entry.latest)}
    for post in past.world.posts:
        edges |= {edge for cover in past.world.coverage(post) for edge in (cover.first, cover.last)}
    return sorted({edge + step for edge in edges for step in (-1, 0, 1)})


def agree_on_every_event(past: Past) -> None:
    steps, naive = Steps(past), NaiveSteps(past)
    assert steps.times == naive.times
    for index in reversed(range(len(steps))):
        board = naive.board(index)
        assert steps.board(index) == board
        assert steps.changes(index) == board.changed
        assert steps[index].changes == board.changed


@given(pasts())
@settings(SLOW, max_examples=300)
def test_the_board_after_each_event_is_what_working_out_every_post_gives(past: Past) -> None:
    agree_on_every_event(past)


@given(pasts())
@settings(SLOW, max_examples=150)
def test_the_board_at_any_instant_is_what_working_out_every_post_gives(past: Past) -> None:
    steps, naive = Steps(past), NaiveSteps(past)
    for at in instants(past):
        assert steps.board_at(at) == naive.board_at(at)


@given(pasts())
@settings(SLOW, max_examples=150)
def test_among_events_of_one_instant_a_state_is_that_of_the_events_so_far(past: Past) -> None:
    naive, count = NaiveSteps(past), len(past.timeline.entries)
    for at in {side for entry in past.timeline.entries for side in (entry.key, entry.earliest, entry.latest)}:
        for post in past.world.posts:
            for upto in range(-1, count):
                state, worked_out = past.roster.state(post, at, upto=upto), naive.state(post, at, upto)
                assert past.post_view(state) == past.post_view(worked_out)


@given(pasts())
@settings(SLOW, max_examples=150)
def test_the_next_change_is_the_next_event_whose_board_has_a_mark(past: Past) -> None:
    steps, naive = Steps(past), NaiveSteps(past)
    for index in range(-1, len(steps) + 1):
        assert steps.next_change(index) == naive.next_change(index, back=False)
        assert steps.next_change(index, back=True) == naive.next_change(index, back=True)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_bundled_record_is_stepped_through_as_it_is_worked_out(seed: Any) -> None:
    past = Gov(None, [seed]).past()
    agree_on_every_event(past)
    steps, naive = Steps(past), NaiveSteps(past)
    for at in instants(past):
        assert steps.board_at(at) == naive.board_at(at)


def test_bundled_records_together_are_stepped_through_as_they_are_worked_out() -> None:
    past = Gov(None, SEEDS).past()
    steps, naive = Steps(past), NaiveSteps(past)
    for index in range(0, len(steps), 7):
        assert steps.board(index) == naive.board(index)


def test_a_thousand_appointments_of_one_instant_fill_the_board_one_by_one() -> None:
    people = {f"p{number}": f"P {number}" for number in range(1000)}
    posts = {f"org/post-{number}": f"Post {number}" for number in range(1000)}
    events = [hired(f"p{number}", "2023-05-01 09:00", f"org/post-{number}") for number in range(1000)]
    steps = Steps(past_of(make_record(events, people=people, posts=posts)))
    for index in (0, 1, 500, 999):
        assert [row.post.post for row in steps.changes(index)] == [f"org/post-{index}"]
        assert sum(row.post.status == "held" for row in steps.board(index).rows) == index + 1


def test_a_row_stays_one_object_while_nothing_about_its_post_changes() -> None:
    events = [hired("ada", "2023-05-01"), hired("ben", "2023-06-01", "org/cfo"), hired("cleo", "2023-07-01", "org/cfo")]
    steps = Steps(past_of(make_record(events)))
    one, two = (steps.board(index).rows for index in (1, 2))
    moved = [row.post.post for row, other in zip(one, two, strict=True) if row is not other]
    assert moved == ["org/cfo"]
    assert all(row is other for row, other in zip(two, steps.board(2).rows, strict=True) if row.mark == "same")


def test_a_change_that_no_mark_shows_is_on_the_board_and_no_change_to_seek() -> None:
    offer = {"type": "offered", "at": "2023-06-01 09:00", "who": "ben", "to": "org/ceo"}
    events = [hired("ada", "2023-05-01"), offer, hired("ben", "2023-07-01", replaces="ada")]
    steps = Steps(past_of(make_record(events)))
    assert steps.board(1).rows[0].post.offers
    assert (steps.changes(1), steps.next_change(0), steps.next_change(2, back=True)) == ((), 2, 0)
