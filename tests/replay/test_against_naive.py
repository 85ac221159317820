"""The product and the plain reference say the same of random records at random instants."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsim.model.events import CLAIMS, Claim
from govsim.model.instant import Instant
from govsim.model.record import Record

from .builders import Answers, edges_of
from .naive import Naive
from .strategies import records

# Derandomized: every run tries the same records. For a deeper search take the word away and raise max_examples.
SLOW = settings(
    deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def instants(draw: st.DrawFn, record: Record) -> list[Instant]:
    """Return instants where something may change, their neighbours, and some others."""
    edges = [*edges_of(record.events), *(side for side in record.header.covers.span if side is not None)]
    near = [edge + step for edge in edges for step in (-1, 0, 1)] or [0]
    chosen = near if len(near) <= 40 else draw(st.lists(st.sampled_from(near), min_size=30, max_size=40, unique=True))
    return [*chosen, *draw(st.lists(st.integers(min(near), max(near)), max_size=4))]


def agree(record: Record, at: list[Instant], known_at: Instant | None = None, trust: Claim = "disputed") -> None:
    product, reference = Answers(record, known_at, trust), Naive(record, known_at, trust)
    assert product.order == reference.order
    posts = list(record.header.posts)
    for t in at:
        for post in posts:
            assert (t, post, product.status_at(post, t), product.holders_at(post, t)) == (
                t,
                post,
                reference.status(post, t),
                reference.holders(post, t),
            )


@given(st.data())
@settings(SLOW, max_examples=300)
def test_order_status_and_holders_are_those_of_the_reference(data: st.DataObject) -> None:
    record = data.draw(records())
    agree(record, data.draw(instants(record)))


@given(st.data())
@settings(SLOW, max_examples=300)
def test_a_long_record_without_rivals_agrees(data: st.DataObject) -> None:
    record = data.draw(records(max_events=25, rival=False, mend=False))
    agree(record, data.draw(instants(record)))


@given(st.data())
@settings(SLOW, max_examples=300)
def test_what_was_known_and_trusted_agrees(data: st.DataObject) -> None:
    record = data.draw(records())
    at = data.draw(instants(record))
    agree(record, at, data.draw(st.sampled_from(at)), data.draw(st.sampled_from(CLAIMS)))
