"""A stored tenure, and the spells and aspects that stored ones stand for: what ``projection`` writes, read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from govsim.model.bound import Bound
from govsim.model.instant import Instant
from govsim.replay.aspects import NOTHING, Aspects, Away, Change, Offered, Span
from govsim.replay.disputes import Dispute
from govsim.replay.tenure import Spell, Tenure


class Held(NamedTuple):
    """One tenure: who, in what capacity, both bounds of both edges, the positions of the events at its edges."""

    party: str
    capacity: str
    start_earliest: Instant
    start_latest: Instant
    end_earliest: Instant
    end_latest: Instant
    opened_by: int
    closed_by: int | None
    more: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a roster says of the event that opened a tenure, where it is not read as it was written."""

    at: Bound
    claim: str


@dataclass(frozen=True, slots=True)
class StoredOffer:
    """An offer's own fields, as the projection keeps them."""

    type: str
    who: tuple[str, ...]
    terms: str | None
    at: Bound


def spells_from(rows: Iterable[Held]) -> tuple[list[Spell], dict[str, Opening], dict[tuple[str, str], tuple[int, int]]]:
    """Return the spells that rows of one post stand for, in the order a replay gives them.

    Events are named by their positions, as text. The second are the openings that read otherwise than written, the
    third the place of each tenure among those of the post, by party and opening.
    """
    openings: dict[str, Opening] = {}
    places: dict[tuple[str, str], tuple[int, int]] = {}
    spells: dict[tuple[str, int], Spell] = {}
    for row in rows:
        if row.more is None:
            opened = str(row.opened_by)
            places[row.party, opened] = row.start_earliest, row.opened_by
            spells[row.party, row.opened_by] = Spell([_tenure(row.party, *row[1:8])])
            continue
        more = json.loads(row.more)
        chain = more.get("chain") or [[*row[1:8], more]]
        key = row.party, chain[-1][5]
        if key in spells:
            continue
        tenures: list[Tenure] = []
        for *edges, extra in chain:
            tenure = _tenure(row.party, *edges)
            tenure.is_doubtful = bool(extra.get("doubtful"))
            tenure.implicit_end = bool(extra.get("implicit"))
            if "doubt" in extra:
                tenure.doubt_from, tenure.doubted_by = extra["doubt"][0], str(extra["doubt"][1])
            if "opening" in extra:
                *at, claim = extra["opening"]
                openings[tenure.opened_by] = Opening(Bound(*at), claim)
            places[row.party, tenure.opened_by] = (
                (extra["rank"], 0) if "rank" in extra else (tenure.start_earliest, int(tenure.opened_by))
            )
            tenure.previous = tenures[-1] if tenures else None
            tenures.append(tenure)
        spells[key] = Spell(tenures)
    ordered = sorted(spells.values(), key=lambda spell: places[spell.party, spell.tenures[-1].opened_by])
    return ordered, openings, places


def _tenure(
    party: str,
    capacity: str,
    start_earliest: Instant,
    start_latest: Instant,
    end_earliest: Instant,
    end_latest: Instant,
    opened_by: int,
    closed_by: int | None,
) -> Tenure:
    closed = None if closed_by is None else str(closed_by)
    return Tenure(party, "", capacity, str(opened_by), start_earliest, start_latest, end_earliest, end_latest, closed)


@lru_cache(maxsize=4096)
def aspects_from(data: str | None) -> tuple[Aspects, dict[str, StoredOffer]]:
    """Return the aspects that a projection keeps as JSON, and the fields of each offer by its ref."""
    if data is None:
        return NOTHING, {}
    read = json.loads(data)
    offers = {
        ref: StoredOffer(f["type"], tuple(f.get("who", ())), f.get("terms"), Bound(**f["at"]))
        for ref, _, _, f in read.get("offers", ())
    }
    aspects = Aspects(
        tuple(Span(*span) for span in read.get("absences", ())),
        tuple(Change(*change) for change in read.get("changes", ())),
        tuple(Dispute(*dispute) for dispute in read.get("disputes", ())),
        tuple(Away(*leave) for leave in read.get("leaves", ())),
        tuple(Offered(ref, first, after) for ref, first, after, _ in read.get("offers", ())),
    )
    return aspects, offers
