"""The readings chosen in a table of any length: laid down as they come, and told in the order of its lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from govsim.exchange.shelf import Sorted
from govsim.exchange.told import Reading


class KeptReadings(Collection[Reading]):
    """Readings that lie on a disk, which outlasts the import for as long as somebody holds them."""

    def __init__(self, place: Sorted) -> None:
        self._place, self._size = place, 0

    def append(self, reading: Reading) -> None:
        """Lay down a reading."""
        self._place.add(reading.line, reading.kind, reading.reading, self._size, reading.says)
        self._size += 1

    def __iter__(self) -> Iterator[Reading]:
        return (Reading(kind, line, says, reading) for line, kind, reading, _, says in self._place)

    def __len__(self) -> int:
        return self._size

    def __contains__(self, reading: object) -> bool:
        return any(one == reading for one in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collection) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
