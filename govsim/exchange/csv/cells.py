"""The cells of a table, read one by one, so that one mistake does not hide another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

from govsim.exchange.csv.columns import Columns
from govsim.exchange.csv.table import Row
from govsim.exchange.gathering import Gathered, UnreadableError
from govsim.model.bound import Bound
from govsim.model.errors import GovsimError, TimeError, did_you_mean
from govsim.model.events import Capacity

STILL_THERE = ("present", "current", "ongoing", "now")
"""What the end of somebody in office is called."""
CAPACITIES: tuple[str, ...] = get_args(Capacity)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet takes for a formula (OWASP, CSV injection)."""
BETWEEN_SOURCES = " | "
_TOKENS = {"YYYY": r"(?P<year>\d{4})", "MM": r"(?P<month>\d{1,2})", "DD": r"(?P<day>\d{1,2})"}
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_OTHER_ORDER = re.compile(r"\d{1,2}([./])\d{1,2}\1\d{4}|\d{4}([./])\d{1,2}\2\d{1,2}")


def date_pattern(written: str) -> re.Pattern[str]:
    """Return what a date format such as DD.MM.YYYY matches.

    Raises:
        GovsimError: it is none.
    """
    parts = re.split("(YYYY|MM|DD)", written)
    named = parts[1::2]
    if "YYYY" not in named or len(set(named)) < len(named) or re.search(r"\w", "".join(parts[0::2])):
        hint = "write YYYY, MM and DD as they stand, as in DD.MM.YYYY or MM/DD/YYYY; two digits name no century"
        raise GovsimError(f"'{written}' is no date format", hint=hint)
    if "DD" in named and "MM" not in named:
        raise GovsimError(f"'{written}' is no date format", hint="a day needs its month: DD.MM.YYYY")
    return re.compile("".join(_TOKENS.get(part, re.escape(part)) for part in parts))


class Cells:
    """Reads the cells of rows; what is wrong with one is noted at its place in *gathered*."""

    def __init__(self, gathered: Gathered, columns: Columns) -> None:
        self.gathered, self.columns = gathered, columns
        gathered.column = columns.number
        gathered.ignored_columns = columns.ignored
        written = gathered.options.date_format
        self._pattern = date_pattern(written) if written else None
        self._bound = lru_cache(2**15)(self._read)

    def text(self, row: Row, column: str) -> str:
        """Return a cell, blank where there is no such column."""
        cell = self.columns.cell(row, column)
        # Written so that no spreadsheet calculates it; the quote is not part of what it says.
        return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell

    def given(self, row: Row, column: str) -> list[str]:
        """Return a cell that is not blank as a list of one."""
        cell = self.text(row, column)
        return [cell] if cell else []

    def problem(self, row: Row, column: str | int | None, message: str, hint: str | None = None) -> None:
        """Note a mistake in a cell, named by its column or its number."""
        number = column if isinstance(column, int) else self.columns.number(column) if column else 1
        where = f"{column}: " if isinstance(column, str) and column in self.columns.places else ""
        self.gathered.problem(row.line, number, where + message, hint)

    def needed(self, row: Row, column: str, message: str, hint: str) -> str:
        """Return a cell that may not be blank."""
        cell = self.text(row, column)
        if not cell:
            self.problem(row, column, message, hint)
        return cell

    def time(self, row: Row, column: str) -> Bound | None:
        """Return the time in a cell, None where it is blank or says that it is unknown."""
        try:
            bound = self._bound(self.text(row, column))
        except TimeError as failure:
            self.problem(row, column, failure.message, failure.hint)
            return None
        return None if bound.is_unknown else bound

    def capacity(self, row: Row) -> str:
        """Return the capacity that a cell names, regular where it is blank."""
        capacity = self.text(row, "capacity").casefold() or "regular"
        if capacity not in CAPACITIES:
            hint = did_you_mean(capacity, CAPACITIES) or f"one of {', '.join(CAPACITIES)}"
            self.problem(row, "capacity", f"'{capacity}' is no capacity", hint)
        return capacity

    def check_width(self, row: Row) -> None:
        """Note cells beyond those that the header names."""
        if any(row.cells[self.columns.width :]):
            names = self.columns.width
            what = f"the row has {len(row.cells)} cells, the header {names} names"
            self.problem(row, names + 1, what, "put a cell that holds a separator in double quotes")

    def lose(self, row: Row) -> None:
        """Count the cells of columns that are not read, and note what the row says of all rows."""
        self.gathered.branch = self.text(row, "hypothetical") or self.gathered.branch
        for place, name in self.columns.unread:
            if cell := row.cell(place):
                self.gathered.losses.add(f"column {name}", cell)

    def _read(self, cell: str) -> Bound:
        if self._pattern is not None and (found := self._pattern.fullmatch(cell)):
            parts = found.groupdict()
            cell = "-".join(parts[name].zfill(2) for name in ("year", "month", "day") if parts.get(name))
        try:
            return self.gathered.bound(cell or "unknown")
        except TimeError as failure:
            raise TimeError(failure.message, hint=_hint(cell, failure.hint)) from None


def _hint(cell: str, otherwise: str | None) -> str | None:
    if _SHORT_YEAR.fullmatch(cell):
        return "two digits do not say which century: write the year with four"
    if _OTHER_ORDER.fullmatch(cell):
        return f"{otherwise}, or say how they are written with --date-format DD/MM/YYYY"
    return otherwise


def leave_out(gathered: Gathered, before: int) -> None:
    """Leave a row out where mistakes were noted since there were *before* of them.

    Raises:
        UnreadableError: there were any.
    """
    if gathered.mistakes > before:
        gathered.refuse()
        raise UnreadableError


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet would calculate a cell."""
    return cell.startswith(FORMULA)


def sources_in(cell: str) -> set[str]:
    """Return the sources in a cell; titles hold semicolons, so that a bar sets them apart."""
    return {part for part in (part.strip() for part in cell.split(BETWEEN_SOURCES)) if part}


def listed(cell: str) -> Sequence[str]:
    """Return the things in a cell that are set apart by semicolons."""
    return [part for part in (part.strip() for part in cell.split(";")) if part]
