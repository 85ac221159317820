"""Where a reader lays down more than it can hold in memory: what is laid there comes back in order.

Formats open nothing themselves: whoever imports hands them a shelf, and knows the disk that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from govsim.model.kept import KeptEvents


class Sorted(Protocol):
    """Texts that come back in the order of their keys, again and again."""

    def add(self, *key_and_text: int | str) -> None:
        """Lay down a text behind its key; all keys have as many parts."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...


class Words(Protocol):
    """Words that are known, each with a text, which come back in their order."""

    def __contains__(self, word: object, /) -> bool: ...

    def __getitem__(self, word: str, /) -> str: ...

    def __setitem__(self, word: str, text: str, /) -> None: ...

    def __iter__(self) -> Iterator[str]: ...


class Shelf(Protocol):
    """Gives places to lay things down; what lies there is gone when the import is over, unless it is to last."""

    def sorted(self, parts: int, *, lasts: bool = False) -> Sorted:
        """Return a place for texts behind keys of so many parts; one that *lasts* is there while somebody holds it."""

    def words(self) -> Words:
        """Return a place for words."""

    def events(self) -> KeptEvents:
        """Return a place for the events of a record."""
