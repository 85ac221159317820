"""The prompt of the filter: a line above the keys, hidden until `/`."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from govsim.tui.keys import bindings
from govsim.tui.search import ACCEPTS


class FilterBar(Horizontal):
    """One line to type a filter in; the timeline follows every letter."""

    DEFAULT_CSS = """
    FilterBar { height: 1; display: none; background: $panel; }
    FilterBar Static { width: auto; }
    FilterBar Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
    FilterBar Input:focus { border: none; }
    """
    BINDINGS = bindings("filter")

    class Changed(Message):
        """The text of the filter changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Done(Message):
        """The reader is through with the prompt."""

    def compose(self) -> ComposeResult:
        """Yield the prompt, the input and what it accepts."""
        yield Static(Text(" / "))
        field = Input(id="filter-input", select_on_focus=False)
        field.cursor_blink = False
        yield field
        yield Static(Text(f"{ACCEPTS}   Enter keep, Esc clear "), id="filter-hint")

    def open(self) -> None:
        """Show the prompt and take the keys."""
        self.display = True
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass every letter on."""
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter."""
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Close the prompt, the filter stays."""
        self.display = False
        self.post_message(self.Done())

    def action_clear(self) -> None:
        """Close the prompt and show all events again."""
        self.query_one(Input).value = ""
        self.action_keep()
