"""What all acts share: the session, the place, the message, and the count before a move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from textual.app import App
from textual.reactive import reactive

from govsim.model.errors import GovsimError
from govsim.service.text import safe
from govsim.tui.place import Place
from govsim.tui.playhead import Playhead
from govsim.tui.session import Session

if TYPE_CHECKING:
    from govsim.tui.choices import Choice
    from govsim.tui.draw import Line
    from govsim.tui.screens.desk import Desk
    from govsim.tui.walk import Walk


class Surface(App[None], inherit_bindings=False):
    """The app as its acts see it. Panes watch *place* and *message*, and write neither."""

    session: Session
    # Set before anything is drawn; there is no place without a walk.
    place: reactive[Place] = reactive(cast("Place", None))
    message: reactive[str] = reactive("")
    playing: reactive[bool] = reactive(False)  # noqa: FBT003 - Textual's signature

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.count = ""
        self.heads: dict[str, int] = {}
        """The head of every branch as last seen; where it moves, another process has written."""

    @property
    def walk(self) -> Walk:
        """What is walked."""
        return self.place.walk

    @property
    def playhead(self) -> Playhead:
        """Where the reader stands."""
        return self.place.playhead

    @property
    def desk(self) -> Desk:
        """The desk, under whatever prompt is open."""
        return cast("Desk", self.screen_stack[0])

    def go(self, playhead: Playhead, otherwise: str = "") -> None:
        """Move the playhead; where that is no move, say why."""
        self.count = ""
        self.message = otherwise if playhead == self.playhead else ""
        self.place = self.place.at(playhead)

    def switch(self, name: str, message: str = "") -> None:
        """Walk another line from the same event or instant on.

        A line that cannot be read is told, and the one before stays.
        """
        self.attempt(lambda: self.show_walk(self.session.walk(name), message))

    def show_walk(self, walk: Walk, message: str = "") -> None:
        """Walk another walk from the same event or instant on."""
        self.count = ""
        self.place = self.place.on(walk)
        self.message = message

    def note_heads(self) -> None:
        """See how far the branches reach, after the app's own writing too; a ledger in use elsewhere is seen later."""
        with suppress(GovsimError):
            gov = self.session.gov
            found = gov.ledger.branches() if gov.reads_ledger else []
            self.heads = {branch.name: branch.head_position for branch in found}

    def times(self, count: int) -> int:
        """Return a count as it was typed before the key."""
        return count * int(self.count or 1)

    def attempt(self, act: Callable[[], None]) -> bool:
        """Do something, tell a mistake in the last line, and return whether it was done."""
        try:
            act()
        except GovsimError as failure:
            self.message = "; ".join(safe(part).strip() for part in str(failure).splitlines())
            return False
        return True

    # -- prompts: each is read when one is opened, the first frame needs none of them

    def offer(
        self,
        title: str,
        choices: Sequence[Choice],
        picked: Callable[[tuple[str, ...] | None], None],
        *,
        several: bool = False,
        marked: Iterable[str] = (),
        told: str = "",
        at: str | None = None,
    ) -> None:
        """Offer a list and hand over the values picked, or None."""
        from govsim.tui.screens.choose_screen import ChooseScreen  # noqa: PLC0415 - see above

        self.push_screen(ChooseScreen(title, choices, several=several, marked=marked, told=told, at=at), picked)

    def ask(
        self, title: str, told: str, value: str, check: Callable[[str], str], named: Callable[[str | None], None]
    ) -> None:
        """Ask for a line of text and hand it over, or None."""
        from govsim.tui.screens.ask_screen import AskScreen  # noqa: PLC0415 - see above

        self.push_screen(AskScreen(title, told, value, check), named)

    def read(
        self,
        title: str,
        lines: Callable[[int], Iterable[Line]],
        answers: Mapping[str, str],
        keys: str,
        answered: Callable[[str | None], None],
    ) -> None:
        """Show lines to read and hand over the answer given, or None."""
        from govsim.tui.screens.text_screen import TextScreen  # noqa: PLC0415 - see above

        self.push_screen(TextScreen(title, lines, answers, keys), answered)
