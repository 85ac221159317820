"""What a log holds: entries whose columns say it all, and events.

The columns are what makes replay fast; a ledger stores them beside each event, a file makes them when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from govsim.model.events import CLAIMS, Departed, Event, Fired, Hired, Resigned
from govsim.model.header import Header
from govsim.model.instant import Instant
from govsim.model.record import Record

DISPUTED = CLAIMS.index("disputed")
"""The rank of the weakest claim: an event that may not have happened."""

INERT = frozenset(
    {"invested", "divested", "letter_sent", "letter_signed", "consented", "refused", "stated", "partnered", "released"}
    | {"review_opened", "review_closed", "met", "deadline_set", "happened"}
)
"""Types on which no tenure turns: the fold passes over them, only their place in the order counts."""


class Aside(NamedTuple):
    """What few entries need beside their columns, together in one so that the others are read quickly.

    *announced* is the last instant at which it was announced, None where nobody says so; *claim* the rank of its claim;
    *causes* are ids of the same record, with spaces between; *event* the event itself, None for plain entries.
    """

    announced: Instant | None = None
    claim: int = 0
    causes: str | None = None
    event: Event | None = None


_NOTHING = Aside()


class Entry(NamedTuple):
    """One event in the order of a timeline, its open sides stopped at the record's covers.

    A *plain* entry has no event: its columns say all that the fold needs, which is what makes replay fast. Where no
    tenure turns on it, *party* and *post* are empty. *more* is None where there is nothing to add; a ledger gives it as
    a JSON list.
    """

    key: Instant
    position: int
    ref: str
    type: str
    party: str
    post: str
    earliest: Instant
    latest: Instant
    more: Aside | str | None

    @property
    def aside(self) -> Aside:
        """What there is beside the columns."""
        if isinstance(self.more, str):
            return Aside(*json.loads(self.more))
        return self.more or _NOTHING

    @property
    def known(self) -> Instant:
        """The instant from which it is known: when it was announced, else when it has happened for certain."""
        announced = self.aside.announced
        return self.latest if announced is None else announced

    @property
    def claim(self) -> int:
        """The rank of its claim, 0 for confirmed."""
        return self.aside.claim

    @property
    def causes(self) -> list[str]:
        """The refs of the events in its ``because``."""
        record = self.ref.partition("/")[0]
        return [f"{record}/{cause}" for cause in (self.aside.causes or "").split()]

    @property
    def event(self) -> Event | None:
        """The reading that it stands for, None when it is plain."""
        return self.aside.event

    def with_claim(self, claim: int) -> Entry:
        """Return the entry with another rank of claim."""
        return self._replace(more=self.aside._replace(claim=claim))


Row: TypeAlias = tuple[Instant, int, str, str, str, str, Instant, Instant, Aside | str | None]
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

    *lookup* gives any event by its ref, which is ``record/id``, as it was written. *left_out* are the positions of
    events that a branch does not inherit: those not before its cut. They stand in no timeline, but still say what the
    times of others lean on.
    """

    headers: Sequence[Header]
    plain: Sequence[Row]
    others: Sequence[Logged]
    lookup: Callable[[str], Event]
    left_out: frozenset[int] = frozenset()


def plain_columns(event: Event) -> tuple[Instant, str, str] | None:
    """Return key, party and post of an event whose columns say all that the fold needs, else None.

    Such an event is *plain*: one party entering or leaving one post at a closed bound, without versions, doubt or a
    capacity; or an act on which no tenure turns, without versions. There party and post are empty.
    """
    at, announced = event.at, event.announced
    if event.versions or at.earliest is None or at.latest is None or (announced and announced.latest is None):
        return None
    if event.type in INERT:
        return at.earliest, "", ""
    if event.claim == "disputed":
        return None
    if isinstance(event, Hired):
        posts, key = event.to, at.earliest
        if event.capacity != "regular" or event.replaces or event.until or event.on_behalf_of:
            return None
    elif isinstance(event, Fired | Resigned | Departed):
        posts, key = event.from_, at.latest
    else:
        return None
    if len(event.who) != 1 or len(posts) != 1:
        return None
    return key, event.who[0], posts[0]


def plain_entry(position: int, record: str, event: Event) -> Entry | None:
    """Return the entry of a plain event, else None."""
    plain = plain_columns(event)
    at, announced = event.at, event.announced
    if plain is None or at.earliest is None or at.latest is None:
        return None
    key, party, post = plain
    more = Aside(announced.latest if announced else None, CLAIMS.index(event.claim), " ".join(event.causes) or None)
    ref = f"{record}/{event.id}"
    return Entry(
        key, position, ref, event.type, party, post, at.earliest, at.latest, None if more == _NOTHING else more
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
