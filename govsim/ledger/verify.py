"""Whether the ledger is what was written: every stored byte against the chain, every tenure against a replay."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from govsim.ledger.branches import Branch, all_branches
from govsim.ledger.chain import GENESIS
from govsim.ledger.chain_check import Problem, chain_problems
from govsim.ledger.constants import MAIN
from govsim.ledger.projection_check import Beside, file_problems, projection_problems
from govsim.ledger.reprojecting import past_problems
from govsim.ledger.session import Session

_BESIDE = 50_000
"""Events from which on a second process pays: it takes 0.1 s to start."""

_PAST = 20_000
"""Events up to which what was believed before is always checked: half a second."""


@dataclass(frozen=True, slots=True)
class Verification:
    """How many events were hashed, the head of recorded history, and what is wrong, by position."""

    events: int
    head: bytes
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """True where nothing is wrong."""
        return not self.problems


def verify(
    session: Session,
    path: Path | None = None,
    anchor: bytes | None = None,
    *,
    past: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Verification:
    """Return whether the whole ledger is what was written, and holds the event that *anchor* is the hash of.

    With the *path* of its file, a large ledger is replayed by a process beside this one. What was believed at every
    earlier position is checked in ledgers of up to 20,000 events, and in larger ones where *past* asks for it: it takes
    five times as long as all else. *progress* is told the part of the events that is hashed, up to 1.
    """
    branches = all_branches(session)
    main = next((branch for branch in branches if branch.branch_id == MAIN), None)
    events = int(session.execute("SELECT count(*) FROM event").fetchone()[0])
    beside = Beside(path) if path is not None and events >= _BESIDE and sys.executable else None
    problems = list(
        chain_problems(
            session, None if progress is None else lambda position: progress(position / max(events, position))
        )
    )
    drift: list[Problem] | None = None
    if beside is not None and problems:
        beside.stop()
    elif beside is not None:
        drift = beside.problems()
    if not problems:  # what a broken chain gives when it is replayed says nothing
        drift = [*file_problems(session), *projection_problems(session)] if drift is None else drift
        if (past or events <= _PAST) and not drift:
            drift = list(dict.fromkeys(past_problems(session)))
    if anchor is not None:
        problems += _anchor_problems(session, branches, anchor)
    return Verification(events, main.head_hash if main else GENESIS, tuple(sorted(problems + (drift or []))))


def _anchor_problems(session: Session, branches: list[Branch], anchor: bytes) -> Iterator[Problem]:
    """Find that the event an anchor was taken of is not there: the tail was cut, or all of it rewritten."""
    if anchor in {branch.first_link for branch in branches}:  # taken before the branch had an event of its own
        return
    if session.execute("SELECT 1 FROM event WHERE hash = ?", (anchor,)).fetchone() is None:
        last = session.execute("SELECT coalesce(max(position), 0) FROM event").fetchone()[0]
        yield Problem(last + 1, "no event has the hash of the anchor: the tail was cut off, or history rewritten")
