"""Pane 5: two lines of history side by side: the events they do not share, and who governs on each at the playhead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from govsim.service.steps import RowView, holders_text
from govsim.tui.draw import Line, Span, hanging, in_columns, line, wrap
from govsim.tui.holders import change_of
from govsim.tui.moments import local, since
from govsim.tui.place import Place
from govsim.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from govsim.service.branch_views import DiffView, PostDiff

_EMPTY = "Nothing to compare yet. d chooses another line of history; on a what-if it is compared with what is recorded."
_MANY = 2
"""Posts with more holders show only the differences."""
_MARKS = {"only_a": "x", "only_b": "+", "changed": "~"}


class DiffPane(Pane):
    """The comparison; both sides are read at the instant of the playhead, so that stepping scrubs both."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.other: str | None = None

    def against(self, place: Place) -> str | None:
        """Return the line to compare with: the one chosen, else the one that this was forked from."""
        here = place.walk.line
        return self.other if self.other not in (None, here.name) else here.parent

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return both sides."""
        here, other = place.walk.line, self.against(place)
        self.name_it("5 Diff" if other is None else f"5 Diff: {other} | {here.name}")
        self.said = ""
        if other is None:
            return [line(Span(part, "dim")) for part in wrap(_EMPTY, cells)]
        view: DiffView = self.app.session.diff(other, here.name, place.playhead.instant)  # type: ignore[attr-defined]  # GovsimApp has it
        own = [event for event in view.events if event.id.startswith(f"{place.walk.record}/")]
        self.said = f"{len(own)} events differ, {len(view.posts)} posts at this time"
        first = max(cells * 2 // 7, 8)
        widths = [first, (cells - first - 2) // 2, cells - first - 2 - (cells - first - 2) // 2]
        lines = list(in_columns([Span(""), Span(other, "strong"), Span(here.name, "strong")], widths))
        lines.append(line(Span(f"at {local(place.playhead.instant, place.walk.zone)}", "dim")))
        for post in view.posts:
            lines += in_columns(_post_row(post), widths)
        if not view.posts:
            lines += [line(Span(part, "dim")) for part in wrap("  The same people govern on both at this time.", cells)]
        legend = f"events: x not on {here.name}, + only there, ~ otherwise, > ahead of you"
        lines += [line(Span(part, "dim")) for part in wrap(legend, cells)]
        for event in own:
            ahead = ">" if (event.at.earliest or 0) > place.playhead.instant else " "
            head = f"{since(event.at, place.playhead.instant, place.walk.zone)} {event.label}"
            lines += hanging(f"{ahead}{_MARKS[event.kind]}", head, 3, cells)
            for name, one, two in event.fields:
                lines += in_columns([Span(f"   {name}", "dim"), Span(_said(one)), Span(_said(two), "mark")], widths)
        return lines


def _post_row(post: PostDiff) -> list[Span]:
    """Return a post on both sides: whole where it is small, else only those who are on one side alone."""
    one, two = post.a, post.b
    if one is None or two is None:
        sides = ["(no such post)" if view is None else holders_text(view) for view in (one, two)]
        return [Span(f"~ {post.post}", "mark"), Span(sides[0]), Span(sides[1], "mark")]
    left, right = holders_text(one), holders_text(two)
    if max(len(one.holders), len(two.holders)) > _MANY:
        change = change_of(RowView.between(one, two))
        apart = [[f"+ {said}" for said in side] for side in (change.gone, change.came)]
        apart[0] += change.formerly
        apart[1] += change.altered
        if one.status != two.status:
            apart = [[*apart[0], f"({one.status})"], [*apart[1], f"({two.status})"]]
        left, right = (", ".join(side) for side in apart)
    return [Span(f"~ {two.title}", "mark"), Span(left), Span(right, "mark")]


def _said(value: object) -> str:
    """Return a field in words, as short as it can be compared."""
    if value is None:
        return "(nothing)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{key} {_said(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_said(one) for one in value) or "(nobody)"
    return str(value)
