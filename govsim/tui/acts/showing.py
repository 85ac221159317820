"""Panes, filter, zoom, clocks, help, the palette: how things are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from textual.app import SystemCommand
from textual.screen import Screen

from govsim.tui.act import Act
from govsim.tui.acts.forecasting import Forecasting
from govsim.tui.keys import ACTS
from govsim.tui.screens.desk import PaneName
from govsim.tui.widgets.branches_pane import BranchesPane
from govsim.tui.widgets.filter_bar import FilterBar
from govsim.tui.widgets.roles_pane import RolesPane


class Showing(Forecasting, inherit_bindings=False):
    """Changes what is in sight, and nothing else."""

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
        """Go a line down in the focused pane: an event, a post, a line of history, else a line of text."""
        times = self.times(count)
        if self.count:
            self.desk.unpeek()
        desk, pane = self.desk, self.desk.pane(self.desk.current)
        if desk.current == "timeline":
            found = desk.timeline.neighbour(times)
            edge = "This is the last event shown." if count > 0 else "This is the first event shown."
            self.go(self.playhead if found is None else self.walk.at(found), edge)
            return
        self.count, self.message = "", ""
        if isinstance(pane, RolesPane | BranchesPane):
            pane.select(times)
            if isinstance(pane, RolesPane):
                desk.pane("why").redraw()
        else:
            pane.scroll_lines(times)

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

    def action_fallen(self) -> None:
        """Show what did not happen on this line, or leave it out."""
        timeline = self.desk.timeline
        timeline.hide_fallen(not timeline.fallen_hidden)
        if not self.walk.line.fallen:
            self.message = "Everything recorded happens on this line."
        else:
            self.message = f"What did not happen is {'left out' if timeline.fallen_hidden else 'shown'}."

    def action_known(self) -> None:
        """Show the board as it was known then, or as it is known now."""
        self.place = replace(self.place, known_then=not self.place.known_then)
        then = "The board shows what had been announced by then; ~ is known otherwise now."
        self.message = then if self.place.known_then else "The board shows what is known now."

    def action_away(self) -> None:
        """Forget the count, else clear the filter, else the post chosen, else undo the zoom."""
        counting, self.count, self.message = self.count, "", ""
        if self.end_forecast():
            return
        if counting:
            self.desk.settle()
            return
        if self.desk.timeline.filter:
            self.desk.query_one(FilterBar).action_clear()
        elif self.desk.query_one(RolesPane).unselect():
            self.desk.pane("why").redraw()
        elif self.desk.zoomed:
            self.desk.zoom()

    def action_help(self) -> None:
        """Show the keys."""
        from govsim.tui.screens.help_screen import HelpScreen  # noqa: PLC0415 - the first frame needs none of it

        self.push_screen(HelpScreen(self.desk.current))

    # -- palette

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield every act of the table, with why it cannot be done now where it cannot, then the themes."""
        for act in ACTS:
            if act.id != "palette":
                reason = self.why_not(act)
                told = f"{act.help} ({act.shown})" + (f" - not now: {reason}" if reason else "")
                yield SystemCommand(act.title, told, self._runner(act, reason))
        yield SystemCommand("Theme: choose", "colours of the screen", self.action_change_theme)

    def why_not(self, act: Act) -> str:
        """Return why an act cannot be done now, nothing where it can."""
        session = self.session
        reasons = {
            "ledger": "" if session.keeps_branches else "there is no ledger to keep branches in",
            "draft": "" if session.draft is not None else "no what-if is being made; f begins one",
            "event": "" if self._has_event() else "no event is at the playhead",
            "sources": ""
            if self._has_event() and self.walk.event(self.playhead.index).sources
            else "no source is cited",
            "decision": "" if self.walk.decision(self.playhead.index) else "no decision is at the playhead",
            "what-if": "" if self.walk.line.run is not None else "recorded history has one outcome; a what-if is drawn",
            "undo": "" if session.draft is not None and session.draft.steps else "nothing is to be undone",
            "branch": "" if self.walk.line.kind == "branch" else "recorded history is not a branch",
            "file": "" if session.file is not None else "the what-if is no file yet; s saves it",
        }
        return next((reasons[need] for need in act.needs if reasons[need]), "")

    def _has_event(self) -> bool:
        return self.playhead.index >= 0 and self.walk.stops[self.playhead.index].happens

    def _runner(self, act: Act, reason: str) -> Callable[[], None]:
        def run() -> None:
            if reason:
                self.message = f"Not now: {reason}."
            else:
                self.call_later(self.run_action, act.run or act.action)

        return run
