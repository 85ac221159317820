"""Words in pictures and pages: how wide they are, where they are cut, and what of them is safe to write.

A picture names a stack of fonts and carries none, so widths are those of the widest common one, letter by letter: what
fits in it fits in all.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_HUNDREDTHS = {
    28: "'ijl",
    32: " ,.I·",
    36: "-/:;\\f|",
    40: "()[]t",
    44: "!r",
    48: '"',
    52: "*J`cszL",
    56: "?_",
    60: "kvxy",
    64: "$0123456789FTabdeghnopqu{}",
    68: "EKPSY",
    72: "ABVXZ",
    76: "CHNRU",
    80: "&DGOQ",
    84: "#+<=>^w~",
    88: "M",
    96: "%",
    100: "Wm…",
    104: "@",
}
"""Hundredths of the size that a letter takes: the larger of DejaVu Sans and Liberation Sans, rounded up."""
_WIDTHS = {char: hundredths / 100 for hundredths, chars in _HUNDREDTHS.items() for char in chars}
_SCRIPT = 0.72
"""Other letters: the average of Cyrillic and Arabic there is 0.68."""
_BOLD = 1.14
"""How much wider bold letters are, on average."""

_NEVER = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Control, format (bidi overrides among them), surrogate and private characters, and separators of lines."""
_JOINERS = {"\u200c", "\u200d"}
"""Needed to spell names in Persian and in Indic scripts."""


def clean(text: str) -> str:
    """Return *text* in one line, without what a reader of SVG or HTML would obey or refuse."""
    if text.isascii() and text.isprintable():
        return text
    kept = [
        " " if char in "\t\n\r\u2028\u2029" else char
        for char in text
        if char in "\t\n\r\u2028\u2029" or char in _JOINERS or not _is_refused(char)
    ]
    return "".join(kept)


def _is_refused(char: str) -> bool:
    return unicodedata.category(char) in _NEVER or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


@lru_cache(maxsize=20_000)
def _ems(text: str) -> float:
    return sum(_WIDTHS.get(char) or _other(char) for char in text)


def _other(char: str) -> float:
    if char in _JOINERS or unicodedata.category(char) in ("Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    base = unicodedata.normalize("NFD", char)[0]
    return _WIDTHS.get(base, 1.0 if ord(char) > 0x2000 else _SCRIPT)


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide *text* is at most, in the units of *size*."""
    return _ems(text) * size * (_BOLD if bold else 1)


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return *text*, or as much of its beginning as fits with an ellipsis; nothing where not even two letters do."""
    if measure(text, size, bold=bold) <= room:
        return text
    left = room - measure("…", size, bold=bold)
    kept = ""
    for char in text:
        left -= measure(char, size, bold=bold)
        if left < 0:
            break
        kept += char
    while kept and (kept[-1] in _JOINERS or kept[-1] == " "):
        kept = kept[:-1]
    return f"{kept}…" if len(kept) >= 2 else ""


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Return *text* in lines that fit; a word that is wider than a line is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = fitted(word, size, room, bold=bold)
    return [*lines, line] if line else lines
