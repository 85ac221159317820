"""What a file does not say itself, and how its gaps and mistakes are to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from govsim.exchange.readings import BlankEnd, Inverted
from govsim.model.errors import GovsimError
from govsim.model.header import Many


@dataclass(frozen=True, slots=True)
class Options:
    """What a file does not say itself; *record* is its id, by default made from the file's name.

    *organization* is that of rows without one, *seats* those of posts without a number; *since* and *until* are the
    covers, *partial* says that not every holder is listed. *strict* refuses a file with one mistake instead of leaving
    that row out. *columns* says which column of a table is called otherwise, *date_format* how dates are written there;
    *validate* checks a file with the format's own library first.
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
    strict: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None
    validate: bool = False


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
