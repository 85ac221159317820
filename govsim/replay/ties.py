"""Events that share an instant: what a post is like when some of them have happened and others are still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from govsim.model.instant import Instant
from govsim.replay.aspects import Aspects
from govsim.replay.disputes import Dispute
from govsim.replay.log import Entry
from govsim.replay.tenure import Tenure
from govsim.replay.world import END


class Ties:
    """Takes back what the later events of one instant do, told by their places in the timeline."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self.place: dict[str, int] = {entry.ref: index for index, entry in enumerate(entries)}

    def places(self, aspects: Aspects, tenures: Iterable[Tenure], at: Instant) -> list[int]:
        """Return the places of the events that do something at this very instant to what is told of a post.

        Between two of these places, what ``aspects`` and ``tenures`` give is the same.
        """
        found = {self.place[dispute.ref] for dispute in aspects.disputes if self._is_tied(dispute, at)}
        for tenure in tenures:
            if at in (tenure.start_earliest, tenure.start_latest):
                found.add(self.place[tenure.opened_by])
            if tenure.closed_by is not None and tenure.end_latest == at:
                found.add(self.place[tenure.closed_by])
        return sorted(found)

    def aspects(self, aspects: Aspects, at: Instant, upto: int) -> Aspects:
        """Return aspects without the disputes that begin with later events of this instant."""
        disputes = aspects.disputes
        kept = tuple(d for d in disputes if not (self._is_tied(d, at) and self.place[d.ref] > upto))
        return aspects if len(kept) == len(disputes) else replace(aspects, disputes=kept)

    def tenures(self, tenures: Iterable[Tenure], at: Instant, upto: int) -> Iterator[Tenure]:
        """Yield tenures without what later events of this instant do to them; those that these open are left out."""
        for tenure in tenures:
            as_of = self._as_of(tenure, at, upto)
            if as_of is not None:
                yield as_of

    def _is_tied(self, dispute: Dispute, at: Instant) -> bool:
        return dispute.first == at and self._entries[self.place[dispute.ref]].key == at

    def _as_of(self, tenure: Tenure, at: Instant, upto: int) -> Tenure | None:
        if self.place[tenure.opened_by] > upto:
            if tenure.start_earliest == at:
                return None
            if tenure.start_latest == at:  # may have begun before, is certain only from this event on
                return replace(tenure, start_latest=END)
        if tenure.closed_by is not None and tenure.end_latest == at and self.place[tenure.closed_by] > upto:
            return replace(
                tenure, end_earliest=tenure.end_earliest if tenure.end_earliest < at else END, end_latest=END
            )
        return tenure
