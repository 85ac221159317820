"""A ledger in PostgreSQL that somebody changed behind its back: verify says where, whoever did it and however."""

from __future__ import annotations

from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import NullPool, create_engine

from govsim.ledger.constants import HEAD
from govsim.ledger.postgres.session import translated
from govsim.ledger.store import Ledger
from govsim.ledger.tables import metadata
from govsim.model.errors import LedgerError
from tests.ledger.ledgers import drafts
from tests.ledger.making import META, RECORD, STAYS
from tests.ledger.servers import query

GUARDS = ("event_no_update", "event_no_delete", "event_no_truncate")


def behind_its_back(url: str, statement: str) -> None:
    """Do as an owner with bad intentions would: lift the guards, change something, and put them back."""
    query(url, "ALTER TABLE event DISABLE TRIGGER USER")
    query(url, statement)
    for guard in GUARDS:
        query(url, f"ALTER TABLE event ENABLE ALWAYS TRIGGER {guard}")


CHANGES = {
    "UPDATE event SET payload = replace(payload, 'ada', 'eve') WHERE position = 4": (4, "the payload is not what was"),
    "UPDATE event SET party = 'eve', post = 'org/ceo' WHERE position = 4": (4, "not what was written"),
    "UPDATE event SET announced = 5 WHERE position = 4": (4, "not what was written"),
    "UPDATE event SET meta = '' WHERE position = 4": (4, "a column holds what was never written"),
    "UPDATE event SET hash = 'x' WHERE position = 4": (4, "a column holds what was never written"),
    "UPDATE event SET record = E'r\\n' WHERE position = 4": (4, "not what was written"),
    "DELETE FROM event WHERE position = 5": (5, "the event at 5 is missing"),
    "DELETE FROM event WHERE position = 12": (12, "the events of 'stays' from here to 12 are missing"),
    "UPDATE event SET position = position + 100 WHERE position = 12": (13, "missing"),
    "UPDATE branch SET meta = NULL WHERE branch_id = 3": (9, "is not what was made"),
    "UPDATE branch SET name = E'st\\nays' WHERE branch_id = 3": (1, "the row of branch '3'"),
    "UPDATE lineage SET upto = 5 WHERE branch_id = 3 AND depth = 1": (9, "does not descend"),
    "UPDATE branch SET head_position = 8 WHERE branch_id = 1": (9, "beyond the head of 'main'"),
    "UPDATE tenure SET party = 'eve' WHERE party = 'ben' AND branch_id = 1": (5, "the tenure of"),
    "DELETE FROM own_post WHERE branch_id = 3": (1, "what was believed of"),
    "UPDATE tenure SET pos_from = 5 WHERE branch_id = 1": (1, "what was believed of"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_found(filled: Ledger, change: str) -> None:
    filled.make_branch("stays", STAYS, meta=META)
    anchor = filled.branch("main").head_hash
    assert filled.verify(anchor, past=True).ok
    position, what = CHANGES[change]
    behind_its_back(filled.url, change)
    found = filled.verify(past=True)
    assert not found.ok
    assert any(what in problem.what for problem in found.problems), found.problems
    assert position <= max(problem.position for problem in found.problems)


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER event_no_update ON event",
        "ALTER TABLE event DISABLE TRIGGER event_no_delete",
        "ALTER TABLE event ENABLE TRIGGER event_no_truncate",
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE OR REPLACE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION append_only('x')",
        "CREATE OR REPLACE TRIGGER event_no_update BEFORE UPDATE OF claim ON event FOR EACH ROW"
        " EXECUTE FUNCTION append_only('x')",
        "CREATE OR REPLACE TRIGGER event_no_delete AFTER DELETE ON event FOR EACH ROW"
        " EXECUTE FUNCTION append_only('x')",
    ],
)
def test_a_guard_that_lets_things_pass_is_found(filled: Ledger, change: str) -> None:
    query(filled.url, change)
    problems = filled.verify().problems
    assert {problem.position for problem in problems} == {10}
    assert "which keeps the log append-only, is not there" in problems[0].what


def test_a_tail_that_was_cut_off_cleanly_is_found_by_an_anchor(filled: Ledger) -> None:
    anchor = filled.branch("main").head_hash
    seven = query(filled.url, "SELECT hash FROM event WHERE position = 7")[0][0]
    behind_its_back(filled.url, "DELETE FROM event WHERE position > 7")
    query(filled.url, "UPDATE branch SET head_position = 7, head_hash = $1 WHERE branch_id = 1", seven)
    query(filled.url, "DELETE FROM lineage WHERE branch_id = 2")
    query(filled.url, "DELETE FROM branch WHERE branch_id = 2")
    query(filled.url, "UPDATE projection SET version = 0")
    assert [problem.what for problem in filled.verify(anchor).problems] == [
        "no event has the hash of the anchor: the tail was cut off, or history rewritten"
    ]


def test_checking_leaves_nothing_behind(filled: Ledger) -> None:
    there = "SELECT count(*) FROM pg_class WHERE relname IN ('tenure', 'post_state', 'own_post')"
    before = query(filled.url, there)
    assert filled.verify(past=True).ok
    assert query(filled.url, there) == before


def test_the_migration_builds_the_tables_that_the_code_declares(database: str) -> None:
    with closing(Ledger(database)) as ledger:
        ledger.append(drafts(RECORD))
    url = database.replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    # A comment by which a ledger is known, and an index that only a registry needs.
    assert sorted(difference[0] for difference in found) == ["remove_index", "remove_table_comment"]
    assert query(database, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_no_text_is_compared_by_the_rules_of_a_language(database: str) -> None:
    with closing(Ledger(database)) as ledger:
        ledger.append(drafts(RECORD))
    loose = query(
        database,
        "SELECT relname, attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relkind = 'r'"
        " AND relname <> 'alembic_version' AND relnamespace = 'public'::regnamespace AND atttypid = 'text'::regtype"
        " AND attcollation <> '\"C\"'::regcollation",
    )
    assert loose == []


def test_a_migration_that_fails_leaves_nothing(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    query(database, "CREATE FUNCTION iso(bigint) RETURNS text LANGUAGE sql AS 'SELECT NULL'")
    with closing(Ledger(database)) as ledger, pytest.raises(LedgerError, match="is there already"):
        ledger.append(drafts(RECORD))
    assert query(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


def test_marks_become_those_of_postgresql() -> None:
    assert translated("a = ? AND b IN (?, ?)") == b"a = $1 AND b IN ($2, $3)"
    assert translated("a = ?2 AND b > ?1 AND c <= ?2") == b"a = $2 AND b > $1 AND c <= $2"
