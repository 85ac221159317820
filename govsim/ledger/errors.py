"""Why an append was refused; nothing was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govsim.model.errors import LedgerError

if TYPE_CHECKING:
    from govsim.ledger.reading import Stored

_NAMED = 5


class ConflictError(LedgerError):
    """Somebody else appended first, or an id is taken by other content."""


class MovedOnError(ConflictError):
    """A branch's head is not where the caller expected it: *since* are the events that came in between."""

    def __init__(self, branch: str, expected: int, actual: int, since: Sequence[Stored]) -> None:
        self.branch = branch
        self.expected = expected
        self.actual = actual
        self.since = tuple(since)
        named = [f"position {stored.position}: {stored.ref}" for stored in self.since[:_NAMED]]
        if len(self.since) > _NAMED:
            named.append(f"and {len(self.since) - _NAMED} more")
        super().__init__(
            f"the branch '{branch}' has moved on from position {expected} to {actual}",
            details=named,
            hint="read it again, then try again",
        )
