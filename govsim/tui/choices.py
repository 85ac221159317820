"""What a list offers: a value, what it is called, and a word beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Choice(NamedTuple):
    """One line of a list; *why_not* says why it cannot be taken now."""

    value: str
    title: str
    beside: str = ""
    why_not: str = ""


def matching_choices(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices that hold every word typed, in title, value or what stands beside."""
    words = typed.casefold().split()
    return [
        choice
        for choice in choices
        if all(word in f"{choice.title} {choice.value} {choice.beside}".casefold() for word in words)
    ]
