"""Making a ledger's tables in PostgreSQL, and bringing them to what this version of govsim writes."""

from __future__ import annotations

import psycopg
from alembic import command
from sqlalchemy import NullPool, create_engine

from govsim.ledger.migrate import migration_config
from govsim.ledger.postgres.address import Address
from govsim.ledger.postgres.session import defaults
from govsim.model.errors import LedgerError

_LOCK = 0x67535631
"""The advisory lock of those that migrate: the 'gSV1' of ledger files."""


def migrate(address: Address, revision: str = "head") -> None:
    """Bring the database to a schema revision, all or nothing; whoever comes second waits, and finds it done.

    Raises:
        LedgerError: the database keeps text in another encoding than UTF-8.
    """
    config = migration_config()
    wanted = defaults(address)
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(address.conninfo, **wanted), poolclass=NullPool
    )
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise LedgerError(
                f"{address.name} keeps text as {encoding}, which has no place for every name",
                hint="make a database with `createdb --encoding=UTF8 --template=template0`",
            )
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
