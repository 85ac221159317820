"""Pane 2: who holds which post at the playhead, and what this event changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.model.instant import to_datetime
from govsim.service.steps import RowView
from govsim.service.text import safe, width
from govsim.tui.draw import Line, Role, Span, fitting, hanging, in_columns, line
from govsim.tui.holders import change_of, holder_text
from govsim.tui.moments import local, since
from govsim.tui.place import Place
from govsim.tui.walk import Walk
from govsim.tui.widgets.pane import Pane

_MARKS = {"same": " ", "changed": "~", "filled": "+", "emptied": "-"}
_STATUS = 8


class RolesPane(Pane):
    """The board. Each holder has a line; below a post that changed stands what was there before."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.selected: str | None = None
        self._posts: list[str] = []
        self._line_of: dict[str, int] = {}
        self._to_show: int | None = None
        self._drawn: dict[int, tuple[RowView, list[Line]]] = {}
        self._drawn_for: tuple[int, Walk, int, list[int]] | None = None

    def select(self, count: int) -> None:
        """Choose the post so many places further down, or up; the first press chooses the first in sight."""
        if not self._posts:
            return
        at = self._posts.index(self.selected) + count if self.selected in self._posts else 0
        self.selected = self._posts[min(max(at, 0), len(self._posts) - 1)]
        self.redraw()

    def unselect(self) -> bool:
        """Choose no post any more, and return whether one was chosen."""
        chosen, self.selected = self.selected, None
        if chosen is not None:
            self.redraw()
        return chosen is not None

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return the board at the playhead, by organisation."""
        board = place.board()
        self.name_it(
            fitting(cells - 4, (f"2 Roles at {local(place.playhead.instant, self.walk.zone)}", "2 Roles")).rstrip()
        )
        self.said = _summary(board.rows, place)
        widths = self._fit(place, cells, board.rows)
        names = [Span(name, "dim") for name in ("", "post", "status", "holder", "since")]
        lines = list(in_columns(names, widths))
        several = len({row.post.organization for row in board.rows}) > 1
        organization = ""
        self._posts, self._line_of, self._to_show = [], {}, None
        told = [row for row in board.rows if not _says_nothing(row)]
        for row in told:
            if several and row.post.organization != organization:
                organization = row.post.organization
                lines.append(line(Span(f"-- {safe(self.walk.world.party(organization).name)} ", "dim")))
            if row.mark != "same" and self._to_show is None:
                self._to_show = len(lines)
            self._posts.append(row.post.post)
            self._line_of[row.post.post] = len(lines)
            lines += self._lines_of(row, place, widths)
        for status in ("unknown", "absent"):
            ids = [row.post.post for row in board.rows if _says_nothing(row) and row.post.status == status]
            if ids:
                lines += hanging(f"  {status}", ", ".join(ids), 11, cells, "dim")
        return lines

    def line_to_show(self) -> int | None:
        """Return the line of the post chosen, else the first that this event changed."""
        return self._line_of.get(self.selected or "", self._to_show)

    def _fit(self, place: Place, cells: int, rows: Sequence[RowView]) -> list[int]:
        """Return the widths of the columns; what was drawn at other widths, or in another year, is drawn anew."""
        wanted = cells, place.walk, to_datetime(place.playhead.instant, self.walk.zone).year
        if self._drawn_for is None or self._drawn_for[:3] != wanted:
            self._drawn.clear()
            self._drawn_for = *wanted, _widths(cells, [row.post.title for row in rows])
        elif len(self._drawn) > 4 * len(rows):
            self._drawn.clear()
        return self._drawn_for[3]

    def _lines_of(self, row: RowView, place: Place, widths: Sequence[int]) -> list[Line]:
        """Return the lines of a post; a row that is the same object as before is the same on the screen."""
        plain = row.mark == "same" and row.post.post != self.selected
        kept = self._drawn.get(id(row)) if plain else None
        if kept is not None:
            return kept[1]
        lines = [one for cell_row in self._rows(row, place) for one in in_columns(cell_row, widths)]
        if plain:
            self._drawn[id(row)] = row, lines  # with the row itself, so that no other gets its number
        return lines

    def _rows(self, row: RowView, place: Place) -> Iterator[list[Span]]:
        """Yield the table rows of one post: its holders, then who was there before, then offers."""
        post, change = row.post, change_of(row)
        role: Role = "" if row.mark == "same" else "mark"
        playhead, chosen = place.playhead, post.post == self.selected
        sign = f"{'>' if chosen else ' '}{_MARKS[row.mark]}"
        head = [Span(sign, role), Span(post.title, "here" if chosen else role), Span(post.status, role)]
        for holder in post.holders:
            said, told = holder_text(holder), since(holder.since, playhead.instant, self.walk.zone)
            mark = "+" if said in change.came else "~" if said in change.altered else " "
            head = head or [Span(f" {mark}", "mark"), Span(""), Span("")]
            yield [*head, Span(said, "" if mark == " " else "mark"), Span(told, "dim")]
            head = []
        if head:
            yield [*head, Span(""), Span("")]
        if post.open and post.holders and post.seats != 1:
            yield _below("", "open", f"{post.open} of {post.seats} seats")
        for said in change.formerly:
            yield _below("", "was", said)
        for said in change.gone:
            yield _below("" if post.seats == 1 else " -", "was", said)
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
    rest = max(cells - 2 - _STATUS - since_cells - 4, 12)
    title_cells = min(max((width(safe(title)) for title in titles), default=8), rest * 9 // 20)
    return [2, title_cells, _STATUS, rest - title_cells, since_cells]


def _summary(rows: Sequence[RowView], place: Place) -> str:
    changed = sum(row.mark != "same" for row in rows)
    vacant = sum(row.post.status == "vacant" for row in rows)
    if place.known_then:
        said = [f"as known then; {changed or 'nothing'} known otherwise now"]
    elif not place.is_on_event:
        said = ["between two events"]
    elif place.walk.stops[place.playhead.index].happens:
        said = [f"{changed or 'nothing'} changed by this event"]
    else:
        said = ["a decision" if place.walk.decision(place.playhead.index) else "this did not happen here"]
    return ", ".join(said + ([f"{vacant} vacant"] if vacant else []))
