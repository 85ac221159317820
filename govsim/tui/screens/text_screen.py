"""A page of lines to read, scroll and answer: a ripple before it is accepted, the mistakes in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from govsim.tui.draw import Line, plain
from govsim.tui.keys import bindings
from govsim.tui.screens.box import Box, Prompt


class _Page(VerticalScroll, inherit_bindings=False, can_focus=False):
    """The scrolled text; the screen has the keys."""

    DEFAULT_CSS = """
    _Page { height: auto; max-height: 100%; scrollbar-size: 0 0; }
    """


class TextScreen(Prompt[str | None]):
    """Gives back the answer given, or None."""

    DEFAULT_CSS = """
    TextScreen Box { width: 90; }
    """
    BINDINGS = bindings("read")

    def __init__(
        self, title: str, lines: Callable[[int], Iterable[Line]], answers: Mapping[str, str], keys: str
    ) -> None:
        """Show lines.

        Args:
            title: of the box.
            lines: gives the lines at a width.
            answers: what is given back, by key; a key that is not listed does nothing.
            keys: what the lower border says.
        """
        super().__init__()
        self._title, self._lines, self._answers, self._keys = title, lines, answers, keys

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with Box(self._title, self._keys), _Page():
            yield Static(id="text")

    def on_resize(self, _: events.Resize) -> None:
        """Write the lines for the new width."""
        cells = max(min(86, self.app.size.width - 4), 20)
        self.query_one(_Page).styles.max_height = max(self.app.size.height - 2, 3)
        text = "\n".join(plain(drawn).rstrip() for drawn in self._lines(cells))
        self.query_one("#text", Static).update(Text(text))

    def action_answer(self, key: str) -> None:
        """Close with the answer of a key."""
        if key in self._answers:
            self.dismiss(self._answers[key])

    def action_line(self, count: int) -> None:
        """Scroll by lines."""
        self.query_one(_Page).scroll_relative(y=count, animate=False)

    def action_page(self, count: int) -> None:
        """Scroll by pages."""
        page = self.query_one(_Page)
        page.scroll_relative(y=count * max(page.size.height - 1, 1), animate=False)
