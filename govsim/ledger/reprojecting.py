"""Whether the ledger still says what it believed before: every transaction projected again, beside what is stored."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.ledger.chain_check import Problem
from govsim.ledger.dialect import dialect_of
from govsim.ledger.rebuilding import project_all
from govsim.ledger.session import Session
from govsim.ledger.standing import is_current
from govsim.ledger.worlds import Worlds

_KEYS = {
    "tenure": "branch_id, organization, pos_to, end_latest, start_earliest, post, party, opened_by",
    "post_state": "branch_id, post, pos_from",
    "own_post": "branch_id, organization, post",
}


def past_problems(session: Session) -> Iterator[Problem]:
    """Find rows of the projection, superseded ones too, that projecting every transaction again does not give.

    One that is behind, where nobody may write, is not read, and says nothing; nor does a standby server. The tables
    are made again in the connection's temporary schema, whose names come before those of the ledger.
    """
    dialect = dialect_of(session)
    if not is_current(session) or not session.execute(dialect.may_have_tables).fetchone()[0]:
        return
    main, temporary = session.execute(dialect.schema).fetchone()[0], dialect.temporary
    for table, key in _KEYS.items():
        session.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM {main}.{table} WHERE 1 = 0")  # noqa: S608 - constants
        session.execute(f"CREATE UNIQUE INDEX {dialect.temporary_index}again_{table} ON {table} ({key})")
    try:
        project_all(session, Worlds())
        for table, position in (("tenure", "opened_by"), ("post_state", "pos_from"), ("own_post", "position")):
            for one, other in ((main, temporary), (temporary, main)):
                rows = session.execute(
                    f"SELECT post, {position} FROM"  # noqa: S608 - constants, and a schema that the database has quoted
                    f" (SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table}) AS found"
                )
                for post, at in rows.fetchall():
                    yield Problem(at, f"what was believed of {post} is not what its transactions give")
    finally:
        for table in _KEYS:
            session.execute(f"DROP TABLE {temporary}.{table}")
