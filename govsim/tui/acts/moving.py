"""Moving the playhead: by events, changes, people, posts, days, hours, counts, to the ends and to any time."""

from __future__ import annotations

from textual.timer import Timer

from govsim.tui.acts.surface import Surface
from govsim.tui.playhead import Playhead
from govsim.tui.widgets.timeline_pane import TimelinePane

FIRST, LAST = "This is the first event.", "This is the last event."
_MOST = 99_999
"""The largest count before a move; more digits are dropped."""


class Moving(Surface, inherit_bindings=False):
    """The only acts that move the playhead; each says so where there is nowhere to go."""

    count_lapses = 1.0
    """Seconds after which a digit that chose a pane is a count no more."""
    _lapsing: Timer | None = None

    def action_step(self, count: int) -> None:
        """Step by events."""
        self.go(self.walk.step(self.playhead, self.times(count)), LAST if count > 0 else FIRST)

    def action_change(self, count: int) -> None:
        """Step by changes of the board."""
        self.go(self.walk.step_change(self.playhead, self.times(count)), f"No {_side(count)} event changes the roles.")

    def action_party(self, count: int) -> None:
        """Step by events of the same people."""
        parties = self.walk.parties(self.playhead.index) if self.playhead.index >= 0 else frozenset()
        names = ", ".join(sorted(self.walk.world.party(id_).name for id_ in parties))
        otherwise = f"No {_side(count)} event is about {names}." if parties else "This event names nobody to follow."
        self.go(self.walk.step_party(self.playhead, self.times(count), parties), otherwise)

    def action_post(self, count: int) -> None:
        """Step by events about the same posts, or the post chosen in the roles pane."""
        chosen = self.desk.chosen_post
        if chosen is not None:
            posts = frozenset([chosen])
        else:
            posts = self.walk.posts(self.playhead.index) if self.playhead.index >= 0 else frozenset()
        names = ", ".join(sorted(posts))
        otherwise = f"No {_side(count)} event is about {names}." if posts else "This event is about no post."
        self.go(self.walk.step_post(self.playhead, self.times(count), posts), otherwise)

    def action_clock(self, count: int, unit: str) -> None:
        """Step by days or hours that have events."""
        self.go(self.walk.step_clock(self.playhead, self.times(count), unit), f"No {_side(count)} {unit} has events.")

    def action_first(self) -> None:
        """Go to the first event."""
        self.go(self.walk.at(0) if len(self.walk) else self.playhead, FIRST)

    def action_last(self) -> None:
        """Go to the last event."""
        self.go(self.walk.at(len(self.walk) - 1) if len(self.walk) else self.playhead, LAST)

    def action_go_to(self) -> None:
        """Ask for a time and go there."""
        from govsim.tui.screens.goto_screen import GoToScreen  # noqa: PLC0415 - the first frame needs none of it

        def arrive(target: Playhead | None) -> None:
            if target is not None:
                self.go(target, "You are there already.")

        self.push_screen(GoToScreen(self.walk, self.playhead), arrive)

    def on_timeline_pane_chosen(self, event: TimelinePane.Chosen) -> None:
        """Go to the event that was clicked."""
        self.go(self.walk.at(event.index))

    # -- counts

    def action_digit(self, digit: int) -> None:
        """Show the pane of a number at once; a move or a second digit right after it makes it a count instead.

        A reader who chose a pane looks at it before going on, so that a single digit is a count no more after a second.
        """
        if self._lapsing is not None:
            self._lapsing.stop()
            self._lapsing = None
        if self.count:
            self.desk.unpeek()
        self.count = str(min(int(f"{self.count}{digit}"), _MOST))
        self.message = f"count {self.count}: then l h n N ] [ j k or an arrow; Esc forgets it"
        if len(self.count) == 1 and self.desk.peek(digit):
            self.message = f"pane {self.desk.name_of(digit)}; with a move right after it a count: {digit}l"
            self._lapsing = self.set_timer(self.count_lapses, self._lapse)

    def _lapse(self) -> None:
        """Take a single digit for the choice of a pane."""
        self._lapsing, self.count, self.message = None, "", ""
        self.desk.settle()

    def action_zero(self) -> None:
        """Add a zero to the count, or go to the first event."""
        if self.count:
            self.action_digit(0)
        else:
            self.action_first()

    def go(self, playhead: Playhead, otherwise: str = "") -> None:
        """Move the playhead; a count that was typed for it leaves the panes as they were before."""
        if self.count:
            self.desk.unpeek()
        super().go(playhead, otherwise)


def _side(count: int) -> str:
    return "later" if count > 0 else "earlier"
