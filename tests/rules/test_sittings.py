"""Members kept between two changes are those that are counted afresh, at and around every edge of a tenure."""

from __future__ import annotations

from itertools import combinations_with_replacement

from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.model.record import Record
from govsim.replay.fold import replay
from govsim.replay.log import log_of
from govsim.replay.timeline import make_timeline
from govsim.rules.sittings import Sittings, members
from tests.replay.strategies import records
from tests.replay.test_against_naive import SLOW


@given(records(max_events=10), st.data())
@settings(SLOW, max_examples=150)
def test_members_kept_are_those_counted_afresh(record: Record, data: st.DataObject) -> None:
    history = replay(make_timeline(log_of([record])))
    for post in record.header.posts:
        edges = {edge for tenure in history.posts[post].tenures for edge in tenure.edges} or {0}
        near = sorted({edge + step for edge in edges for step in (-1, 0, 1)})
        windows = list(combinations_with_replacement(near, 2))
        if len(windows) > 60:
            windows = data.draw(st.lists(st.sampled_from(windows), min_size=60, max_size=60))
        sittings = Sittings(history)
        for window in windows:
            assert sittings.members(post, window) == members(history, post, window)
