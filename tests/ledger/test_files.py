"""The file of a ledger: append-only whoever writes to it, and whatever is no ledger of ours is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from govsim.documents.record_file import parse_record
from govsim.ledger import file as ledger_file
from govsim.ledger.file import path_of
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from govsim.model.record import Record
from tests.ledger.ledgers import drafts
from tests.service.records import SMALL


@pytest.fixture
def record() -> Record:
    return parse_record(SMALL, Path("small.yaml")).record


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(str(tmp_path / "ledger.db"))
    yield opened
    opened.close()


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


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite://", "sqlite:///:memory:"])
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
