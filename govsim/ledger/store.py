"""The ledger: append a list in one transaction, read any branch as it was known at any position."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from govsim.ledger.branches import Ancestor, Branch, all_branches, branch_named, lineage_of
from govsim.ledger.constants import MAIN, MAIN_NAME, OPEN_END
from govsim.ledger.reading import Stored, find_event, openings_of, position_at, read_log, stored_events
from govsim.ledger.session import Session
from govsim.ledger.standing import Standing, is_end_of_transaction, standings, straight_lines
from govsim.ledger.writing import WritingConnection
from govsim.model.errors import GovsimError, LedgerError
from govsim.model.events import Event
from govsim.model.header import Header
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.collector import collector_paused
from govsim.replay.held import Held
from govsim.replay.log import Log
from govsim.replay.world import World

if TYPE_CHECKING:
    from govsim.ledger.verify import Verification


_MAIN_LINES = [Ancestor(0, MAIN, OPEN_END)]


class Ledger(WritingConnection):
    """An append-only store of events in an SQLite file or a PostgreSQL database; safe for several processes at once."""

    def __init__(self, url: str) -> None:
        """Name a ledger; nothing is opened or made yet.

        Raises:
            LedgerError: the URL names no ledger.
        """
        super().__init__(url)
        self._lines: dict[int, list[Ancestor] | None] = {}

    # -- reading events

    def head(self, branch: str = "main") -> int:
        """Return the position of the last event that a branch holds, 0 in an empty ledger."""
        with self.reading() as session:
            return branch_named(session, branch).head_position

    def branch(self, name: str) -> Branch:
        """Return the open branch with this name.

        Raises:
            NotFoundError: there is none.
        """
        with self.reading() as session:
            return branch_named(session, name)

    def branches(self) -> list[Branch]:
        """Return every branch in the order they were made, dropped ones included."""
        with self.reading() as session:
            return all_branches(session)

    def count(self, branch: Branch) -> int:
        """Return how many events of its own a branch holds, headers included."""
        with self.reading() as session:
            query = "SELECT count(*) FROM event WHERE branch_id = ?"
            return int(session.execute(query, (branch.branch_id,)).fetchone()[0])

    def missed_corrections(self, branch: Branch) -> int:
        """Return how many corrections of what a branch inherits were recorded since it was made."""
        from govsim.ledger.branches import missed_corrections  # noqa: PLC0415 - only to list branches

        with self.reading() as session:
            left_out = read_log(session, branch).left_out if branch.has_cut else ()
            return missed_corrections(session, branch, tuple(left_out))

    def position_at(self, recorded_at: Instant, branch: str = "main") -> int:
        """Return the position of the last event that a branch held at an instant.

        Raises:
            LedgerError: that instant lies in the future, where the answer could still change, or before the branch.
        """
        with self.reading() as session:
            row = session.execute("SELECT recorded_at FROM event ORDER BY position DESC LIMIT 1").fetchone()
            # What is recorded already cannot change, though the clock may have gone back since.
            if recorded_at > max(time.time_ns() // 1000, row[0] if row else 0):
                raise LedgerError(f"{to_rfc3339(recorded_at)} lies in the future; nothing is recorded then yet")
            line = branch_named(session, branch)
            if line.parent_id is not None and recorded_at < line.created_at:
                made = to_rfc3339(line.created_at)
                raise LedgerError(f"there was no branch '{branch}' at {to_rfc3339(recorded_at)}: it was made at {made}")
            return min(position_at(session, recorded_at), line.head_position)

    def log(self, upto: int | None = None, branch: str = "main") -> Log:
        """Return what a branch holds, up to and including a position.

        Raises:
            GovsimError: the position lies beyond what the branch holds, where the answer could still change.
        """
        with collector_paused(), self.reading() as session:
            line = branch_named(session, branch)
            cap = _checked(line, upto)
            return read_log(session, line, cap, lookup=self._lookup(lineage_of(session, line.branch_id, cap)))

    def _lookup(self, lineage: list[Ancestor]) -> Callable[[str], Event]:
        def lookup(ref: str) -> Event:
            with self.reading() as session:
                return find_event(session, lineage, ref)[1]

        return lookup

    def headers(self, branch: str = "main") -> list[Header]:
        """Return the latest header of each record, in the order they were first declared."""
        with self.reading() as session:
            lineage = lineage_of(session, branch_named(session, branch).branch_id)
            return list(self.worlds.headers(session, lineage))

    def stored(self, record: str | None = None, branch: str = "main", *, after: int = 0) -> list[Stored]:
        """Return a branch's own events in the order they were appended, corrections included."""
        with self.reading() as session:
            return stored_events(session, branch_named(session, branch).branch_id, record=record, after=after)

    def follow(
        self, after: int = 0, branch: str = "main", *, every: float = 0.2, until: Callable[[], bool] = lambda: False
    ) -> Iterator[Stored]:
        """Yield a branch's own events after a position as they are appended, by whatever process, without end.

        What was delivered last is where to begin again: no event is skipped, none comes twice.

        Args:
            after: the position of the last event that is known already.
            branch: the branch to follow.
            every: seconds between looks; a look at a ledger that nobody wrote to reads no table.
            until: asked at every look; when it says True, following ends.

        Raises:
            GovsimError: the position lies beyond what the branch holds.
        """
        _checked(self.branch(branch), after)
        version = -1
        while True:
            now = self.data_version()
            if now != version:
                version = now
                for stored in self.stored(branch=branch, after=after):
                    after = stored.position
                    yield stored
            if until():
                return
            time.sleep(every)

    # -- reading the projection

    def world(self, branch: str = "main", upto: int | None = None) -> World:
        """Return what the records of a branch declare together, up to and including a position."""
        with self.reading() as session:
            line = branch_named(session, branch)
            return self.worlds.world(session, lineage_of(session, line.branch_id, _checked(line, upto)))

    def standings(
        self, organization: str, first: Instant, last: Instant, *, branch: str = "main", upto: int | None = None
    ) -> dict[str, Standing] | None:
        """Return, by post, who can have held the posts of an organisation from *first* to *last*, from the projection.

        None where it cannot be read and the log must be replayed: see ``standing.straight_lines``.

        Args:
            organization: whose posts.
            first: the first instant.
            last: the last instant; the same for one instant.
            branch: as seen from which branch.
            upto: as believed at which position; the default is now.
        """
        with self.reading() as session:
            return self._standings(session, organization, first, last, branch, upto)

    def _standings(
        self, session: Session, organization: str, first: Instant, last: Instant, name: str, upto: int | None
    ) -> dict[str, Standing] | None:
        if not self.is_projected:
            return None
        if name == MAIN_NAME and upto is None:  # the usual question need not look up what never changes
            return standings(session, _MAIN_LINES, organization, first, last)
        branch = branch_named(session, name)
        if branch.branch_id not in self._lines:
            self._lines[branch.branch_id] = straight_lines(session, branch)
        lines = self._lines[branch.branch_id]
        if lines is None:
            return None
        if upto is not None:
            cap = _checked(branch, upto)
            if not is_end_of_transaction(session, cap):
                return None
            lines = [line._replace(upto=min(line.upto, cap)) for line in lines]
        return standings(session, lines, organization, first, last)

    def held_by(self, party: str) -> list[tuple[str, Held]]:
        """Return a party's tenures in recorded history, as (post, tenure), from the projection."""
        from govsim.ledger.registry import held_by  # noqa: PLC0415 - only of a registry

        with self.reading() as session:
            return held_by(session, party)

    def held_at(self, at: Instant) -> Iterator[tuple[str, Held]]:
        """Return who can have held which post of any organisation at an instant, row by row, from the projection.

        It reads one unchanging state until it has come to its end or is closed.
        """
        from govsim.ledger.registry import held_at  # noqa: PLC0415 - only of a registry

        with self.reading() as session:
            yield from held_at(session, at)

    def openings(self, positions: Sequence[int]) -> dict[int, tuple[str, Event]]:
        """Return ref and content of the events at some positions."""
        with self.reading() as session:
            return openings_of(session, positions)

    # -- trust

    def verify(
        self,
        anchor: bytes | None = None,
        *,
        past: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Verification:
        """Return whether every stored byte is what was written and the projection what a replay gives.

        Args:
            anchor: a hash that was kept elsewhere; the event it was taken of must still be there.
            past: check what was believed at every earlier position in a large ledger too.
            progress: told the part of the events that is hashed, up to 1.
        """
        from govsim.ledger.verify import verify  # noqa: PLC0415 - only to verify

        with self.checking() as session:
            return verify(session, self.backend.path, anchor, past=past, progress=progress)


def _checked(branch: Branch, upto: int | None) -> int:
    """Return a cap on positions.

    Raises:
        GovsimError: it lies beyond what the branch holds, where an answer could still change.
    """
    if upto is None:
        return OPEN_END
    if not 0 <= upto <= branch.head_position:
        raise GovsimError(
            f"position {upto} lies beyond what '{branch.name}' holds", hint=f"its head is at {branch.head_position}"
        )
    return upto
