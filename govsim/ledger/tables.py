"""The tables of the ledger; the migrations build the same and a test compares them.

``event`` is the truth, ``branch`` and ``lineage`` say who inherits what; the rest is a projection of the events, which
can be made again from them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

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

_Position = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER PRIMARY KEY is SQLite's own row id

branch = Table(
    "branch",
    metadata,
    Column("branch_id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),  # dropped: closed, never erased
    # What it inherits: the parent's events up to fork_position and, where there is a cut, only those sorting before it:
    # before an instant, or before or after an event, which is named by its position.
    Column("parent_id", Integer, ForeignKey("branch.branch_id")),
    Column("fork_position", BigInteger),
    Column("cut_at", BigInteger),
    Column("cut_event", BigInteger),
    Column("cut_side", Text),
    # The chain: its first link, and where it has come to.
    Column("first_link", LargeBinary, nullable=False),
    Column("head_position", BigInteger, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("meta", Text),  # what it was made from, as JSON, such as a scenario; its hash is in the first link
    CheckConstraint("(parent_id IS NULL) = (fork_position IS NULL)", name="fork"),
    CheckConstraint("cut_at IS NULL OR cut_event IS NULL", name="cut"),
    CheckConstraint("(cut_event IS NULL) = (cut_side IS NULL)", name="side"),
    CheckConstraint("meta IS NULL OR meta <> ''", name="meta"),
)
Index(
    "uq_branch_name",
    branch.c.name,
    unique=True,
    sqlite_where=branch.c.closed_at.is_(None),
    postgresql_where=branch.c.closed_at.is_(None),
)

lineage = Table(
    "lineage",
    metadata,
    # The ancestors of a branch, itself at depth 0, stored when it is forked: a recursive query would cost 50 us a read.
    Column("branch_id", Integer, ForeignKey("branch.branch_id"), primary_key=True),
    Column("depth", Integer, primary_key=True),
    Column("ancestor_id", Integer, ForeignKey("branch.branch_id"), nullable=False),
    Column("upto", BigInteger, nullable=False),  # the last position inherited from it
    sqlite_with_rowid=False,
)

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
    Column("payload_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("(party = '') = (post = '') AND (party = '' OR key_at IS NOT NULL)", name="plain"),
)
Index("uq_event_branch_id_ref", event.c.branch_id, event.c.ref, unique=True)
Index(
    "ix_event_not_plain",
    event.c.position,
    sqlite_where=event.c.key_at.is_(None),
    postgresql_where=event.c.key_at.is_(None),
)
Index(
    "ix_event_header",
    event.c.branch_id,
    event.c.position,
    sqlite_where=event.c.type == "record_declared",
    postgresql_where=event.c.type == "record_declared",
)
# Not of main: there the position alone will do, and a million rows need no further index.
Index(
    "ix_event_branch",
    event.c.branch_id,
    event.c.position,
    sqlite_where=event.c.branch_id > 1,
    postgresql_where=event.c.branch_id > 1,
)

tenure = Table(
    "tenure",
    metadata,
    # Who held what as the ledger believed it from pos_from until pos_to; positions are ends of transactions. The rows
    # lie in the order of their key, with no table beside it: what is believed of an organisation now stands together,
    # the holders still sitting last, and what is believed no more stands apart, so that "now" never slows with the
    # years. A table with two partial indexes reads as fast, and a commit of 1,000 writes 3,000 pages instead of 1,900.
    Column("branch_id", Integer, ForeignKey("branch.branch_id"), nullable=False),
    Column("organization", Text, nullable=False),
    Column("pos_to", BigInteger, nullable=False),
    Column("end_latest", BigInteger, nullable=False),
    Column("start_earliest", BigInteger, nullable=False),
    Column("post", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("opened_by", BigInteger, nullable=False),
    Column("capacity", Text, nullable=False),
    Column("start_latest", BigInteger, nullable=False),
    Column("end_earliest", BigInteger, nullable=False),
    Column("closed_by", BigInteger),
    Column("more", Text),
    Column("pos_from", BigInteger, nullable=False),
    PrimaryKeyConstraint(
        *("branch_id", "organization", "pos_to", "end_latest", "start_earliest", "post", "party", "opened_by")
    ),
    CheckConstraint("pos_from < pos_to", name="believed"),
    sqlite_with_rowid=False,
)

post_state = Table(
    "post_state",
    metadata,
    # What replay learns about a post besides its tenures, as JSON; most posts have no row.
    Column("branch_id", Integer, ForeignKey("branch.branch_id"), primary_key=True),
    Column("post", Text, primary_key=True),
    Column("pos_from", BigInteger, primary_key=True),
    Column("pos_to", BigInteger, nullable=False),
    Column("aspects", Text, nullable=False),
    CheckConstraint("pos_from < pos_to", name="believed"),
    sqlite_with_rowid=False,
)

own_post = Table(
    "own_post",
    metadata,
    # From this position on, a branch has rows of its own for a post; before, it reads its parent's.
    Column("branch_id", Integer, ForeignKey("branch.branch_id"), primary_key=True),
    Column("organization", Text, primary_key=True),
    Column("post", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

projection = Table(
    "projection",
    metadata,
    # Up to which event the tables above have come, moved in the transaction that appends.
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
