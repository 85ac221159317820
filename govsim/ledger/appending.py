"""The append: one transaction that checks, numbers, chains, writes and projects a list of events, or does nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import ValidationError

from govsim.ledger.branches import Ancestor, Branch, all_branches, branch_named, lineage_of
from govsim.ledger.constants import PROJECTION, RECORD_DECLARED
from govsim.ledger.dialect import dialect_of
from govsim.ledger.errors import ConflictError, MovedOnError
from govsim.ledger.projecting import New, Projector
from govsim.ledger.reading import find_event, read_log, stored_events
from govsim.ledger.rows import INSERT, canonical, chained, event_row, header_row, is_same
from govsim.ledger.session import Session, chunks
from govsim.ledger.worlds import Worlds
from govsim.model.corrections import settled
from govsim.model.errors import LedgerError, NotFoundError, did_you_mean
from govsim.model.events import AboutEvent, Changed, Corrected, Event, Omitted
from govsim.model.header import Header
from govsim.model.instant import Instant


@dataclass(frozen=True, slots=True)
class Draft:
    """An event or a header to append to a record; *meta* is kept beside it and plays no part in replay."""

    record: str
    content: Event | Header
    meta: dict[str, Any] | None = None


class _Place(NamedTuple):
    """Where something stands already, and its payload."""

    position: int
    version: int
    payload: str


def now_after(session: Session) -> tuple[int, Instant]:
    """Return the ledger's last position and the instant of a transaction that comes after it.

    Positions order, the clock never does: where it stands or goes back, the next microsecond is taken, so that every
    transaction has an instant of its own and ``recorded_at`` always finds the end of one.
    """
    row = session.execute("SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1").fetchone()
    clock = time.time_ns() // 1000
    return (0, clock) if row is None else (row[0], max(clock, row[1] + 1))


class Append:
    """One list on its way into a branch; the session holds the writer lock."""

    def __init__(self, session: Session, worlds: Worlds, branch: str, now: Instant | None = None) -> None:
        """Take up a list at an instant, which is that of what else the transaction does if it is given."""
        self._session = session
        self._worlds = worlds
        self._branch: Branch = branch_named(session, branch)
        self._lineage: list[Ancestor] = lineage_of(session, self._branch.branch_id)
        self._last, after = now_after(session)
        self._now = after if now is None else now
        self._new: list[New] = []
        self._there: dict[str, _Place] = {}
        self._drafted: dict[str, Event] = {}

    def run(self, drafts: Sequence[Draft], expected: int | None = None) -> list[int]:
        """Write what is not there yet and return the positions of all.

        Raises:
            ConflictError: the head has moved, or an id is taken by other content.
            LedgerError: an event names a record or an event that the branch does not hold.
        """
        self._find(drafts)
        headers = {draft.record for draft in drafts if isinstance(draft.content, Header)}
        latest = {record: self._latest_header(record) for record in headers}
        positions = [
            self._header(draft.content, _meta(draft), latest)
            if isinstance(draft.content, Header)
            else self._event(draft.record, draft.content, _meta(draft))
            for draft in drafts
        ]
        if self._new:
            if expected is not None and expected != self._branch.head_position:
                since = stored_events(self._session, self._branch.branch_id, after=expected)
                raise MovedOnError(self._branch.name, expected, self._branch.head_position, since)
            self._write()
        return positions

    # -- one by one

    def _header(self, header: Header, meta: str | None, latest: dict[str, tuple[int, _Place | None]]) -> int:
        """Return the position of a record's header, added unless it says what the latest one says."""
        number, before = latest[header.record]
        payload = header.dump_text()
        if before is not None and is_same(RECORD_DECLARED, before.version, before.payload, payload):
            return before.position
        row = header_row(self._next, self._branch.branch_id, number + 1, header, payload, meta, self._now)
        self._new.append(New(row, header))
        latest[header.record] = number + 1, _Place(row.position, row.schema_version, payload)
        return row.position

    def _event(self, record: str, event: Event, meta: str | None) -> int:
        """Return the position of an event, added unless it is there with the same content."""
        if isinstance(event, AboutEvent):
            event = self._settled(record, event)
        payload = event.dump_text()
        ref = f"{record}/{event.id}"
        there = self._there.get(ref)
        if there is None:
            position = self._next
            row = event_row(position, self._branch.branch_id, record, ref, event, payload, meta, self._now)
            self._new.append(New(row, event))
            self._there[ref] = _Place(position, row.schema_version, payload)
            return position
        if not is_same(event.type, there.version, there.payload, payload):
            how = "append a changed event" if self._branch.is_hypothetical else "correct it with a corrected event"
            raise ConflictError(f"{ref} is in the ledger with other content", hint=how)
        return there.position

    @property
    def _next(self) -> int:
        return self._last + len(self._new) + 1

    def _settled(self, record: str, event: Event) -> Event:
        """Return an event about an event after checking that what it is about is there; its fields settled."""
        if isinstance(event, Omitted | Changed) and not self._branch.is_hypothetical:
            raise LedgerError(
                f"{record}/{event.id}: recorded history is not {event.type}",
                hint="correct or retract it, or append to a branch",
            )
        ref = f"{record}/{getattr(event, 'event', '')}"
        target = self._drafted.get(ref) or self._seen(ref)  # a file may correct what stands further down
        if target is None:
            raise LedgerError(f"{record}/{event.id}: there is no event '{ref}' to be {event.type}")
        try:
            match event:
                case Corrected():
                    return settled(event, target)
                case Changed():
                    return settled(event, target)
                case _:
                    return event
        except ValidationError as failure:
            what = failure.errors()[0]
            field = ".".join(str(part) for part in what["loc"])
            raise LedgerError(f"{record}/{event.id}: {ref} cannot be so: {field}: {what['msg']}") from failure

    # -- what is there

    def _find(self, drafts: Sequence[Draft]) -> None:
        """Find the drafts that the branch holds already: its own, and what it inherits."""
        self._drafted = {
            f"{draft.record}/{draft.content.id}": draft.content for draft in drafts if isinstance(draft.content, Event)
        }
        refs = list(self._drafted)
        for depth, ref, place in self._stored(refs):
            if ref not in self._there and (depth == 0 or self._inherits(place.position)):
                self._there[ref] = place

    def _stored(self, refs: Iterable[str]) -> Iterable[tuple[int, str, _Place]]:
        """Return depth, ref and place of what lies under refs in the lines of the branch, nearest first."""
        some_refs = list(refs)
        for ancestor in self._lineage:
            for some in chunks(some_refs):
                query = dialect_of(self._session).events_by_ref(len(some))
                rows = self._session.execute(query, (ancestor.branch_id, ancestor.upto, *some))
                for ref, *place in rows:
                    yield ancestor.depth, ref, _Place(*place)

    def _seen(self, ref: str) -> Event | None:
        """Return the event that the branch reads under a ref, None where it sees none."""
        try:
            position, event = find_event(self._session, self._lineage, ref)
        except NotFoundError:
            return None
        return event if self._inherits(position) else None

    def _inherits(self, position: int) -> bool:
        """Return whether no cut takes an event in the lines of the branch away from it."""
        return position not in self._cut_away

    @cached_property
    def _cut_away(self) -> frozenset[int]:
        ids = {ancestor.branch_id for ancestor in self._lineage}
        if not any(branch.has_cut for branch in all_branches(self._session) if branch.branch_id in ids):
            return frozenset()
        return read_log(self._session, self._branch).left_out

    def _latest_header(self, record: str) -> tuple[int, _Place | None]:
        """Return how many headers a record has had on this branch, and the latest."""
        number, latest = 0, None
        for ancestor in reversed(self._lineage):
            rows = self._session.execute(
                "SELECT position, schema_version, payload FROM event WHERE branch_id = ? AND position <= ?"
                " AND type = 'record_declared' AND record = ? ORDER BY position",
                (ancestor.branch_id, ancestor.upto, record),
            ).fetchall()
            number += len(rows)
            latest = _Place(*rows[-1]) if rows else latest
        return number, latest

    # -- writing

    def _write(self) -> None:
        self._check_causes()
        rows = [new.row for new in self._new]
        inserted = chained(rows, self._branch.head_hash)
        self._session.executemany(INSERT, inserted)
        world = self._worlds.world(self._session, self._lineage)
        for record in {row.record for row in rows} - world.headers.keys():
            raise LedgerError(
                f"the ledger holds no record '{record}'",
                hint=did_you_mean(record, world.headers) or "append its header first",
            )
        head, link = rows[-1].position, inserted[-1][-1]
        Projector(self._session, self._branch, world, head).append(self._new)
        self._session.execute(
            "UPDATE branch SET head_position = ?, head_hash = ? WHERE branch_id = ?",
            (head, link, self._branch.branch_id),
        )
        self._session.execute(
            "UPDATE projection SET version = ?, position = ?, hash = ? WHERE name = 'tenure'",
            (PROJECTION, head, link),
        )

    def _check_causes(self) -> None:
        """Refuse an event whose cause is nowhere: one added later could change an order that has been read."""
        drafted = {new.row.ref for new in self._new}
        causes = {
            f"{row.record}/{cause}": row.ref for row, _ in self._new if row.causes for cause in row.causes.split()
        }
        missing = causes.keys() - drafted
        missing -= {ref for _, ref, _ in self._stored(sorted(missing))}
        for ref in sorted(missing):
            raise LedgerError(f"{causes[ref]}: its cause '{ref}' is not in the ledger", hint="append the cause first")


def _meta(draft: Draft) -> str | None:
    return canonical(draft.meta) if draft.meta else None
