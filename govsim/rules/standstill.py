"""Where an organ cannot decide: no members, too few of them for a quorum, or a tie that nobody breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from govsim.model.events import Resolved
from govsim.model.header import organization_of
from govsim.model.instant import Instant
from govsim.replay.findings import Finding
from govsim.replay.world import END
from govsim.rules.verdicts import Court, tally_of


def standstills(court: Court, organs: Iterable[str], resolutions: Iterable[str]) -> Iterator[Finding]:
    """Yield the events that leave an organ without a quorum, and the resolutions that end in a tie."""
    for organ in organs:
        yield from _broken_quorums(court, organ)
    for ref in resolutions:
        event, result = court.event(ref), tally_of(court, ref)
        if result is None or not isinstance(event, Resolved) or result.carried is True:
            continue
        if result.ayes == result.noes and result.ayes > 0:
            what = f"{event.organ} is deadlocked: {result.ayes} for, {result.noes} against, and no tie is broken"
            yield Finding("deadlock", ref, what)


def memberless(court: Court, ruled: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Yield the organs in which nobody ever sits, each once.

    Where members are known by their weights or stakes, or the record knows only some of them, nobody need be named.

    Args:
        court: who sits where.
        ruled: each organ that bylaws rule, after the record or the adoption that brings these rules.
    """
    seen: set[str] = set()
    for source, organ in ruled:
        if organ in seen:
            continue
        seen.add(organ)
        weights = court.rules(organization_of(organ), END).organ(organ).get("weights")
        are_known_apart = weights == "stakes" or isinstance(weights, Mapping)
        if are_known_apart or all(cover.partial for cover in court.world.coverage(organ)):
            continue
        if all(tenure.capacity == "observer" for tenure in court.history.posts[organ].tenures):
            yield Finding("no-members", source, f"nobody ever sits in {organ}, so that it can decide nothing", organ)


def _broken_quorums(court: Court, organ: str) -> Iterator[Finding]:
    """Yield each closing after which those who may sit there are fewer than the quorum of all seats needs."""
    broken = False
    closings = {
        (tenure.end_latest, str(tenure.closed_by))
        for tenure in court.history.posts[organ].tenures
        if tenure.closed_by is not None and tenure.capacity != "observer"
    }
    openings = {(tenure.start_earliest, "") for tenure in court.history.posts[organ].tenures}
    for at, ref in sorted(closings | openings):
        short = _shortage(court, organ, at)
        if short is not None and ref and not broken:
            yield Finding("broken-quorum", ref, short)
        broken = short is not None


def _shortage(court: Court, organ: str, at: Instant) -> str | None:
    rules = court.rules(organization_of(organ), at).organ(organ)
    quorum, authorised = rules.get("quorum"), rules.get("authorised")
    if quorum is None or quorum.of != "authorised" or not isinstance(authorised, int) or rules.get("weights"):
        return None
    possible = court.members(organ, (at, at)).possible
    if not possible or quorum.is_met(len(possible), authorised):
        return None
    return f"{organ} has {len(possible)} members left, too few for a quorum: {quorum} {authorised}"
