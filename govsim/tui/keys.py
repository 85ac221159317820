"""The one table of keys: bindings, help, palette and the key line are all read off it."""

from __future__ import annotations

from textual.binding import BindingType

from govsim.tui.act import Act, Place
from govsim.tui.prompt_keys import PROMPTS

STEPS: tuple[Act, ...] = (
    Act("event.next", "right,l", "right l", "step(1)", "Event: next", "the next event", brief="Step"),
    Act("event.previous", "left,h", "left h", "step(-1)", "Event: previous", "the event before"),
    Act("board.next", "n", "n", "change(1)", "Board: next change", "the next event that changes roles", brief="Change"),
    Act("board.previous", "N", "N", "change(-1)", "Board: previous change", "the last event before that changes roles"),
    Act("person.next", "p", "p", "party(1)", "Person: next event", "the next event about the same people"),
    Act("person.previous", "P", "P", "party(-1)", "Person: previous event", "the event before about the same people"),
    Act("post.next", "v", "v", "post(1)", "Post: next event", "the next event about the same post, or the one chosen"),
    Act("post.previous", "V", "V", "post(-1)", "Post: previous event", "the event before about the same post"),
    Act(
        "day.next", "right_square_bracket", "]", "clock(1, 'day')", "Day: next", "the next day with events", brief="Day"
    ),
    Act("day.previous", "left_square_bracket", "[", "clock(-1, 'day')", "Day: previous", "the day before with events"),
    Act("hour.next", "right_curly_bracket", "}", "clock(1, 'hour')", "Hour: next", "the next hour with events"),
    Act(
        "hour.previous", "left_curly_bracket", "{", "clock(-1, 'hour')", "Hour: previous", "the hour before with events"
    ),
    Act("event.first", "home", "home 0", "first", "Event: first", "the first event"),
    Act("event.last", "end,dollar_sign", "end $", "last", "Event: last", "the last event"),
    Act("time.go", "g", "g", "go_to", "Time: go to", "go to a time, an event or an end", brief="Go to"),
    Act("play", "space", "space", "play", "Playback: play or pause", "play the events one after the other, or pause"),
    Act(
        "play.faster",
        "full_stop",
        ".",
        "speed(1)",
        "Playback: faster",
        "play faster; the fastest is real time, shortened",
    ),
    Act("play.slower", "comma", ",", "speed(-1)", "Playback: slower", "play slower"),
    Act("play.stops", "b", "b", "breakpoints", "Playback: stops", "choose the posts whose change stops playback"),
)
"""Moving the playhead."""

LOOKS: tuple[Act, ...] = (
    Act("timeline.filter", "slash", "/", "filter", "Timeline: filter", "show only some events", brief="Filter"),
    Act("timeline.fallen", "a", "a", "fallen", "Timeline: what fell", "show what did not happen here, or leave it out"),
    Act(
        "board.known", "K", "K", "known", "Board: known then or now", "the board as it was known then, or as known now"
    ),
    Act("away", "escape", "esc", "away", "Filter: clear", "forget the count, clear the filter, choose no post, unzoom"),
    Act("pane.next", "tab", "Tab", "pane(1)", "Pane: next", "the next pane"),
    Act("pane.previous", "shift+tab", "shift+Tab", "pane(-1)", "Pane: previous", "the pane before"),
    Act("pane.zoom", "plus", "+", "zoom", "Pane: zoom", "give the pane the whole window, and take it back"),
    *(
        Act(
            f"pane.{name}",
            f"{number}",
            f"{number}",
            f"digit({number})",
            f"Pane: {name.capitalize()}",
            f"show pane {number} {name.capitalize()}; before a move a count, as in {number}l",
            run=f"show('{name}')",
        )
        for number, name in enumerate(("timeline", "roles", "event", "branches", "diff", "outcomes", "why"), 1)
    ),
    Act("line.up", "up,k", "up k", "line(-1)", "Pane: line up", "a line up; in 1 an event, in 2 a post, in 4 a branch"),
    Act("line.down", "down,j", "down j", "line(1)", "Pane: line down", "a line down; in 1 an event, in 2 a post"),
    Act("page.up", "pageup", "PgUp", "page(-1)", "Pane: page up", "scroll a page up"),
    Act("page.down", "pagedown", "PgDn", "page(1)", "Pane: page down", "scroll a page down"),
    Act(
        "source.open",
        "o",
        "o",
        "source",
        "Source: open",
        "open a source of the event in the browser",
        needs=("sources",),
    ),
    Act(
        "source.copy", "y", "y", "cite", "Source: copy citation", "copy the citations of the event", needs=("sources",)
    ),
    Act("command.copy", "Y", "Y", "command", "Command: copy", "copy the command that prints what the roles pane shows"),
)
"""Looking at things."""

