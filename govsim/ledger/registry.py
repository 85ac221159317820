"""Reading recorded history across organisations, from the projection: what a registry is asked.

Both hold only what they give: a person's tenures are few, and everybody at an instant comes row by row.
"""

from __future__ import annotations

from collections.abc import Iterator

from govsim.ledger.constants import MAIN, OPEN_END
from govsim.ledger.dialect import streamed
from govsim.ledger.projecting import HELD
from govsim.ledger.session import Session
from govsim.model.instant import Instant
from govsim.replay.held import Held


def held_by(session: Session, party: str) -> list[tuple[str, Held]]:
    """Return the tenures of a party as (post, tenure), the earliest first.

    PostgreSQL has an index for this; SQLite reads every tenure, a second for a million.
    """
    rows = session.execute(
        f"SELECT post, {HELD} FROM tenure WHERE branch_id = {MAIN} AND pos_to = {OPEN_END} AND party = ?"  # noqa: S608
        " ORDER BY start_earliest, post",
        (party,),
    )
    return [(post, Held._make(held)) for post, *held in rows]


def held_at(session: Session, at: Instant) -> Iterator[tuple[str, Held]]:
    """Return who can have held which post at an instant, as (post, tenure), one organisation after the other."""
    rows = streamed(
        session,
        f"SELECT post, {HELD} FROM tenure WHERE branch_id = {MAIN} AND pos_to = {OPEN_END}"  # noqa: S608 - constants
        " AND end_latest > ? AND start_earliest <= ? ORDER BY organization, end_latest",
        (at, at),
    )
    for post, *held in rows:
        yield post, Held._make(held)
