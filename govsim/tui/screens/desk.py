"""The desk: the screen with status, scrubber, panes and keys, and how they share the window."""

from __future__ import annotations

from typing import Literal, cast, get_args

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.screen import Screen

from govsim.tui.widgets.branches_pane import BranchesPane
from govsim.tui.widgets.diff_pane import DiffPane
from govsim.tui.widgets.event_pane import EventPane
from govsim.tui.widgets.filter_bar import FilterBar
from govsim.tui.widgets.key_line import KeyLine
from govsim.tui.widgets.outcomes_pane import OutcomesPane
from govsim.tui.widgets.pane import Pane
from govsim.tui.widgets.roles_pane import RolesPane
from govsim.tui.widgets.scrubber import Scrubber
from govsim.tui.widgets.status_line import StatusLine
from govsim.tui.widgets.timeline_pane import TimelinePane
from govsim.tui.widgets.too_small import SMALLEST, TooSmall
from govsim.tui.widgets.why_pane import WhyPane

PaneName = Literal["timeline", "roles", "event", "branches", "diff", "outcomes", "why"]
PANES: tuple[PaneName, ...] = get_args(PaneName)
"""The panes in the order of their numbers, from 1."""
SIDE: tuple[PaneName, ...] = ("branches", "diff", "outcomes", "why")
"""The panes that share one place: one of them is in sight."""
TITLES = {name: f"{number} {name.capitalize()}" for number, name in enumerate(PANES, 1)}
TWO_COLUMNS = 110
"""From so many columns on the panes stand in two columns."""

_HINT = 90
"""Below so many columns the filter has no room for a hint beside what is typed."""


class Room(Vertical):
    """The whole window; it is always there, so that it hears of every new size, under a prompt too."""

    def on_resize(self, event: events.Resize) -> None:
        """Tell the desk."""
        cast("Desk", self.screen).fit(event.size.width, event.size.height)


