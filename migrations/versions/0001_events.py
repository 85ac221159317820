"""The log of events and its branches."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, the branch of recorded history and the append-only triggers."""
    if op.get_bind().dialect.name == "postgresql":
        return  # revision 0004 makes all of it there at once: no ledger in PostgreSQL is older
    branch = op.create_table(
        "branch",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("branch_id", name="pk_branch"),
        sa.UniqueConstraint("name", name="uq_branch_name"),
    )
    op.create_table(
        "event",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("earliest", sa.BigInteger),
        sa.Column("latest", sa.BigInteger),
        sa.Column("announced", sa.BigInteger),
        sa.Column("claim", sa.Integer, nullable=False),
        sa.Column("key_at", sa.BigInteger),
        sa.Column("party", sa.Text, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("causes", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("meta", sa.Text),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_event"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.branch_id"], name="fk_event_branch_id_branch"),
        sa.CheckConstraint(
            "(party = '') = (post = '') AND (party = '' OR key_at IS NOT NULL)", name=op.f("ck_event_plain")
        ),
    )
    op.create_index("uq_event_branch_id_ref", "event", ["branch_id", "ref"], unique=True)
    op.create_index("ix_event_recorded_at", "event", ["recorded_at"])
    op.create_index("ix_event_not_plain", "event", ["position"], sqlite_where=sa.text("key_at IS NULL"))
    op.bulk_insert(branch, [{"branch_id": 1, "name": "main", "created_at": time.time_ns() // 1000}])
    op.execute(
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: correct an event with a corrected event'); END"
    )
    op.execute(
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: retract an event with a retracted event'); END"
    )


def downgrade() -> None:
    """Remove everything; an empty file remains."""
    op.drop_table("event")
    op.drop_table("branch")
