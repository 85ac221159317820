"""The engine that migrates: its transactions hold the writer lock from their start."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from govsim.ledger.file import BUSY_SECONDS, PRAGMAS


def writing_engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    """Return an engine over an SQLite file, which is made if it is not there.

    Without *foreign_keys* tables can be rebuilt; it must be said before a transaction begins.

    Plain BEGIN takes the writer lock at the first write only, and four writers then fail thousands of times with
    BUSY_SNAPSHOT, which no timeout cures.
    """
    uri = f"{path.resolve().as_uri()}?mode=rwc"

    # isolation_level=None hands transactions to the hook below; pysqlite's own begin none before a SELECT.
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection within SQLAlchemy's transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - ours, made above
    return driver