class Desk(Screen[None], inherit_bindings=False):
    """The one screen of a session. It has no keys of its own: all are the app's."""

    DEFAULT_CSS = """
    Desk #panes { layout: grid; grid-size: 2 2; grid-columns: 7fr 8fr; grid-rows: 1fr 1fr; height: 1fr; }
    Desk .stacked #panes { grid-size: 1 2; grid-columns: 1fr; grid-rows: 6fr 5fr; }
    Desk .zoomed #panes { grid-size: 1 1; grid-columns: 1fr; grid-rows: 1fr; }
    Desk .small StatusLine, Desk .small Scrubber, Desk .small #panes, Desk .small KeyLine,
    Desk .small FilterBar { display: none; }
    Desk .slim #filter-hint { display: none; }
    Desk .small TooSmall { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.upper: PaneName = "timeline"
        self.side: PaneName = "branches"
        self._chosen: PaneName = "timeline"
        self._peeked: tuple[PaneName, PaneName, PaneName] | None = None
        self.zoomed = False
        self.is_stacked = False

    def compose(self) -> ComposeResult:
        """Yield the parts, from top to bottom."""
        with Room():
            yield StatusLine()
            yield Scrubber()
            with Container(id="panes"):
                yield TimelinePane(id="timeline")
                yield RolesPane(id="roles")
                yield EventPane(id="event")
                yield BranchesPane(id="branches")
                yield DiffPane(id="diff")
                yield OutcomesPane(id="outcomes")
                yield WhyPane(id="why")
            yield FilterBar()
            yield KeyLine()
            yield TooSmall()

    def on_mount(self) -> None:
        """Begin in the timeline."""
        self.pane("timeline").focus()

    # -- what is where

    @property
    def timeline(self) -> TimelinePane:
        """The timeline."""
        return self.query_one(TimelinePane)

    @property
    def chosen_post(self) -> str | None:
        """The post chosen in the roles pane, None where none is."""
        return self.query_one(RolesPane).selected

    def pane(self, name: PaneName) -> Pane:
        """Return a pane."""
        return self.query_one(f"#{name}", Pane)

    @property
    def current(self) -> PaneName:
        """The pane that has the focus, or had it last: a prompt takes it away, and so does a window too small."""
        self._chosen = next((name for name in PANES if self.focused is self.pane(name)), self._chosen)
        return self._chosen

    @property
    def chosen_line(self) -> str | None:
        """The line of history chosen in the branches pane, None where none is."""
        return self.query_one(BranchesPane).selected

    def name_of(self, number: int) -> str:
        """Return the title of the pane of a number, nothing where there is none."""
        return TITLES[PANES[number - 1]] if 1 <= number <= len(PANES) else ""

    # -- how they share the window

    def fit(self, width: int, height: int) -> None:
        """Share a window of that size."""
        room, bar = self.query_one(Room), self.query_one(FilterBar)
        was_small = room.has_class("small")
        room.set_class(width < SMALLEST[0] or height < SMALLEST[1], "small")
        room.set_class(width < _HINT, "slim")
        self.is_stacked = width < TWO_COLUMNS
        self.query_one(TooSmall).refresh()
        self._share(anew=False)
        if was_small and not room.has_class("small"):
            self.call_after_refresh(bar.open if bar.display else self.pane(self._chosen).focus)

    def show(self, name: PaneName) -> None:
        """Give a pane the focus, and bring it into view where it is not."""
        if name != "event":
            self.upper = name
        if name in SIDE:
            self.side = name
        self._chosen = name
        # Shown first: what is not displayed cannot take the focus.
        self.pane(name).display = True
        self.set_focus(self.pane(name))
        self._share()

    def show_next(self, count: int) -> None:
        """Give the next pane the focus, round and round."""
        self.show(PANES[(PANES.index(self.current) + count) % len(PANES)])

    def peek(self, number: int) -> bool:
        """Show the pane of a number, which may turn out to be a count; return whether there is one."""
        if not 1 <= number <= len(PANES):
            return False
        self._peeked = self.current, self.upper, self.side
        self.show(PANES[number - 1])
        return True

    def settle(self) -> None:
        """Let the pane stay that was shown by its number."""
        self._peeked = None

    def unpeek(self) -> None:
        """Show what was shown before a number that turned out to be a count."""
        if self._peeked is None:
            return
        current, self.upper, self.side = self._peeked
        self._peeked = None
        self._chosen = current
        self.pane(current).display = True
        self.set_focus(self.pane(current))
        self._share()

    def zoom(self) -> None:
        """Give the focused pane the whole window, or take it back."""
        self.zoomed = not self.zoomed
        self._share()

    def filter(self) -> None:
        """Open the prompt of the filter beside the timeline."""
        if self.is_stacked or self.zoomed:
            self.show("timeline")
        self.query_one(FilterBar).open()

    def _share(self, *, anew: bool = True) -> None:
        """Share the window among the panes; where not *anew*, one that stays in sight is left as it was drawn."""
        room, current = self.query_one(Room), self.current
        room.set_class(self.is_stacked and not self.zoomed, "stacked")
        room.set_class(self.zoomed, "zoomed")
        if self.zoomed:
            in_sight: tuple[PaneName, ...] = (current,)
        elif self.is_stacked:
            in_sight = (self.upper, "event")
        else:
            in_sight = ("timeline", "roles", "event", self.side)
        for name in PANES:
            pane = self.pane(name)
            was = pane.display, pane.tabs
            pane.display, pane.tabs = name in in_sight, self._tabs(name)
            if anew or (pane.display, pane.tabs) != was:
                # Textual does not always tell a pane that comes back from hiding its new size.
                pane.call_after_refresh(pane.redraw)
        if self.focused is not None and not self.focused.display:
            self.set_focus(self.pane(self.upper))

    def _tabs(self, name: PaneName) -> str:
        """Return the names of the panes that share a place, the one in sight in brackets; nothing for one alone."""
        if self.zoomed or name == "event" or (not self.is_stacked and name not in SIDE):
            return ""
        sharing = [one for one in PANES if one != "event"] if self.is_stacked else SIDE
        return " ".join(f"[{TITLES[one]}]" if one == name else TITLES[one] for one in sharing)
