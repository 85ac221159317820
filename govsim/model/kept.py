"""A record that lies on a disk: what a table of a million rows makes is never held whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from govsim.model.events.base import Event
from govsim.model.header import Header
from govsim.model.instant import Instant
from govsim.model.record import Record

Place: TypeAlias = tuple[Instant, int, int]
"""Where an event stands among the others of its record."""
Section: TypeAlias = Literal["sources", "people"]
"""What of a header grows with the rows."""
_BEFORE, _AFTER = {"record", "title", "zone", "covers"}, {"organizations", "posts", "bylaws"}
_SECTIONS: tuple[Section, ...] = ("sources", "people")


class KeptEvents(Protocol):
    """The events of one record, each about one post; they come back in the order of their places."""

    def add(self, place: Place, post: str, event: Event) -> None:
        """Lay down an event."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Event]: ...


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record on a disk: *header* lacks its sources and people, *entries* gives the texts of those, some at a time."""

    header: Header
    entries: Callable[[Section], Iterable[str]]
    events: KeptEvents

    @property
    def id(self) -> str:
        """The record's id."""
        return self.header.record

    def header_text(self) -> Iterator[bytes]:
        """Yield what ``dump_text`` gives of the whole header, in UTF-8 and in pieces: a million people are 50 MB."""
        yield b"{" + self._dumped(_BEFORE)  # never empty: there is the record's id
        for section in _SECTIONS:
            before = f',"{section}":{{'
            for some in self.entries(section):
                yield f"{before}{some}".encode()
                before = ","
            if before == ",":
                yield b"}"
        after = self._dumped(_AFTER)
        yield b",%s}" % after if after else b"}"

    def _dumped(self, names: set[str]) -> bytes:
        return self.header.model_dump_json(by_alias=True, exclude_defaults=True, include=names)[1:-1].encode()

    def whole(self) -> Record:
        """Return the record, all of it in memory."""
        return Record(Header.model_validate(json.loads(b"".join(self.header_text()))), tuple(self.events))


def entries_text(header: Header, section: Section) -> str:
    """Return the text of the entries that a header has in one section."""
    text = header.model_dump_json(by_alias=True, exclude_defaults=True, include={str(section)})
    return text[len(section) + 5 : -2]  # {"people":{ ... }}
