"""What the help screen says first of each pane: what its marks mean, and what the keys do there."""

from __future__ import annotations

PANE_HELP: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "timeline": (
        "1 Timeline",
        (
            ("up down", "the event above or below, among those shown"),
            ("click", "the event under the mouse"),
            (">", "you are here: at this event, or between two"),
            ("x  +  ~", "on a what-if: did not happen; inserted; happens otherwise"),
            ("?", "a decision; Enter answers it"),
            ("s2", "two sources"),
            ("r  d", "only reported; disputed (unmarked: confirmed)"),
            ("u", "with K: not yet announced at this time"),
        ),
    ),
    "roles": (
        "2 Roles",
        (
            ("up down", "choose a post; v V and 7 Why follow it"),
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
    "branches": (
        "4 Branches",
        (
            ("up down", "choose a line of history"),
            ("Enter", "walk the line chosen, from the same time on"),
            (">", "you are here"),
            ("D", "drop the branch chosen, or give the what-if up"),
        ),
    ),
    "diff": (
        "5 Diff",
        (
            ("up down", "scroll; stepping moves both sides at once"),
            ("d", "choose the other line"),
            (">", "an event that still lies ahead of the playhead"),
        ),
    ),
    "outcomes": (
        "6 Outcomes",
        (
            ("up down", "scroll"),
            ("outcomes", "what the scenario asks, read at the end of the line"),
            ("expected", "what its author expects, and what there is instead"),
            ("F", "forecast: how often each outcome comes when decisions are drawn by their weights"),
        ),
    ),
    "why": (
        "7 Why",
        (
            ("up down", "scroll"),
            ("opened by", "the event that put somebody there; below it, what it rests on"),
            ("verdict", "what the bylaws say of this event, rule by rule"),
        ),
    ),
}
"""What the help screen says first of the focused pane."""
