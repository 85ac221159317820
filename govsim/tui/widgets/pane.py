"""What all panes share: lines drawn when the playhead moves, scrolled, and shown line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, get_args

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from govsim.tui.draw import Line, Role, fitting
from govsim.tui.place import Place
from govsim.tui.walk import Walk


class Pane(ScrollView, can_focus=True, inherit_bindings=False):
    """A bordered pane of lines; a heavy border means that it has the focus.

    It has no bindings of its own, so that no key of the walk is swallowed, and no scroll bar: its lower border
    says how much is above and below.
    """

    DEFAULT_CSS = """
    Pane {
        border: round $foreground 40%;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        scrollbar-size: 0 0;
        overflow-x: hidden;
        padding: 0 0 0 1;
    }
    Pane:focus { border: heavy $border; }
    Pane > .pane--dim { color: $text-muted; }
    Pane > .pane--strong { text-style: bold; }
    Pane > .pane--mark { color: $text-accent; text-style: bold; }
    Pane > .pane--gone { color: $text-muted; text-style: strike; }
    Pane > .pane--bad { color: $text-error; text-style: bold; }
    Pane > .pane--here { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{role}" for role in get_args(Role) if role}

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.said = ""
        self.tabs = ""
        self.is_stacked = False
        self._lines: Sequence[Line] = ()
        self._plain = Style()

    @property
    def place(self) -> Place:
        """Where the reader is; only the app writes it."""
        return self.app.place  # type: ignore[attr-defined,no-any-return]  # the app's class would be a circular import

    @property
    def walk(self) -> Walk:
        """What is walked."""
        return self.place.walk

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return the pane's lines at that width, and set title and what the lower border says."""
        raise NotImplementedError

    def name_it(self, title: str) -> None:
        """Write the upper border: the tabs that share the pane's place, else its title."""
        cells = max(self.size.width - 4, 10)
        # A string would be read as markup; a text is shown as it stands.
        longest = self.tabs if f"[{title}]" in self.tabs else f"{self.tabs} | {title}"
        self.border_title = Text(fitting(cells, [longest, self.tabs] if self.tabs else [title]).rstrip())

    def line_to_show(self) -> int | None:
        """Return the line that must be in sight after a move, None to stay where it is scrolled to."""
        return None

    def on_mount(self) -> None:
        """Follow the playhead."""
        self.watch(self.app, "place", self.redraw, init=False)

    def on_resize(self, _: events.Resize) -> None:
        """Draw at the new width."""
        self.redraw()

    def redraw(self) -> None:
        """Draw anew and scroll to what matters."""
        cells = self.scrollable_content_region.width
        if cells <= 0 or not self.display:
            return
        self._lines = self.draw(self.place, cells)
        self.virtual_size = Size(cells, len(self._lines))
        self._keep_in_sight(self.line_to_show())
        self._say()
        self.refresh()

    def scroll_lines(self, count: int) -> None:
        """Scroll so many lines down, or up."""
        self.scroll_to(y=self.scroll_offset.y + count, animate=False, force=True, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell in the lower border what is out of sight."""
        super().watch_scroll_y(old_value, new_value)
        self._say()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines to paint; what is written plainly has one style in all of them."""
        self._plain = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one line on the screen."""
        cells, number = self.size.width, y + self.scroll_offset.y
        drawn = self._lines[number] if number < len(self._lines) else ()
        strip = Strip([Segment(span.text, self._style(span.role)) for span in drawn])
        return strip.adjust_cell_length(cells, self._plain).crop(0, cells)

    def _style(self, role: Role) -> Style:
        return self.get_component_rich_style(f"pane--{role}") if role else self._plain

    def _keep_in_sight(self, wanted: int | None) -> None:
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        last = max(len(self._lines) - height, 0)
        if wanted is not None and not top + 2 <= wanted < top + height - 2:
            top = wanted - height // 3
        self.scroll_to(y=min(max(top, 0), last), animate=False, force=True, immediate=True)

    def _say(self) -> None:
        """Write the lower border: what the pane says, and what is out of sight."""
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        above, below = top, max(len(self._lines) - top - height, 0)
        parts = [self.said, f"{above} above" if above else "", f"{below} below" if below else ""]
        self.border_subtitle = Text(", ".join(part for part in parts if part))
