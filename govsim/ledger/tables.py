"""The tables of the ledger; the migrations build the same and a test compares them."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData(
    # Names for every constraint: Alembic cannot drop or keep what has none on SQLite.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

branch = Table(
    "branch",
    metadata,
    Column("branch_id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
)

_Position = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER PRIMARY KEY is SQLite's own row id

event = Table(
    "event",
    metadata,
    # Global, dense, handed out under the writer lock; never a sequence, whose order is not the order of commits.
    Column("position", _Position, primary_key=True, autoincrement=False),
    Column("branch_id", Integer, ForeignKey("branch.branch_id"), nullable=False),
    Column("record", Text, nullable=False),
    Column("ref", Text, nullable=False),  # record/event-id
    Column("type", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    # Microseconds since 1970 UTC; null where the author left the side open.
    Column("earliest", BigInteger),
    Column("latest", BigInteger),
    Column("announced", BigInteger),
    Column("claim", Integer, nullable=False),
    # key_at is set for plain acts only, whose columns say all that replay needs; party and post are empty where no
    # tenure turns on one.
    Column("key_at", BigInteger),
    Column("party", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("causes", Text),  # ids of the same record with spaces between
    Column("payload", Text, nullable=False),
    Column("meta", Text),
    Column("recorded_at", BigInteger, nullable=False),
    CheckConstraint("(party = '') = (post = '') AND (party = '' OR key_at IS NOT NULL)", name="plain"),
)
Index("uq_event_branch_id_ref", event.c.branch_id, event.c.ref, unique=True)
Index("ix_event_recorded_at", event.c.recorded_at)
Index(
    "ix_event_not_plain",
    event.c.position,
    sqlite_where=event.c.key_at.is_(None),
    postgresql_where=event.c.key_at.is_(None),
)
