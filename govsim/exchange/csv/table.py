"""A CSV file as rows: bytes in, cells and the line they begin on out, or the place of what cannot be read."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NoReturn

from govsim.model.errors import DocumentError, Problem

_DELIMITERS = ",;\t"
"""Spreadsheets write semicolons where the comma is the decimal sign."""
_DAMAGE = {
    "unexpected end of data": ("a quote that is opened in this row is never closed", None),
    "field larger than field limit": ("a cell goes on for more than 131072 characters", "is a quote left open?"),
    "expected after": ("text follows a closing quote", 'a quote within quotes is written twice: "say ""so"""'),
    "new-line character": ("a lone carriage return ends a line here", "save the file with line feeds"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, stripped of space around them, and the line it begins on."""

    line: int
    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """Return a cell; blank where the row ends before it."""
        return self.cells[index] if index < len(self.cells) else ""


def read_rows(lines: Iterable[bytes], file: str) -> Iterator[Row]:
    """Return the rows that are not blank, the header first, as they are read.

    Raises:
        DocumentError: what comes next is no CSV in UTF-8, or there is no row at all.
    """
    texts = _Texts(lines, file)
    first = next((text for text in texts if text.strip(f"{_DELIMITERS} \r\n")), None)
    if first is None:
        raise DocumentError([Problem(file, 1, 1, "is empty", "begin with a row of column names")])
    delimiter = max(_DELIMITERS, key=first.count)
    skipped = texts.number - 1
    reader = csv.reader(chain([first], texts), delimiter=delimiter, strict=True)
    while True:
        line = skipped + reader.line_num + 1
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return
        except csv.Error as failure:
            raise DocumentError([_damage(failure, file, line)]) from None
        if any(cells):
            yield Row(line, cells)


class _Texts:
    """The lines as text, and the number of the last one; a byte order mark is dropped."""

    def __init__(self, lines: Iterable[bytes], file: str) -> None:
        self.lines, self.file, self.number = iter(lines), file, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.number += 1
        if self.number == 1:
            if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                self._refuse("is UTF-16 text", "save it as CSV in UTF-8")
            line = line.removeprefix(codecs.BOM_UTF8)
        if b"\0" in line:
            self._refuse(f"a NUL byte stands here (byte {line.index(0) + 1} of the line)", "is this a CSV file?")
        try:
            return line.decode()
        except UnicodeDecodeError as failure:
            self._refuse(f"is not UTF-8 text (byte {failure.start + 1} of the line)", "save it as CSV in UTF-8")

    def _refuse(self, message: str, hint: str) -> NoReturn:
        raise DocumentError([Problem(self.file, self.number, 1, message, hint)])


def _damage(failure: csv.Error, file: str, line: int) -> Problem:
    message, hint = next((words for sign, words in _DAMAGE.items() if sign in str(failure)), (str(failure), None))
    return Problem(file, line, 1, message, hint)
