"""Whether the projection is what a fresh replay gives.

Verifying hashes and replays every event. In a large ledger a second process replays while the first one hashes: run
as a program, this checks a file and writes what it finds as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from govsim.ledger.branches import Branch, all_branches, lineage_of
from govsim.ledger.chain_check import Problem
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.dialect import dialect_of
from govsim.ledger.file import read_as_newest
from govsim.ledger.projecting import HELD, records_about
from govsim.ledger.reading import headers_of, read_log
from govsim.ledger.session import Session
from govsim.ledger.standing import is_current
from govsim.model.errors import GovsimError
from govsim.model.header import Header, organization_of
from govsim.replay.collector import collector_paused
from govsim.replay.fold import replay
from govsim.replay.held import Held
from govsim.replay.projection import flat_rows
from govsim.replay.timeline import make_timeline
from govsim.replay.world import make_world

_TOGETHER = 10
"""Records replayed together, at least."""


def projection_problems(session: Session) -> Iterator[Problem]:
    """Find where what the projection holds of a branch's posts differs from a fresh replay.

    One that is behind, where nobody may write, is not read; then only that every branch can be replayed is looked at.
    """
    is_read = is_current(session)
    for branch in all_branches(session):
        rows = session.execute("SELECT post FROM own_post WHERE branch_id = ?", (branch.branch_id,))
        own = None if branch.branch_id == MAIN else {post for (post,) in rows}
        if own is not None and not own:
            continue
        try:
            drift = list(_drift(session, branch, own))
            yield from drift if is_read else ()
        except (GovsimError, ValueError, LookupError) as failure:  # what damage to a payload comes to
            said = failure.message if isinstance(failure, GovsimError) else repr(failure)
            yield Problem(branch.head_position, f"'{branch.name}' cannot be replayed: {said}")


def _drift(session: Session, branch: Branch, own: set[str] | None) -> Iterator[Problem]:
    headers = headers_of(session, lineage_of(session, branch.branch_id))
    aspects: dict[str, str] = dict(
        session.execute(
            f"SELECT post, aspects FROM post_state WHERE branch_id = ? AND pos_to = {OPEN_END}",  # noqa: S608
            (branch.branch_id,),
        ).fetchall()
    )
    states: dict[str, str] = {}
    organizations: set[str] = set()
    for records in _parts(headers) if own is None else [records_about(make_world(headers.values()), own)]:
        every = len(records) == len(headers)
        with collector_paused():
            log = read_log(session, branch, records=None if every else records, headers=headers)
            history = replay(make_timeline(log))
            posts = own if own is not None else history.posts.keys() | history.timeline.world.posts.keys()
            expected, its_states = flat_rows(history, posts)
            its_organizations = {organization_of(post) for post in posts}
            for record in records:
                its_organizations |= headers[record].organizations.keys()
            kept = {row for organization in its_organizations for row in _rows(session, branch, organization)}
        states |= its_states
        organizations |= its_organizations
        yield from (_tenure_problem(branch, row) for row in expected ^ kept)
    there = session.execute(
        "SELECT DISTINCT organization FROM tenure WHERE branch_id = ?", (branch.branch_id,)
    ).fetchall()
    for organization in {organization for (organization,) in there} - organizations:
        yield from (_tenure_problem(branch, row) for row in _rows(session, branch, organization))
    for post in aspects.keys() | states.keys():
        if aspects.get(post) != states.get(post):
            yield Problem(branch.head_position, f"the state of {post} on '{branch.name}' is not what a replay gives")


def _rows(session: Session, branch: Branch, organization: str) -> Iterator[tuple[Any, ...]]:
    """Return what is believed now of an organisation, as (post, *Held)."""
    yield from session.execute(
        f"SELECT post, {HELD} FROM tenure"  # noqa: S608 - names and a constant
        f" WHERE branch_id = ? AND organization = ? AND pos_to = {OPEN_END}",
        (branch.branch_id, organization),
    )


def _tenure_problem(branch: Branch, row: tuple[Any, ...]) -> Problem:
    post, held = row[0], Held._make(row[1:])
    at = held.opened_by if isinstance(held.opened_by, int) else branch.head_position
    return Problem(at, f"the tenure of {held.party} in {post} on '{branch.name}' is not what a replay gives")


def _parts(headers: Mapping[str, Header]) -> list[set[str]]:
    """Return the records in parts that have no organisation in common, so that each can be replayed by itself.

    A part that fits the processor's cache is replayed in half the time that it takes within a million events.
    """
    part_of: dict[str, set[str]] = {}
    for record, header in headers.items():
        joined = {record}
        for organization in header.organizations:
            joined |= part_of.get(organization, set())
        for member in joined:
            for organization in headers[member].organizations:
                part_of[organization] = joined
    parts: list[set[str]] = [set()]
    for part in {id(part): part for part in part_of.values()}.values():
        if len(parts[-1]) >= _TOGETHER:
            parts.append(set())
        parts[-1] |= part
    parts[-1] |= {record for record, header in headers.items() if not header.organizations}
    return parts


def file_problems(session: Session) -> Iterator[Problem]:
    """Find that the file is damaged where no row shows it: in its pages, or in an index that leads elsewhere."""
    pages = dialect_of(session).pages
    found = [what for (what,) in session.execute(pages).fetchall() if what != "ok"] if pages else []
    if found:
        last = session.execute("SELECT coalesce(max(position), 0) FROM event").fetchone()[0]
        yield Problem(last + 1, f"the file is damaged: {found[0]}")


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
    """Write the problems of a file and its projection to standard output."""
    connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    read_as_newest(connection)
    connection.execute("BEGIN")
    gc.disable()
    problems = [*file_problems(connection), *projection_problems(connection)]
    json.dump([(problem.position, problem.what) for problem in problems], sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # giving a million tenures back one by one takes a fifth of the time


if __name__ == "__main__":
    main(sys.argv[1])
