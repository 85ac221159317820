"""Copying a ledger byte for byte: into an empty place, or on from where a copy of the same ledger ended.

Every part that is copied leaves a whole ledger behind, the source as it was some appends ago. So a copy that was
stopped goes on, and one that was made last week is brought up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from govsim.ledger.branches import COLUMNS, Branch, all_branches, link_at
from govsim.ledger.chain import hash_of, link, text_of
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.dialect import streamed
from govsim.ledger.rows import INSERT, Row
from govsim.ledger.session import Session, marks
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError

_AT_ONCE = 5_000
"""Events in one transaction, at least; an append is never divided."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many events were copied now, and what the copy then holds: events, branches, the head of recorded history."""

    copied: int
    events: int
    branches: int
    head: bytes


def copy(source: Ledger, target: Ledger, progress: Callable[[float], None] = lambda _: None) -> Copied:
    """Copy what one ledger holds into another and return what was done; the copy is verified.

    Raises:
        NotFoundError: there is no source.
        LedgerError: the target holds something else, the source is broken, or the copy is not what the source is.
    """
    with source.reading() as origin:
        branches = all_branches(origin)
        last = _last(origin)
        with target.copying() as session:
            done = begun = _checked(origin, branches, session, target)
            _close(session, branches)
        links = {branch.branch_id: _link(origin, branch, done) for branch in branches}
        for part in _parts(origin, done, links, source):
            with target.copying() as session:
                _check_alone(session, done, target)
                done = part[-1][0]
                _branches(session, origin, branches, done)
                session.executemany(INSERT, part)
                heads = {row[1]: (row[0], row[-1], row[1]) for row in part}
                session.executemany(
                    "UPDATE branch SET head_position = ?, head_hash = ? WHERE branch_id = ?", list(heads.values())
                )
            progress(done / max(last, 1))
        with target.copying() as session:
            _check_alone(session, done, target)
            _branches(session, origin, branches, OPEN_END)
    with target.writing():
        pass  # the projection is made from the events, if it is behind them
    verified = target.verify()
    main = next(branch for branch in branches if branch.branch_id == MAIN)
    if not verified.ok or verified.head != main.head_hash:
        first = verified.problems[0] if verified.problems else "its head is another"
        raise LedgerError(f"{target.backend.name} is not what was copied: {first}", hint="copy to another place")
    return Copied(done - begun, verified.events, len(branches), verified.head)


def _last(session: Session) -> int:
    return int(session.execute("SELECT coalesce(max(position), 0) FROM event").fetchone()[0])


# -- what the target holds already


def _checked(origin: Session, branches: Sequence[Branch], session: Session, target: Ledger) -> int:
    """Return the position up to which the target holds what the source does, after making its main the source's.

    Raises:
        LedgerError: it holds something that the source does not.
    """
    done, there = _last(session), all_branches(session)
    by_id = {branch.branch_id: branch for branch in branches}
    if done == 0 and len(there) == 1:
        created = next(branch.created_at for branch in branches if branch.branch_id == MAIN)
        if there[0].created_at != created:
            session.execute("UPDATE branch SET created_at = ? WHERE branch_id = ?", (created, MAIN))
        return 0
    for branch in there:
        its = by_id.get(branch.branch_id)
        if its is None or done > _last(origin) or not _is_earlier(origin, branch, its, done):
            raise LedgerError(
                f"{target.backend.name} holds another history than what is to be copied ('{branch.name}' differs)",
                hint="nothing was written; name an empty place, or the copy of this ledger",
            )
    return done


def _is_earlier(origin: Session, branch: Branch, its: Branch, done: int) -> bool:
    """Return whether a branch of the target is one of the source as it was at a position."""
    row = origin.execute(
        "SELECT max(position) FROM event WHERE branch_id = ? AND position <= ?", (its.branch_id, done)
    ).fetchone()
    head = row[0] if row[0] is not None else its.fork_position or 0
    closed = its.closed_at if branch.closed_at is not None else None
    return branch == its._replace(head_position=head, head_hash=_link(origin, its, done), closed_at=closed)


def _link(origin: Session, branch: Branch, position: int) -> bytes:
    """Return where a branch's own chain was at a position, which may be before it was made."""
    is_made = position >= (branch.fork_position or 0)
    return link_at(origin, branch, position) if is_made else branch.first_link


def _check_alone(session: Session, done: int, target: Ledger) -> None:
    """Refuse to go on where somebody else has written to the target meanwhile."""
    if _last(session) != done:
        raise LedgerError(
            f"somebody writes to {target.backend.name} while it is copied to",
            hint="what was copied is whole; end the other program, then copy to an empty place",
        )


# -- what is copied


def _parts(origin: Session, done: int, links: dict[int, bytes], source: Ledger) -> Iterator[list[tuple[Any, ...]]]:
    """Return the rows after a position in parts of whole appends, each row checked against the chain.

    Raises:
        LedgerError: a row is not what was written.
    """
    names = f"{', '.join(Row._fields)}, payload_hash, hash"
    rows = streamed(origin, f"SELECT {names} FROM event WHERE position > ? ORDER BY position", (done,))  # noqa: S608
    part: list[tuple[Any, ...]] = []
    for _, append in groupby(rows, key=lambda row: (row[16], row[1])):
        for row in append:
            done += 1
            payload_hash = hash_of(row[14])
            link_now = link(links.get(row[1], b""), payload_hash, text_of(row[:14], row[15:17]).encode())
            if row[0] != done or payload_hash != bytes(row[17]) or link_now != bytes(row[18]):
                raise LedgerError(
                    f"{source.backend.name} is broken at position {done}; what stands before it was copied",
                    hint="`govsim verify` says more",
                )
            links[row[1]] = link_now
            part.append((*row[:17], payload_hash, link_now))
        if len(part) >= _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _branches(session: Session, origin: Session, branches: Sequence[Branch], upto: int) -> None:
    """Add the branches that begin at a position or before and are not there yet, without events of their own."""
    there = {branch.branch_id for branch in all_branches(session)}
    for branch in branches:
        begins = branch.parent_id in there and (branch.fork_position or 0) <= upto
        if branch.branch_id in there or not begins:
            continue
        new = branch._replace(head_position=branch.fork_position or 0, head_hash=branch.first_link)
        session.execute(f"INSERT INTO branch ({COLUMNS}) VALUES ({marks(new)})", new)  # noqa: S608 - names and marks
        lines = origin.execute("SELECT * FROM lineage WHERE branch_id = ?", (branch.branch_id,)).fetchall()
        session.executemany("INSERT INTO lineage (branch_id, depth, ancestor_id, upto) VALUES (?, ?, ?, ?)", lines)
        there.add(branch.branch_id)


def _close(session: Session, branches: Sequence[Branch]) -> None:
    """Close the branches of the target that have been dropped since in the source; their names are free again."""
    closed = [(branch.closed_at, branch.branch_id) for branch in branches if branch.closed_at is not None]
    session.executemany("UPDATE branch SET closed_at = ? WHERE branch_id = ? AND closed_at IS NULL", closed)
