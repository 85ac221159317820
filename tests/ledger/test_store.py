"""The store: append whole or not at all, idempotent, append-only, readable as it was."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from govsim.documents.record_file import parse_record
from govsim.ledger import file as ledger_file
from govsim.ledger.appending import Draft
from govsim.ledger.errors import ConflictError
from govsim.ledger.file import path_of
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError, NotFoundError
from govsim.model.record import Record
from tests.service.records import SMALL


@pytest.fixture
def record() -> Record:
    return parse_record(SMALL, Path("small.yaml")).record


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(str(tmp_path / "ledger.db"))
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


def test_an_empty_list_writes_nothing_not_even_a_file(ledger: Ledger) -> None:
    assert ledger.append([]) == []
    assert not ledger.path.exists()


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


@pytest.mark.parametrize("statement", ["UPDATE event SET payload = 'x'", "DELETE FROM event"])
def test_nothing_in_the_log_can_be_changed(ledger: Ledger, record: Record, statement: str) -> None:
    ledger.append(drafts(record))
    with sqlite3.connect(ledger.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)


def test_replacing_a_row_does_not_slip_past_the_triggers_of_our_own_connections(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record))
    from govsim.ledger.engine import writing_engine  # noqa: PLC0415 - the engine under test, nothing else needs it

    with writing_engine(ledger.path).connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.exec_driver_sql("INSERT OR REPLACE INTO event SELECT * FROM event WHERE position = 2")


def test_a_reader_and_a_writer_do_not_block_each_other(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record)[:2])
    other = Ledger(str(ledger.path))
    with ledger.reading() as connection:
        before = connection.execute("SELECT count(*) FROM event").fetchone()
        other.append(drafts(record)[2:])
        assert connection.execute("SELECT count(*) FROM event").fetchone() == before
    assert ledger.head() == 5
    other.close()


# -- files that are no ledger of ours


def refused(path: Path, record: Record, match: str) -> None:
    """Check that neither reading nor writing touches a file, and that both say what is wrong."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=match):
        Ledger(str(path)).log()
    with pytest.raises(LedgerError, match=match):
        Ledger(str(path)).append(drafts(record))
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_folder_is_no_ledger(tmp_path: Path, record: Record) -> None:
    refused(tmp_path, record, "is a folder")


def test_a_text_file_is_no_ledger(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 20)
    refused(path, record, "is not an SQLite file")


def test_the_database_of_another_program_is_left_alone(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE event (position INTEGER)")
    connection.commit()
    connection.close()
    refused(path, record, "of another program")


def test_a_ledger_of_a_newer_govsim_is_left_alone(ledger: Ledger, record: Record) -> None:
    ledger.append(drafts(record))
    ledger.close()
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    refused(ledger.path, record, "newer govsim")


def test_a_locked_ledger_is_said_to_be_locked(ledger: Ledger, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.append(drafts(record)[:2])
    ledger.close()
    monkeypatch.setattr(ledger_file, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr("govsim.ledger.engine.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(ledger.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match="locked by another program"):
        ledger.append(drafts(record)[2:])
    holder.close()
    assert ledger.head() == 2


def test_a_ledger_that_is_not_there_says_how_to_make_one(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError, match="`govsim load FILE` makes one"):
        ledger.log()


@pytest.mark.parametrize("url", ["postgresql+psycopg://host/db", "mysql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_other_urls_are_refused_with_the_right_form(url: str) -> None:
    with pytest.raises(LedgerError, match=r"sqlite:///weekend\.db"):
        path_of(url)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///weekend.db", "weekend.db"),
        ("sqlite:////var/lib/a.db", "/var/lib/a.db"),
        ("weekend.db", "weekend.db"),
    ],
)
def test_a_url_names_a_file(url: str, path: str) -> None:
    assert path_of(url) == Path(path)
