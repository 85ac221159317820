"""Lists that are delivered again, late or out of turn, and clocks that stand still or go back."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.ledger.appending import Draft
from govsim.ledger.errors import MovedOnError
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from govsim.model.header import Header
from govsim.model.record import Record
from tests.ledger.ledgers import append_in_parts, drafts, new_ledger
from tests.ledger.servers import ENGINES
from tests.replay.builders import departed, hired, make_record
from tests.replay.strategies import records

NOT_THE_CLOCK = "position, branch_id, record, ref, type, earliest, latest, key_at, party, post, causes, payload, meta"


def contents(ledger: Ledger) -> list[list[tuple[Any, ...]]]:
    """Return all that a ledger holds but instants, and the hashes that they are in."""
    with ledger.reading() as session:
        return [
            session.execute(f"SELECT {NOT_THE_CLOCK} FROM event ORDER BY position").fetchall(),  # noqa: S608 - constant
            *(
                sorted(session.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 - constants
                for table in ("tenure", "post_state", "own_post", "lineage")
            ),
        ]


# -- retries


def lists_of(record: Record, sizes: Sequence[int]) -> list[list[Draft]]:
    """Return the lists in which a ledger takes a record."""
    with new_ledger() as ledger:
        heads = append_in_parts(ledger, record, sizes)
    whole, starts = drafts(record), [0, *heads]
    return [whole[start:end] for start, end in zip(starts, heads, strict=False)]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=60)
@given(record=records(), sizes=st.lists(st.integers(1, 4), max_size=6), chance=st.randoms(use_true_random=False))
def test_lists_delivered_again_and_out_of_turn_make_the_same_ledger(
    engine: str, record: Record, sizes: list[int], chance: random.Random
) -> None:
    """Each list comes in its turn first; after that again, whole or in part, shuffled, with what it expected then."""
    lists = lists_of(record, sizes)
    with new_ledger(engine) as once, new_ledger(engine) as again:
        places: list[tuple[int, list[int]]] = []
        for number, its in enumerate(lists):
            expected = once.head()
            positions = once.append(its)
            places.append((expected, positions))
            assert again.append(its, expected=expected) == positions
            for late in chance.choices(range(number + 1), k=3):
                expected, positions = places[late]
                assert again.append(lists[late], expected=expected) == positions
                some = chance.sample(range(len(positions)), chance.randint(1, len(positions)))
                given_again = again.append([lists[late][index] for index in some], expected=expected)
                assert given_again == [positions[index] for index in some]
        assert contents(again) == contents(once)
        assert again.verify().ok


@pytest.mark.parametrize("engine", ENGINES)
def test_a_list_of_old_and_new_events_gives_old_and_new_positions(engine: str) -> None:
    record = make_record([hired("ada", "2023-02-01"), hired("ben", "2023-03-01"), departed("ada", "2023-04-01")])
    header, first, second, third = drafts(record)
    with new_ledger(engine) as ledger:
        assert ledger.append([header, second]) == [1, 2]
        assert ledger.append([first, second, third, first], expected=2) == [3, 2, 4, 3]
        with pytest.raises(MovedOnError) as refused:
            ledger.append([second, Draft("r", make_record([hired("dan", "2023-05-01", id="x")]).events[0])], expected=2)
        assert [stored.position for stored in refused.value.since] == [3, 4]
        assert (refused.value.expected, refused.value.actual) == (2, 4)
        assert ledger.head() == 4


@pytest.mark.parametrize("engine", ENGINES)
def test_a_list_with_a_changed_header_given_again_is_left_where_it_is(engine: str) -> None:
    first = drafts(make_record([hired("ada", "2023-02-01")]))
    second = drafts(make_record([hired("ben", "2023-03-01", id="x")], title="another title"))
    with new_ledger(engine) as ledger:
        assert ledger.append(first) == [1, 2]
        assert ledger.append(second) == [3, 4]
        assert ledger.append(second) == [3, 4]
        with pytest.raises(MovedOnError):
            ledger.append(first, expected=0)
        assert ledger.head() == 4


# -- clocks


@contextmanager
def clock(micros: Iterator[int]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: next(micros) * 1000)
        yield


CLOCKS = st.lists(st.integers(10**15, 10**15 + 20) | st.integers(0, 4 * 10**15), min_size=12, max_size=12)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=40)
@given(ticks=CLOCKS)
def test_whatever_the_clock_says_each_transaction_has_an_instant_that_finds_its_end(
    engine: str, ticks: list[int]
) -> None:
    header = drafts(make_record([]))
    with new_ledger(engine) as ledger:
        heads, forked = [], 0
        with clock(iter([*ticks, *ticks])):
            ledger.append(header)
            for number in range(10):
                acts = [hired(who, "2023-02-01", id=f"n{number}-{who}") for who in ("ada", "ben")]
                heads.append(ledger.append(drafts(make_record(acts))[1:])[-1])
                if number == 4:
                    forked = ledger.fork("what-if").created_at
        stored = ledger.stored()
        instants = {one.position: one.recorded_at for one in stored}
        times = [instants[head] for head in heads]
        assert times == sorted(set(times))
        assert [instants[head - 1] for head in heads] == times
        with clock(iter([5 * 10**15] * 100)):
            for before, head, instant in zip([1, *heads], heads, times, strict=False):
                assert ledger.position_at(instant) == head
                assert ledger.position_at(instant - 1) == before
            assert ledger.position_at(forked, "what-if") == heads[4]
        assert ledger.verify().ok


def test_what_is_recorded_can_be_asked_for_though_the_clock_has_gone_back(empty: str) -> None:
    ledger = Ledger(empty)
    head = ledger.append(drafts(make_record([hired("ada", "2023-02-01")])))[-1]
    recorded = ledger.stored()[-1].recorded_at
    with clock(iter([recorded - 10**6] * 9)):
        try:
            assert ledger.position_at(recorded) == head
        except LedgerError as failure:
            pytest.fail(str(failure))
        finally:
            ledger.close()


def test_a_header_is_found_by_instant_too(empty: str) -> None:
    ledger = Ledger(empty)
    with clock(iter([10**15] * 9)):
        heads = [ledger.append(drafts(make_record([], title=f"title {number}")))[-1] for number in range(3)]
    assert heads == [1, 2, 3]
    for number in range(3):
        upto = ledger.position_at(10**15 + number)
        header: Header = ledger.log(upto).headers[0]
        assert (upto, header.title) == (number + 1, f"title {number}")
    ledger.close()
