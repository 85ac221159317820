"""Bringing a ledger's schema to what this version of govsim writes."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from govsim.ledger.chain_check import chain_problems
from govsim.ledger.constants import APPLICATION_ID
from govsim.ledger.engine import driver_of, writing_engine
from govsim.ledger.file import read_as_newest, write_ahead
from govsim.model.errors import LedgerError
from govsim.resources import data_dir


def migration_config() -> Config:
    """Return Alembic's configuration over the migrations that ship with govsim."""
    config = Config()
    config.set_main_option("script_location", str(data_dir("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(path: Path, revision: str = "head", *, downward: bool = False) -> None:
    """Bring the ledger at *path* to a schema revision, all or nothing; the file is made if it is not there.

    Raises:
        LedgerError: the chain is broken, or a row names one that is not there; the ledger stays as it was.
    """
    config = migration_config()
    engine = writing_engine(path, foreign_keys=False)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            config.attributes["connection"] = connection
            (command.downgrade if downward else command.upgrade)(config, revision)
            _check(path, connection)
            connection.commit()
    finally:
        engine.dispose()
    write_ahead(path)


def _check(path: Path, connection: Connection) -> None:
    """Refuse what a migration, or damage before it, has left broken."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    names = sqlalchemy.inspect(connection).get_table_names()
    problems = []
    if "lineage" in names:
        read_as_newest(driver_of(connection))
        problems = list(chain_problems(driver_of(connection)))
    if dangling or problems:
        first = str(problems[0]) if problems else f"{dangling[0][0]} names a row that is not there"
        raise LedgerError(
            f"{path} cannot be brought to another schema: {first}",
            hint="the ledger was left as it is; restore it from a copy",
        )
