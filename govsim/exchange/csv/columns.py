"""Which column of a table says what, by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govsim.exchange.csv.table import Row
from govsim.model.errors import DocumentError, Problem, did_you_mean

Aliases = Mapping[str, tuple[str, ...]]

TENURE_COLUMNS: Aliases = {
    "person_id": ("person_id", "id"),
    "name": ("name", "person"),
    "organization": ("organization", "organisation", "org"),
    "post": ("post", "role", "title", "position"),
    "start": ("start", "start_date", "from"),
    "end": ("end", "end_date", "to"),
    "capacity": ("capacity",),
    "seats": ("seats",),
    "source": ("source",),
    "note": ("note",),
    "reason": ("reason", "end_reason"),
    "hypothetical": ("hypothetical",),
}
"""What each column may be called; capitals, spaces and hyphens make no difference."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each column that is read, and those that are not: place and name."""

    places: dict[str, int]
    unread: tuple[tuple[int, str], ...]
    width: int
    header: tuple[str, ...] = ()

    @property
    def ignored(self) -> tuple[str, ...]:
        """The names of the columns that are not read."""
        return tuple(name for _, name in self.unread)

    @property
    def called(self) -> dict[str, str]:
        """How the file calls each column that is read."""
        return {column: self.header[place] for column, place in self.places.items()}

    def cell(self, row: Row, column: str) -> str:
        """Return a row's cell, blank where there is no such column."""
        place = self.places.get(column)
        return "" if place is None else row.cell(place)

    def number(self, column: str) -> int:
        """Return the number of a column, from 1."""
        return self.places.get(column, 0) + 1


def columns_of(
    header: Row, file: str, aliases: Aliases, needed: Sequence[str], called: Mapping[str, str] | None = None
) -> Columns:
    """Return the columns that a header names.

    Args:
        header: the first row.
        file: whose it is.
        aliases: what each column may be called.
        needed: the columns that must be there.
        called: what some are called instead.

    Raises:
        DocumentError: one that is needed is missing, or two say the same.
    """
    by_name = {alias: column for column, its in aliases.items() for alias in its if column not in (called or {})}
    problems = _unknown(called or {}, aliases, header, file)
    by_name |= {_plain(name): column for column, name in (called or {}).items()}
    places: dict[str, int] = {}
    unread: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    named = max(place for place, name in enumerate(header.cells) if name) + 1
    for place, written in enumerate(header.cells[:named]):
        name = _plain(written)
        column = by_name.get(name)
        if name and name in seen:
            what = f"the column name '{written}' stands in columns {seen[name] + 1} and {place + 1}"
            problems.append(Problem(file, header.line, place + 1, what, "rename or remove one of them"))
        elif column in places:
            what = f"'{header.cells[places[column]]}' and '{written}' both give the {column}"
            problems.append(Problem(file, header.line, place + 1, what, "rename or remove one of them"))
        elif column is not None:
            places[column] = place
        else:
            unread.append((place, written or f"column {place + 1}, which has no name"))
        seen.setdefault(name, place)
    if "person_id" in places:
        needed = [column for column in needed if column != "name"]
    missing = [column for column in needed if column not in places and column not in (called or {})]
    problems += _missing(header, missing, [name for _, name in unread], file, aliases)
    if problems:
        raise DocumentError(problems)
    return Columns(places, tuple(unread), named, header.cells)


def _plain(written: str) -> str:
    return "_".join(written.casefold().replace("-", " ").replace("_", " ").split())


def _unknown(called: Mapping[str, str], aliases: Aliases, header: Row, file: str) -> list[Problem]:
    """Return a problem for each column of a map that govsim does not know, or that the file does not have."""
    problems = []
    there = {_plain(name) for name in header.cells}
    for column, name in called.items():
        if column not in aliases:
            hint = did_you_mean(column, aliases) or f"one of {', '.join(aliases)}"
            problems.append(Problem(file, header.line, 1, f"--column {column}={name}: there is no '{column}'", hint))
        elif _plain(name) not in there:
            what = f"--column {column}={name}: no column here is called '{name}'"
            hint = did_you_mean(name, header.cells) or f"the columns here are: {', '.join(filter(None, header.cells))}"
            problems.append(Problem(file, header.line, 1, what, hint))
    return problems


def _missing(header: Row, missing: Sequence[str], ignored: Sequence[str], file: str, aliases: Aliases) -> list[Problem]:
    """Return a problem for each column that is needed and missing."""
    there = ", ".join(name for name in header.cells if name)
    problems = []
    for column in missing:
        names = [*aliases[column], *(aliases["person_id"] if column == "name" else ())]
        near = [f"'{name}' - {hint}" for name in ignored if (hint := did_you_mean(name, names))]
        right = f"call it {' or '.join(names)}{'; or name the organisation with --org' * (column == 'organization')}"
        hint = "; ".join([*near, right, f"the columns here are: {there}"])
        problems.append(Problem(file, header.line, 1, f"the column '{column}' is missing", hint))
    return problems
