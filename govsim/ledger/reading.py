"""Reading what a branch holds: its own events and those it inherits, up to a position, as a log for replay."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from govsim.ledger.branches import Ancestor, Branch, all_branches, lineage_of, of_branch
from govsim.ledger.constants import OPEN_END, RECORD_DECLARED
from govsim.ledger.dialect import dialect_of
from govsim.ledger.rows import plain_columns_of, read_event, read_header
from govsim.ledger.session import Session, chunks, marks
from govsim.model.errors import NotFoundError
from govsim.model.events import AboutEvent, Event
from govsim.model.header import Header
from govsim.model.instant import Instant
from govsim.replay.log import Log, Logged, Row
from govsim.replay.timeline import make_timeline


@dataclass(frozen=True, slots=True)
class Stored:
    """An event as it lies in the ledger, with the hash that chains it."""

    position: int
    record: str
    event: Event
    meta: str | None
    recorded_at: Instant
    hash: bytes

    @property
    def ref(self) -> str:
        """``record/id``."""
        return f"{self.record}/{self.event.id}"


def headers_of(session: Session, lineage: Sequence[Ancestor]) -> dict[str, Header]:
    """Return the latest header of each record that a branch sees, in the order they were first declared."""
    latest: dict[str, tuple[int, str]] = {}
    for ancestor in reversed(lineage):
        rows = session.execute(
            "SELECT record, schema_version, payload FROM event WHERE branch_id = ? AND position <= ?"
            " AND type = 'record_declared' ORDER BY position",  # the literal lets the partial index be used
            (ancestor.branch_id, ancestor.upto),
        )
        for record, version, payload in rows:
            latest[record] = version, payload  # keeps the place of the first, the payload of the last
    return {record: read_header(*stored) for record, stored in latest.items()}


def read_log(
    session: Session,
    branch: Branch,
    upto: int = OPEN_END,
    records: Collection[str] | None = None,
    lookup: Callable[[str], Event] | None = None,
    headers: Mapping[str, Header] | None = None,
) -> Log:
    """Return what a branch holds up to and including a position, of some records or of all.

    Records share posts, never causes or the order of events: what is read of one is the same with or without others.
    *lookup* finds an event again once the session is over; the default asks this one. *headers* are the branch's, where
    they have been read already.
    """
    lineage = lineage_of(session, branch.branch_id, upto)

    declared = headers_of(session, lineage) if headers is None else headers
    its_headers = [header for record, header in declared.items() if records is None or record in records]
    cuts = {other.branch_id: other for other in all_branches(session)} if len(lineage) > 1 else {}
    log = Log(its_headers, [], [], _finder(session, []))
    for ancestor in reversed(lineage):
        its = cuts.get(ancestor.branch_id)
        left_out = log.left_out if its is None or not its.has_cut else log.left_out | _cut_away(log, its)
        plain, others = _own(session, ancestor, records)
        log = _without_reused(log, plain, others, left_out)
        find = _finder(session, lineage[ancestor.depth :])  # an id may stand for another event nearer to the branch
        log = Log(its_headers, [*log.plain, *plain] if log.plain else plain, [*log.others, *others], find, left_out)
    return log if lookup is None else replace(log, lookup=lookup)


def _finder(session: Session, lineage: Sequence[Ancestor]) -> Callable[[str], Event]:
    """Return what finds the event that some lines give under a ref."""
    return lambda ref: find_event(session, lineage, ref)[1]


def _own(
    session: Session, ancestor: Ancestor, records: Collection[str] | None
) -> tuple[Sequence[Row], Sequence[Logged]]:
    """Return a line's own events up to what is seen of it, in the order of their positions."""
    base = [ancestor.branch_id, ancestor.upto]
    where = f"{of_branch(ancestor.branch_id)} AND position <= ?"
    columns = plain_columns_of(dialect_of(session))
    plain: list[Row] = []
    others: list[Logged] = []
    by_record = "branch_id = ? AND position <= ? AND ref > ? AND ref < ?"  # '0' comes right after '/'
    ranges: list[tuple[str, list[int | str]]] = (
        [(where, [*base])]
        if records is None
        else [(by_record, [*base, f"{record}/", f"{record}0"]) for record in sorted(records)]
    )
    for these, values in ranges:
        plain += session.execute(
            f"SELECT {columns} FROM event WHERE {these} AND key_at IS NOT NULL ORDER BY position",  # noqa: S608
            values,
        ).fetchall()
        rows = session.execute(
            "SELECT position, record, type, schema_version, payload FROM event"  # noqa: S608 - names and marks only
            f" WHERE {these} AND key_at IS NULL ORDER BY position",
            values,
        )
        others += [
            Logged(position, record, read_event(kind, version, payload))
            for position, record, kind, version, payload in rows
            if kind != RECORD_DECLARED
        ]
    if records is not None and len(records) > 1:
        plain.sort(key=lambda row: row[1])
        others.sort()
    return plain, others


