"""Whether a ledger is what was written, and the hash to keep elsewhere so that it can be shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from govsim.ledger.store import Ledger
from govsim.model.errors import GovsimError

_HASH = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class ProblemView:
    """Something that is not as it was written, and the position of the first event concerned."""

    position: int
    what: str

    def to_json(self) -> dict[str, Any]:
        """Return position and what."""
        return {"position": self.position, "what": self.what}


@dataclass(frozen=True, slots=True)
class VerifyView:
    """How many events were hashed, the head of recorded history, and what is wrong, by position."""

    events: int
    head: str
    problems: tuple[ProblemView, ...]

    @property
    def ok(self) -> bool:
        """True where nothing is wrong."""
        return not self.problems

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of a verification."""
        return {
            "ok": self.ok,
            "events": self.events,
            "head": self.head,
            "problems": [problem.to_json() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class AnchorView:
    """The hash of a branch's head, which vouches for everything before it."""

    branch: str
    position: int
    head: str

    def to_json(self) -> dict[str, Any]:
        """Return branch, position and head."""
        return {"branch": self.branch, "position": self.position, "head": self.head}


def verify_view(
    ledger: Ledger, anchor: str | None, *, past: bool = False, progress: Callable[[float], None] | None = None
) -> VerifyView:
    """Return whether a ledger is what was written.

    Raises:
        GovsimError: the anchor is no hash.
    """
    if anchor is not None and not _HASH.fullmatch(anchor.strip()):
        raise GovsimError(f"'{anchor}' is no anchor", hint="64 hexadecimal digits, as `govsim anchor` prints them")
    found = ledger.verify(None if anchor is None else bytes.fromhex(anchor.strip()), past=past, progress=progress)
    return VerifyView(found.events, found.head.hex(), tuple(ProblemView(p.position, p.what) for p in found.problems))


def anchor_view(ledger: Ledger, branch: str) -> AnchorView:
    """Return the hash of a branch's head.

    Raises:
        NotFoundError: there is no such branch.
    """
    found = ledger.branch(branch)
    return AnchorView(found.name, found.head_position, found.head_hash.hex())
