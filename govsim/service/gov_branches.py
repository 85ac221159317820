"""The part of Gov that branches the ledger, compares branches, and says whether the ledger can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from govsim.service.pasts import Pasts
from govsim.service.times import When

if TYPE_CHECKING:
    from govsim.ledger.store import Ledger
    from govsim.service.branch_views import DiffView
    from govsim.service.branching import Branching
    from govsim.service.following import AppendedView
    from govsim.service.trust import AnchorView, VerifyView


class GovBranches:
    """What can be done with a ledger as it is kept."""

    _pasts: Pasts

    @property
    def ledger(self) -> Ledger:
        """The ledger.

        Raises:
            GovsimError: only files are read here.
        """
        return self._pasts.ledger

    @property
    def branches(self) -> Branching:
        """The branches of the ledger: ``create``, ``list``, ``drop``."""
        from govsim.service.branching import Branching  # noqa: PLC0415 - `govsim at` answers without it

        return Branching(self.ledger, self._pasts)

    def diff(self, a: str, b: str, *, at: When | None = None, zone: str | None = None) -> DiffView:
        """Return where two branches differ: their events, and the posts at an instant, by default the last.

        Raises:
            NotFoundError: there is no such branch.
        """
        return self.branches.diff(a, b, at=at, zone=zone)

    def verify(
        self, anchor: str | None = None, *, past: bool = False, progress: Callable[[float], None] | None = None
    ) -> VerifyView:
        """Return whether the ledger is what was written, and holds the event whose hash *anchor* is.

        *past* checks what a large ledger believed before as well; small ones are always checked whole.

        Raises:
            GovsimError: the anchor is no hash.
        """
        from govsim.service.trust import verify_view  # noqa: PLC0415 - only to verify

        return verify_view(self.ledger, anchor, past=past, progress=progress)

    def anchor(self, branch: str = "main") -> AnchorView:
        """Return the hash of a branch's head, to be kept where nobody who can write the ledger can change it.

        Raises:
            NotFoundError: there is no such branch.
        """
        from govsim.service.trust import anchor_view  # noqa: PLC0415 - only to verify

        return anchor_view(self.ledger, branch)

    def follow(
        self,
        after: int | None = None,
        *,
        branch: str = "main",
        record: str | None = None,
        until: Callable[[], bool] = lambda: False,
    ) -> Iterator[AppendedView]:
        """Yield the events appended to a branch after a position, by default from now on, as they come.

        Raises:
            NotFoundError: there is no such branch.
        """
        from govsim.service.following import follow_views  # noqa: PLC0415 - only to follow

        return follow_views(self.ledger, after, branch, record, until)
