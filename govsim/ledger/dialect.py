"""The few statements that SQLite and PostgreSQL do not have in common; all others are one text for both.

Statements are written in SQLite's way, with ``?``; a session of PostgreSQL puts its own marks there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govsim.ledger.chain import TEXT_SQL, TEXT_SQL_POSTGRES, WELL_FORMED_SQL
from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.session import Session

REFUSALS = {
    "event_no_update": "the ledger is append-only: correct an event with a corrected event",
    "event_no_delete": "the ledger is append-only: retract an event with a retracted event",
}
"""What the triggers of the log say, by their names; PostgreSQL has a third, against TRUNCATE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one database says what the other says otherwise."""

    as_list: str
    """Begins a call that gives its arguments as the text of a JSON list; ``list_end`` ends it."""
    list_end: str
    named_event: str
    """The event that the payload of ``mending`` names."""
    events_by_ref: Callable[[int], str]
    """Asks for ref, position, version and payload of so many refs of a branch (?1) up to a position (?2)."""
    tenures_since: Callable[[str, int], str]
    """Asks for some columns of the tenures of recorded history by (organisation, post, party, least end)."""
    chain: str
    """Every event as verify hashes it: branch, position, payload, its hash, link, text, whether it is well-formed."""
    bent: str
    """The ids of branches whose rows were never written so."""
    guards: str
    """Name and body of each trigger on the log, as the database tells them."""
    guarded: Mapping[str, str]
    """What they must be."""
    pages: str | None
    """A check of the file itself; PostgreSQL has its own, which the server's keeper runs."""
    schema: str
    """Asks for the schema in which the ledger's tables are."""
    may_have_tables: str
    """Asks whether a connection can have tables of its own: not on a standby server."""
    temporary: str
    """The schema of a connection's own tables, whose names come before those of the ledger."""
    temporary_index: str
    """What stands before the name of an index on one of these."""


_BRANCH_OF_A_KIND = (
    "typeof(branch_id) = 'integer' AND typeof(name) = 'text' AND instr(name, char(0)) = 0"
    " AND instr(name, char(10)) = 0 AND typeof(created_at) = 'integer' AND typeof(closed_at) IN ('integer', 'null')"
    " AND typeof(parent_id) IN ('integer', 'null') AND typeof(fork_position) IN ('integer', 'null')"
    " AND typeof(cut_at) IN ('integer', 'null') AND typeof(cut_event) IN ('integer', 'null')"
    " AND ifnull(cut_side, 'after') IN ('before', 'after') AND typeof(first_link) = 'blob' AND length(first_link) = 32"
    " AND typeof(head_position) = 'integer' AND typeof(head_hash) = 'blob' AND length(head_hash) = 32"
    " AND (meta IS NULL OR typeof(meta) = 'text' AND meta <> '')"
)


def _events_by_ref(count: int) -> str:
    return (
        "SELECT ref, position, schema_version, payload FROM event"  # noqa: S608 - placeholders
        f" WHERE branch_id = ? AND position <= ? AND ref IN ({', '.join('?' * count)})"
    )


def _asked(count: int) -> str:
    return f"WITH asked (organization, post, party, since) AS (VALUES {', '.join(['(?, ?, ?, ?)'] * count)})"


def _tenures_since(columns: str, count: int) -> str:
    return (
        f"{_asked(count)} SELECT tenure.post, tenure.{columns.replace(', ', ', tenure.')} FROM asked CROSS JOIN tenure"  # noqa: S608
        f" ON tenure.branch_id = {MAIN} AND tenure.organization = asked.organization"
        f" AND tenure.pos_to = {OPEN_END} AND tenure.end_latest > asked.since"
        " AND tenure.post = asked.post AND tenure.party = asked.party"
    )


# PostgreSQL plans by statistics that are minutes old while a table is being filled: it takes it for nearly empty and
# compares every row with every question, 500 ms for 200 of them in 6,000 tenures. A lateral subquery that cannot be
# taken apart (OFFSET 0) is looked up by its index, question by question: 1 ms.


def _events_each_by_ref(count: int) -> str:
    refs = ", ".join(f"(?{number})" for number in range(3, count + 3))
    return (
        f"SELECT found.* FROM (VALUES {refs}) AS asked (ref) CROSS JOIN LATERAL"  # noqa: S608 - placeholders
        " (SELECT ref, position, schema_version, payload FROM event"
        " WHERE branch_id = ?1 AND ref = asked.ref AND +position <= ?2 OFFSET 0) AS found"
    )


