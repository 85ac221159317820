"""Bringing a ledger's schema to what this version of govsim writes."""

from __future__ import annotations

from sqlalchemy import Engine

from govsim.ledger.tables import APPLICATION_ID
from govsim.model.errors import LedgerError
from govsim.resources import data_dir

HEAD = "0001"
"""The newest revision; named here so that opening a ledger need not import Alembic, which takes a second."""
KNOWN = ("0001",)


def revision_of(engine: Engine) -> str | None:
    """Return the schema revision of a ledger, None before the first."""
    with engine.connect() as connection:
        there = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() if there else None
    return None if row is None else str(row[0])


def check_revision(revision: str | None, where: str) -> None:
    """Refuse a ledger that a newer govsim wrote.

    Raises:
        LedgerError: the schema is not one that this version knows.
    """
    if revision is not None and revision not in KNOWN:
        raise LedgerError(
            f"{where} was written by a newer govsim (schema {revision}; this one knows up to {HEAD})",
            hint="upgrade govsim; the ledger was left as it is",
        )


def upgrade(engine: Engine) -> None:
    """Migrate a ledger to the newest schema, all or nothing."""
    from alembic import command  # noqa: PLC0415 - a second to import, needed once in a ledger's life
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(data_dir("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    raw = engine.raw_connection()
    try:
        # Once and outside any transaction: switching the journal takes a lock, and the mode stays with the file.
        raw.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        raw.close()
