"""What a format has to offer: ``read`` (sources to records and reports), ``write`` (a story to text and losses)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from govsim.exchange.losses import Loss
from govsim.exchange.options import Options
from govsim.exchange.report import ImportReport
from govsim.exchange.shelf import Shelf
from govsim.exchange.story import Story
from govsim.model.kept import KeptRecord
from govsim.model.record import Record

Progress: TypeAlias = Callable[[float], None]
"""Told the part of the work that is done, up to 1."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is read: what it is called, and its lines as they come."""

    name: str
    lines: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Imported:
    """A record that files make, and how they were read."""

    record: Record
    report: ImportReport


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A record on a shelf that files make, and how they were read."""

    record: KeptRecord
    report: ImportReport


@dataclass(frozen=True, slots=True)
class Written:
    """A story in another format, and what could not be carried there.

    *pieces* are the text in order. A format that is YAML gives *data* instead, since only documents/ writes that.
    """

    losses: tuple[Loss, ...]
    pieces: Iterable[str] = ()
    data: Mapping[str, Any] | None = None

    def text(self) -> str:
        """Return the whole text."""
        return "".join(self.pieces)


class Reader(Protocol):
    """A module that reads a format."""

    def read(self, sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
        """Yield the records that sources make.

        Raises:
            DocumentError: with the mistakes in them.
            GovsimError: an option is wrong.
        """
        ...


class KeepingReader(Protocol):
    """A module that reads a format whose rows can lie on a shelf."""

    def read(
        self, sources: Sequence[Source], options: Options, progress: Progress | None = None, shelf: Shelf | None = None
    ) -> Iterator[Imported | KeptImport]:
        """Yield the records that sources make; with a shelf, they may lie there.

        Raises:
            DocumentError: with the mistakes in them.
            GovsimError: an option is wrong.
        """
        ...


class Writer(Protocol):
    """A module that writes a format."""

    def write(self, story: Story) -> Written:
        """Return a story in this format."""
        ...
