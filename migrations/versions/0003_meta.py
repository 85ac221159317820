"""What a branch was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHECKS = {
    "fork": "(parent_id IS NULL) = (fork_position IS NULL)",
    "cut": "cut_at IS NULL OR cut_event IS NULL",
    "side": "(cut_event IS NULL) = (cut_side IS NULL)",
}
"""Those of revision 0002, said again: not every Alembic carries them over into a table that is rebuilt."""


def upgrade() -> None:
    """Let a branch keep what it was made from; those that are there keep nothing, and their links stay."""
    if op.get_bind().dialect.name == "postgresql":
        return  # revision 0004 makes all of it there at once: no ledger in PostgreSQL is older
    op.drop_index("uq_branch_name", "branch")
    with op.batch_alter_table("branch") as branch:
        branch.add_column(sa.Column("meta", sa.Text))
        create_checks(branch)
        branch.create_check_constraint(op.f("ck_branch_meta"), "meta IS NULL OR meta <> ''")
    create_index()


def downgrade() -> None:
    """Take the column away.

    Raises:
        RuntimeError: a branch keeps what it was made from, which its first link hashes.
    """
    if op.get_bind().execute(sa.text("SELECT count(*) FROM branch WHERE meta IS NOT NULL")).scalar_one():
        raise RuntimeError("a ledger with branches that keep what they were made from cannot go back to schema 0002")
    op.drop_index("uq_branch_name", "branch")
    with op.batch_alter_table("branch") as branch:
        branch.drop_constraint(op.f("ck_branch_meta"), type_="check")
        branch.drop_column("meta")
        create_checks(branch)
    create_index()


def create_checks(branch) -> None:  # type: ignore[no-untyped-def]
    """Make the older checks again."""
    for name, check in CHECKS.items():
        branch.create_check_constraint(op.f(f"ck_branch_{name}"), check)


def create_index() -> None:
    """Let a name be taken by one open branch only."""
    op.create_index("uq_branch_name", "branch", ["name"], unique=True, sqlite_where=sa.text("closed_at IS NULL"))
