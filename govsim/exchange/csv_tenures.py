"""Tenures in a CSV file: a row is one person in one post from one date to another; the file becomes a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any, get_args

from pydantic import ValidationError

from govsim.exchange.columns import Columns, columns_of
from govsim.exchange.csv_table import Row, read_rows
from govsim.exchange.readings import BlankEnd, Inverted, Stays
from govsim.exchange.slugs import Ids, slug
from govsim.exchange.tenure_record import REASONS, Naming, Placed, TenureRow, events_of
from govsim.exchange.told import Reading, Told
from govsim.model.bound import Bound, parse_bound
from govsim.model.errors import DocumentError, GovsimError, Problem, TimeError, did_you_mean
from govsim.model.events import Capacity
from govsim.model.header import Header, Many
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.references import Names, event_faults, header_faults
from govsim.replay.world import END

STILL_THERE = ("present", "current", "ongoing", "now")
"""What the end of somebody in office is called."""
_CAPACITIES: tuple[str, ...] = get_args(Capacity)
_MOST_PROBLEMS = 200
"""A column in the wrong form makes one problem a row; after so many, nobody reads on."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a file does not say itself; *record* is its id, by default made from the file's name.

    *organization* is that of rows without one, *seats* those of posts without a number; *since* and *until* are the
    covers, *partial* says that not every holder is listed.
    """

    record: str | None = None
    organization: str | None = None
    zone: str = "UTC"
    partial: bool = False
    since: str | None = None
    until: str | None = None
    blank_end: BlankEnd = "unknown"
    inverted: Inverted = "between"
    seats: str = "many"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How a file was read: its rows, the tenures they make, columns that were left out, and every reading chosen."""

    rows: int
    tenures: int
    ignored_columns: tuple[str, ...]
    readings: tuple[Reading, ...]

    def to_json(self) -> dict[str, Any]:
        """Return rows, tenures, ignored_columns and readings."""
        return {
            "rows": self.rows,
            "tenures": self.tenures,
            "ignored_columns": list(self.ignored_columns),
            "readings": [
                {"kind": one.kind, "line": one.line, "says": one.says, "reading": one.reading} for one in self.readings
            ],
        }


def read_tenures(
    lines: Iterable[bytes], file: str, options: Options, progress: Callable[[float], None] | None = None
) -> tuple[Record, ImportReport]:
    """Return the record that a CSV file makes, and how it was read.

    Args:
        lines: the lines of the file.
        file: its name.
        options: what it does not say itself.
        progress: told, once all lines are read, the part of the record that is made, up to 1.

    Raises:
        DocumentError: with the mistakes in the file; the column is the number of the cell.
        GovsimError: an option is wrong.
    """
    reader = _Reader(file, options)
    rows = reader.rows(lines)
    naming = Naming(rows, reader.seats)
    sources = {source: "" for row in rows for source in row.told.sources}
    header, file_source = _header(file, options, naming, sources)
    stays = Stays(reader.zone, header.covers.span[1] or END, options.blank_end, options.inverted)
    placed = events_of(rows, naming, stays, file_source, sources, progress)
    record = Record(header, tuple(one.event for one in placed))
    _check(record, placed, reader.columns, file)
    readings = sorted(stays.readings, key=lambda reading: (reading.line, reading.kind, reading.reading))
    tenures = sum(one.column == "start" for one in placed)
    return record, ImportReport(len(rows), tenures, reader.columns.ignored, tuple(readings))


