"""The migrations build what the code expects, up and down."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from govsim.ledger.constants import APPLICATION_ID, HEAD, KNOWN_REVISIONS
from govsim.ledger.engine import writing_engine
from govsim.ledger.migrate import migrate, migration_config
from govsim.ledger.tables import metadata


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
    config = migration_config()
    engine = writing_engine(path)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
    engine.dispose()
    with sqlite3.connect(path) as plain:
        names = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    plain.close()
    assert names == {"alembic_version"}
    migrate(path)
