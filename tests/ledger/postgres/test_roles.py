"""The roles of docs/postgres.sql: one reads, one appends, and nobody changes an event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest

from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from tests.conftest import ROOT
from tests.ledger.ledgers import kept
from tests.ledger.making import STAYS, inserted, own
from tests.ledger.servers import query
from tests.replay.builders import hired

PASSWORD = "p@ss/word%"  # noqa: S105 - of roles that live as long as a test; every character that a URL must escape
LATE = inserted(hired("cleo", "2023-08-01", "org/cfo", id="late"))


@pytest.fixture
def logins(filled: Ledger) -> Iterator[dict[str, str]]:
    """The URLs of the ledger for somebody who reads, for somebody who writes, and for its owner."""
    query(filled.url, (ROOT / "docs" / "postgres.sql").read_text(encoding="utf-8"))
    schema = query(filled.url, "SELECT current_schema()")[0][0]
    database = query(filled.url, "SELECT current_database()")[0][0]
    urls = {"owner": filled.url}
    for kind in ("reader", "writer"):
        name = f"{database}_{schema}_{kind}"
        query(filled.url, f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' IN ROLE govsim_{kind}")
        parts = urlsplit(filled.url)
        host = parts.netloc.rpartition("@")[2]
        urls[kind] = urlunsplit(parts._replace(netloc=f"{name}:{quote(PASSWORD, safe='')}@{host}"))
    yield urls
    for kind in ("reader", "writer"):
        query(filled.url, f"DROP ROLE {database}_{schema}_{kind}")
        query(filled.url, f"DROP OWNED BY govsim_{kind}")


def test_the_grants_can_be_given_again(filled: Ledger, logins: dict[str, str]) -> None:
    query(filled.url, (ROOT / "docs" / "postgres.sql").read_text(encoding="utf-8"))
    with closing(Ledger(logins["writer"])) as ledger:
        ledger.append(LATE)


def test_a_reader_reads_and_verifies_everything_and_writes_nothing(filled: Ledger, logins: dict[str, str]) -> None:
    before = kept(filled)
    with closing(Ledger(logins["reader"])) as ledger:
        assert ledger.head() == 9
        assert ledger.standings("org", 0, 2**60) is not None
        assert [stored.ref for stored in ledger.stored()] == [stored.ref for stored in filled.stored()]
        verified = ledger.verify(past=True)
        assert (verified.ok, verified.events) == (True, 9)
        for write in (
            lambda: ledger.append(LATE),
            lambda: ledger.fork("mine"),
            lambda: ledger.drop("before"),
            lambda: ledger.make_branch("stays", STAYS),
        ):
            with pytest.raises(LedgerError, match="this role may not do that") as refused:
                write()
            assert "docs/postgres.md" in str(refused.value.hint)
    assert kept(filled) == before


def test_a_writer_appends_forks_and_drops(filled: Ledger, logins: dict[str, str]) -> None:
    with closing(Ledger(logins["writer"])) as ledger:
        assert ledger.append(LATE) == [10]
        ledger.make_branch("stays", STAYS, replacing="before")
        ledger.append([own("omitted", "ben-in")], branch="stays")
        ledger.drop("stays")
        assert ledger.verify(past=True).ok
    assert filled.head() == 10


def test_a_writer_projects_again_what_a_migration_left_behind(filled: Ledger, logins: dict[str, str]) -> None:
    query(filled.url, "UPDATE projection SET version = 0")
    with closing(Ledger(logins["writer"])) as ledger:
        assert ledger.standings("org", 0, 2**60) is not None
        assert ledger.verify(past=True).ok


@pytest.mark.parametrize("who", ["reader", "writer", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET payload = 'x'",
        "UPDATE event SET meta = NULL WHERE position = 2",
        "DELETE FROM event WHERE position = 9",
        "TRUNCATE event CASCADE",
        "INSERT INTO event SELECT * FROM event WHERE position = 2 ON CONFLICT (position) DO UPDATE SET payload = 'x'",
    ],
)
def test_nobody_changes_or_deletes_an_event(filled: Ledger, logins: dict[str, str], who: str, statement: str) -> None:
    before = kept(filled)
    refusals = (psycopg.errors.InsufficientPrivilege, psycopg.errors.RestrictViolation)
    with pytest.raises(refusals, match="append-only" if who == "owner" else "permission denied"):
        query(logins[who], statement)
    assert kept(filled) == before


@pytest.mark.parametrize("who", ["reader", "writer"])
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE event DISABLE TRIGGER event_no_update",
        "DROP TRIGGER event_no_update ON event",
        "DROP TABLE event CASCADE",
        "CREATE TABLE here (x int)",
        "SET session_replication_role = replica",
        "UPDATE branch SET first_link = '' WHERE branch_id = 1",
        "UPDATE branch SET fork_position = 3 WHERE branch_id = 2",
        "DELETE FROM branch WHERE branch_id = 2",
        "DELETE FROM lineage",
        "UPDATE tenure SET party = 'mallory'",
    ],
)
def test_neither_role_takes_the_guards_away(logins: dict[str, str], who: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        query(logins[who], statement)


def test_even_where_triggers_are_told_not_to_fire_these_do(filled: Ledger) -> None:
    with psycopg.connect(filled.url) as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
            connection.execute("DELETE FROM event")


def test_a_role_that_may_nothing_is_told_what_it_lacks(filled: Ledger, logins: dict[str, str]) -> None:
    query(filled.url, "REVOKE SELECT ON branch, event, projection FROM govsim_reader")
    with closing(Ledger(logins["reader"])) as ledger, pytest.raises(LedgerError, match="this role may not do that"):
        ledger.head()
