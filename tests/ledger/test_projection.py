"""What the projection answers is what a replay answers: at every instant, at every position, on every branch."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.events import Corrected
from govsim.model.instant import Instant
from govsim.model.record import Record
from govsim.replay.timeline import Admission
from govsim.service.believed import believed_posts
from govsim.service.past import Clocks, Past
from tests.ledger.ledgers import append_in_parts, drafts, new_ledger
from tests.ledger.servers import ENGINES
from tests.replay.builders import edges_of, event, hired, instant, make_record
from tests.replay.strategies import records


def assert_projection_is_replay(ledger: Ledger, instants: Sequence[Instant], upto: int | None, branch: str) -> None:
    """Check every post at every instant, as a roster and as a day."""
    past = Past(ledger.log(upto, branch), Clocks(branch), Admission())
    world, posts = ledger.world(branch, upto), list(past.world.posts)
    assert list(world.posts) == posts
    for at in instants:
        for during in (False, True):
            believed = believed_posts(ledger, world, posts, at, branch=branch, upto=upto, during=during)
            assert believed == past.post_views(at, posts, during=during), (at, upto, branch, during)


def instants_of(record: Record) -> list[Instant]:
    """Return the edges of everything that happens, and the microsecond before each."""
    edges = {edge for edge in edges_of(record.events) if abs(edge) < 2**61}
    return sorted(edges | {edge - 1 for edge in edges})


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=120)
@given(record=records(), sizes=st.lists(st.integers(1, 5), max_size=6))
def test_the_projection_is_the_replay_at_every_position(engine: str, record: Record, sizes: list[int]) -> None:
    with new_ledger(engine) as ledger:
        heads = append_in_parts(ledger, record, sizes)
        instants = instants_of(record)
        for upto in [*heads, None]:
            assert_projection_is_replay(ledger, instants, upto, "main")
        verified = ledger.verify()
        assert verified.ok, verified.problems


@pytest.mark.parametrize("engine", ENGINES)
def test_a_correction_in_one_record_bears_on_the_posts_of_another_that_shares_the_organisation(engine: str) -> None:
    first = make_record([hired("ada", "2023-11-01", id="in")], record="first")
    posts = {"org/cfo": {"title": "Chief financial officer"}}
    founding = event("founded", "2023-11-04", organization="org", id="founding")
    second = make_record([founding], record="second", posts=posts)
    fields = {"id": "mending", "type": "corrected", "at": "2024-06-01T00:00Z", "event": "founding"}
    mending = Corrected.model_validate({**fields, "with": {"at": "2023-11-06T00:00Z"}})
    with new_ledger(engine) as ledger:
        ledger.append([*drafts(first), *drafts(second)])
        ledger.append([Draft("second", mending)])
        assert_projection_is_replay(ledger, [instant("2023-11-05 12:00"), instant("2023-11-07")], None, "main")
        assert ledger.verify().ok
