"""Bringing a ledger's schema to what this version of govsim writes."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from govsim.ledger.constants import APPLICATION_ID
from govsim.ledger.engine import writing_engine
from govsim.resources import data_dir


def migration_config() -> Config:
    """Return Alembic's configuration over the migrations that ship with govsim."""
    config = Config()
    config.set_main_option("script_location", str(data_dir("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(path: Path, revision: str = "head") -> None:
    """Bring the ledger at *path* to a schema revision, all or nothing; the file is made if it is not there."""
    config = migration_config()
    engine = writing_engine(path)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
        raw = engine.raw_connection()
        # Once and outside any transaction: switching the journal takes a lock, and the mode stays with the file.
        raw.cursor().execute("PRAGMA journal_mode=WAL")
        raw.close()
    finally:
        engine.dispose()
