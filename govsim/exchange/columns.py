"""Which column of a table says what, by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govsim.exchange.csv_table import Row
from govsim.model.errors import DocumentError, Problem, did_you_mean

ALIASES: dict[str, tuple[str, ...]] = {
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
}
"""What each column may be called; capitals, spaces and hyphens make no difference."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each column that is read, and the names of those that are not."""

    places: dict[str, int]
    ignored: tuple[str, ...]
    width: int

    def cell(self, row: Row, column: str) -> str:
        """Return a row's cell, blank where there is no such column."""
        place = self.places.get(column)
        return "" if place is None else row.cell(place)

    def number(self, column: str) -> int:
        """Return the number of a column, from 1."""
        return self.places.get(column, 0) + 1


def columns_of(header: Row, file: str, *, has_organization: bool) -> Columns:
    """Return the columns that a header names.

    Raises:
        DocumentError: one that is needed is missing, or two say the same.
    """
    by_name = {alias: column for column, aliases in ALIASES.items() for alias in aliases}
    places: dict[str, int] = {}
    ignored: list[str] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    named = max(place for place, name in enumerate(header.cells) if name) + 1
    for place, written in enumerate(header.cells[:named]):
        name = "_".join(written.casefold().replace("-", " ").replace("_", " ").split())
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
            ignored.append(written or f"column {place + 1}, which has no name")
        seen.setdefault(name, place)
    problems += _missing(header, places, ignored, file, has_organization=has_organization)
    if problems:
        raise DocumentError(problems)
    return Columns(places, tuple(ignored), named)


def _missing(
    header: Row, places: dict[str, int], ignored: Sequence[str], file: str, *, has_organization: bool
) -> list[Problem]:
    """Return a problem for each column that is needed and missing."""
    needed = ["name", "organization", "post", "start", "end"]
    if "person_id" in places:
        needed.remove("name")
    if has_organization:
        needed.remove("organization")
    there = ", ".join(name for name in header.cells if name)
    problems = []
    for column in needed:
        if column in places:
            continue
        aliases = [*ALIASES[column], *(ALIASES["person_id"] if column == "name" else ())]
        near = [f"'{name}' - {hint}" for name in ignored if (hint := did_you_mean(name, aliases))]
        right = f"call it {' or '.join(aliases)}{'; or name the organisation with --org' * (column == 'organization')}"
        hint = "; ".join([*near, right, f"the columns here are: {there}"])
        problems.append(Problem(file, header.line, 1, f"the column '{column}' is missing", hint))
    return problems
