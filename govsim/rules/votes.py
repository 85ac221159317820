"""Whether a resolution carried: as it is written, else as its votes are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govsim.model.events import Resolved
from govsim.model.instant import Instant
from govsim.replay.history import History


@dataclass(frozen=True, slots=True)
class Tally:
    """How a resolution came out; *carried* is None where nobody wrote it and no votes are known.

    *strangers* voted and are no members: their votes do not count.
    """

    organ: str
    carried: bool | None
    ayes: int = 0
    noes: int = 0
    strangers: tuple[str, ...] = ()


def carried(event: Resolved, history: History, first: Instant, last: Instant) -> Tally:
    """Return how a resolution came out that was passed at some instant from *first* to *last*.

    What is written stands; else it carries with more counted votes for it than against. Those who are possibly members
    then have a vote, observers have none.
    """
    votes = event.votes
    if votes is None or event.carried is not None:
        return Tally(event.organ, event.carried)
    organ = history.posts[event.organ]

    def counted(voters: Iterable[str]) -> list[str]:
        return [party for party in voters if organ.may_seat(party, first, last)]

    ayes, noes = counted(votes.for_), counted(votes.against)
    strangers = [party for party in (*votes.for_, *votes.against) if party not in {*ayes, *noes}]
    return Tally(event.organ, len(ayes) > len(noes), len(ayes), len(noes), tuple(strangers))
