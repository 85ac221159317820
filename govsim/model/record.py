"""A record: the documented history of some organisations, a header and its events."""

from __future__ import annotations

from dataclasses import dataclass

from govsim.model.events.base import Event
from govsim.model.header import Header


@dataclass(frozen=True, slots=True)
class Record:
    """A header and its events in the order they were written; ids are unique within the record."""

    header: Header
    events: tuple[Event, ...]

    @property
    def id(self) -> str:
        """The record's id."""
        return self.header.record