class _Reader:
    """Reads the cells of every row, so that one mistake does not hide another."""

    def __init__(self, file: str, options: Options) -> None:
        self.file, self.options = file, options
        self.zone = zone_named(options.zone)
        self.seats = read_seats(options.seats)
        self.problems: list[Problem] = []
        self.columns = Columns({}, (), 0)
        self._parse = cache(lambda text: parse_bound(text, self.zone))  # dates come again and again
        self._seats: dict[tuple[str, str], tuple[int | Many, int]] = {}

    def rows(self, lines: Iterable[bytes]) -> list[TenureRow]:
        """Return what all rows say.

        Raises:
            DocumentError: with every mistake.
        """
        read: list[TenureRow] = []
        try:
            table = read_rows(lines, self.file)
            has_organization = bool(self.options.organization)
            self.columns = columns_of(next(table), self.file, has_organization=has_organization)
            for row in table:
                if len(self.problems) >= _MOST_PROBLEMS:
                    self._problem(row, None, f"the first {_MOST_PROBLEMS} mistakes are listed, there may be more")
                    break
                read.append(self._row(row))
        except DocumentError as failure:
            self.problems += failure.problems
        if not read and not self.problems:
            self.problems.append(Problem(self.file, 1, 1, "there is no row below the column names"))
        if self.problems:
            raise DocumentError(self.problems)
        return read

    def _row(self, row: Row) -> TenureRow:
        """Return what a row says; where it has mistakes, they are noted and the row is not used."""
        if any(row.cells[self.columns.width :]):
            names = self.columns.width
            what = f"the row has {len(row.cells)} cells, the header {names} names"
            self._problem(row, names + 1, what, "put a cell that holds a separator in double quotes")
        person_id, name = self._cell(row, "person_id"), self._cell(row, "name")
        if not person_id and not name:
            self._problem(row, "name", "nobody is named", "write a name")
        organization = self._cell(row, "organization") or self.options.organization or ""
        if not organization:
            self._problem(row, "organization", "no organisation is named", "write one, or give one with --org")
        if not self._cell(row, "post"):
            self._problem(row, "post", "no post is named", "write one, as in Director")
        end = self._cell(row, "end")
        goes_on = end.casefold() in STILL_THERE
        told = Told(
            row.line,
            self._bound(row, "start"),
            None if goes_on else self._bound(row, "end"),
            goes_on,
            self._capacity(row),
            {_reason(text) for text in self._given(row, "reason")},
            set(self._given(row, "note")),
            set(self._given(row, "source")),
        )
        read = TenureRow(told, person_id, name or person_id, organization, self._cell(row, "post"), self._seat(row))
        self._check_seats(row, read)
        return read

    def _cell(self, row: Row, column: str) -> str:
        return self.columns.cell(row, column)

    def _given(self, row: Row, column: str) -> list[str]:
        cell = self._cell(row, column)
        return [cell] if cell else []

    def _problem(self, row: Row, column: str | int | None, message: str, hint: str | None = None) -> None:
        """Note a mistake in a cell, named by its column or its number."""
        number = column if isinstance(column, int) else self.columns.number(column) if column else 1
        where = f"{column}: " if isinstance(column, str) and column in self.columns.places else ""
        self.problems.append(Problem(self.file, row.line, number, where + message, hint))

    def _bound(self, row: Row, column: str) -> Bound | None:
        """Return the time in a cell, None where it is blank or says that it is unknown."""
        cell = self._cell(row, column)
        try:
            bound = self._parse(cell or "unknown")
        except TimeError as failure:
            self._problem(row, column, failure.message, failure.hint)
            return None
        return None if bound.is_unknown else bound

    def _capacity(self, row: Row) -> str:
        capacity = self._cell(row, "capacity").casefold() or "regular"
        if capacity not in _CAPACITIES:
            hint = did_you_mean(capacity, _CAPACITIES) or f"one of {', '.join(_CAPACITIES)}"
            self._problem(row, "capacity", f"'{capacity}' is no capacity", hint)
        return capacity

    def _seat(self, row: Row) -> int | Many | None:
        cell = self._cell(row, "seats")
        try:
            return read_seats(cell) if cell else None
        except GovsimError as failure:
            self._problem(row, "seats", failure.message, failure.hint)
            return None

    def _check_seats(self, row: Row, read: TenureRow) -> None:
        """Note a post whose rows give it different numbers of seats."""
        if read.seats is None:
            return
        seats, line = self._seats.setdefault(read.post_key, (read.seats, row.line))
        if seats != read.seats:
            what = f"'{read.post}' has {read.seats} seats here and {seats} on line {line}"
            self._problem(row, "seats", what, "a post has one number of seats, or none is written")


def read_seats(text: str) -> int | Many:
    """Return a number of seats.

    Raises:
        GovsimError: the text is none.
    """
    if text.casefold() == "many":
        return "many"
    if not (text.isascii() and text.isdecimal() and 0 < len(text) <= 9 and int(text) > 0):
        raise GovsimError(f"'{text}' is no number of seats", hint="write a number from 1 on, or many")
    return int(text)


def _reason(text: str) -> str:
    """Return a reason in its one spelling if it has one."""
    folded = "_".join(text.casefold().replace("-", " ").split())
    return folded if folded in REASONS else text


def _header(file: str, options: Options, naming: Naming, sources: dict[str, str]) -> tuple[Header, str]:
    """Return the header and the id of the file among its sources; *sources* is filled with the ids of the others."""
    name = PurePath(file).name
    ids = Ids()
    file_source = ids.new(slug(name, "file"))
    declared: dict[str, dict[str, str]] = {file_source: {"title": name}}
    for source in sorted(sources):
        sources[source] = ids.new(slug(source, "source"))
        declared[sources[source]] = {"url" if source.startswith(("http://", "https://")) else "title": source}
    zone = zone_named(options.zone)
    written = {
        "record": options.record or record_id(file),
        "title": f"Tenures in {name}",
        "zone": options.zone,
        "covers": {"from": options.since, "to": options.until, "partial": options.partial},
        "sources": declared,
        **naming.sections(),
    }
    try:
        return Header.model_validate(written, context={"zone": zone}), file_source
    except ValidationError as failure:
        error = failure.errors()[0]
        cause = error.get("ctx", {}).get("error")
        hint = cause.hint if isinstance(cause, GovsimError) else None
        message = cause.message if isinstance(cause, GovsimError) else error["msg"].removeprefix("Value error, ")
        where = ".".join(map(str, error["loc"]))
        raise GovsimError(message if message.startswith(where) else f"{where}: {message}", hint=hint) from None


def record_id(file: str) -> str:
    """Return the record id that a file's name makes.

    Raises:
        GovsimError: there is no letter in it that an id may have.
    """
    name = "-".join(slug(PurePath(file).stem).encode("ascii", "ignore").decode().strip("-").split("-"))
    if not name:
        raise GovsimError(f"no record id can be made of the name {file}", hint="give one with --record")
    return name


def _check(record: Record, placed: list[Placed], columns: Columns, file: str) -> None:
    """Find what does not hang together in the record: bounds that the covers turn round.

    Raises:
        DocumentError: with every such mistake, at its cell.
    """
    header = record.header
    names = Names(
        record.id,
        set(header.people),
        set(header.organizations),
        set(header.posts),
        set(header.sources),
        {event.id: event.type for event in record.events},
    )
    problems = [Problem(file, 1, 1, fault.message, fault.hint) for fault in header_faults(header, names)]
    for fault in event_faults(list(enumerate(record.events)), names, header.covers.span):
        source = placed[int(fault.location[1])]
        problems.append(Problem(file, source.line, columns.number(source.column), fault.message, fault.hint))
    if problems:
        raise DocumentError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
