"""Errors that a user can act on: what is wrong, where, and the right form."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

_LINE_ENDS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def on_one_line(text: str) -> str:
    """Return *text* with line ends written out, so that a quoted value cannot pass for another line of a report."""
    return _LINE_ENDS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


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
        below = [on_one_line(str(line)) for line in (*self.details, *([self.hint] if self.hint else []))]
        return [on_one_line(self.message), *(f"  {line}" for line in below)] if self.message else below

    def __str__(self) -> str:
        return "\n".join(self.lines)


class TimeError(GovsimError, ValueError):
    """A written time that does not say one instant or one span of them.

    It is a ValueError as well, so that pydantic gathers it with the other mistakes of a document.
    """


class FieldError(GovsimError, ValueError):
    """A value that its field cannot hold; a ValueError for the same reason as a TimeError."""


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
        return on_one_line(f"{text} ({self.hint})" if self.hint else text)


class DocumentError(GovsimError):
    """All the mistakes of a document, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("", details=self.problems)


def _common_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, one).ratio()


def did_you_mean(wrong: str, known: Iterable[str]) -> str | None:
    """Return ``did you mean 'x'?`` for the nearest of *known*, or None when nothing is near.

    The comparison folds case, which finds ``Shear`` for ``emmett-shear`` where plain difflib does not; a name
    that is a whole part of a longer id is near as well.
    """
    by_folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    folded = wrong.casefold()
    near = difflib.get_close_matches(folded, by_folded, n=3, cutoff=0.6)
    # Among equals, the one that begins alike: openai/ceoo is openai/ceo rather than openai/coo.
    near.sort(key=lambda name: (-_likeness(folded, name), -_common_start(folded, name)))
    if not near and len(folded) > 2:
        near = sorted(name for name in by_folded if folded in name.replace("/", "-").split("-"))[:1]
    return f"did you mean '{by_folded[near[0]]}'?" if near else None
