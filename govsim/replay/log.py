"""What a log holds: entries whose columns say it all, and events.

The columns are what makes replay fast; a ledger stores them beside each event, a file makes them when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from govsim.model.events import CLAIMS, Departed, Event, Fired, Hired, Resigned
from govsim.model.header import Header
from govsim.model.instant import Instant
from govsim.model.record import Record

INERT = frozenset(
    {"invested", "divested", "letter_sent", "letter_signed", "consented", "refused", "stated", "partnered", "released"}
    | {"review_opened", "review_closed", "met", "deadline_set", "happened"}
)
"""Types on which no tenure turns: the fold passes over them, only their place in the order counts."""


class Entry(NamedTuple):
    """One event in the order of a timeline, its open sides stopped at the record's covers.

    A *plain* entry has no ``event``: its columns say all that the fold needs, which is what makes replay fast. Where
    no tenure turns on it, ``party`` and ``post`` are empty. *announced* is the last instant at which it was announced,
    None where nobody says so; *causes* are ids of the same record, with spaces between.
    """

    key: Instant
    position: int
    ref: str
    type: str
    party: str
    post: str
    earliest: Instant
    latest: Instant
    announced: Instant | None
    claim: int
    causes: str | None
    event: Event | None

    @property
    def known(self) -> Instant:
        """The instant from which it is known: when it was announced, else when it has happened for certain."""
        return self.latest if self.announced is None else self.announced


Row: TypeAlias = tuple[
    Instant, int, str, str, str, str, Instant, Instant, Instant | None, int, str | None, Event | None
]
"""An Entry without its names, as a database gives it: naming a million of them costs a tenth of a replay."""


def named(row: Row) -> Entry:
    """Return a row as an entry; one that is an entry already stays the same."""
    return row if isinstance(row, Entry) else Entry._make(row)


def entries_of(rows: Iterable[Row]) -> list[Entry]:
    """Return rows as entries."""
    return [named(row) for row in rows]


class Logged(NamedTuple):
    """An event as a log holds it, with its position and record."""

    position: int
    record: str
    event: Event


@dataclass(frozen=True, slots=True)
class Log:
    """What a branch of a ledger, or a set of files, holds: headers, plain entries and all other events.

    *lookup* gives any event by its ref, which is ``record/id``, as it was written.
    """

    headers: Sequence[Header]
    plain: Sequence[Row]
    others: Sequence[Logged]
    lookup: Callable[[str], Event]


def plain_entry(position: int, record: str, event: Event) -> Entry | None:
    """Return the entry of an event whose columns say it all, else None.

    Plain is one party entering or leaving one post at a closed bound, without versions, doubt or a capacity; and an
    act on which no tenure turns, without versions.
    """
    at, announced = event.at, event.announced
    if event.versions or at.earliest is None or at.latest is None or (announced and announced.latest is None):
        return None
    key, party, post = at.earliest, "", ""
    if event.type not in INERT:
        if event.claim == "disputed" or not isinstance(event, Hired | Fired | Resigned | Departed):
            return None
        if isinstance(event, Hired):
            posts = event.to
            if event.capacity != "regular" or event.replaces or event.until or event.on_behalf_of:
                return None
        else:
            posts, key = event.from_, at.latest
        if len(event.who) != 1 or len(posts) != 1:
            return None
        party, post = event.who[0], posts[0]
    return Entry(
        key,
        position,
        f"{record}/{event.id}",
        event.type,
        party,
        post,
        at.earliest,
        at.latest,
        announced.latest if announced else None,
        CLAIMS.index(event.claim),
        " ".join(event.causes) or None,
        None,
    )


def log_of(records: Iterable[Record]) -> Log:
    """Return the log that these records make, in the order given."""
    headers: list[Header] = []
    plain: list[Row] = []
    others: list[Logged] = []
    by_ref: dict[str, Event] = {}
    for record in records:
        headers.append(record.header)
        for event in record.events:
            position = len(by_ref)
            by_ref[f"{record.id}/{event.id}"] = event
            entry = plain_entry(position, record.id, event)
            if entry is None:
                others.append(Logged(position, record.id, event))
            else:
                plain.append(entry)
    return Log(headers, plain, others, by_ref.__getitem__)
