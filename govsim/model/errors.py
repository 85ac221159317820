"""Errors that a user can act on: what is wrong, where, and the right form."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class GovsimError(Exception):
    """The root of every error that is the input's fault: caught once, printed, exit 2."""

    def __init__(self, message: str, *, hint: str | None = None, details: Iterable[object] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = tuple(details)

    @property
    def lines(self) -> list[str]:
        """The message, the details below it and the hint, each one line whatever values it quotes."""
        below = [*map(str, self.details), *([self.hint] if self.hint else [])]
        return [self.message, *(f"  {line}" for line in below)] if self.message else below

    def __str__(self) -> str:
        return "\n".join(self.lines)


class TimeError(GovsimError, ValueError):
    """A written time that does not say one instant or one span of them.

    It is a ValueError as well, so that pydantic gathers it with the other mistakes of a document.
    """


class LedgerError(GovsimError):
    """The ledger cannot be opened, read or written; what it held before is untouched."""


class NotFoundError(GovsimError):
    """A record, post, person or event that was asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a document: where it stands, what it is and what would be right."""

    file: str
    line: int
    column: int
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{text} ({self.hint})" if self.hint else text


class DocumentError(GovsimError):
    """All the mistakes of a document, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("", details=self.problems)


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """Return ``did you mean 'x'?`` for the nearest of *known*, or None when nothing is near.

    The comparison folds case, which finds ``Shear`` for ``emmett-shear`` where plain difflib does not; a name
    that is a whole part of a longer id is near as well.
    """
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    folded = wrong.casefold()
    near = difflib.get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    if not near and len(folded) > 2:
        near = sorted(name for name in by_folded if folded in name.replace("/", "-").split("-"))[:1]
    return f"did you mean '{by_folded[near[0]]}'?" if near else None
