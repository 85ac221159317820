"""Whether the chain of every branch is whole: every stored byte hashed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from govsim.ledger.branches import Branch, all_branches, lineage_of, link_at
from govsim.ledger.chain import GENESIS, LINES, TEXT_SQL, first_link, link
from govsim.ledger.constants import OPEN_END
from govsim.ledger.session import Session

_TOLD = 10_000
"""Events between two words of progress."""
_TRIGGERS = {"event_no_update", "event_no_delete"}


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
    branches = {branch.branch_id: branch for branch in all_branches(session)}
    links = {branch_id: branch.first_link for branch_id, branch in branches.items()}
    last = {branch_id: branch.fork_position or 0 for branch_id, branch in branches.items()}
    unsure: set[int] = set()  # branches whose next link cannot be judged: an event before it is missing
    position = 0
    rows = session.execute(
        f"SELECT branch_id, position, CAST({TEXT_SQL} AS BLOB), CAST(payload AS BLOB), payload_hash, hash"  # noqa: S608
        " FROM event ORDER BY position"
    )
    for branch_id, at, text, payload, payload_hash, stored in rows:
        if at != position + 1:
            gone = f"{position + 1}" if at == position + 2 else f"{position + 1} to {at - 1}"
            yield Problem(position + 1, f"the event at {gone} is missing")
            unsure = set(branches)
        position = at
        if progress is not None and at % _TOLD == 0:
            progress(at)
        before = links.get(branch_id)
        if before is None:
            yield Problem(at, f"the event is of a branch {branch_id} that is not there")
            continue
        if sha256(payload).digest() != payload_hash:
            yield Problem(at, "the payload is not what was written")
        if (link(before, payload_hash, text) != stored and branch_id not in unsure) or text.count(b"\n") != LINES:
            yield Problem(at, "the event is not what was written, or not where it was written")
        links[branch_id], last[branch_id] = stored, at
        unsure.discard(branch_id)
    yield from _branch_problems(session, branches, links, last, position)


def _branch_problems(
    session: Session, branches: dict[int, Branch], links: dict[int, bytes], last: dict[int, int], position: int
) -> Iterator[Problem]:
    """Find branches that do not begin or end where their chains do."""
    for branch_id, branch in branches.items():
        if branch.head_position > last[branch_id]:
            what = f"the events of '{branch.name}' from here to {branch.head_position} are missing"
            yield Problem(max(position, last[branch_id]) + 1, what)
        elif (branch.head_position, branch.head_hash) != (last[branch_id], links[branch_id]):
            yield Problem(branch.head_position, f"'{branch.name}' does not end where its chain ends")
        if branch.parent_id is None:
            begins, lines = GENESIS, []
        elif branch.parent_id in branches and branch.fork_position is not None:
            parent = branches[branch.parent_id]
            begins = first_link(link_at(session, parent, branch.fork_position), branch.terms)
            lines = [
                (line.depth + 1, line.branch_id, line.upto)
                for line in lineage_of(session, parent.branch_id, branch.fork_position)
            ]
        else:
            yield Problem(branch.head_position, f"the parent of '{branch.name}' is not there")
            continue
        if begins != branch.first_link:
            yield Problem(branch.fork_position or 0, f"'{branch.name}' does not begin where its chain begins")
        if [(0, branch_id, OPEN_END), *lines] != [tuple(line) for line in lineage_of(session, branch_id)]:
            yield Problem(branch.fork_position or 0, f"'{branch.name}' does not descend from whom its rows say")
    names = session.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'")
    for trigger in sorted(_TRIGGERS - {name for (name,) in names}):
        yield Problem(position + 1, f"the trigger {trigger}, which keeps the log append-only, is not there")
