"""The store: append whole or not at all, idempotent, append-only, readable as it was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from govsim.documents.record_file import parse_record
from govsim.ledger.appending import Draft
from govsim.ledger.errors import ConflictError
from govsim.ledger.store import Ledger
from govsim.model.errors import NotFoundError
from govsim.model.record import Record
from tests.service.records import SMALL


@pytest.fixture
def record() -> Record:
    return parse_record(SMALL, Path("small.yaml")).record


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    opened = Ledger(place)
    yield opened
    opened.close()


def drafts(record: Record) -> list[Draft]:
    return [Draft(record.id, record.header), *(Draft(record.id, event) for event in record.events)]


def test_positions_are_dense_from_one(ledger: Ledger, record: Record) -> None:
    assert ledger.append(drafts(record)) == [1, 2, 3, 4, 5]
    assert ledger.head() == 5


def test_appending_the_same_events_again_gives_their_old_positions(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record))
    assert ledger.append(drafts(record)[1:]) == [2, 3, 4, 5]
    assert ledger.head() == 5


def test_an_id_with_other_content_is_a_conflict_and_nothing_is_written(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record)[:2])
    other = record.events[0].replaced({"note": "otherwise"})
    with pytest.raises(ConflictError, match="small/founding is in the ledger with other content"):
        ledger.append([Draft("small", record.events[1]), Draft("small", other)])
    assert ledger.head() == 2


def test_one_list_may_name_an_event_twice_but_not_differently(ledger: Ledger, record: Record) -> None:
    founding = record.events[0]
    ledger.append(drafts(record)[:1])
    assert ledger.append([Draft("small", founding), Draft("small", founding)]) == [2, 2]
    with pytest.raises(ConflictError):
        ledger.append([Draft("small", record.events[1]), Draft("small", record.events[1].replaced({"note": "x"}))])


def test_an_expected_position_that_has_passed_is_a_conflict(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record)[:2], expected=0)
    with pytest.raises(ConflictError, match="moved on from position 0 to 2"):
        ledger.append(drafts(record)[2:], expected=0)


def test_an_empty_list_writes_nothing_and_makes_no_ledger(ledger: Ledger) -> None:
    assert ledger.append([]) == []
    assert not ledger.exists()


def test_what_is_read_is_what_was_written(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record))
    log = ledger.log()
    assert log.headers == [record.header]
    assert [log.lookup(f"small/{event.id}") for event in record.events] == list(record.events)
    assert [stored.event for stored in ledger.stored("small")] == list(record.events)


def test_a_log_can_be_read_up_to_a_position(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record))
    early = ledger.log(upto=2)
    assert len(early.plain) + len(early.others) == 1


def test_the_clock_never_runs_back_in_the_ledger(
    ledger: Ledger, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.append(drafts(record)[:2])
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    ledger.append(drafts(record)[2:])
    times = [stored.recorded_at for stored in ledger.stored("small")]
    assert times == sorted(times)
    assert times[-1] > 0


def test_a_reader_and_a_writer_do_not_block_each_other(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record)[:2])
    other = Ledger(ledger.url)
    with ledger.reading() as connection:
        before = connection.execute("SELECT count(*) FROM event").fetchone()
        other.append(drafts(record)[2:])
        assert connection.execute("SELECT count(*) FROM event").fetchone() == before
    assert ledger.head() == 5
    other.close()


def test_a_ledger_that_is_not_there_says_how_to_make_one(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError, match="`govsim load FILE` makes one"):
        ledger.log()
