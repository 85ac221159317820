"""The prompt of `g`: type a time, see where it leads, go there."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from govsim.model.errors import GovsimError
from govsim.service.text import safe
from govsim.tui.goto import ACCEPTS, read_goto
from govsim.tui.keys import bindings
from govsim.tui.moments import stamp
from govsim.tui.playhead import Playhead
from govsim.tui.walk import Walk


class GoToScreen(ModalScreen[Playhead | None], inherit_bindings=False):
    """Gives back the playhead that was asked for, or None."""

    DEFAULT_CSS = """
    GoToScreen { align: center middle; }
    GoToScreen Vertical {
        width: 74; max-width: 100%; height: auto; border: heavy $border; background: $surface; padding: 0 1;
        border-title-style: bold;
    }
    GoToScreen Input { border: none; height: 1; padding: 0; background: $surface; }
    GoToScreen Input:focus { border: none; }
    GoToScreen Static { height: auto; }
    GoToScreen #preview { min-height: 2; margin: 1 0 0 0; }
    GoToScreen #accepts { color: $text-muted; }
    """
    BINDINGS = bindings("go to")

    def __init__(self, walk: Walk, here: Playhead) -> None:
        super().__init__()
        self._walk = walk
        self._here = here

    def compose(self) -> ComposeResult:
        """Yield the input, the preview and what is accepted."""
        with Vertical() as box:
            box.border_title = Text("Go to time")
            box.border_subtitle = Text("Enter go, Esc cancel")
            field = Input(placeholder="a time, +2h, #7 or end")
            field.cursor_blink = False
            yield field
            yield Static(Text(""), id="preview")
            yield Static(Text(f"accepts: {ACCEPTS}"), id="accepts")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show where the text leads, or why nowhere."""
        event.stop()
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there."""
        event.stop()
        self.action_go()

    def action_go(self) -> None:
        """Close with the playhead asked for; a mistake keeps the prompt open."""
        if target := self._show(self.query_one(Input).value):
            self.dismiss(target)

    def action_cancel(self) -> None:
        """Close and stay."""
        self.dismiss(None)

    def _show(self, text: str) -> Playhead | None:
        said, target = "", None
        if text.strip():
            try:
                target = read_goto(text, self._walk, self._here)
                said = f"{stamp(target.instant, self._walk.zone)}   {place_text(self._walk, target)}"
            except GovsimError as failure:
                said = "\n".join(safe(part) for part in str(failure).splitlines())
        self.query_one("#preview", Static).update(Text(said))
        return target


def place_text(walk: Walk, playhead: Playhead) -> str:
    """Return where a playhead stands among the events."""
    number, total = playhead.index + 1, len(walk)
    if walk.is_on_event(playhead):
        return f"at event {number}"
    if number == 0:
        return "before event 1"
    return f"after event {number}, the last" if number == total else f"between event {number} and event {number + 1}"
