"""Copying a ledger from one place to another, a file or a server, and on from where an earlier copy ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from govsim.ledger.copying import copy
from govsim.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class CopyView:
    """What was copied from where to where, and what the copy holds, which was verified."""

    source: str
    target: str
    copied: int
    events: int
    branches: int
    head: str

    def to_json(self) -> dict[str, Any]:
        """Return the names of both places, without passwords, and the numbers."""
        return {
            "from": self.source,
            "to": self.target,
            "copied": self.copied,
            "events": self.events,
            "branches": self.branches,
            "head": self.head,
        }


def copy_ledger(source: str, target: str, progress: Callable[[float], None] | None = None) -> CopyView:
    """Return what copying the ledger at one URL to another did.

    Raises:
        NotFoundError: there is no source.
        LedgerError: the target holds another history, the source is broken, or the copy cannot be written.
    """
    with closing(Ledger(source)) as origin, closing(Ledger(target)) as place:
        done = copy(origin, place, progress or (lambda _: None))
        names = origin.backend.name, place.backend.name
        return CopyView(*names, done.copied, done.events, done.branches, done.head.hex())
