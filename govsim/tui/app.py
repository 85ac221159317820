"""The terminal UI: it holds the playhead, and is the only one to move it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from textual.app import App, SystemCommand
from textual.reactive import reactive
from textual.screen import Screen

from govsim.service.gov import Gov
from govsim.tui.keys import ACTS, bindings
from govsim.tui.playhead import Playhead, Walk
from govsim.tui.screens.desk import Desk, PaneName
from govsim.tui.screens.goto_screen import GoToScreen
from govsim.tui.screens.help_screen import HelpScreen
from govsim.tui.widgets.filter_bar import FilterBar
from govsim.tui.widgets.timeline_pane import TimelinePane

_MOST = 99_999
"""The largest count before a move; more digits are dropped."""


class GovsimApp(App[None], inherit_bindings=False):
    """A walk through one record. Panes watch *playhead* and *message*, and write neither."""

    TITLE = "govsim"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = bindings("everywhere")
    playhead: reactive[Playhead] = reactive(Playhead(-1, 0))
    message: reactive[str] = reactive("")

    def __init__(self, gov: Gov, record: str, zone: str | None = None) -> None:
        """Read the record before any screen opens, so that a mistake is a message and not a broken screen.

        Raises:
            GovsimError: there is no such record, or no such zone.
        """
        super().__init__()
        self.walk = Walk(gov, record, zone)
        self.set_reactive(GovsimApp.playhead, self.walk.start())
        self._count = ""

    def get_default_screen(self) -> Screen[None]:
        """Return the desk."""
        return Desk(self.walk)

    @property
    def desk(self) -> Desk:
        """The desk, under whatever prompt is open."""
        return cast("Desk", self.screen_stack[0])

    # -- moving the playhead

    def _go(self, move: Callable[[Playhead], Playhead], otherwise: str) -> None:
        """Move the playhead; where it cannot move, say why."""
        self._count = ""
        before, after = self.playhead, move(self.playhead)
        self.message = otherwise if after == before else ""
        self.playhead = after

    def _times(self, count: int) -> int:
        return count * int(self._count or 1)

    def action_step(self, count: int) -> None:
        """Step by events."""
        times = self._times(count)
        self._go(lambda here: self.walk.step(here, times), "This is the last event." if count > 0 else _FIRST)

    def action_change(self, count: int) -> None:
        """Step by changes of the board."""
        times = self._times(count)
        side = "later" if count > 0 else "earlier"
        self._go(lambda here: self.walk.step_change(here, times), f"No {side} event changes the roles.")

    def action_day(self, count: int) -> None:
        """Step by days that have events."""
        times = self._times(count)
        side = "later" if count > 0 else "earlier"
        self._go(lambda here: self.walk.step_day(here, times), f"No {side} day has events.")

    def action_first(self) -> None:
        """Go to the first event."""
        self._go(lambda here: self.walk.at(0) if len(self.walk) else here, _FIRST)

    def action_last(self) -> None:
        """Go to the last event."""
        last = len(self.walk) - 1
        self._go(lambda here: self.walk.at(last) if last >= 0 else here, "This is the last event.")

    def action_go_to(self) -> None:
        """Ask for a time and go there."""

        def arrive(target: Playhead | None) -> None:
            if target is not None:
                self._go(lambda _: target, "You are there already.")

        self.push_screen(GoToScreen(self.walk, self.playhead), arrive)

    def on_timeline_pane_chosen(self, event: TimelinePane.Chosen) -> None:
        """Go to the event that was clicked."""
        self._go(lambda _: self.walk.at(event.index), "")

    # -- counts

    def action_digit(self, digit: int) -> None:
        """Add a digit to the count; below 110 columns a first 1 or 2 chooses the upper pane instead."""
        if self.desk.is_stacked and not self._count and digit in (1, 2):
            self.desk.show("timeline" if digit == 1 else "roles")
            return
        self._count = str(min(int(f"{self._count}{digit}"), _MOST))
        self.message = f"count {self._count}: then l h n N ] [ j k or an arrow; Esc forgets it"

    def action_zero(self) -> None:
        """Add a zero to the count, or go to the first event."""
        if self._count:
            self.action_digit(0)
        else:
            self.action_first()

    # -- panes and prompts

    def action_pane(self, count: int) -> None:
        """Give the next pane the focus."""
        self.desk.show_next(count)

    def action_show(self, name: PaneName) -> None:
        """Give a pane the focus."""
        self.desk.show(name)

    def action_zoom(self) -> None:
        """Zoom the focused pane, or undo it."""
        self.desk.zoom()

    def action_line(self, count: int) -> None:
        """Go a line down in the focused pane; in the timeline that is an event."""
        times = self._times(count)
        if self.desk.current != "timeline":
            self._count, self.message = "", ""
            self.desk.pane(self.desk.current).scroll_lines(times)
            return
        found = self.desk.timeline.neighbour(times)
        edge = "This is the last event shown." if count > 0 else "This is the first event shown."
        self._go(lambda here: here if found is None else self.walk.at(found), edge)

    def action_page(self, count: int) -> None:
        """Scroll the focused pane by a page."""
        pane = self.desk.pane(self.desk.current)
        pane.scroll_lines(count * max(pane.size.height - 1, 1))

    def action_filter(self) -> None:
        """Open the prompt of the filter."""
        self.desk.filter()

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Filter the timeline, letter by letter."""
        self.desk.timeline.set_filter(event.text)

    def on_filter_bar_done(self) -> None:
        """Give the keys back to the timeline."""
        self.desk.show("timeline")

    def action_away(self) -> None:
        """Forget the count, else clear the filter, else undo the zoom."""
        counting, self._count, self.message = self._count, "", ""
        if counting:
            return
        if self.desk.timeline.filter:
            self.desk.query_one(FilterBar).action_clear()
        elif self.desk.zoomed:
            self.desk.zoom()

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(HelpScreen(self.desk.current))

    # -- palette

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield every act of the table, then the themes."""
        for act in ACTS:
            if act.id != "palette":
                yield SystemCommand(act.title, f"{act.help} ({act.shown})", self._runner(act.run or act.action))
        yield SystemCommand("Theme: choose", "colours of the screen", self.action_change_theme)

    def _runner(self, action: str) -> Callable[[], None]:
        def run() -> None:
            self.call_later(self.run_action, action)

        return run


_FIRST = "This is the first event."