WHAT_IFS: tuple[Act, ...] = (
    Act("whatif.fork", "f", "f", "fork", "What-if: fork here", "begin a what-if at this point", brief="Fork"),
    Act(
        "whatif.omit",
        "x",
        "x",
        "omit",
        "What-if: leave event out",
        "the event does not happen",
        brief="Omit",
        needs=("event",),
    ),
    Act(
        "whatif.change",
        "c",
        "c",
        "alter",
        "What-if: change event",
        "other votes, another time or holder",
        brief="Alter",
        needs=("event",),
    ),
    Act("whatif.insert", "i", "i", "insert", "What-if: insert event", "something else happens here"),
    Act(
        "whatif.enter",
        "enter",
        "Enter",
        "enter",
        "Decision: answer",
        "answer the decision here; in 4 walk the line chosen",
    ),
    Act(
        "whatif.undo",
        "u,ctrl+z",
        "u ^z",
        "undo",
        "What-if: undo",
        "take the last change back",
        brief="Undo",
        needs=("draft",),
    ),
    Act("whatif.redo", "U,ctrl+y", "U ^y", "redo", "What-if: redo", "make again what was taken back"),
    Act(
        "whatif.compare",
        "d",
        "d",
        "compare",
        "What-if: compare",
        "compare this line with another, side by side",
        brief="Diff",
    ),
    Act(
        "whatif.save",
        "s",
        "s",
        "save",
        "What-if: save as file",
        "save the what-if as a scenario file",
        brief="Save",
        needs=("draft",),
    ),
    Act(
        "whatif.keep",
        "w",
        "w",
        "keep",
        "What-if: keep as branch",
        "keep the what-if as a branch",
        brief="Keep",
        needs=("draft", "ledger"),
    ),
    Act(
        "whatif.edit",
        "e",
        "e",
        "edit",
        "What-if: edit as text",
        "edit the what-if as YAML in your editor",
        needs=("draft",),
    ),
    Act(
        "whatif.reload",
        "r",
        "r",
        "reload",
        "What-if: read again",
        "read its file again and keep the place",
        needs=("draft", "file"),
    ),
    Act(
        "outcomes.forecast",
        "F",
        "F",
        "forecast",
        "Outcomes: forecast",
        "draw the decisions of this what-if thousands of times: how often does each outcome come",
        needs=("what-if",),
    ),
    Act("branch.drop", "D", "D", "drop", "Branch: drop", "drop the branch, or give the what-if up"),
    Act("start", "S", "S", "start", "Session: open", "open a record, a branch or a scenario"),
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
"""What-ifs, files, and the session."""

GROUPS: tuple[tuple[str, tuple[Act, ...]], ...] = (
    ("Moving", STEPS),
    ("Looking", LOOKS),
    ("What-ifs and the session", WHAT_IFS),
)
ACTS: tuple[Act, ...] = (*STEPS, *LOOKS, *WHAT_IFS)
"""What works with any pane focused, and what the palette lists."""

COUNTS: tuple[Act, ...] = (
    *(
        Act(f"count.{digit}", f"{digit}", f"{digit}", f"digit({digit})", "Count", "a count before a move: 5l, 12n")
        for digit in (8, 9)
    ),
    Act("count.0", "0", "0", "zero", "Count", "a zero in a count; alone it goes to the first event"),
)
"""Digits that only make sense before another key, so the palette leaves them out."""


def bindings(place: Place) -> list[BindingType]:
    """Return the bindings of a prompt, or those that work everywhere."""
    return [act.binding for act in (*ACTS, *COUNTS, *PROMPTS) if act.place == place]
