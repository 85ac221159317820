"""A list to choose from: type to narrow it, Enter takes the line, ^t marks where several can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, Static

from govsim.service.text import padded, safe
from govsim.tui.choices import Choice, matching_choices
from govsim.tui.keys import bindings
from govsim.tui.screens.box import Box, Prompt

_ROWS = 14
"""Lines of the list at most; a window of 20 lines keeps the box whole."""


class ChooseScreen(Prompt[tuple[str, ...] | None]):
    """Gives back the values chosen, or None."""

    BINDINGS = bindings("choose")

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        several: bool = False,
        marked: Iterable[str] = (),
        told: str = "",
        at: str | None = None,
    ) -> None:
        """Offer some choices; *marked* are taken already, *told* stands above them, *at* is the line to begin on."""
        super().__init__()
        self._title, self._choices, self._several, self._told = title, list(choices), several, told
        self.marked = set(marked)
        self.shown: Sequence[Choice] = self._choices
        self.line = next((number for number, choice in enumerate(choices) if choice.value == at), 0)

    def compose(self) -> ComposeResult:
        """Yield what is told, the input and the list."""
        keys = "^t mark, Enter take, Esc cancel" if self._several else "Enter take, Esc cancel"
        with Box(self._title, keys):
            if self._told:
                yield Static(Text(safe(self._told)))
            field = Input(placeholder="type to narrow the list", select_on_focus=False)
            field.cursor_blink = False
            yield field
            yield Static(id="list")

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    def on_resize(self, _: events.Resize) -> None:
        """Draw the list at the new width."""
        self.call_after_refresh(self._draw)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list, letter by letter."""
        event.stop()
        self.shown = matching_choices(self._choices, event.value)
        self.line = 0
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line."""
        event.stop()
        self.action_take()

    def action_move(self, count: int) -> None:
        """Go up or down the list."""
        if self.shown:
            self.line = min(max(self.line + count, 0), len(self.shown) - 1)
            self._draw()

    def action_mark(self) -> None:
        """Mark the line, or unmark it."""
        if self._several and self.shown:
            self.marked ^= {self.shown[self.line].value}
            self._draw()

    def action_take(self) -> None:
        """Close with what was chosen; a choice that cannot be taken says why."""
        if self._several:
            self.dismiss(tuple(choice.value for choice in self._choices if choice.value in self.marked))
        elif self.shown and not self.shown[self.line].why_not:
            self.dismiss((self.shown[self.line].value,))

    def _draw(self) -> None:
        cells = max(self.query_one("#list").size.width, 20)
        room = max(min(_ROWS, self.app.size.height - 6 - (1 if self._told else 0)), 3)
        top = min(max(self.line - room + 2, 0), max(len(self.shown) - room, 0))
        lines = [self._line(number, cells) for number in range(top, min(top + room, len(self.shown)))]
        if not self.shown:
            lines.append("  nothing fits what is typed")
        below = len(self.shown) - top - room
        if top or below > 0:
            lines.append(f"  {top} above, {max(below, 0)} below")
        text = Text("\n".join(lines))
        self.query_one("#list", Static).update(text)

    def _line(self, number: int, cells: int) -> str:
        choice = self.shown[number]
        sign = "> " if number == self.line else "  "
        mark = "" if not self._several else "[x] " if choice.value in self.marked else "[ ] "
        beside = safe((choice.why_not and f"not now: {choice.why_not}") or choice.beside)
        title = safe(choice.title)
        room = cells - len(sign) - len(mark)
        if not beside:
            return sign + mark + padded(title, room)
        beside_cells = min(len(beside), max(room // 2, room - len(title) - 2))
        return sign + mark + padded(title, room - beside_cells - 2) + "  " + padded(beside, beside_cells)
