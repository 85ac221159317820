"""What all panes share: lines drawn when the playhead moves, scrolled, and shown line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from govsim.service.text import safe
from govsim.tui.draw import Line, Role
from govsim.tui.playhead import Playhead, Walk


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
    Pane > .pane--here { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane--dim", "pane--strong", "pane--mark", "pane--here"}

    def __init__(self, walk: Walk, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.walk = walk
        self.said = ""
        self.is_stacked = False
        self._lines: Sequence[Line] = ()

    @property
    def playhead(self) -> Playhead:
        """Where the reader stands; only the app writes it."""
        found = getattr(self.app, "playhead")  # noqa: B009 - the app's class would be a circular import
        return found if isinstance(found, Playhead) else self.walk.start()

    def draw(self, playhead: Playhead, cells: int) -> Sequence[Line]:
        """Return the pane's lines at that width, and set title and what the lower border says."""
        raise NotImplementedError

    def name_it(self, title: str) -> None:
        """Write the upper border."""
        self.border_title = Text(safe(title))

    def line_to_show(self) -> int | None:
        """Return the line that must be in sight after a move, None to stay where it is scrolled to."""
        return None

    def on_mount(self) -> None:
        """Follow the playhead."""
        self.watch(self.app, "playhead", self.redraw, init=False)

    def on_resize(self, _: events.Resize) -> None:
        """Draw at the new width."""
        self.redraw()

    def redraw(self) -> None:
        """Draw anew and scroll to what matters."""
        cells = self.scrollable_content_region.width
        if cells <= 0:
            return
        self._lines = self.draw(self.playhead, cells)
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

    def render_line(self, y: int) -> Strip:
        """Return one line on the screen."""
        cells, number = self.size.width, y + self.scroll_offset.y
        drawn = self._lines[number] if number < len(self._lines) else ()
        strip = Strip([Segment(span.text, self._style(span.role)) for span in drawn])
        return strip.adjust_cell_length(cells, self.rich_style).crop(0, cells)

    def _style(self, role: Role) -> Style:
        return self.get_component_rich_style(f"pane--{role}") if role else self.rich_style

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
        # A string would be read as markup; a text is shown as it stands.
        self.border_subtitle = Text(", ".join(part for part in parts if part))
