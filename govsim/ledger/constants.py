"""What names and numbers the ledger's files, tables and rows have in common."""

from __future__ import annotations

APPLICATION_ID = 0x67535631
"""'gSV1' in the header of an SQLite file says that it is a ledger of ours."""

MAIN = 1
"""The branch_id of recorded history."""

MAIN_NAME = "main"
"""Its name, which no other branch can take."""

RECORD_DECLARED = "record_declared"
"""The type under which a record's header stands in the log."""

HEAD = "0004"
"""The newest schema revision; named here so that opening a ledger need not import Alembic, which takes a second."""

KNOWN_REVISIONS = ("0001", "0002", "0003", "0004")
"""Every revision that this version can bring up to the newest, which stands last."""

READABLE = ("0002", "0003", "0004")
"""Those that it reads as they are where nobody may write; in 0002 no branch keeps what it was made from, and only
0004 has views for other tools."""

OPEN_END = 4611686018427387904
"""2**62: the position up to which a belief holds that nothing has superseded.

Queries write it as a literal, else SQLite cannot use the partial indexes."""

PROJECTION = 2
"""The version of what the tenure projection holds; a ledger with another is projected again when it is next written."""
