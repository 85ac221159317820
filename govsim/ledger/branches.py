"""Branches: a row says what each inherits, stored lineage rows say from whom, and a drop only closes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from govsim.ledger.chain import GENESIS, first_link, hash_of
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.dialect import dialect_of
from govsim.ledger.session import Session
from govsim.model.errors import GovsimError, LedgerError, NotFoundError, did_you_mean
from govsim.model.instant import Instant

COLUMNS = (
    "branch_id, name, created_at, closed_at, parent_id, fork_position, cut_at, cut_event, cut_side, first_link, "
    "head_position, head_hash, meta"
)


def of_branch(branch_id: int, table: str = "event") -> str:
    """Return the condition that picks a branch's own events in the order of their positions.

    Those of main lie in that order; the unary plus keeps SQLite from taking the index on refs and sorting. Those of
    others are found by the partial index, which a literal lets it use.
    """
    return f"+{table}.branch_id = ?" if branch_id == MAIN else f"{table}.branch_id = ? AND {table}.branch_id > {MAIN}"


class Branch(NamedTuple):
    """A line of history: what it inherits, and where its own chain has come to.

    It inherits what its parent held at *fork_position* and, where there is a cut, of that only what sorts before it:
    before the instant *cut_at*, or before or after (*cut_side*) the event at position *cut_event*. *meta* is JSON text
    that says what it was made from, such as a scenario; it plays no part in replay.
    """

    branch_id: int
    name: str
    created_at: Instant
    closed_at: Instant | None
    parent_id: int | None
    fork_position: int | None
    cut_at: Instant | None
    cut_event: int | None
    cut_side: str | None
    first_link: bytes
    head_position: int
    head_hash: bytes
    meta: str | None

    @property
    def is_hypothetical(self) -> bool:
        """True for every branch but recorded history."""
        return self.branch_id != MAIN

    @property
    def made_from(self) -> dict[str, Any]:
        """What *meta* says, empty where there is none."""
        return {} if self.meta is None else dict(json.loads(self.meta))

    @property
    def has_cut(self) -> bool:
        """True where it inherits only what sorts before a point in time."""
        return self.cut_at is not None or self.cut_event is not None

    @property
    def terms(self) -> tuple[int | str | None, ...]:
        """What its first link hashes: what it is called, when and from where it was made, and what it leaves out.

        One that keeps what it was made from has the hash of that as a further term; the others have none, as before
        revision 0003, so that their links stay what they were.
        """
        made_from = () if self.meta is None else (hash_of(self.meta).hex(),)
        cut = self.cut_at, self.cut_event, self.cut_side
        return self.name, self.created_at, self.parent_id, self.fork_position, *cut, *made_from


@dataclass(frozen=True, slots=True)
class Cut:
    """The point in a timeline before which a branch inherits: an instant, or an event and the side of it."""

    at: Instant | None = None
    event: int | None = None
    side: str | None = None


WHOLE = Cut()
"""No cut: everything the parent held."""


class Ancestor(NamedTuple):
    """One line that a branch reads: itself at depth 0, then its parent; *upto* is the last position it sees there."""

    depth: int
    branch_id: int
    upto: int


def branch_named(session: Session, name: str) -> Branch:
    """Return the open branch with this name.

    Raises:
        NotFoundError: there is none; one that was dropped is said to be.
    """
    row = session.execute(
        f"SELECT {COLUMNS} FROM branch WHERE name = ? AND closed_at IS NULL",  # noqa: S608 - names only
        (name,),
    ).fetchone()
    if row is not None:
        return Branch(*row)
    known = all_branches(session)
    if any(branch.name == name for branch in known):
        raise NotFoundError(f"the branch '{name}' was dropped", hint="`govsim branch list --all` shows dropped ones")
    hint = did_you_mean(name, [branch.name for branch in known if branch.closed_at is None])
    raise NotFoundError(f"there is no branch '{name}'", hint=hint or "`govsim branch list` shows them")


def all_branches(session: Session) -> list[Branch]:
    """Return every branch in the order they were made, dropped ones included."""
    rows = session.execute(f"SELECT {COLUMNS} FROM branch ORDER BY branch_id")  # noqa: S608 - names only
    return [Branch(*row) for row in rows]


def lineage_of(session: Session, branch_id: int, upto: int = OPEN_END) -> list[Ancestor]:
    """Return the lines that a branch reads, itself first, capped at a position."""
    if branch_id == MAIN:
        return [Ancestor(0, MAIN, upto)]
    query = "SELECT depth, ancestor_id, upto FROM lineage WHERE branch_id = ? ORDER BY depth"
    return [Ancestor(depth, ancestor, min(cap, upto)) for depth, ancestor, cap in session.execute(query, (branch_id,))]


def fork(
    session: Session,
    name: str,
    parent: Branch,
    now: Instant,
    position: int | None = None,
    cut: Cut = WHOLE,
    meta: str | None = None,
) -> Branch:
    """Make a branch and return it: one row, and one for each ancestor, however long the log.

    Args:
        session: a connection that holds the writer lock.
        name: how people call it.
        parent: from whom it inherits.
        now: when it is made.
        position: what the parent held then; the default is all it holds now.
        cut: the point in the timeline before which it inherits.
        meta: JSON text that says what it was made from.

    Raises:
        LedgerError: the name is taken, or the position lies beyond what the parent holds.
    """
    if session.execute("SELECT 1 FROM branch WHERE name = ? AND closed_at IS NULL", (name,)).fetchone():
        raise LedgerError(f"there is a branch '{name}' already", hint="use another name, or drop it first")
    at = parent.head_position if position is None else position
    if not 0 <= at <= parent.head_position:
        raise GovsimError(
            f"position {at} lies beyond what '{parent.name}' holds", hint=f"a position from 0 to {parent.head_position}"
        )
    number = int(session.execute("SELECT coalesce(max(branch_id), 0) + 1 FROM branch").fetchone()[0])
    terms = parent.branch_id, at, cut.at, cut.event, cut.side
    new = Branch(number, name, now, None, *terms, GENESIS, at, GENESIS, meta)
    first = first_link(link_at(session, parent, at), new.terms)
    new = new._replace(first_link=first, head_hash=first)
    session.execute(f"INSERT INTO branch ({COLUMNS}) VALUES ({', '.join('?' * len(new))})", new)  # noqa: S608
    ancestors = [(new.branch_id, 0, new.branch_id, OPEN_END)]
    ancestors += [
        (new.branch_id, ancestor.depth + 1, ancestor.branch_id, ancestor.upto)
        for ancestor in lineage_of(session, parent.branch_id, at)
    ]
    session.executemany("INSERT INTO lineage (branch_id, depth, ancestor_id, upto) VALUES (?, ?, ?, ?)", ancestors)
    return new


def drop(session: Session, branch: Branch, now: Instant) -> None:
    """Close a branch; its events stay, and so do the branches made from it.

    Raises:
        GovsimError: it is recorded history.
    """
    if branch.branch_id == MAIN:
        raise GovsimError("recorded history cannot be dropped", hint="drop a branch: `govsim branch list` shows them")
    session.execute("UPDATE branch SET closed_at = ? WHERE branch_id = ?", (now, branch.branch_id))


def link_at(session: Session, branch: Branch, position: int) -> bytes:
    """Return the link that a branch's chain had come to at a position."""
    if position >= branch.head_position:
        return branch.head_hash
    row = session.execute(
        f"SELECT hash FROM event WHERE {of_branch(branch.branch_id)} AND position <= ?"  # noqa: S608 - a condition
        " ORDER BY position DESC LIMIT 1",
        (branch.branch_id, position),
    ).fetchone()
    if row is not None:
        return bytes(row[0])
    if branch.parent_id is not None and branch.fork_position is not None and position < branch.fork_position:
        parent = next(other for other in all_branches(session) if other.branch_id == branch.parent_id)
        return link_at(session, parent, position)
    return branch.first_link


def missed_corrections(session: Session, branch: Branch, left_out: Sequence[int] = ()) -> int:
    """Return how many corrections and retractions of what a branch inherits its ancestors recorded since."""
    gone = set(left_out)
    missed = 0
    for ancestor in lineage_of(session, branch.branch_id)[1:]:
        rows = session.execute(
            "SELECT target.position FROM event mending"  # noqa: S608 - a condition
            " JOIN lineage line ON line.branch_id = ?"
            " JOIN event target ON target.branch_id = line.ancestor_id AND target.position <= line.upto"
            f" AND target.ref = mending.record || '/' || {dialect_of(session).named_event}"
            f" WHERE {of_branch(ancestor.branch_id, 'mending')} AND mending.position > ? AND mending.key_at IS NULL"
            " AND mending.type IN ('corrected', 'retracted')",
            (branch.branch_id, ancestor.branch_id, ancestor.upto),
        )
        missed += sum(position not in gone for (position,) in rows)
    return missed
