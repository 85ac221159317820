"""A hash chain, branches with their lineage, and the tenure projection."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TRIGGERS = {
    "event_no_update": "BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: "
    "correct an event with a corrected event'); END",
    "event_no_delete": "BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: "
    "retract an event with a retracted event'); END",
}
COLUMNS = (
    "position, branch_id, record, ref, type, schema_version, earliest, latest, announced, claim, key_at, party, post, "
    "causes, meta, recorded_at"
)


def upgrade() -> None:
    """Chain what is there, then add the tables of branches and of the projection."""
    if op.get_bind().dialect.name == "postgresql":
        return  # revision 0004 makes all of it there at once: no ledger in PostgreSQL is older
    drop_triggers()
    op.add_column("event", sa.Column("payload_hash", sa.LargeBinary))
    op.add_column("event", sa.Column("hash", sa.LargeBinary))
    position, head = chain()
    with op.batch_alter_table("event") as event:
        event.alter_column("payload_hash", nullable=False)
        event.alter_column("hash", nullable=False)
    op.create_index(
        "ix_event_header", "event", ["branch_id", "position"], sqlite_where=sa.text("type = 'record_declared'")
    )
    op.drop_index("ix_event_recorded_at", "event")  # it grows with the position, where a search finds it
    op.create_index("ix_event_branch", "event", ["branch_id", "position"], sqlite_where=sa.text("branch_id > 1"))
    create_triggers()
    with op.batch_alter_table("branch") as branch:
        branch.drop_constraint("uq_branch_name", type_="unique")
        branch.add_column(sa.Column("closed_at", sa.BigInteger))
        branch.add_column(
            sa.Column("parent_id", sa.Integer, sa.ForeignKey("branch.branch_id", name="fk_branch_parent_id_branch"))
        )
        branch.add_column(sa.Column("fork_position", sa.BigInteger))
        branch.add_column(sa.Column("cut_at", sa.BigInteger))
        branch.add_column(sa.Column("cut_event", sa.BigInteger))
        branch.add_column(sa.Column("cut_side", sa.Text))
        branch.add_column(sa.Column("first_link", sa.LargeBinary))
        branch.add_column(sa.Column("head_position", sa.BigInteger))
        branch.add_column(sa.Column("head_hash", sa.LargeBinary))
    op.get_bind().execute(
        sa.text("UPDATE branch SET first_link = :first, head_position = :position, head_hash = :head"),
        {"first": bytes(32), "position": position, "head": head},
    )
    with op.batch_alter_table("branch") as branch:
        for column in ("first_link", "head_position", "head_hash"):
            branch.alter_column(column, nullable=False)
        branch.create_check_constraint(op.f("ck_branch_fork"), "(parent_id IS NULL) = (fork_position IS NULL)")
        branch.create_check_constraint(op.f("ck_branch_cut"), "cut_at IS NULL OR cut_event IS NULL")
        branch.create_check_constraint(op.f("ck_branch_side"), "(cut_event IS NULL) = (cut_side IS NULL)")
    op.create_index("uq_branch_name", "branch", ["name"], unique=True, sqlite_where=sa.text("closed_at IS NULL"))
    create_lineage()
    create_projection()


def downgrade() -> None:
    """Take the chain and the projection away.

    Raises:
        RuntimeError: there are branches besides recorded history, which the older schema cannot hold.
    """
    if op.get_bind().execute(sa.text("SELECT count(*) FROM branch")).scalar_one() > 1:
        raise RuntimeError("a ledger with branches cannot go back to schema 0001")
    for table in ("projection", "own_post", "post_state", "tenure", "lineage"):
        op.drop_table(table)
    op.drop_index("uq_branch_name", "branch")
    with op.batch_alter_table("branch") as branch:
        for name in ("fork", "cut", "side"):
            branch.drop_constraint(op.f(f"ck_branch_{name}"), type_="check")
        branch.drop_constraint("fk_branch_parent_id_branch", type_="foreignkey")
    with op.batch_alter_table("branch") as branch:
        for column in ("closed_at", "parent_id", "fork_position", "cut_at", "cut_event", "cut_side"):
            branch.drop_column(column)
        for column in ("first_link", "head_position", "head_hash"):
            branch.drop_column(column)
        branch.create_unique_constraint("uq_branch_name", ["name"])
    drop_triggers()
    op.drop_index("ix_event_branch", "event")
    op.drop_index("ix_event_header", "event")
    op.create_index("ix_event_recorded_at", "event", ["recorded_at"])
    with op.batch_alter_table("event") as event:
        event.drop_column("hash")
        event.drop_column("payload_hash")
    create_triggers()


def drop_triggers() -> None:
    """Let the table be rebuilt."""
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER IF EXISTS {name}")


def create_triggers() -> None:
    """Forbid changes again; a table that is rebuilt loses its triggers without a word."""
    for name, body in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def chain() -> tuple[int, bytes]:
    """Hash what is there, as format govsim-event-1 says, and return the last position and link."""
    connection = op.get_bind()
    before, position = bytes(32), 0
    rows = connection.exec_driver_sql(f"SELECT payload, {COLUMNS} FROM event ORDER BY position").fetchall()
    links = []
    for payload, *columns in rows:
        payload_hash = hashlib.sha256(payload.encode()).digest()
        text = "\n".join(["govsim-event-1", *["" if value is None else str(value) for value in columns]])
        before = hashlib.sha256(before + payload_hash + text.encode()).digest()
        position = columns[0]
        links.append((payload_hash, before, position))
    if links:
        connection.exec_driver_sql("UPDATE event SET payload_hash = ?, hash = ? WHERE position = ?", links)
    return position, before


def create_lineage() -> None:
    """Create the table of ancestors; recorded history descends from itself alone."""
    op.create_table(
        "lineage",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("ancestor_id", sa.Integer, nullable=False),
        sa.Column("upto", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "depth", name="pk_lineage"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.branch_id"], name="fk_lineage_branch_id_branch"),
        sa.ForeignKeyConstraint(["ancestor_id"], ["branch.branch_id"], name="fk_lineage_ancestor_id_branch"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO lineage SELECT branch_id, 0, branch_id, 4611686018427387904 FROM branch")


def create_projection() -> None:
    """Create the tables of the projection, empty: govsim fills them when it next writes."""
    op.create_table(
        "tenure",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("organization", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("pos_to", "end_latest", "start_earliest")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("post", "party")),
        sa.Column("opened_by", sa.BigInteger, nullable=False),
        sa.Column("capacity", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("start_latest", "end_earliest")),
        sa.Column("closed_by", sa.BigInteger),
        sa.Column("more", sa.Text),
        sa.Column("pos_from", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint(
            *("branch_id", "organization", "pos_to", "end_latest", "start_earliest", "post", "party", "opened_by"),
            name="pk_tenure",
        ),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.branch_id"], name="fk_tenure_branch_id_branch"),
        sa.CheckConstraint("pos_from < pos_to", name=op.f("ck_tenure_believed")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "post_state",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("pos_from", sa.BigInteger, nullable=False),
        sa.Column("pos_to", sa.BigInteger, nullable=False),
        sa.Column("aspects", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "post", "pos_from", name="pk_post_state"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.branch_id"], name="fk_post_state_branch_id_branch"),
        sa.CheckConstraint("pos_from < pos_to", name=op.f("ck_post_state_believed")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "own_post",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("post", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "organization", "post", name="pk_own_post"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.branch_id"], name="fk_own_post_branch_id_branch"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "projection",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_projection"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO projection VALUES ('tenure', 0, 0, x'')")
