"""The terminal UI: it holds the place, and its acts are the only ones to move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from govsim.service.gov import Gov
from govsim.tui.acts.citing import Citing
from govsim.tui.acts.keeping import Keeping
from govsim.tui.acts.opening import Opening
from govsim.tui.acts.playing import Playing
from govsim.tui.acts.showing import Showing
from govsim.tui.acts.surface import Surface
from govsim.tui.acts.whatifs import WhatIfs
from govsim.tui.config import Config
from govsim.tui.keys import bindings
from govsim.tui.memory import Last, Memory
from govsim.tui.place import Place
from govsim.tui.screens.desk import Desk
from govsim.tui.session import Session

if TYPE_CHECKING:
    from govsim.service.places import Target


class GovsimApp(Playing, Showing, WhatIfs, Keeping, Citing, Opening, inherit_bindings=False):
    """A walk through one record and its what-ifs."""

    TITLE = "govsim"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = bindings("everywhere")

    def __init__(
        self,
        gov: Gov,
        record: str,
        zone: str | None = None,
        *,
        config: Config | None = None,
        memory: Memory | None = None,
        target: Target | None = None,
        last: Last | None = None,
        choosing: bool = False,
    ) -> None:
        """Read the record before any screen opens, so that a mistake is a message and not a broken screen.

        Args:
            gov: where answers come from.
            record: the record to walk.
            zone: the zone to show times in; the default is the record's.
            config: the user's settings.
            memory: where the last place is kept; None keeps none.
            target: what to open instead of the record's beginning.
            last: where to go on.
            choosing: begin with everything that can be opened.

        Raises:
            GovsimError: there is no such record, or no such zone.
        """
        super().__init__(Session(gov, record, zone))
        self.memory = memory or Memory(None, "")
        self._config = config or Config()
        self._choosing = choosing
        self._last = last
        walk = self.session.walk()
        self.set_reactive(Surface.place, Place(walk, walk.start()))
        if target is not None:
            self.begin_with(target)

    def begin_with(self, target: Target) -> None:
        """Stand at a target before anything is drawn."""
        self.session, place = self.opened(target)
        self.set_reactive(Surface.place, place)

    def get_default_screen(self) -> Screen[None]:
        """Return the desk."""
        return Desk()

    def on_mount(self) -> None:
        """Take the user's settings, go on where they were, and watch the ledger."""
        if self._config.theme:
            self.theme = self._config.theme
        if self._config.keys:
            self.set_keymap(self._config.keys)
        self.watch_ledger()
        if self._last is not None:
            last = self._last
            self.call_after_refresh(lambda: self.attempt(lambda: self.resume(last)))
        if self._choosing:
            self.call_after_refresh(self.action_start)

    async def action_quit(self) -> None:
        """Leave, and remember the place."""
        self.remember()
        self.exit()
