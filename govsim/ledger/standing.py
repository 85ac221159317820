"""Reading the tenure projection: who can have held the posts of an organisation at an instant.

"As recorded at R", "as of position P" and "as seen from branch B" are one filter: a cap on the position for each line
that the branch reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govsim.ledger.branches import Ancestor, Branch, all_branches, lineage_of
from govsim.ledger.constants import MAIN, OPEN_END, PROJECTION
from govsim.ledger.session import Session
from govsim.model.instant import Instant
from govsim.replay.held import Held

_COLUMNS = "post, party, capacity, start_earliest, start_latest, end_earliest, end_latest, opened_by, closed_by, more"
_STABBED = "branch_id = ?1 AND organization = ?2 AND end_latest > ?3 AND start_earliest <= ?4"
# The position is a literal, else SQLite could not use the partial indexes.
_NOW = f"SELECT {_COLUMNS} FROM tenure WHERE {_STABBED} AND pos_to = {OPEN_END}"  # noqa: S608 - constants
_THEN = (
    f"{_NOW} AND pos_from <= ?5 UNION ALL SELECT {_COLUMNS} FROM tenure"  # noqa: S608 - constants
    f" WHERE {_STABBED} AND pos_from <= ?5 AND pos_to > ?5 AND pos_to < {OPEN_END}"
)
_ASPECTS_NOW = (
    f"SELECT post, aspects FROM post_state WHERE branch_id = ? AND post > ? AND post < ? AND pos_to = {OPEN_END}"  # noqa: S608
)
_ASPECTS_THEN = (
    "SELECT post, aspects FROM post_state"
    " WHERE branch_id = ? AND post > ? AND post < ? AND pos_from <= ? AND pos_to > ?"
)


@dataclass(slots=True)
class Standing:
    """What the projection says of a post at an instant: the tenures that can have run then, and its aspects."""

    tenures: list[Held] = field(default_factory=list)
    aspects: str | None = None


def straight_lines(session: Session, branch: Branch) -> list[Ancestor] | None:
    """Return the lines of a branch if its projection can be read through them, else None.

    It cannot through a cut, which takes away half of what a post's row says, nor through a fork in the middle of a
    transaction, whose states are kept only at its end. Both are replayed instead.
    """
    if branch.branch_id == MAIN:
        return [Ancestor(0, MAIN, OPEN_END)]
    lineage = lineage_of(session, branch.branch_id)
    ids = {ancestor.branch_id for ancestor in lineage}
    if any(other.has_cut for other in all_branches(session) if other.branch_id in ids):
        return None
    if not all(is_end_of_transaction(session, ancestor.upto) for ancestor in lineage[1:]):
        return None
    return lineage


def is_current(session: Session) -> bool:
    """Return whether the projection has come to the last event, by the rules of this version."""
    row = session.execute("SELECT version, position FROM projection WHERE name = 'tenure'").fetchone()
    last = session.execute("SELECT coalesce(max(position), 0) FROM event").fetchone()[0]
    return last == 0 or (row is not None and tuple(row) == (PROJECTION, last))


def is_end_of_transaction(session: Session, position: int) -> bool:
    """Return whether no transaction goes on past a position; each has an instant of its own."""
    rows = session.execute(
        "SELECT count(DISTINCT recorded_at), count(*) FROM event WHERE position IN (?, ?)", (position, position + 1)
    ).fetchone()
    return bool(rows[0] == rows[1])


def standings(
    session: Session, lines: Sequence[Ancestor], organization: str, first: Instant, last: Instant
) -> dict[str, Standing]:
    """Return what the projection says of an organisation's posts from *first* to *last*, by post.

    Posts of which it says nothing are left out: nobody held them then.
    """
    found: dict[str, Standing] = {}
    if len(lines) == 1:
        _read(session, lines[0], organization, first, last, found)
        return found
    query = (
        "SELECT line.depth, own.post, own.position FROM lineage line"
        " JOIN own_post own ON own.branch_id = line.ancestor_id AND own.organization = ? AND own.position <= line.upto"
        " WHERE line.branch_id = ?"
    )
    own: dict[int, set[str]] = {}
    for depth, post, position in session.execute(query, (organization, lines[0].branch_id)):
        if position <= lines[depth].upto:
            own.setdefault(depth, set()).add(post)
    nearer: set[str] = set()
    for line in lines:
        is_root = line is lines[-1]
        if not is_root and line.depth not in own:
            continue
        read: dict[str, Standing] = {}
        _read(session, line, organization, first, last, read)
        found.update({post: standing for post, standing in read.items() if post not in nearer})
        nearer |= own.get(line.depth, set())
    return found


def _read(
    session: Session, line: Ancestor, organization: str, first: Instant, last: Instant, into: dict[str, Standing]
) -> None:
    """Read one line's rows into a mapping by post."""
    values = line.branch_id, organization, first, last
    posts = line.branch_id, f"{organization}/", f"{organization}0"
    if line.upto == OPEN_END:
        rows, states = session.execute(_NOW, values), session.execute(_ASPECTS_NOW, posts)
    else:
        rows = session.execute(_THEN, (*values, line.upto))
        states = session.execute(_ASPECTS_THEN, (*posts, line.upto, line.upto))
    for post, *held in rows:
        standing = into.get(post)
        if standing is None:
            standing = into[post] = Standing()
        standing.tenures.append(Held._make(held))
    for post, aspects in states:
        into.setdefault(post, Standing()).aspects = aspects
