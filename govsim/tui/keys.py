"""The one table of keys: bindings, help, palette and the key line are all read off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

Place = Literal["everywhere", "timeline", "roles", "event", "filter", "go to", "help"]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a user can do: its keys, what they say of themselves, and where they work.

    *keys* are Textual's names, *shown* is how they are printed. *title* is ``noun: verb``, as the palette lists it;
    *run* is the action that the palette takes where it is not that of the key. *brief* stands in the key line.
    """

    id: str
    keys: str
    shown: str
    action: str
    title: str
    help: str
    place: Place = "everywhere"
    brief: str = ""
    run: str = ""
    priority: bool = False

    @property
    def binding(self) -> Binding:
        """The act as Textual binds it."""
        return Binding(
            self.keys,
            self.action,
            self.title,
            show=False,
            key_display=self.shown,
            priority=self.priority,
            tooltip=self.help,
            id=self.id,
        )


ACTS: tuple[Act, ...] = (
    Act("event.next", "right,l", "right l", "step(1)", "Event: next", "the next event", brief="Step"),
    Act("event.previous", "left,h", "left h", "step(-1)", "Event: previous", "the event before"),
    Act("board.next", "n", "n", "change(1)", "Board: next change", "the next event that changes roles", brief="Change"),
    Act("board.previous", "N", "N", "change(-1)", "Board: previous change", "the last event before that changes roles"),
    Act("day.next", "right_square_bracket", "]", "day(1)", "Day: next", "the next day with events", brief="Day"),
    Act("day.previous", "left_square_bracket", "[", "day(-1)", "Day: previous", "the day before with events"),
    Act("event.first", "home", "home 0", "first", "Event: first", "the first event"),
    Act("event.last", "end,dollar_sign", "end $", "last", "Event: last", "the last event"),
    Act("time.go", "g", "g", "go_to", "Time: go to", "go to a time, an event or an end", brief="Go to"),
    Act("timeline.filter", "slash", "/", "filter", "Timeline: filter", "show only some events", brief="Filter"),
    Act(
        "away", "escape", "esc", "away", "Filter: clear", "forget the count, else clear the filter, else undo the zoom"
    ),
    Act("pane.next", "tab", "Tab", "pane(1)", "Pane: next", "the next pane"),
    Act("pane.previous", "shift+tab", "shift+Tab", "pane(-1)", "Pane: previous", "the pane before"),
    Act("pane.zoom", "plus", "+", "zoom", "Pane: zoom", "give the pane the whole window, and take it back"),
    Act(
        "pane.timeline",
        "1",
        "1",
        "digit(1)",
        "Pane: Timeline",
        "below 110 columns: the timeline above; else a count",
        run="show('timeline')",
    ),
    Act(
        "pane.roles",
        "2",
        "2",
        "digit(2)",
        "Pane: Roles",
        "below 110 columns: the roles above; else a count",
        run="show('roles')",
    ),
    Act("line.up", "up,k", "up k", "line(-1)", "Pane: line up", "a line up; in the timeline the event above"),
    Act("line.down", "down,j", "down j", "line(1)", "Pane: line down", "a line down; in the timeline the event below"),
    Act("page.up", "pageup", "PgUp", "page(-1)", "Pane: page up", "scroll a page up"),
    Act("page.down", "pagedown", "PgDn", "page(1)", "Pane: page down", "scroll a page down"),
    Act("help", "question_mark,f1", "? F1", "help", "Help: keys", "these keys", brief="Help"),
    Act("palette", "ctrl+p", "^p", "command_palette", "Commands: list", "every command by name", priority=True),
    Act("quit", "q", "q", "quit", "Session: quit", "leave govsim", brief="Quit"),
    Act(
        "quit.now",
        "ctrl+q,ctrl+c",
        "^q ^c",
        "quit",
        "Session: quit at once",
        "leave from anywhere, prompts too",
        priority=True,
    ),
)
"""What works with any pane focused, and what the palette lists."""

COUNTS: tuple[Act, ...] = (
    *(
        Act(f"count.{digit}", f"{digit}", f"{digit}", f"digit({digit})", "Count", "a count before a move: 5l, 12n")
        for digit in range(3, 10)
    ),
    Act("count.0", "0", "0", "zero", "Count", "a zero in a count; alone it goes to the first event"),
)
"""Digits only make sense before another key, so the palette leaves them out."""

PROMPTS: tuple[Act, ...] = (
    Act("filter.keep", "enter", "Enter", "keep", "Filter: keep", "back to the panes, filter on", "filter"),
    Act("filter.clear", "escape", "Esc", "clear", "Filter: clear", "show all events again", "filter"),
    Act("goto.go", "enter", "Enter", "go", "Go to: go", "move the playhead there", "go to"),
    Act("goto.cancel", "escape", "Esc", "cancel", "Go to: cancel", "stay where you are", "go to"),
    Act("help.close", "escape,q,question_mark,f1", "Esc q ?", "close", "Help: close", "back to the panes", "help"),
    Act("help.up", "up,k", "up k", "line(-1)", "Help: line up", "a line up", "help"),
    Act("help.down", "down,j", "down j", "line(1)", "Help: line down", "a line down", "help"),
    Act("help.pageup", "pageup", "PgUp", "page(-1)", "Help: page up", "a page up", "help"),
    Act("help.pagedown", "pagedown,space", "PgDn", "page(1)", "Help: page down", "a page down", "help"),
)
"""What works inside a prompt, where the keys above are text or mean nothing."""


def bindings(place: Place) -> list[BindingType]:
    """Return the bindings of a prompt, or those that work everywhere."""
    return [act.binding for act in (*ACTS, *COUNTS, *PROMPTS) if act.place == place]


PANE_HELP: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "timeline": (
        "1 Timeline",
        (
            ("up down", "the event above or below, among those shown"),
            ("click", "the event under the mouse"),
            (">", "you are here: at this event, or between two"),
            ("s2", "two sources"),
            ("r  d", "only reported; disputed (unmarked: confirmed)"),
        ),
    ),
    "roles": (
        "2 Roles",
        (
            ("up down", "scroll"),
            ("~", "changed by this event"),
            ("+  -", "filled; emptied by this event"),
            ("name?", "possible, not certain at this instant"),
            ("was", "what stood there before this event"),
        ),
    ),
    "event": (
        "3 Event",
        (
            ("up down", "scroll"),
            ("sets", "the posts that this event changed"),
            ("because", "the events without which it would not have happened"),
            ("readings", "what other sources say instead"),
        ),
    ),
}
"""What the help screen says first of the focused pane."""
