"""The reasons behind a fall: from the nearest cause down to what the author changed or somebody decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from govsim.replay.history import History
from govsim.whatif.ahead import Act
from govsim.whatif.base import Base
from govsim.whatif.fates import Chain, Reason
from govsim.whatif.preconditions import Obstacle, Single


@dataclass(slots=True)
class Chains:
    """Which events did not happen so far, or not whole, and why."""

    base: Base
    gone: dict[str, Chain] = field(default_factory=dict)
    """Events that do not happen at all."""
    parts: dict[str, dict[Single, Chain]] = field(default_factory=dict)
    """The single acts that do not happen, of events that happen otherwise."""
    foreseen: dict[Act, Chain] = field(default_factory=dict)
    """Single acts still to come that an earlier pass has seen fall, and why."""
    touched: set[str] = field(default_factory=set)
    """Events that the author changed or inserted."""

    def omit(self, refs: Iterable[str]) -> None:
        """Remember events that the author omits."""
        for ref in refs:
            self.gone[ref] = (Reason("omitted", ref, "omitted"),)

    def of(self, ref: str) -> Chain:
        """Return the reasons of an event that did not happen; none where it did."""
        return self.gone.get(ref, ())

    def of_act(self, ref: str, party: str, post: str) -> Chain | None:
        """Return the reasons why a single act did not happen, None where it did."""
        if ref in self.gone:
            return self.gone[ref]
        return self.parts.get(ref, {}).get((party, post)) or self.foreseen.get((ref, party, post))

    def obstacle(self, obstacle: Obstacle, closing: str, history: History) -> Chain:
        """Return the reasons of an act that meets an obstacle; *closing* is the ref of the event it belongs to."""
        party, post = obstacle.party, obstacle.post
        match obstacle.detail:
            case "closed":
                return self._nothing_to_close(closing, party, post, history)
            case "unmade":
                recorded = self.base.creations.get(post, ())
                made = next((ref for ref in recorded if ref in self.gone), obstacle.event)
                return (Reason("precondition", made, "unmade", party, post), *self.of(made or ""))
            case "abolished":
                return (
                    Reason("precondition", obstacle.event, "abolished", party, post),
                    *self.of(obstacle.event or ""),
                )
        first = Reason("precondition", obstacle.event, obstacle.detail, party, post)
        return (first, *self.of(obstacle.event or ""), *self._stays(obstacle))

    def _nothing_to_close(self, closing: str, party: str, post: str, history: History) -> Chain:
        for tenure in self.base.tenures(party, post):
            if tenure.closed_by == closing:
                opened = self.of_act(tenure.opened_by, party, post)
                if opened is not None:
                    return (Reason("precondition", tenure.opened_by, "unopened", party, post), *opened)
        ended = [tenure for tenure in history.posts[post].tenures if tenure.party == party and tenure.closed_by]
        if ended:
            by = str(ended[-1].closed_by)
            return (Reason("precondition", by, "closed", party, post), *self.of(by))
        # Where no tenure of recorded history ended here, one that never began can still be what is missed.
        for tenure in self.base.tenures(party, post):
            opened = self.of_act(tenure.opened_by, party, post)
            if opened is not None:
                return (Reason("precondition", tenure.opened_by, "unopened", party, post), *opened)
        return (Reason("precondition", None, "never", party, post),)

    def _stays(self, obstacle: Obstacle) -> Chain:
        """Return why somebody still sits there who in recorded history had left."""
        tenure = obstacle.tenure
        if tenure is None:
            return ()
        for recorded in self.base.tenures(tenure.party, tenure.post):
            closing = recorded.closed_by
            if recorded.opened_by != tenure.opened_by or closing is None:
                continue
            chain = self.of_act(closing, tenure.party, tenure.post)
            if chain is None and closing not in self.touched:
                break
            return (Reason("precondition", closing, "stays", tenure.party, tenure.post), *(chain or ()))
        for entry, change in self.base.history.posts[tenure.post].changes:
            if change.seats is not None and entry.ref in self.gone:
                return (Reason("precondition", entry.ref, "seats", None, tenure.post), *self.gone[entry.ref])
        return ()