def _cut_away(log: Log, branch: Branch) -> frozenset[int]:
    """Return the positions of the inherited events that do not sort before a branch's cut."""
    rows = make_timeline(log).rows
    place = len(rows)
    for index, row in enumerate(rows):
        if branch.cut_at is not None and row[0] >= branch.cut_at:
            place = index
            break
        if row[1] == branch.cut_event:
            place = index + (branch.cut_side == "after")
            break
    return frozenset(row[1] for row in rows[place:])


def _without_reused(log: Log, plain: Iterable[Row], others: Iterable[Logged], left_out: frozenset[int]) -> Log:
    """Return a log without the events that were cut away and whose ids the branch has given to its own.

    What was said further up about an event of such an id goes with it: it says nothing of the branch's own.
    """
    if not log.plain and not log.others:
        return log
    own = {row[2] for row in plain} | {_ref(logged) for logged in others}
    said = any(_about(logged) in own for logged in log.others)
    reused = {row[2] for row in log.plain if row[1] in left_out and row[2] in own} if left_out else set()
    reused |= {ref for logged in log.others if logged.position in left_out and (ref := _ref(logged)) in own}
    if not reused and not said:
        return log
    return replace(
        log,
        plain=[row for row in log.plain if row[2] not in reused],
        others=[logged for logged in log.others if _ref(logged) not in reused and _about(logged) not in own],
    )


def _ref(logged: Logged) -> str:
    return f"{logged.record}/{logged.event.id}"


def _about(logged: Logged) -> str | None:
    """Return the ref of what an event about an event is about."""
    return f"{logged.record}/{logged.event.event}" if isinstance(logged.event, AboutEvent) else None


def find_event(session: Session, lineage: Sequence[Ancestor], ref: str) -> tuple[int, Event]:
    """Return position and content of the event that a branch reads under a ref: its own, else the nearest inherited.

    Raises:
        NotFoundError: there is none.
    """
    for ancestor in lineage:
        row = session.execute(
            "SELECT position, type, schema_version, payload FROM event"
            " WHERE branch_id = ? AND ref = ? AND position <= ?",
            (ancestor.branch_id, ref, ancestor.upto),
        ).fetchone()
        if row is not None:
            return row[0], read_event(*row[1:])
    raise NotFoundError(f"there is no event '{ref}'")


def stored_events(
    session: Session, branch_id: int, *, after: int = 0, record: str | None = None, upto: int = OPEN_END
) -> list[Stored]:
    """Return a branch's own events after a position, in the order they were appended; headers are left out."""
    where = of_branch(branch_id) if record is None else "branch_id = ? AND ref > ? AND ref < ?"
    query = (
        "SELECT position, record, type, schema_version, payload, meta, recorded_at, hash FROM event"  # noqa: S608
        f" WHERE {where} AND position > ? AND position <= ? AND type <> ?"
    )
    ref_range = [] if record is None else [f"{record}/", f"{record}0"]
    values: list[int | str] = [branch_id, *ref_range, after, upto, RECORD_DECLARED]
    return [
        Stored(position, its_record, read_event(kind, version, payload), meta, recorded_at, bytes(link))
        for position, its_record, kind, version, payload, meta, recorded_at, link in session.execute(
            query + " ORDER BY position", values
        )
    ]


def position_at(session: Session, recorded_at: Instant) -> int:
    """Return the last position that the ledger held at an instant, 0 before the first.

    Instants grow with positions, which are dense, so that a search takes the place of an index.
    """
    low, high = 0, int(session.execute("SELECT coalesce(max(position), 0) FROM event").fetchone()[0])
    while low < high:
        middle = (low + high + 1) // 2
        row = session.execute("SELECT recorded_at FROM event WHERE position = ?", (middle,)).fetchone()
        if row is not None and row[0] <= recorded_at:
            low = middle
        else:
            high = middle - 1
    return low


def openings_of(session: Session, positions: Iterable[int]) -> dict[int, tuple[str, Event]]:
    """Return ref and content of the events at some positions."""
    found: dict[int, tuple[str, Event]] = {}
    for some in chunks(positions):
        rows = session.execute(
            f"SELECT position, ref, type, schema_version, payload FROM event WHERE position IN ({marks(some)})",  # noqa: S608
            some,
        )
        for position, ref, *stored in rows:
            found[position] = ref, read_event(*stored)
    return found
