"""What a registry is asked, of a file and of a server: a person's tenures, and everybody at an instant."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings

from govsim.model.record import Record
from govsim.replay.fold import replay
from govsim.replay.projection import flat_rows
from govsim.replay.timeline import make_timeline
from tests.ledger.ledgers import drafts, new_ledger
from tests.ledger.servers import ENGINES
from tests.ledger.test_projection import instants_of
from tests.replay.builders import hired, make_record
from tests.replay.strategies import records


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=25)
@given(record=records())
def test_they_are_what_a_replay_gives(engine: str, record: Record) -> None:
    with new_ledger(engine) as ledger:
        ledger.append(drafts(record))
        history = replay(make_timeline(ledger.log()))
        rows, _ = flat_rows(history, history.posts.keys())
        for party in {row[1] for row in rows}:
            assert sorted((post, *held) for post, held in ledger.held_by(party)) == sorted(
                row for row in rows if row[1] == party
            )
        for at in instants_of(record)[::3]:
            there = {(post, *held) for post, held in ledger.held_at(at)}
            assert there == {row for row in rows if row[3] <= at < row[6]}
        assert ledger.held_by("nobody") == []


@pytest.mark.parametrize("engine", ENGINES)
def test_one_may_stop_reading_everybody_and_go_on_writing(engine: str) -> None:
    with new_ledger(engine) as ledger:
        people = ["ada", "ben", "cleo", "dan"]
        ledger.append(drafts(make_record([hired(people, "2023-04-01", "org/board", id="in")])))
        assert len(list(islice(ledger.held_at(2 * 10**15), 2))) == 2
        assert ledger.append(drafts(make_record([hired("ada", "2023-05-01", id="ceo")]))) == [1, 3]
        assert len(list(ledger.held_at(2 * 10**15))) == 5
