"""Whether the ledger is what was written: every stored byte against the chain, every tenure against a replay."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govsim.ledger.branches import Branch, all_branches, lineage_of
from govsim.ledger.chain import GENESIS
from govsim.ledger.chain_check import ChainCheck, Problem, chain_problems
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.projecting import HELD, records_about
from govsim.ledger.reading import headers_of, read_log
from govsim.ledger.reprojecting import past_problems
from govsim.ledger.session import Session
from govsim.model.errors import GovsimError
from govsim.replay.collector import collector_paused
from govsim.replay.fold import replay
from govsim.replay.projection import flat_rows
from govsim.replay.timeline import make_timeline
from govsim.replay.world import make_world

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
    session: Session, path: Path | None = None, anchor: bytes | None = None, *, past: bool = False
) -> Verification:
    """Return whether the whole ledger is what was written, and holds the event that *anchor* is the hash of.

    With the *path* of its file, a large ledger is hashed by a process beside this one. What was believed at every
    earlier position is checked in ledgers of up to 20,000 events, and in larger ones where *past* asks for it: it takes
    five times as long as all else.
    """
    branches = all_branches(session)
    main = next((branch for branch in branches if branch.branch_id == MAIN), None)
    events = int(session.execute("SELECT count(*) FROM event").fetchone()[0])
    if path is not None and events >= _BESIDE and sys.executable:
        beside = ChainCheck(path)
        drift = list(projection_problems(session))
        found = beside.problems()
        problems = list(chain_problems(session)) if found is None else found
    else:
        problems, drift = list(chain_problems(session)), []
        if not problems:
            drift = list(projection_problems(session))
    if (past or events <= _PAST) and not problems and not drift:
        drift = list(dict.fromkeys(past_problems(session)))
    if anchor is not None:
        problems += _anchor_problems(session, branches, anchor)
    # What a broken chain gives when it is replayed says nothing.
    return Verification(events, main.head_hash if main else GENESIS, tuple(sorted(problems or drift)))


def _anchor_problems(session: Session, branches: list[Branch], anchor: bytes) -> Iterator[Problem]:
    """Find that the event an anchor was taken of is not there: the tail was cut, or all of it rewritten."""
    if anchor in {link for branch in branches for link in (branch.first_link, branch.head_hash)}:
        return
    if session.execute("SELECT 1 FROM event WHERE hash = ?", (anchor,)).fetchone() is None:
        last = session.execute("SELECT coalesce(max(position), 0) FROM event").fetchone()[0]
        yield Problem(last + 1, "no event has the hash of the anchor: the tail was cut off, or history rewritten")


# -- the projection


def projection_problems(session: Session) -> Iterator[Problem]:
    """Find where what the projection holds of a branch's posts differs from a fresh replay."""
    for branch in all_branches(session):
        rows = session.execute("SELECT post FROM own_post WHERE branch_id = ?", (branch.branch_id,))
        own = None if branch.branch_id == MAIN else {post for (post,) in rows}
        if own is not None and not own:
            continue
        try:
            yield from _drift(session, branch, own)
        except (GovsimError, ValueError, LookupError) as failure:  # what damage to a payload comes to
            said = failure.message if isinstance(failure, GovsimError) else repr(failure)
            yield Problem(branch.head_position, f"'{branch.name}' cannot be replayed: {said}")


def _drift(session: Session, branch: Branch, own: set[str] | None) -> Iterator[Problem]:
    with collector_paused():
        records = None
        if own is not None:
            headers = headers_of(session, lineage_of(session, branch.branch_id))
            records = records_about(make_world(headers.values()), own)
        history = replay(make_timeline(read_log(session, branch, records=records)))
        posts = own if own is not None else history.posts.keys() | history.timeline.world.posts.keys()
        expected, states = flat_rows(history, posts)
        kept = set(
            session.execute(
                f"SELECT post, {HELD} FROM tenure WHERE branch_id = ? AND pos_to = {OPEN_END}",  # noqa: S608
                (branch.branch_id,),
            )
        )
    for post, party, *_, opened_by, _, _ in expected ^ kept:
        yield Problem(opened_by, f"the tenure of {party} in {post} on '{branch.name}' is not what a replay gives")
    aspects = dict(
        session.execute(
            f"SELECT post, aspects FROM post_state WHERE branch_id = ? AND pos_to = {OPEN_END}",  # noqa: S608
            (branch.branch_id,),
        ).fetchall()
    )
    for post in aspects.keys() | states.keys():
        if aspects.get(post) != states.get(post):
            yield Problem(branch.head_position, f"the state of {post} on '{branch.name}' is not what a replay gives")
