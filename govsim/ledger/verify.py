"""Whether the ledger is what was written: every stored byte against the chain, every tenure against a replay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from govsim.ledger.branches import Branch, all_branches, lineage_of, link_at
from govsim.ledger.chain import GENESIS, LINES, TEXT_SQL, first_link, link
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.projecting import HELD
from govsim.ledger.reading import read_log
from govsim.ledger.session import Session
from govsim.model.errors import GovsimError
from govsim.replay.collector import collector_paused
from govsim.replay.fold import replay
from govsim.replay.projection import Held, project
from govsim.replay.timeline import make_timeline

_TRIGGERS = {"event_no_update", "event_no_delete"}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that is not as it was written; *position* is that of the first event concerned."""

    position: int
    what: str

    def __str__(self) -> str:
        return f"position {self.position}: {self.what}"


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


def verify(session: Session, anchor: bytes | None = None) -> Verification:
    """Return whether the whole ledger is what was written, and holds the event that *anchor* is the hash of."""
    branches = all_branches(session)
    main = next((branch for branch in branches if branch.branch_id == MAIN), None)
    problems = list(chain_problems(session))
    if anchor is not None:
        problems += _anchor_problems(session, branches, anchor)
    if not problems:  # what a broken chain gives when it is replayed says nothing
        problems += projection_problems(session)
    events = int(session.execute("SELECT count(*) FROM event").fetchone()[0])
    return Verification(events, main.head_hash if main else GENESIS, tuple(sorted(problems)))


# -- the chain


def chain_problems(session: Session) -> Iterator[Problem]:
    """Find where the chain of a branch breaks: a changed, missing, moved or added row, a changed branch."""
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
        except GovsimError as failure:
            yield Problem(branch.head_position, f"'{branch.name}' cannot be replayed: {failure.message}")


def _drift(session: Session, branch: Branch, own: set[str] | None) -> Iterator[Problem]:
    with collector_paused():
        history = replay(make_timeline(read_log(session, branch)))
        posts = own if own is not None else history.posts.keys() | history.timeline.world.posts.keys()
        replayed = project(history, posts)
        kept: dict[str, list[Held]] = defaultdict(list)
        for post, *held in session.execute(
            f"SELECT post, {HELD} FROM tenure WHERE branch_id = ? AND pos_to = {OPEN_END}",  # noqa: S608
            (branch.branch_id,),
        ):
            kept[post].append(Held._make(held))
    aspects = dict(
        session.execute(
            f"SELECT post, aspects FROM post_state WHERE branch_id = ? AND pos_to = {OPEN_END}",  # noqa: S608
            (branch.branch_id,),
        ).fetchall()
    )
    for post in replayed.keys() | kept.keys() | aspects.keys():
        its = replayed.get(post)
        expected = list(its.tenures) if its else []
        differing = set(expected) ^ set(kept[post])
        if differing or len(expected) != len(kept[post]):
            held = min(differing or set(expected) or set(kept[post]), key=lambda held: held.opened_by)
            what = f"the tenure of {held.party} in {post} on '{branch.name}' is not what a replay gives"
            yield Problem(held.opened_by, what)
        if aspects.get(post) != (its.aspects if its else None):
            yield Problem(branch.head_position, f"the state of {post} on '{branch.name}' is not what a replay gives")
