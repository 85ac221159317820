"""The openings of a timeline, so that a closing that comes before its opening in the order finds it."""

from __future__ import annotations

from collections.abc import Container, Iterable

from govsim.model.events import Hired
from govsim.replay.log import Entry, Row, named


class Openings:
    """An index of the tenures that rows open, made when it is first asked for."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self._place: dict[str, int] = {}
        self._openings: dict[tuple[str, str], list[Entry]] | None = None

    def after(self, closing: Entry, party: str, post: str, taken: Container[tuple[str, str, str]] = ()) -> Entry | None:
        """Return the next opening, later in the order, that can have begun before *closing* and is not *taken*."""
        if self._openings is None:
            self._openings = {}
            for index, row in enumerate(self._rows):
                entry = named(row)
                self._place[entry.ref] = index
                for opened in _opened_by(entry):
                    self._openings.setdefault(opened, []).append(entry)
        for opening in self._openings.get((party, post), ()):
            if (
                self._place[opening.ref] > self._place.get(closing.ref, -1)
                and opening.earliest < closing.latest
                and (opening.earliest, opening.latest) != (closing.earliest, closing.latest)
                and (opening.ref, party, post) not in taken
            ):
                return opening
        return None


def _opened_by(entry: Entry) -> list[tuple[str, str]]:
    """Return the (party, post) pairs whose tenure an entry opens."""
    if entry.event is None:
        return [(entry.party, entry.post)] if entry.type == "hired" else []
    if isinstance(entry.event, Hired):
        return [(party, post) for post in entry.event.to for party in entry.event.who]
    return []
