"""The pasts of a ledger, or of record files: replayed when first asked for, and kept while nothing is added."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from govsim.model.errors import GovsimError, NotFoundError
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.collector import collector_paused
from govsim.replay.log import Log, log_of
from govsim.replay.timeline import Admission
from govsim.replay.world import World
from govsim.service.asked import claim_named, posts_asked
from govsim.service.past import Clocks, Past
from govsim.service.views import PostView

if TYPE_CHECKING:
    from govsim.ledger.branches import Branch
    from govsim.ledger.store import Ledger
    from govsim.rules.books import Added

_KEPT = 8
"""Pasts kept in memory: enough to go to and fro between a few clocks."""


class Pasts:
    """What answers come from: the ledger's projection, or a replay of the ledger or of files."""

    def __init__(self, ledger: Ledger | None, files: Sequence[Path] | None) -> None:
        self._ledger = ledger
        self.files = files
        self._kept: dict[tuple[Clocks, int, int], Past] = {}

    @property
    def ledger(self) -> Ledger:
        """The ledger.

        Raises:
            GovsimError: only files are read here.
        """
        if self._ledger is None:
            raise GovsimError("only files are read here, there is no ledger", hint="name one with --ledger")
        return self._ledger

    def __call__(self, clocks: Clocks, upto: int | None = None) -> Past:
        """Return a replayed past, kept while the branch's head stands; *upto* stops at a position."""
        trust = claim_named(clocks.trust)
        # By its number: a branch that was dropped can be made again, as another one, under the same name.
        line = self.ledger.branch(clocks.branch) if self.files is None else None
        number, head = (line.branch_id, line.head_position) if line is not None else (0, 0)
        key = clocks, number, head if upto is None else upto
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            with collector_paused():
                added = tuple if line is None else partial(_layers_of, self.ledger, line)
                self._kept[key] = Past(self._log(clocks, upto), clocks, Admission(clocks.known_at, trust), added)
        return self._kept[key]

    def world(self, branch: str, upto: int | None = None) -> World:
        """Return what the records of a branch declare, at a position of the ledger or now."""
        return self.ledger.world(branch, upto) if self.files is None else self(Clocks(branch)).world

    def posts_at(
        self, clocks: Clocks, at: Instant, asked: tuple[str | None, str | None, str | None], *, during: bool
    ) -> tuple[PostView, ...]:
        """Return the views of the posts asked for (record, organisation, post) at an instant.

        By T, R and branch they are read from the projection; by K or trust, and where the projection cannot say, they
        are replayed. Both give the same.

        Raises:
            NotFoundError: a record, organisation, post or branch that is not there, or was not at R.
        """
        upto = self._upto(clocks)
        world = self.world(clocks.branch, upto)
        if not world.headers and upto is not None:
            held = to_rfc3339(clocks.recorded_at or 0)
            raise NotFoundError(f"the ledger held nothing at {held} yet", hint="ask for a later --recorded-at")
        posts = posts_asked(world, *asked)
        if self.files is None and clocks.admits_all:
            from govsim.service.believed import believed_posts  # noqa: PLC0415 - a screen does without

            views = believed_posts(self.ledger, world, posts, at, branch=clocks.branch, upto=upto, during=during)
            if views is not None:
                return views
        return self(clocks).post_views(at, posts, during=during)

    def _upto(self, clocks: Clocks) -> int | None:
        """Return the position that the ledger had come to when it is to be read, None for now."""
        if clocks.recorded_at is None or self.files is not None:
            return None
        return self.ledger.position_at(clocks.recorded_at, clocks.branch)

    def _log(self, clocks: Clocks, upto: int | None) -> Log:
        if self.files is None:
            return self.ledger.log(self._upto(clocks) if upto is None else upto, clocks.branch)
        if clocks.recorded_at is not None:
            raise GovsimError("a file does not say when it was recorded", hint="load it, then ask the ledger")
        if clocks.branch != "main":
            raise NotFoundError(
                f"there is no branch '{clocks.branch}' in a file", hint="load it, then branch in the ledger"
            )
        from govsim.documents.record_file import read_records  # noqa: PLC0415 - YAML, only where files are read
        from govsim.service.checking import distinct  # noqa: PLC0415 - the same

        return log_of(file.record for file in distinct(read_records(self.files)))


def _layers_of(ledger: Ledger, line: Branch) -> Added:
    from govsim.service.branch_layers import layers_of  # noqa: PLC0415 - only where acts on a branch are judged

    return layers_of(ledger, line)
