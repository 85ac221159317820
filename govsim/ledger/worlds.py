"""What the records of a branch declare, read once and kept while no header is added."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.ledger.branches import Ancestor
from govsim.ledger.reading import headers_of
from govsim.ledger.session import Session
from govsim.model.header import Header
from govsim.replay.world import World, make_world

_KEPT = 16


class Worlds:
    """The worlds that a ledger's branches have shown, by the last header that each of their lines saw."""

    def __init__(self) -> None:
        self._kept: dict[tuple[bytes | None, ...], tuple[list[Header], World]] = {}

    def headers(self, session: Session, lineage: Sequence[Ancestor]) -> list[Header]:
        """Return the latest header of each record that a branch sees."""
        return self._seen(session, lineage)[0]

    def world(self, session: Session, lineage: Sequence[Ancestor]) -> World:
        """Return what the records of a branch declare together.

        Raises:
            GovsimError: two of them contradict each other.
        """
        return self._seen(session, lineage)[1]

    def _seen(self, session: Session, lineage: Sequence[Ancestor]) -> tuple[list[Header], World]:
        # By its hash: a position that was rolled back is given again, to another header.
        query = (
            "SELECT hash FROM event WHERE branch_id = ? AND position <= ? AND type = 'record_declared'"
            " ORDER BY position DESC LIMIT 1"
        )
        last = (session.execute(query, (ancestor.branch_id, ancestor.upto)).fetchone() for ancestor in lineage)
        key = tuple(None if row is None else bytes(row[0]) for row in last)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            headers = list(headers_of(session, lineage).values())
            self._kept[key] = headers, make_world(headers)
        return self._kept[key]
