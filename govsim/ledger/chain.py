"""The hash chain: what is hashed of an event, so that nothing stored can change unseen.

Each branch has a chain of its own. A link is ``sha256(link before, sha256(payload), text)`` over the stored bytes,
where *text* is the tag of this format and then every other column of the row, one a line, empty where it is null. No
column can hold a line end, so no two rows give the same text. The payload goes in by its own hash: it can be made
unreadable without breaking the chain.

The first link of ``main`` is 32 zero bytes; that of a branch hashes its parent's link at the fork together with the
terms of the fork, so that a branch proves what it inherits; where it keeps what it was made from, the hash of that is
the last of the terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from govsim.model.errors import LedgerError

TAG = "govsim-event-1"
GENESIS = bytes(32)

HASHED = (
    ("position", False),
    ("branch_id", False),
    ("record", False),
    ("ref", False),
    ("type", False),
    ("schema_version", False),
    ("earliest", True),
    ("latest", True),
    ("announced", True),
    ("claim", False),
    ("key_at", True),
    ("party", False),
    ("post", False),
    ("causes", True),
    ("meta", True),
    ("recorded_at", False),
)
"""The columns of the text in order, and which of them can be null."""

TEXT_SQL = "printf('" + "\n".join([TAG, *["%s"] * len(HASHED)]) + f"', {', '.join(name for name, _ in HASHED)})"
"""The same text made by SQLite: sixteen columns crossing into Python one by one would halve the speed of verify."""

TEXT_SQL_POSTGRES = f"format({TEXT_SQL.removeprefix('printf(')}"
"""The same made by PostgreSQL, whose ``format`` also writes nothing for null."""

_WHOLE = ("position", "branch_id", "schema_version", "claim", "recorded_at")
_WORDS = ("record", "ref", "type", "party", "post", "causes", "meta")
WELL_FORMED_SQL = " AND ".join(
    [
        *(f"typeof({name}) = 'integer'" for name in _WHOLE),
        *(f"typeof({name}) IN ('integer', 'null')" for name in ("earliest", "latest", "announced", "key_at")),
        *(f"typeof({name}) = 'text'" for name in ("record", "ref", "type", "party", "post", "payload")),
        *(f"({name} IS NULL OR typeof({name}) = 'text' AND {name} <> '')" for name in ("causes", "meta")),
        *(f"typeof({name}) = 'blob' AND length({name}) = 32" for name in ("payload_hash", "hash")),
        f"instr({' || '.join(f'ifnull({name}, {chr(39) * 2})' for name in _WORDS)}, char(0)) = 0",
    ]
)
"""What a row must be for its text to be its own: of the right kinds, nothing empty for null, no zero byte, at which
printf would stop."""

_TEXT = "\n".join([TAG, *["{}"] * len(HASHED)])

LINES = len(HASHED)
"""Line ends in the text of a row: one more would shift what a column says into its neighbour."""


def text_of(before_payload: Sequence[Any], after_payload: Sequence[Any]) -> str:
    """Return the text of a row from the columns of ``HASHED``, which lie on both sides of the payload.

    Raises:
        LedgerError: a column holds a line end.
    """
    columns = *before_payload, *after_payload
    text = _TEXT.format(*["" if value is None else value for value in columns])
    if text.count("\n") != LINES:
        raise LedgerError(f"a line end in what is to be stored of {columns[3]!r}", hint="leave it out")
    return text


def link(before: bytes, payload_hash: bytes, text: bytes) -> bytes:
    """Return the link of an event after the link *before*."""
    return sha256(before + payload_hash + text).digest()


def hash_of(payload: str) -> bytes:
    """Return the hash of a payload."""
    return sha256(payload.encode()).digest()


def first_link(parent: bytes, terms: Sequence[Any]) -> bytes:
    """Return the first link of a branch from its parent's link at the fork and the terms of the fork."""
    text = "\n".join(["govsim-fork-1", *["" if value is None else str(value) for value in terms]])
    return sha256(parent + text.encode()).digest()
