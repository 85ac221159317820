"""The help: the focused pane first, then every key, both read off the table."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from govsim.tui.draw import Line, Span, hanging, line, plain
from govsim.tui.keys import COUNTS, GROUPS, bindings
from govsim.tui.pane_help import PANE_HELP
from govsim.tui.prompt_keys import PLACES, PROMPTS

_KEYS = 13
_CELLS = 66


class _Page(VerticalScroll, inherit_bindings=False):
    """The scrolled text; the screen has the keys."""


class HelpScreen(ModalScreen[None], inherit_bindings=False):
    """Every key, until it is closed."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen _Page {
        width: 72; max-width: 100%; height: auto; max-height: 100%; border: heavy $border; background: $surface;
        padding: 0 1; border-title-style: bold; scrollbar-size: 0 0;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS = bindings("help")

    def __init__(self, pane: str) -> None:
        super().__init__()
        self._pane = pane

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with _Page() as page:
            page.border_title = Text("Keys")
            page.border_subtitle = Text("up down scroll, Esc close")
            # One cell less than the window at 60 columns leaves, so that nothing wraps twice.
            cells = min(_CELLS, self.app.size.width - 6)
            yield Static(Text("\n".join(plain(drawn).rstrip() for drawn in help_lines(self._pane, cells))))

    def action_close(self) -> None:
        """Go back to the panes."""
        self.dismiss(None)

    def action_line(self, count: int) -> None:
        """Scroll by lines."""
        self.query_one(_Page).scroll_relative(y=count, animate=False)

    def action_page(self, count: int) -> None:
        """Scroll by pages."""
        page = self.query_one(_Page)
        page.scroll_relative(y=count * max(page.size.height - 1, 1), animate=False)


def help_lines(pane: str, cells: int) -> Iterator[Line]:
    """Yield the help of a pane, then of the keys everywhere, of counts and of the prompts."""
    title, signs = PANE_HELP[pane]
    yield line(Span(f"In this pane: {title}"))
    for sign, meaning in signs:
        yield from hanging(f"  {sign}", meaning, _KEYS, cells)
    yield ()
    for name, acts in GROUPS:
        yield line(Span(f"{name}, in every pane"))
        for act in acts:
            yield from hanging(f"  {act.shown}", act.help, _KEYS, cells)
        if name == "Moving":
            yield from _counts(cells)
        yield ()
    for place, called in PLACES.items():
        yield line(Span(f"In {called}"))
        for act in (act for act in PROMPTS if act.place == place):
            yield from hanging(f"  {act.shown}", act.help, _KEYS, cells)
        yield ()


def _counts(cells: int) -> Iterator[Line]:
    digits, zero = COUNTS[0], COUNTS[-1]
    yield from hanging("  1 .. 9", digits.help, _KEYS, cells)
    yield from hanging(f"  {zero.shown}", zero.help, _KEYS, cells)
