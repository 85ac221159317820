"""The world that an expression asks: every question is answered, or unknown."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

from govsim.model.instant import Instant
from govsim.rules.expressions.values import Nothing, Value


class Facts(Protocol):
    """Answers to the functions of the language; Python's None is unknown.

    Where no time is written *at* is None: whoever evaluates says which instant is meant. Events come as ``record/id``.
    """

    def holds(self, party: str, post: str, at: Instant | None, /) -> bool | None:
        """Return whether the party certainly holds the post; unknown when that is only possible."""

    def possible(self, party: str, post: str, at: Instant | None, /) -> bool | None:
        """Return whether the party may hold the post."""

    def vacant(self, post: str, at: Instant | None, /) -> bool | None:
        """Return whether nobody holds the post; unknown when a possible holder would change that."""

    def count(self, organ: str, at: Instant | None, /) -> int | None:
        """Return how many hold a seat; unknown when a possible holder would change that."""

    def happened(self, event: str, /) -> bool | None:
        """Return whether the event happened."""

    def signed(self, letter: str, /) -> Fraction | None:
        """Return the last total of a letter's signatories, as a part of those who could sign."""

    def verdict(self, event: str, /) -> str | Nothing | None:
        """Return what the bylaws say of the event; NONE of what did not happen."""

    def chose(self, decision: str, /) -> str | Nothing | None:
        """Return the option taken; NONE when the decision was not reached or stays open."""

    def variable(self, name: str, /) -> Value | None:
        """Return what a variable holds."""
