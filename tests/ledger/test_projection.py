"""What the projection answers is what a replay answers: at every instant, at every position, on every branch."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.ledger.store import Ledger
from govsim.model.instant import Instant
from govsim.model.record import Record
from govsim.replay.timeline import Admission
from govsim.service.believed import believed_posts
from govsim.service.past import Clocks, Past
from tests.ledger.ledgers import append_in_parts, new_ledger
from tests.replay.builders import edges_of
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


@settings(max_examples=120)
@given(records(), st.lists(st.integers(1, 5), max_size=6))
def test_the_projection_is_the_replay_at_every_position(record: Record, sizes: list[int]) -> None:
    with new_ledger() as ledger:
        heads = append_in_parts(ledger, record, sizes)
        instants = instants_of(record)
        for upto in [*heads, None]:
            assert_projection_is_replay(ledger, instants, upto, "main")
        verified = ledger.verify()
        assert verified.ok, verified.problems
