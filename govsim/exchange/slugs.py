"""Ids made from names: kebab-case, as plain as the standard library can write them, each handed out once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govsim.exchange.shelf import Words

LONGEST = 80
"""Characters of a slug; a register's own ids and most names stay whole."""

# Letters that Unicode does not take apart into a letter and a mark; casefold has already made ss of ß.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "'": "", "\u2019": ""})


def folded(name: str) -> str:
    """Return a name as it is compared: one spelling of each letter, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def slug(text: str, otherwise: str = "") -> str:
    """Return *text* in kebab-case, *otherwise* where no letter or digit is left; scripts other than Latin stay."""
    letters = text.casefold().translate(_PLAIN)
    if not letters.isascii():
        apart = unicodedata.normalize("NFKD", letters)
        bare = "".join(char for char in apart if not unicodedata.category(char).startswith("M"))
        letters = unicodedata.normalize("NFC", bare)
    whole = re.sub(r"[\W_]+", "-", letters).strip("-")
    if len(whole) > LONGEST:
        whole = whole[: LONGEST + 1].rpartition("-")[0] or whole[:LONGEST]
    return whole or otherwise


class Ids:
    """Hands out ids; the second that wants the same gets ``-2``, the next ``-3``."""

    def __init__(self, words: Words | None = None) -> None:
        """Begin with the ids that are among *words*, where each is laid down as it is given."""
        self._given: Words | dict[str, str] = {} if words is None else words
        self._last: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """Return *wanted*, or the next free id that begins with it."""
        id_ = wanted
        while id_ in self._given:
            number = self._last[wanted] = self._last.get(wanted, 1) + 1
            id_ = f"{wanted}-{number}"
        self._given[id_] = ""
        return id_
