"""Whether the projection is what a fresh replay gives.

Verifying hashes and replays every event. In a large ledger a second process replays while the first one hashes: run
as a program, this checks a file and writes what it finds as JSON.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from govsim.ledger.branches import Branch, all_branches, lineage_of
from govsim.ledger.chain_check import Problem
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.projecting import HELD, records_about
from govsim.ledger.reading import headers_of, read_log
from govsim.ledger.session import Session
from govsim.model.errors import GovsimError
from govsim.replay.collector import collector_paused
from govsim.replay.fold import replay
from govsim.replay.projection import flat_rows
from govsim.replay.timeline import make_timeline
from govsim.replay.world import make_world


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
        at = opened_by if isinstance(opened_by, int) else branch.head_position
        yield Problem(at, f"the tenure of {party} in {post} on '{branch.name}' is not what a replay gives")
    aspects = dict(
        session.execute(
            f"SELECT post, aspects FROM post_state WHERE branch_id = ? AND pos_to = {OPEN_END}",  # noqa: S608
            (branch.branch_id,),
        ).fetchall()
    )
    for post in aspects.keys() | states.keys():
        if aspects.get(post) != states.get(post):
            yield Problem(branch.head_position, f"the state of {post} on '{branch.name}' is not what a replay gives")


class Beside:
    """A check of the projection that runs beside this process."""

    def __init__(self, path: Path) -> None:
        arguments = [sys.executable, "-m", __name__, str(path)]
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def problems(self) -> list[Problem] | None:
        """Wait and return what it found, None where it could not run."""
        out, _ = self._process.communicate()
        if self._process.returncode != 0:
            return None
        return [Problem(position, what) for position, what in json.loads(out)]

    def stop(self) -> None:
        """End it; nobody asks any more."""
        self._process.kill()
        self._process.communicate()


def main(path: str) -> None:
    """Write the problems of a file's projection to standard output."""
    connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("BEGIN")
    json.dump([(problem.position, problem.what) for problem in projection_problems(connection)], sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # giving a million tenures back one by one takes a fifth of the time


if __name__ == "__main__":
    main(sys.argv[1])
