"""Writing to a ledger: append a list, make a branch or drop one, each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from govsim.ledger.branches import WHOLE, Branch, Cut, branch_named
from govsim.ledger.connection import Connection
from govsim.model.errors import GovsimError
from govsim.replay.collector import collector_paused

if TYPE_CHECKING:
    from govsim.ledger.appending import Draft
    from govsim.ledger.keeping import Outcome
    from govsim.ledger.shelf import DiskShelf
    from govsim.model.kept import KeptRecord


class WritingConnection(Connection):
    """What can be done to a ledger; each is kept whole or not at all."""

    def append(self, drafts: Sequence[Draft], *, branch: str = "main", expected: int | None = None) -> list[int]:
        """Append events and headers to a branch in one transaction, all or nothing, and return their positions.

        An event whose id is there with the same content is not written again and gives its old position, whatever is
        expected. An empty list writes nothing.

        Args:
            drafts: what to append, in order.
            branch: the branch to append to.
            expected: the head position of the branch at which the caller decided; None does not care.

        Raises:
            MovedOnError: the head has moved; it carries the events since.
            ConflictError: an id is taken by other content.
            LedgerError: the file cannot be written, or an event names what is not there.
        """
        if not drafts:
            return []
        from govsim.ledger.appending import Append  # noqa: PLC0415 - only to write

        with collector_paused(), self.writing() as session:
            return Append(session, self.worlds, branch).run(drafts, expected)

    def append_kept(self, record: KeptRecord, shelf: DiskShelf) -> Outcome | None:
        """Append a record that lies on a shelf, in one transaction, and return what became of it.

        None where nothing was written since that takes the whole record: the ledger is on a server, holds another one
        of this id, or other records speak of its organisations.

        Raises:
            GovsimError: it contradicts another record.
            LedgerError: the file cannot be written.
        """
        from govsim.ledger.keeping import KeptAppend  # noqa: PLC0415 - only to import
        from govsim.ledger.shelf import SortedEvents  # noqa: PLC0415 - the same

        if not isinstance(record.events, SortedEvents) or self.backend.path is None:
            return None  # a server gets the record whole: SQLite alone asks for the text of a header in pieces
        if self.exists():
            with self.reading() as session:  # what changes nothing asks for no lock, and for no right to write
                held = KeptAppend(session, self.worlds, record, record.events).held()
            if held != "nothing":
                return "unchanged" if held == "the same" else None
        with self.writing() as session:
            return KeptAppend(session, self.worlds, record, record.events).run(shelf)

    def fork(self, name: str, parent: str = "main", *, position: int | None = None, cut: Cut = WHOLE) -> Branch:
        """Make a branch and return it, in the same time however long the log.

        Args:
            name: how people call it.
            parent: from whom it inherits.
            position: what the parent held then; the default is all it holds.
            cut: the point in the timeline before which it inherits; the default is all of it.

        Raises:
            NotFoundError: there is no such parent, or no ledger yet.
            LedgerError: the name is taken.
            GovsimError: the position lies beyond the parent's head.
        """
        from govsim.ledger.appending import now_after  # noqa: PLC0415 - only to write
        from govsim.ledger.branches import fork  # noqa: PLC0415 - the same

        self._must_hold(parent)
        with self.writing() as session:
            return fork(session, name, branch_named(session, parent), now_after(session)[1], position, cut)

    def drop(self, name: str) -> None:
        """Close a branch, which is never erased.

        Raises:
            NotFoundError: there is no such branch.
            GovsimError: it is recorded history.
        """
        from govsim.ledger.appending import now_after  # noqa: PLC0415 - only to write
        from govsim.ledger.branches import drop  # noqa: PLC0415 - the same

        self._must_hold(name)
        with self.writing() as session:
            drop(session, branch_named(session, name), now_after(session)[1])

    def make_branch(
        self,
        name: str,
        drafts: Sequence[Draft],
        *,
        parent: str = "main",
        position: int | None = None,
        meta: Mapping[str, Any] | None = None,
        replacing: str | None = None,
    ) -> Branch:
        """Make a branch with events of its own and return it as it then stands: all in one transaction, or nothing.

        Args:
            name: how people call it.
            drafts: what to append to it, in order; it may be empty.
            parent: from whom it inherits.
            position: what the parent held then; the default is all it holds.
            meta: what it is made from, such as a scenario; kept with it as JSON, it plays no part in replay.
            replacing: an open branch to close in its stead; its name is free again.

        Raises:
            NotFoundError: there is no such parent, no branch to replace, or no ledger yet.
            ConflictError: an id is taken by other content.
            LedgerError: the name is taken, the file cannot be written, or an event names what is not there.
            GovsimError: the position lies beyond the parent's head, recorded history would be replaced, or *meta* is
                nothing that JSON can say.
        """
        from govsim.ledger.appending import Append, now_after  # noqa: PLC0415 - only to write
        from govsim.ledger.branches import drop, fork  # noqa: PLC0415 - the same

        kept = _text_of(meta)
        self._must_hold(parent)
        with collector_paused(), self.writing() as session:
            now = now_after(session)[1]
            line = branch_named(session, parent)  # which may be the one that is replaced
            if replacing is not None:
                drop(session, branch_named(session, replacing), now)
            made = fork(session, name, line, now, position, meta=kept)
            if not drafts:
                return made
            Append(session, self.worlds, name, now).run(drafts)
            return branch_named(session, name)

    def _must_hold(self, branch: str) -> None:
        """Look a branch up before writing, which would make a ledger where there is none yet.

        Raises:
            NotFoundError: there is no such branch, or no ledger.
        """
        with self.reading() as session:
            branch_named(session, branch)


def _text_of(meta: Mapping[str, Any] | None) -> str | None:
    """Return what a branch keeps of what it was made from, None for nothing.

    Raises:
        GovsimError: JSON cannot say it.
    """
    from govsim.ledger.rows import canonical  # noqa: PLC0415 - only to write

    if not meta:
        return None
    try:
        text = canonical(dict(meta))
        text.encode()
    except (TypeError, ValueError) as failure:
        raise GovsimError(f"a branch cannot keep what it is made from: {failure}", hint="give plain JSON") from failure
    return text
