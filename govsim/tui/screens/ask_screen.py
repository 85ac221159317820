"""A prompt for one line of text that is checked while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, Static

from govsim.model.errors import GovsimError
from govsim.service.text import safe
from govsim.tui.keys import bindings
from govsim.tui.screens.box import Box, Prompt


class AskScreen(Prompt[str | None]):
    """Gives back the text, or None."""

    DEFAULT_CSS = """
    AskScreen #said { min-height: 1; margin: 1 0 0 0; }
    """
    BINDINGS = bindings("ask")

    def __init__(self, title: str, told: str, value: str, check: Callable[[str], str]) -> None:
        """Ask for a text.

        Args:
            title: of the box.
            told: what stands above the input.
            value: what stands in it at first.
            check: returns a sentence about the text, and raises GovsimError where it cannot be taken.
        """
        super().__init__()
        self._title, self._told, self._value, self._check = title, told, value, check

    def compose(self) -> ComposeResult:
        """Yield what is told, the input, and what is to be said of it."""
        with Box(self._title, "Enter take, Esc cancel"):
            yield Static(Text(safe(self._told)))
            field = Input(self._value, select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield Static(Text(""), id="said")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()
        self._say(self._value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is to be said of the text."""
        event.stop()
        self._say(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Close with the text; a mistake keeps the prompt open."""
        value = self.query_one(Input).value.strip()
        if self._say(value):
            self.dismiss(value)

    def _say(self, value: str) -> bool:
        try:
            said, fits = self._check(value.strip()), True
        except GovsimError as failure:
            said, fits = str(failure), False
        self.query_one("#said", Static).update(Text("\n".join(safe(part) for part in said.splitlines())))
        return fits
