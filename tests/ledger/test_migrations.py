"""The migrations build what the code expects, up and down."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import OperationalError

from govsim.documents.record_file import parse_record
from govsim.ledger.appending import Draft
from govsim.ledger.chain_check import chain_problems
from govsim.ledger.constants import APPLICATION_ID, HEAD, KNOWN_REVISIONS, RECORD_DECLARED
from govsim.ledger.engine import writing_engine
from govsim.ledger.migrate import migrate, migration_config
from govsim.ledger.rows import canonical
from govsim.ledger.store import Ledger
from govsim.ledger.tables import metadata
from govsim.model.errors import LedgerError
from govsim.model.events import EVENT_TYPES
from govsim.model.record import Record
from govsim.replay.log import log_of
from govsim.replay.timeline import Admission
from govsim.service.past import Clocks, Past
from tests.conftest import SEED
from tests.ledger.ledgers import drafts, make_ledger
from tests.ledger.test_projection import assert_projection_is_replay
from tests.replay.builders import bound_fields, edges_of


def test_the_code_names_the_newest_revision() -> None:
    script = ScriptDirectory.from_config(migration_config())
    assert script.get_current_head() == HEAD
    assert [revision.revision for revision in script.walk_revisions()][::-1] == list(KNOWN_REVISIONS)


def test_the_migrations_build_the_tables_that_the_code_declares(tmp_path: Path) -> None:
    migrate(tmp_path / "ledger.db")
    with writing_engine(tmp_path / "ledger.db").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_new_ledger_is_marked_as_ours_and_forbids_changes(tmp_path: Path) -> None:
    migrate(tmp_path / "ledger.db")
    connection = sqlite3.connect(tmp_path / "ledger.db")
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    triggers = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert triggers == {"event_no_update", "event_no_delete"}
    connection.close()


def test_a_ledger_can_be_taken_down_and_built_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    migrate(path)
    migrate(path, "base", downward=True)
    with sqlite3.connect(path) as plain:
        names = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    plain.close()
    assert names == {"alembic_version"}
    migrate(path)


# -- a ledger that has something in it

OLD = (
    "position, branch_id, record, ref, type, schema_version, earliest, latest, announced, claim, key_at, party, post, "
    "causes, payload, meta, recorded_at"
)
"""The columns of an event at revision 0001."""


def read_seed() -> Record:
    return parse_record(SEED.read_text("utf-8"), SEED).record


@cache
def filled() -> tuple[bytes, list[tuple[Any, ...]]]:
    """Return a ledger at revision 0001 with a record and a correction of it, and its rows."""
    seed = read_seed()
    first = next(event for event in seed.events if not event.note)
    corrected = {"id": "mending", "type": "corrected", "event": first.id, "at": bound_fields("2024-01-01")}
    mending = EVENT_TYPES["corrected"].model_validate({**corrected, "with": {"note": "mended"}})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "old.db"
        with closing(make_ledger(Path(folder) / "new.db")) as new:
            new.append(drafts(seed))
            new.append([Draft(seed.id, mending)])
            with new.reading() as session:
                rows = session.execute(f"SELECT {OLD} FROM event ORDER BY position").fetchall()  # noqa: S608 - a constant
        rows = [(*row[:14], as_it_was(row[4], row[14]), *row[15:]) for row in rows]
        migrate(path, "0001")
        with closing(sqlite3.connect(path)) as plain:
            columns = [name for _, name, *_ in plain.execute("PRAGMA table_info(event)")]
            assert columns == OLD.split(", ")
            plain.executemany(f"INSERT INTO event VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608
            plain.commit()
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes(), rows


def as_it_was(kind: str, payload: str) -> str:
    """Return a payload as revision 0001 wrote it: the keys of an event, but not those of a header, sorted."""
    return payload if kind == RECORD_DECLARED else canonical(json.loads(payload))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    path.write_bytes(filled()[0])
    return path


def rows_of(path: Path, columns: str = OLD) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(f"SELECT {columns} FROM event ORDER BY position").fetchall()  # noqa: S608 - names


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as plain:
        return list(plain.iterdump())


def schema_of(path: Path) -> dict[str, list[str]]:
    """Return what the schema is made of, by name: its words in any order, as rebuilding a table moves constraints."""
    with closing(sqlite3.connect(path)) as plain:
        made = plain.execute("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master").fetchall()
        columns = {name: plain.execute(f"PRAGMA table_info({name})").fetchall() for name in metadata.tables}
    words = {name: sorted(sql.replace('"', "").replace(",", " ").split()) for name, sql in made}
    return {**words, **{name: [str(column) for column in its] for name, its in columns.items()}}


def refuses_changes(path: Path) -> None:
    for change in ("UPDATE event SET payload = 'x'", "DELETE FROM event WHERE position = 1"):
        with closing(sqlite3.connect(path)) as plain, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            plain.execute(change)


def test_a_filled_ledger_goes_up_whole(old: Path, tmp_path: Path) -> None:
    migrate(old)
    assert rows_of(old) == filled()[1]
    refuses_changes(old)
    migrate(tmp_path / "fresh.db")
    assert schema_of(old) == schema_of(tmp_path / "fresh.db")
    with closing(sqlite3.connect(old)) as plain:
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert list(chain_problems(plain)) == []
        last = plain.execute("SELECT position, hash FROM event ORDER BY position DESC LIMIT 1").fetchone()
        assert plain.execute("SELECT head_position, head_hash FROM branch").fetchall() == [last]


def test_the_tables_that_the_code_declares_have_the_same_constraints(tmp_path: Path) -> None:
    """What comparing with Alembic leaves out: checks, the conditions of indexes, tables without row ids."""
    migrate(tmp_path / "migrated.db")
    engine = writing_engine(tmp_path / "declared.db")
    metadata.create_all(engine)
    engine.dispose()
    assert constraints_of(tmp_path / "migrated.db") == constraints_of(tmp_path / "declared.db")


def constraints_of(path: Path) -> dict[str, Any]:
    engine = writing_engine(path)
    inspector = inspect(engine)
    found = {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)
            },
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "checks": sorted(
                (str(check["name"]), check["sqltext"]) for check in inspector.get_check_constraints(table)
            ),
            "foreign": sorted(
                (str(key["name"]), *key["constrained_columns"], key["referred_table"])
                for key in inspector.get_foreign_keys(table)
            ),
            "unique": inspector.get_unique_constraints(table),
        }
        for table in metadata.tables
    }
    engine.dispose()
    made = schema_of(path)
    indexes = {name: words for name, words in made.items() if name.startswith("index") and words}
    return {**found, "indexes": indexes, "rowless": sorted(name for name in made if "ROWID" in made[name])}


def test_an_upgraded_ledger_answers_as_the_record_does(old: Path) -> None:
    """The first opening makes the projection, which the migration leaves empty."""
    seed, seen = read_seed(), filled()[1]
    instants = [edge for edge in edges_of(seed.events) if abs(edge) < 2**61][::7]
    written = Past(log_of([seed]), Clocks("main"), Admission())
    with closing(Ledger(str(old))) as ledger:
        assert_projection_is_replay(ledger, instants, None, "main")
        assert_projection_is_replay(ledger, instants, seen[-2][0], "main")
        posts = list(written.world.posts)
        for at in instants:
            now = Past(ledger.log(), Clocks("main"), Admission())
            assert now.post_views(at, posts) == written.post_views(at, posts)
        verified = ledger.verify()
        assert verified.ok, verified.problems
        assert ledger.append(drafts(seed)) == [row[0] for row in seen[:-1]]
        assert rows_of(old) == seen


def test_a_filled_ledger_comes_down_and_goes_up_again(old: Path) -> None:
    schema = schema_of(old)
    migrate(old)
    with closing(Ledger(str(old))) as ledger:  # the projection is there, and goes again
        hashes = rows_of(old, "payload_hash, hash")
        assert ledger.verify().ok
    migrate(old, "0001", downward=True)
    assert rows_of(old) == filled()[1]
    assert schema_of(old) == schema
    refuses_changes(old)
    migrate(old)
    assert rows_of(old, "payload_hash, hash") == hashes
    with closing(Ledger(str(old))) as ledger:
        assert ledger.verify().ok


def test_a_ledger_with_branches_does_not_come_down(old: Path) -> None:
    with closing(Ledger(str(old))) as ledger:
        ledger.fork("what-if")
        ledger.drop("what-if")
    before = dump(old)
    with pytest.raises(Exception, match="a ledger with branches cannot go back to schema 0001"):
        migrate(old, "0001", downward=True)
    assert dump(old) == before
    with closing(Ledger(str(old))) as ledger:
        assert ledger.verify().ok


def test_a_damaged_ledger_does_not_go_up(old: Path) -> None:
    with closing(sqlite3.connect(old)) as plain:
        plain.execute("DROP TRIGGER event_no_delete")
        plain.execute("DELETE FROM event WHERE position = 3")
        plain.commit()
    before = dump(old)
    with pytest.raises(LedgerError, match="cannot be brought to another schema: position 3: the event at 3 is missing"):
        migrate(old)
    assert dump(old) == before


@pytest.mark.parametrize("downward", [False, True])
def test_a_migration_that_fails_at_any_statement_leaves_the_ledger_as_it_was(old: Path, downward: bool) -> None:
    if downward:
        migrate(old)
    before, target = dump(old), "0001" if downward else "head"
    failing = Failing()
    listen(Engine, "before_cursor_execute", failing)
    try:
        for failing.at in count(2, 9):
            failing.seen = 0
            try:
                migrate(old, target, downward=downward)
            except OperationalError:
                assert dump(old) == before
            else:
                break
    finally:
        remove(Engine, "before_cursor_execute", failing)
    assert failing.at > 20
    assert rows_of(old) == filled()[1]
    refuses_changes(old)


class Failing:
    """A listener that fails at a statement."""

    at = seen = 0

    def __call__(self, *_: Any) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise sqlite3.OperationalError("disk I/O error")
