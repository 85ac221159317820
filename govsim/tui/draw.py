"""Lines of text with roles instead of colours, wrapped and set in columns by terminal cells.

Everything that is drawn passes through here, and is made safe here: what a record says is shown, never obeyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from govsim.service.text import padded, safe, width

Role = Literal["", "dim", "strong", "mark", "here", "gone", "bad"]
"""Plain, secondary, a heading, changed by this step, the line at the playhead, what did not happen, what is wrong.

Each also has a sign in the text."""


class Span(NamedTuple):
    """Some text in one role."""

    text: str
    role: Role = ""


Line: TypeAlias = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """Return a line of safe spans."""
    return tuple(Span(safe(part)) if isinstance(part, str) else Span(safe(part.text), part.role) for part in parts)


def plain(drawn: Line) -> str:
    """Return the text of a line."""
    return "".join(span.text for span in drawn)


def wrap(text: str, cells: int) -> list[str]:
    """Return *text*, made safe, in lines of at most that many cells, broken between words where possible."""
    cells = max(cells, 2)
    lines = [""]
    for word in safe(text).split(" "):
        for piece in _pieces(word, cells):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if width(joined) <= cells:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, cells: int) -> Iterator[str]:
    """Yield a word whole, or in pieces where it is wider than a line: an address, or text without spaces."""
    piece, used = "", 0
    for char in word:
        taken = width(char)
        if used + taken > cells:
            yield piece
            piece, used = "", 0
        piece, used = piece + char, used + taken
    yield piece


def hanging(label: str, text: str, indent: int, cells: int, role: Role = "") -> Iterator[Line]:
    """Yield a dim label with text beside it, wrapped under itself."""
    for number, part in enumerate(wrap(text, cells - indent)):
        yield line(Span(padded(label if number == 0 else "", indent), "dim"), Span(part, role))


def in_columns(row: Sequence[Span], widths: Sequence[int]) -> Iterator[Line]:
    """Yield one row of a table: each cell wrapped in its column, one space between columns."""
    columns = [wrap(span.text, cells) for span, cells in zip(row, widths, strict=True)]
    for number in range(max(len(column) for column in columns)):
        spans: list[Span] = []
        for span, column, cells in zip(row, columns, widths, strict=True):
            text = column[number] if number < len(column) else ""
            spans += [Span(padded(text, cells), span.role), Span(" ")]
        yield line(*spans[:-1])


def fitting(cells: int, variants: Iterable[str]) -> str:
    """Return the first of some wordings, the longest first, that fits; the last one cut if none does."""
    last = ""
    for variant in variants:
        last = safe(variant)
        if width(last) <= cells:
            break
    return padded(last, cells)