def _tenures_each_since(columns: str, count: int) -> str:
    return (
        f"{_asked(count)} SELECT found.* FROM asked CROSS JOIN LATERAL (SELECT post, {columns} FROM tenure"  # noqa: S608
        f" WHERE branch_id = {MAIN} AND organization = asked.organization AND pos_to = {OPEN_END}"
        " AND end_latest > asked.since AND post = asked.post AND party = asked.party OFFSET 0) AS found"
    )


SQLITE = Dialect(
    as_list="json_array(",
    list_end=")",
    named_event="json_extract(mending.payload, '$.event')",
    events_by_ref=_events_by_ref,
    tenures_since=_tenures_since,
    chain=(
        "SELECT CAST(branch_id AS INTEGER), position, CAST(payload AS BLOB), CAST(payload_hash AS BLOB),"  # noqa: S608 - constants
        f" CAST(hash AS BLOB), CAST({TEXT_SQL} AS BLOB), {WELL_FORMED_SQL} FROM event ORDER BY position"
    ),
    bent=f"SELECT CAST(branch_id AS TEXT) FROM branch WHERE NOT ({_BRANCH_OF_A_KIND})",  # noqa: S608 - a constant
    guards="SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    guarded={
        name: f"CREATE TRIGGER {name} BEFORE {name.rpartition('_')[2].upper()} ON event"
        f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for name, says in REFUSALS.items()
    },
    pages="PRAGMA integrity_check",
    schema="SELECT 'main'",
    may_have_tables="SELECT 1",
    temporary="temp",
    temporary_index="temp.",
)

# Of a trigger: what it fires at (19 UPDATE, 11 DELETE, 34 TRUNCATE; each before), that it always does (A), that no
# condition or list of columns lets things pass, and what its function does.
_GUARD = "concat_ws(' ', tgtype, tgenabled::text, (tgqual IS NULL AND tgattr = '')::text, btrim(prosrc, E' \\n'))"
_REFUSES = "BEGIN RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = TG_ARGV[0]; END"

POSTGRES = Dialect(
    as_list="json_build_array(",
    list_end=")::text",
    named_event="(mending.payload::json ->> 'event')",
    events_by_ref=_events_each_by_ref,
    tenures_since=_tenures_each_since,
    chain=(
        "SELECT branch_id, position, convert_to(payload, 'UTF8'), payload_hash, hash,"  # noqa: S608 - constants
        f" convert_to({TEXT_SQL_POSTGRES}, 'UTF8'), coalesce(causes, '-') <> '' AND coalesce(meta, '-') <> ''"
        " AND octet_length(payload_hash) = 32 AND octet_length(hash) = 32 FROM event ORDER BY position"
    ),
    bent=(
        "SELECT branch_id::text FROM branch WHERE strpos(name, chr(10)) > 0 OR cut_side NOT IN ('before', 'after')"
        " OR octet_length(first_link) <> 32 OR octet_length(head_hash) <> 32 OR meta = ''"
    ),
    guards=(
        f"SELECT tgname, {_GUARD} FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"  # noqa: S608 - constants
        " WHERE tgrelid = 'event'::regclass AND NOT tgisinternal"
    ),
    guarded={
        name: f"{fires} A true {_REFUSES}"
        for name, fires in (("event_no_update", 19), ("event_no_delete", 11), ("event_no_truncate", 34))
    },
    pages=None,
    schema="SELECT quote_ident(current_schema())",
    may_have_tables="SELECT current_setting('transaction_read_only') = 'off'",
    temporary="pg_temp",
    temporary_index="",
)


def dialect_of(session: Session) -> Dialect:
    """Return what a session's database speaks; a session of SQLite is Python's own, and names none."""
    found = getattr(session, "dialect", SQLITE)
    assert isinstance(found, Dialect)  # noqa: S101 - ours
    return found


def streamed(session: Session, sql: str, parameters: Sequence[Any] = ()) -> Iterable[tuple[Any, ...]]:
    """Return the rows of a query as they come, however many: SQLite gives them so, PostgreSQL must be asked to."""
    stream = getattr(session, "stream", session.execute)
    rows: Iterable[tuple[Any, ...]] = stream(sql, parameters)
    return rows
