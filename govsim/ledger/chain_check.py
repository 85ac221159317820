"""Whether the chain of every branch is whole: every stored byte hashed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from govsim.ledger.branches import Branch, all_branches, lineage_of, link_at
from govsim.ledger.chain import GENESIS, LINES, first_link, link
from govsim.ledger.constants import MAIN, MAIN_NAME, OPEN_END
from govsim.ledger.dialect import dialect_of, streamed
from govsim.ledger.session import Session

_TOLD = 10_000
"""Events between two words of progress."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that is not as it was written; *position* is that of the first event concerned."""

    position: int
    what: str

    def __str__(self) -> str:
        return f"position {self.position}: {self.what}"


def chain_problems(session: Session, progress: Callable[[int], None] | None = None) -> Iterator[Problem]:
    """Find where the chain of a branch breaks: a changed, missing, moved or added row, a changed branch.

    *progress* is told the position that has been reached, now and then.
    """
    dialect = dialect_of(session)
    bent = session.execute(dialect.bent).fetchall()
    if bent:
        for (branch_id,) in bent:
            yield Problem(1, f"the row of branch {branch_id!r} is not one that was written")
        return
    branches = {branch.branch_id: branch for branch in all_branches(session)}
    chains = {branch_id: _Chain(branch.first_link, branch.fork_position or 0) for branch_id, branch in branches.items()}
    position = 0
    for branch_id, at, payload, payload_hash, stored, text, is_well_formed in streamed(session, dialect.chain):
        if at != position + 1:
            gone = f"{position + 1}" if at == position + 2 else f"{position + 1} to {at - 1}"
            yield Problem(position + 1, f"the event at {gone} is missing")
            for its in chains.values():
                its.is_sure = False
        position = at
        if progress is not None and at % _TOLD == 0:
            progress(at)
        chain = chains.get(branch_id)
        if chain is None:
            yield Problem(at, f"the event is of a branch {branch_id} that is not there")
            continue
        if at > branches[branch_id].head_position and not chain.beyond:
            chain.beyond = at
        if not is_well_formed:
            yield Problem(at, "a column holds what was never written there")
            chain.is_sure = False
        else:
            if sha256(payload).digest() != payload_hash:
                yield Problem(at, "the payload is not what was written")
            fits = not chain.is_sure or link(chain.link, payload_hash, text) == stored
            if not fits or text.count(b"\n") != LINES:
                yield Problem(at, "the event is not what was written, or not where it was written")
            chain.is_sure = True
        chain.link, chain.last = stored, at
    yield from _branch_problems(session, branches, chains, position)
    yield from _trigger_problems(session, position)


@dataclass(slots=True)
class _Chain:
    """How far a branch's chain has been followed.

    *is_sure* is False where the next link cannot be judged, because an event before it is missing; *beyond* is the
    first event past the branch's head.
    """

    link: bytes
    last: int
    is_sure: bool = True
    beyond: int = 0


def _branch_problems(
    session: Session, branches: Mapping[int, Branch], chains: Mapping[int, _Chain], position: int
) -> Iterator[Problem]:
    """Find branches that do not begin or end where their chains do."""
    main = branches.get(MAIN)
    if main is None or (main.name, main.parent_id, main.closed_at, main.meta) != (MAIN_NAME, None, None, None):
        yield Problem(1, "recorded history is not the branch that was made with the ledger")
    for branch_id, branch in branches.items():
        chain = chains[branch_id]
        if branch.head_position > chain.last:
            what = f"the events of '{branch.name}' from here to {branch.head_position} are missing"
            yield Problem(max(position, chain.last) + 1, what)
        elif chain.beyond:
            yield Problem(chain.beyond, f"the event lies beyond the head of '{branch.name}'")
        elif (branch.head_position, branch.head_hash) != (chain.last, chain.link):
            yield Problem(branch.head_position, f"'{branch.name}' does not end where its chain ends")
    orphans = [branch for branch in branches.values() if not _has_parent(branch, branches)]
    for branch in orphans:
        yield Problem(branch.fork_position or 1, f"'{branch.name}' has no parent that was there before it")
    if not orphans:  # else there may be no end to whom one descends from
        for branch in branches.values():
            yield from _descent_problems(session, branch, branches)


def _has_parent(branch: Branch, branches: Mapping[int, Branch]) -> bool:
    """Return whether a branch's parent was there before it, as it must have been; main has none."""
    if branch.branch_id == MAIN or branch.parent_id is None or branch.fork_position is None:
        return branch.branch_id == MAIN and branch.parent_id is None
    return branch.parent_id in branches and branch.parent_id < branch.branch_id


def _descent_problems(session: Session, branch: Branch, branches: Mapping[int, Branch]) -> Iterator[Problem]:
    """Find that a branch does not begin where its parent was, or descends from others than its rows say."""
    begins, lines = GENESIS, [(0, branch.branch_id, OPEN_END)]
    if branch.parent_id is not None and branch.fork_position is not None:
        parent = branches[branch.parent_id]
        begins = first_link(link_at(session, parent, branch.fork_position), branch.terms)
        lines += [
            (line.depth + 1, line.branch_id, line.upto)
            for line in lineage_of(session, parent.branch_id, branch.fork_position)
        ]
    if begins != branch.first_link:
        yield Problem(branch.fork_position or 1, f"'{branch.name}' is not what was made, or not made from what it says")
    query = "SELECT depth, ancestor_id, upto FROM lineage WHERE branch_id = ? ORDER BY depth"
    if lines != session.execute(query, (branch.branch_id,)).fetchall():
        yield Problem(branch.fork_position or 1, f"'{branch.name}' does not descend from whom its rows say")


def _trigger_problems(session: Session, position: int) -> Iterator[Problem]:
    """Find that what keeps the log append-only is not there, or lets things pass."""
    dialect = dialect_of(session)
    there = dict(session.execute(dialect.guards).fetchall())
    for name, body in dialect.guarded.items():
        if there.get(name) != body:
            yield Problem(position + 1, f"the trigger {name}, which keeps the log append-only, is not there")
