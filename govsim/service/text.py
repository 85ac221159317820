"""Text from records made safe and straight for a terminal: shown literally, never obeyed."""

from __future__ import annotations

import unicodedata
from datetime import tzinfo

from govsim.model.bound import Bound
from govsim.model.instant import Instant, to_datetime

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Control, format (bidi overrides among them), surrogate, private, unassigned, line and paragraph separators."""
_NO_CELL = {"Mn", "Me"}
"""Marks that stand on the letter before them: accents, vowel signs, emoji selectors."""
_JOINERS = {"\u200c", "\u200d"}
"""Needed to spell names in Persian and in Indic scripts; they cannot disturb a terminal."""


def safe(text: str) -> str:
    """Return *text* with everything that a terminal would obey written out in hexadecimal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _is_plain(char) else _escaped(char) for char in text)


def _is_plain(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in _INVISIBLE


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"


def width(text: str) -> int:
    """Return how many terminal cells *text* takes."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(char) in _NO_CELL or char in _JOINERS
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


def cut(text: str, cells: int) -> str:
    """Return *text* in at most that many cells, with … where something was cut."""
    if width(text) <= cells:
        return text
    kept, used = "", 0
    for char in text:
        used += width(char)
        if used > cells - 1:
            break
        kept += char
    return f"{kept}…"


def padded(text: str, cells: int) -> str:
    """Return *text* cut or filled to exactly that many cells."""
    text = cut(text, cells)
    return text + " " * (cells - width(text))


def clock(instant: Instant, zone: tzinfo) -> str:
    """Return an instant as people say it in *zone*: ``Fri 17 Nov 2023 12:28 PST``."""
    local = to_datetime(instant, zone)
    seconds = local.strftime(":%S") if local.second or local.microsecond else ""
    fraction = f".{local.microsecond:06}".rstrip("0") if local.microsecond else ""
    return f"{local:%a} {local.day} {local:%b} {local.year:04} {local:%H:%M}{seconds}{fraction} {local:%Z}".rstrip()


def when(bound: Bound, zone: tzinfo) -> str:
    """Return a bound for reading: the clock in *zone* where it is exact, else the author's words."""
    if bound.is_exact and bound.earliest is not None:
        return clock(bound.earliest, zone)
    return safe(bound.text)
