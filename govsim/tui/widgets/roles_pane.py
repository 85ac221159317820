"""Pane 2: who holds which post at the playhead, and what this event changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.service.steps import RowView
from govsim.service.text import safe, width
from govsim.tui.draw import Line, Role, Span, fitting, hanging, in_columns, line
from govsim.tui.holders import change_of, holder_text
from govsim.tui.moments import local, since
from govsim.tui.playhead import Playhead, Walk
from govsim.tui.widgets.pane import Pane

_MARKS = {"same": " ", "changed": "~", "filled": "+", "emptied": "-"}
_STATUS = 8


class RolesPane(Pane):
    """The board. Each holder has a line; below a post that changed stands what was there before."""

    def __init__(self, walk: Walk, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(walk, id=id)
        self._first_changed: int | None = None

    def draw(self, playhead: Playhead, cells: int) -> Sequence[Line]:
        """Return the board at the playhead, by organisation."""
        board = self.walk.board(playhead)
        now = local(playhead.instant, self.walk.zone)
        tabs = "1 Timeline [2 Roles]" if self.is_stacked else "2 Roles"
        self.name_it(fitting(cells - 4, (f"{tabs} at {now}", tabs)).rstrip())
        self.said = _summary(board.rows, at_event=self.walk.is_on_event(playhead))
        widths = _widths(cells, [row.post.title for row in board.rows])
        names = [Span(name, "dim") for name in ("", "post", "status", "holder", "since")]
        lines = list(in_columns(names, widths))
        several = len({row.post.organization for row in board.rows}) > 1
        organization = ""
        self._first_changed = None
        told = [row for row in board.rows if not _says_nothing(row)]
        for row in told:
            if several and row.post.organization != organization:
                organization = row.post.organization
                lines.append(line(Span(f"-- {safe(self.walk.world.party(organization).name)} ", "dim")))
            if row.mark != "same" and self._first_changed is None:
                self._first_changed = len(lines)
            for cell_row in self._rows(row, playhead):
                lines += in_columns(cell_row, widths)
        for status in ("unknown", "absent"):
            ids = [row.post.post for row in board.rows if _says_nothing(row) and row.post.status == status]
            if ids:
                lines += hanging(f"  {status}", ", ".join(ids), 11, cells, "dim")
        return lines

    def line_to_show(self) -> int | None:
        """Return the first line that this event changed."""
        return self._first_changed

    def _rows(self, row: RowView, playhead: Playhead) -> Iterator[list[Span]]:
        """Yield the table rows of one post: its holders, then who was there before, then offers."""
        post, change = row.post, change_of(row)
        role: Role = "" if row.mark == "same" else "mark"
        head = [Span(_MARKS[row.mark], role), Span(post.title, role), Span(post.status, role)]
        for holder in post.holders:
            said, told = holder_text(holder), since(holder.since, playhead.instant, self.walk.zone)
            mark = "+" if said in change.came else "~" if said in change.altered else " "
            head = head or [Span(mark, "mark"), Span(""), Span("")]
            yield [*head, Span(said, "" if mark == " " else "mark"), Span(told, "dim")]
            head = []
        if head:
            yield [*head, Span(""), Span("")]
        if post.open and post.holders and post.seats != 1:
            yield _below("", "open", f"{post.open} of {post.seats} seats")
        for said in change.formerly:
            yield _below("", "was", said)
        for said in change.gone:
            yield _below("" if post.seats == 1 else "-", "was", said)
        if row.was and row.mark != "same" and row.was.status != post.status and not (change.formerly + change.gone):
            yield _below("", "was", f"({row.was.status})")
        for offer in post.offers:
            who = ", ".join(self.walk.world.party(id_).name for id_ in offer.who) or "somebody"
            told = since(offer.since, playhead.instant, self.walk.zone)
            yield [Span(""), Span(""), Span(offer.type, "dim"), Span(f"({who})", "dim"), Span(told, "dim")]


def _says_nothing(row: RowView) -> bool:
    """Return whether a post can share a line with others: nobody is known in it, and this event changed nothing."""
    return row.mark == "same" and row.post.status in ("unknown", "absent") and not row.post.holders + row.post.offers


def _below(mark: str, status: str, holder: str) -> list[Span]:
    return [Span(mark, "dim"), Span(""), Span(status, "dim"), Span(holder, "dim"), Span("")]


def _widths(cells: int, titles: Sequence[str]) -> list[int]:
    """Return the widths of the columns; they depend on the posts only, so that nothing jumps from step to step."""
    since_cells = 17 if cells >= 76 else 12
    rest = max(cells - 1 - _STATUS - since_cells - 4, 12)
    title_cells = min(max((width(safe(title)) for title in titles), default=8), rest * 9 // 20)
    return [1, title_cells, _STATUS, rest - title_cells, since_cells]


def _summary(rows: Sequence[RowView], *, at_event: bool) -> str:
    changed = sum(row.mark != "same" for row in rows)
    vacant = sum(row.post.status == "vacant" for row in rows)
    said = [f"{changed or 'nothing'} changed by this event"] if at_event else ["between two events"]
    return ", ".join(said + ([f"{vacant} vacant"] if vacant else []))
