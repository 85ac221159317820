"""What cannot be a ledger, cannot be reached or may not be used: one clear line, the next step, and no password."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from govsim.ledger.postgres.address import address_of
from govsim.ledger.session import Session
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from tests.cli.terminal import Terminal
from tests.conftest import SEED
from tests.ledger.ledgers import drafts, kept
from tests.ledger.making import RECORD
from tests.ledger.servers import SERVER, query, url_of

SECRET = "Tr0ub4dor"  # noqa: S105 - nobody's


def with_netloc(url: str, **parts: str) -> str:
    """Return a URL with another user, password, host or port."""
    split = urlsplit(url)
    given = {"user": split.username, "password": split.password, "host": split.hostname, "port": split.port, **parts}
    return urlunsplit(split._replace(netloc="{user}:{password}@{host}:{port}".format(**given)))


def refused(folder: Path, url: str, *phrases: str) -> None:
    """Check that reading, writing, verifying and copying all end with exit 2, say so, and tell no password."""
    terminal = Terminal(folder, url)
    commands = [["at", "2023-11-18"], ["load", str(SEED)], ["verify"], ["branch", "list"]]
    for command in [*commands, ["copy", url, str(folder / "there.db")]]:
        said = terminal.refused(*command)
        for phrase in phrases:
            assert phrase in said, said
        assert SECRET not in said
        assert "\n  " in said, f"no next step: {said}"
    assert not (folder / "there.db").exists()


@pytest.fixture
def silent_port() -> Iterator[str]:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield str(free.getsockname()[1])


# -- not reached


def test_a_wrong_password(tmp_path: Path) -> None:
    refused(tmp_path, with_netloc(SERVER, password=SECRET), "the password is wrong", "PGPASSWORD")


def test_a_server_that_is_not_there(tmp_path: Path, silent_port: str) -> None:
    refused(tmp_path, with_netloc(SERVER, port=silent_port, password=SECRET), "no server answers there", "check host")


def test_a_host_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path, with_netloc(SERVER, host="no-such-host.invalid", password=SECRET), "no such host")


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path, url_of("no_such_database"), "there is no such database", "createdb")


def test_encryption_that_the_server_does_not_offer(tmp_path: Path) -> None:
    if query(SERVER, "SHOW ssl") != [("off",)]:
        pytest.skip("this server speaks TLS")
    refused(tmp_path, f"{SERVER}?sslmode=require", "no encrypted connection", "docs/postgres.md")


@pytest.mark.parametrize(
    ("url", "phrase"),
    [
        (f"postgresql://ada:{SECRET}@host", "names no database"),
        (f"postgresql://ada:{SECRET}@host/db?colour=red", "cannot be read"),
        (f"postgresql://ada:{SECRET}%zz@host/db", "cannot be read"),
        (f"postgresql://ada:a@{SECRET}@host/db", "an @ too many"),
        (f"postgresql://ada:a/{SECRET}@host/db", "an @ too many"),
        (f"postgresql://ada:a?{SECRET}@host/db", "an @ too many"),
        (f"postgresql+psycopg://ada:a#{SECRET}@host:{SECRET}/db", "cannot be read"),
        (f"postgres://ada:{SECRET}@[host/db", "cannot be read"),
    ],
)
def test_a_url_that_is_not_written_rightly(tmp_path: Path, url: str, phrase: str) -> None:
    refused(tmp_path, url, phrase)


def test_what_is_shown_of_a_url_has_no_password() -> None:
    address = address_of(
        f"postgresql://ada:{SECRET}%2F@db.example:5433/history?sslpassword=x{SECRET}&connect_timeout=1"
    )
    assert address.name == "postgresql://ada@db.example:5433/history"
    assert SECRET not in address.hidden(f"{SECRET}/ {SECRET}%2F x{SECRET}")
    assert SECRET not in repr(address)
    assert address_of("postgres:///history?host=/run/pg&user=ada").name == "postgresql://ada@/history"


def test_without_the_driver_its_name_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg.conninfo", None)
    refused(tmp_path, f"postgresql://ada:{SECRET}@host/db", "a driver that is not installed", "govsim[postgres]")


# -- not a ledger of ours


def left_alone(folder: Path, url: str, *phrases: str) -> None:
    """Check that nothing is written to a database that is refused."""
    there = "SELECT relname, relkind::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
    before = query(url, there)
    refused(folder, url, *phrases)
    assert query(url, there) == before


def test_the_database_of_another_program(tmp_path: Path, database: str) -> None:
    query(database, "CREATE TABLE event (position bigint)")
    query(database, "CREATE TABLE alembic_version (version_num text)")
    left_alone(tmp_path, database, "holds tables of another program", "createdb")


def test_a_view_of_another_program_is_one_too(tmp_path: Path, database: str) -> None:
    query(database, "CREATE VIEW numbers AS SELECT 1 AS n")
    left_alone(tmp_path, database, "public.numbers")


def test_what_an_extension_brings_is_not_another_program(database: str) -> None:
    if not query(database, "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_stat_statements'"):
        pytest.skip("the server has no extension that brings a view")
    query(database, "CREATE EXTENSION pg_stat_statements")
    with closing(Ledger(database)) as ledger:
        assert ledger.append(drafts(RECORD)) == list(range(1, 10))


def test_copying_into_the_database_of_another_program(tmp_path: Path, database: str) -> None:
    query(database, "CREATE TABLE accounts (id bigint)")
    Terminal(tmp_path, str(tmp_path / "mine.db")).good("load", SEED)
    said = Terminal(tmp_path, None).refused("copy", str(tmp_path / "mine.db"), database)
    assert "holds tables of another program" in said
    assert query(database, "SELECT count(*) FROM pg_class WHERE relname = 'event'") == [(0,)]


@pytest.mark.parametrize(
    ("spoiling", "phrase"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "was written by a newer govsim (schema 9999"),
        ("UPDATE alembic_version SET version_num = '0003'", "is there already"),
        ("DELETE FROM alembic_version", "holds half a ledger"),
        ("DROP TABLE alembic_version", "holds half a ledger"),
        ("DROP TABLE projection", "holds half a ledger"),
        ("ALTER TABLE branch DROP COLUMN head_hash", "holds half a ledger"),
    ],
)
def test_a_newer_or_half_made_schema(tmp_path: Path, filled: Ledger, spoiling: str, phrase: str) -> None:
    filled.close()
    query(filled.url, spoiling)
    before = query(filled.url, "SELECT count(*), max(position) FROM event")
    refused(tmp_path, filled.url, phrase)
    assert query(filled.url, "SELECT count(*), max(position) FROM event") == before


def test_text_in_another_encoding(tmp_path: Path, database: str) -> None:
    name = f"{urlsplit(database).path[1:]}_latin"
    query(database, f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        said = Terminal(tmp_path, url_of(name)).refused("load", SEED)
        assert "keeps text as LATIN1" in said
        assert "--encoding=UTF8" in said
    finally:
        query(database, f"DROP DATABASE {name} WITH (FORCE)")


# -- lost on the way


def test_a_connection_that_the_server_closes_between_two_commands_is_made_again(filled: Ledger) -> None:
    filled.append(drafts(RECORD))
    query(filled.url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'govsim'"
          " AND datname = current_database()")  # fmt: skip
    assert filled.head() == 9
    assert filled.append(drafts(RECORD)) == list(range(1, 10))


def test_a_connection_that_is_lost_in_the_middle_keeps_nothing_and_says_so(filled: Ledger) -> None:
    def lose(session: Session) -> None:
        process = session.execute("SELECT pg_backend_pid()").fetchone()[0]
        session.execute("DELETE FROM tenure")
        query(filled.url, "SELECT pg_terminate_backend($1::int)", process)
        session.execute("DELETE FROM own_post")

    before = kept(filled)
    with (
        pytest.raises(LedgerError, match=r"the connection was lost|shutting down") as refusal,
        filled.writing() as session,
    ):
        lose(session)
    assert "nothing was kept; run the same again" in str(refusal.value.hint)
    assert kept(filled) == before


def test_a_server_that_takes_no_writes(tmp_path: Path, filled: Ledger) -> None:
    url = f"{filled.url}%20-cdefault_transaction_read_only%3Don"
    with closing(Ledger(url)) as ledger:
        assert ledger.head() == 9
        assert ledger.verify().ok
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        query(url, "CREATE TABLE x (y int)")


# -- what a server says that is hard to bring about


@pytest.mark.parametrize(
    ("failure", "phrase", "step"),
    [
        (psycopg.errors.DiskFull, "the server's disk is full", "nothing was written"),
        (psycopg.errors.OutOfMemory, "out of memory", "try again later"),
        (psycopg.errors.QueryCanceled, "statement_timeout", "raise statement_timeout"),
        (psycopg.errors.ReadOnlySqlTransaction, "takes no writes", "name the primary server"),
        (psycopg.errors.AdminShutdown, "shutting down", "run the same again"),
        (psycopg.errors.CrashShutdown, "has crashed", "run the same again"),
        (psycopg.errors.ConnectionFailure, "the connection was lost", "run the same again"),
    ],
)
def test_whatever_ends_an_append_says_the_next_step_and_leaves_nothing(
    filled: Ledger, failure: type[psycopg.Error], phrase: str, step: str
) -> None:
    before = kept(filled)
    with pytest.raises(LedgerError, match=phrase) as refusal, filled.writing() as session:
        fail(session, failure)
    assert step in str(refusal.value.hint)
    assert kept(filled) == before


def fail(session: Session, failure: type[psycopg.Error]) -> None:
    session.execute("DELETE FROM tenure")
    raise failure("in the server's own words")
