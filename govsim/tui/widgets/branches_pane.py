"""Pane 4: the lines of history as a tree, with the one that is walked marked."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.tui.draw import Line, Span, in_columns, line, wrap
from govsim.tui.place import Place
from govsim.tui.session import Row, Session
from govsim.tui.widgets.pane import Pane

_EMPTY = "No what-ifs yet. Step to an event and press f to fork there, x to leave the event out, c to change it."
_NO_LEDGER = "This record is read from a file: what-ifs can be tried and saved as files, not kept as branches."


class BranchesPane(Pane):
    """The tree; Enter walks the line chosen, and the reader keeps their place in time."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.selected: str | None = None
        self._rows: list[Row] = []

    def select(self, count: int) -> None:
        """Choose the line of history so many places further down, or up."""
        names = [row.name for row in self._rows]
        current = self.selected if self.selected in names else self.walk.line.name
        at = names.index(current) + count if current in names else 0
        self.selected = names[min(max(at, 0), len(names) - 1)]
        self.redraw()

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return the tree, then what is to be said of it."""
        self.name_it("4 Branches")
        session: Session = self.app.session  # type: ignore[attr-defined]  # GovsimApp has it
        self._rows = session.rows()
        here = place.walk.line.name
        chosen = self.selected if self.selected in {row.name for row in self._rows} else here
        self.said = f"{len(self._rows)} line{'s' if len(self._rows) > 1 else ''}"
        lines: list[Line] = []
        beside = min(max((len(row.beside) for row in self._rows), default=0), cells // 3)
        said = min(max((len(row.said) for row in self._rows), default=0), cells // 3)
        for row in self._rows:
            sign = "> " if row.name == here else "  "
            tree = "   " * max(row.depth - 1, 0) + ("+- " if row.depth else "")
            name = Span(f"{sign}{tree}{row.name}", "here" if row.name == chosen else "")
            spans = [name, Span(row.said, "dim"), Span(row.beside, "dim")]
            lines += in_columns(spans, [cells - said - beside - 2, said, beside])
        lines.append(line(""))
        if not session.keeps_branches:
            lines += [line(Span(part, "dim")) for part in wrap(_NO_LEDGER, cells)]
        elif len(self._rows) == 1:
            lines += [line(Span(part, "dim")) for part in wrap(_EMPTY, cells)]
        keys = "up down choose, Enter walk it, d compare, D drop, f fork here"
        lines += [line(Span(part, "dim")) for part in wrap(keys, cells)]
        return lines

    def line_to_show(self) -> int | None:
        """Return the line of what is chosen."""
        names = [row.name for row in self._rows]
        return names.index(self.selected) if self.selected in names else None
