"""Opening something else, and seeing what others append to the ledger while one is looking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from govsim.tui.acts.surface import Surface
from govsim.tui.memory import Last, Memory
from govsim.tui.place import Place
from govsim.tui.screens.desk import PANES
from govsim.tui.session import MAIN, Session

if TYPE_CHECKING:
    from govsim.service.places import Target

_LOOK = 1.0
"""Seconds between two looks at the ledger: one row is read, and only when nobody is drawing."""


class Opening(Surface, inherit_bindings=False):
    """Holds the session, and makes another one where something else is opened."""

    memory: Memory

    def watch_ledger(self) -> None:
        """Look now and then whether the ledger has grown."""
        self.note_heads()
        self.set_interval(_LOOK, self.look)

    def look(self) -> None:
        """Show what was appended by whatever process; the reader keeps their place."""
        before = self.heads
        self.note_heads()
        seen = self.heads
        if seen == before:
            return
        line = self.walk.line
        if line.kind != "draft" and line.name in seen and seen[line.name] != before.get(line.name):
            size = len(self.walk)
            self.switch(line.name)
            added = len(self.walk) - size
            self.message = (
                f"{added:+} events on {line.name}, appended just now." if added else "The ledger has changed."
            )
        elif line.name not in seen and line.kind == "branch":
            self.switch(MAIN, f"The branch {line.name} was dropped elsewhere; this is {MAIN}.")
        self.desk.pane("branches").redraw()

    def action_start(self) -> None:
        """Offer everything that can be opened."""
        from govsim.service.catalogue import catalogue  # noqa: PLC0415 - the first frame needs none of it
        from govsim.tui.screens.start_screen import StartScreen  # noqa: PLC0415 - the same

        last = self.memory.read()
        told = None if last is None else f"{last.record}, {last.branch}"

        def picked(answer: tuple[str, ...] | None) -> None:
            if answer:
                kind, _, value = answer[0].partition(":")
                self.attempt(lambda: self._open_line(kind, value, last))

        self.push_screen(StartScreen(catalogue(self.session.gov, Path()), told), picked)

    def _open_line(self, kind: str, value: str, last: Last | None) -> None:
        from govsim.service.places import read_target  # noqa: PLC0415 - the first frame needs none of it

        gov = self.session.gov
        if kind == "last" and last is not None:
            self.resume(last)
        else:
            self.open_target(read_target(gov, value))

    def resume(self, last: Last) -> None:
        """Go back to where the reader was; what is no longer there is left out.

        Raises:
            GovsimError: the record is nowhere any more.
        """
        from govsim.service.places import read_target  # noqa: PLC0415 - the first frame needs none of it

        target = read_target(self.session.gov, last.record)
        self.open_target(target)
        if last.branch != MAIN and any(branch.name == last.branch for branch in self.session.branches()):
            self.switch(last.branch)
        self.go(self.walk.at_instant(last.instant))
        pane = next((name for name in PANES if name == last.pane), None)
        if pane is not None:
            self.desk.show(pane)

    def open_target(self, target: Target) -> None:
        """Open a record, a branch or a scenario.

        Raises:
            GovsimError: it cannot be read.
        """
        self.session, place = self.opened(target)
        self.count, self.message = "", ""
        self.place = place
        self.note_heads()

    def opened(self, target: Target) -> tuple[Session, Place]:
        """Return a session about a target, and where it begins.

        Raises:
            GovsimError: it cannot be read.
        """
        session = Session(target.gov, target.record, self.session.zone_asked)
        if target.scenario is not None:
            session.open(target.scenario)
        walk = session.walk(target.branch if target.scenario is None else session.draft_name)
        if target.time:
            return session, Place(walk, walk.at_instant(walk.read(target.time)))
        fork = None if walk.line.run is None else walk.line.run.fork
        return session, Place(walk, walk.start() if fork is None else walk.at_instant(fork))

    def remember(self) -> None:
        """Keep where the reader is, for the next time."""
        line = self.walk.line
        branch = self.session.base if line.kind == "draft" else line.name
        self.memory.write(Last(self.walk.record, branch, self.playhead.instant, self.desk.current))
