"""Making the tenure projection again from the events: after a migration, or when a release projects otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from govsim.ledger.branches import all_branches, lineage_of
from govsim.ledger.constants import PROJECTION, RECORD_DECLARED
from govsim.ledger.dialect import streamed
from govsim.ledger.projecting import New, Projector
from govsim.ledger.rows import Row, read_event, read_header
from govsim.ledger.session import Session
from govsim.ledger.standing import is_current
from govsim.ledger.worlds import Worlds
from govsim.model.errors import LedgerError


def rebuild(session: Session, worlds: Worlds) -> None:
    """Project every transaction again, in order, so that what was believed when is there as well."""
    if is_current(session):  # somebody else came first
        return
    for table in ("tenure", "post_state", "own_post"):
        session.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
    last = project_all(session, worlds)
    if last is not None:
        head_hash = next(b.head_hash for b in all_branches(session) if b.branch_id == last.branch_id)
        session.execute(
            "UPDATE projection SET version = ?, position = ?, hash = ? WHERE name = 'tenure'",
            (PROJECTION, last.position, head_hash),
        )


def project_all(session: Session, worlds: Worlds) -> Row | None:
    """Project every transaction into empty tables and return the last row, None where there is none."""
    branches = {branch.branch_id: branch for branch in all_branches(session)}
    last: Row | None = None
    for transaction in _transactions(session):
        last = transaction[-1].row
        if last.branch_id not in branches:
            raise LedgerError(
                f"the ledger is damaged: position {last.position} is of a branch that is not there",
                hint="restore it from a copy",
            )
        branch, head = branches[last.branch_id], last.position
        world = worlds.world(session, lineage_of(session, branch.branch_id, head))
        Projector(session, branch, world, head).append(transaction)
    return last


def _transactions(session: Session) -> Iterator[list[New]]:
    """Return what each transaction appended; each has an instant of its own."""
    rows = streamed(session, f"SELECT {', '.join(Row._fields)} FROM event ORDER BY position")  # noqa: S608 - names only
    for _, its in groupby((Row._make(row) for row in rows), key=lambda row: (row.recorded_at, row.branch_id)):
        yield [
            New(
                row,
                read_header(row.schema_version, row.payload)
                if row.type == RECORD_DECLARED
                else read_event(row.type, row.schema_version, row.payload),
            )
            for row in its
        ]
