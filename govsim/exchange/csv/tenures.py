"""Tenures in a CSV file: a row is one person in one post from one date to another; the file becomes a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import TypeVar

from govsim.exchange.csv.cells import STILL_THERE, Cells, leave_out, sources_in
from govsim.exchange.csv.columns import TENURE_COLUMNS, columns_of
from govsim.exchange.csv.keeping import KeptTenures
from govsim.exchange.csv.table import Row, read_rows
from govsim.exchange.gathering import Gathered, UnreadableError
from govsim.exchange.options import Options, read_seats
from govsim.exchange.report import ImportReport
from govsim.exchange.shelf import Shelf
from govsim.exchange.slugs import folded
from govsim.exchange.tenure_record import reason_of
from govsim.exchange.told import Told
from govsim.model.errors import DocumentError, GovsimError, Problem
from govsim.model.header import Many
from govsim.model.record import Record

G = TypeVar("G", bound=Gathered)


def read_tenures(
    lines: Iterable[bytes], file: str, options: Options, progress: Callable[[float], None] | None = None
) -> tuple[Record, ImportReport]:
    """Return the record that a CSV file of tenures makes, and how it was read.

    Args:
        lines: the lines of the file.
        file: its name.
        options: what it does not say itself.
        progress: told, once all lines are read, the part of the record that is made, up to 1.

    Raises:
        DocumentError: with the mistakes in the file; the column is the number of the cell.
        GovsimError: an option is wrong.
    """
    return tenures_of(read_rows(lines, file), file, options).record(progress)


def tenures_of(table: Iterator[Row], file: str, options: Options) -> Gathered:
    """Return what the rows of a table of tenures say, the header first.

    Raises:
        DocumentError: the file is damaged, or its header lacks a column.
    """
    return _gathered(Gathered(file, options, _title(file), "csv"), table)


def kept_tenures_of(table: Iterator[Row], file: str, options: Options, shelf: Shelf) -> KeptTenures:
    """Return the same, laid down on a shelf.

    Raises:
        DocumentError: the file is damaged, or its header lacks a column.
    """
    return _gathered(KeptTenures(file, options, _title(file), "csv", shelf), table)


def _title(file: str) -> str:
    return f"Tenures in {PurePath(file).name}"


def _gathered(gathered: G, table: Iterator[Row]) -> G:
    try:
        _Rows(gathered, table).read()
    except DocumentError as failure:
        raise DocumentError([*gathered.problems, *failure.problems]) from None
    return gathered


class _Rows:
    """Reads every row of a table of tenures."""

    def __init__(self, gathered: Gathered, table: Iterator[Row]) -> None:
        self.gathered, self.table = gathered, table
        options = gathered.options
        needs = [] if options.organization else ["organization"]
        columns = columns_of(
            next(table), gathered.file, TENURE_COLUMNS, ["name", *needs, "post", "start", "end"], options.columns
        )
        self.cells = Cells(gathered, columns)
        self._seats: dict[tuple[str, str], tuple[int | Many, int]] = {}

    def read(self) -> None:
        """Take up all rows.

        Raises:
            DocumentError: what comes next is no CSV, or there is no row at all.
        """
        for row in self.table:
            self.gathered.rows += 1
            try:
                self._row(row)
            except UnreadableError:
                continue
        if not self.gathered.rows:
            raise DocumentError([Problem(self.gathered.file, 1, 1, "there is no row below the column names")])

    def _row(self, row: Row) -> None:
        """Take up what a row says."""
        cells, gathered = self.cells, self.gathered
        before = gathered.mistakes
        cells.check_width(row)
        person_id, name = cells.text(row, "person_id"), cells.text(row, "name")
        if not person_id and not name:
            cells.problem(row, "name", "nobody is named", "write a name")
        organization = cells.text(row, "organization") or gathered.options.organization or ""
        if not organization:
            cells.problem(row, "organization", "no organisation is named", "write one, or give one with --org")
        title = cells.needed(row, "post", "no post is named", "write one, as in Director")
        goes_on = cells.text(row, "end").casefold() in STILL_THERE
        told = Told(
            row.line,
            cells.time(row, "start"),
            None if goes_on else cells.time(row, "end"),
            goes_on,
            cells.capacity(row),
            {reason_of(text) for text in cells.given(row, "reason")},
            set(cells.given(row, "note")),
            sources_in(cells.text(row, "source")),
        )
        seats = self._seat(row)
        self._check_seats(row, (folded(organization), folded(title)), seats, title)
        leave_out(gathered, before)
        post = gathered.cast.post(gathered.cast.party("", organization, "organization"), "", title, seats)
        gathered.tenure(told, (person_id, name or person_id), post)
        cells.lose(row)

    def _seat(self, row: Row) -> int | Many | None:
        cell = self.cells.text(row, "seats")
        try:
            return read_seats(cell) if cell else None
        except GovsimError as failure:
            self.cells.problem(row, "seats", failure.message, failure.hint)
            return None

    def _check_seats(self, row: Row, post: tuple[str, str], seats: int | Many | None, title: str) -> None:
        """Note a post whose rows give it different numbers of seats."""
        if seats is None:
            return
        known, line = self._seats.setdefault(post, (seats, row.line))
        if known != seats:
            what = f"'{title}' has {seats} seats here and {known} on line {line}"
            self.cells.problem(row, "seats", what, "a post has one number of seats, or none is written")
