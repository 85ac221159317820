"""The roster read along time instead of at one instant: who is in a post from when to when, and when nobody is.

Every span is judged by the rules of ``roster.py`` at its first instant, so that a picture cannot say otherwise than
``govsim at`` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from govsim.model.instant import Instant
from govsim.replay.aspects import Aspects
from govsim.replay.roster import Holder, Roster, Status, holders_at, state_of
from govsim.replay.tenure import Spell, spells_of


@dataclass(frozen=True, slots=True)
class Run:
    """A half-open span in which a party is in a post, unchanged."""

    first: Instant
    after: Instant
    holder: Holder


@dataclass(frozen=True, slots=True)
class Emptiness:
    """A half-open span in which nobody sits in a post, not even possibly, and what that makes of it."""

    first: Instant
    after: Instant
    status: Status


Span = tuple[Instant, Instant]


def runs_of(roster: Roster, post: str, first: Instant, after: Instant) -> list[Run]:
    """Return who is listed in a post from *first* to *after*, in the order in which they come."""
    its = roster.history.posts.get(post)
    if its is None or not its.tenures:
        return []
    aspects = roster.aspects(post)
    listed = _listed(roster, post, aspects, first, after)
    stays: dict[str, list[Spell]] = {}
    for spell in spells_of(its.tenures):
        stays.setdefault(spell.party, []).append(spell)
    found: list[Run] = []
    for party, spells in stays.items():
        edges = {edge for spell in spells for tenure in spell.tenures for edge in tenure.edges}
        edges |= {edge for leave in aspects.leaves if leave.party == party for edge in (leave.first, leave.after)}
        found += _joined(_party_runs(roster, spells, aspects, sorted(edges), listed))
    return sorted(found, key=lambda run: (run.first, roster.place(run.holder.tenure)))


def _party_runs(
    roster: Roster, spells: Sequence[Spell], aspects: Aspects, edges: Sequence[Instant], listed: Sequence[Span]
) -> Iterator[Run]:
    for first, after in listed:
        # Before its first edge and from its last one on a party is not there, so that nobody need ask.
        begin, end = max(first, edges[0]), min(after, edges[-1])
        cuts = [begin, *(edge for edge in edges if begin < edge < end), end]
        for one, two in pairwise(cuts):
            if one < two:
                for holder in holders_at(spells, aspects, one, roster.place):
                    yield Run(one, two, holder)


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if last is not None and last.after == run.first and last.holder == run.holder:
            last = Run(last.first, run.after, run.holder)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def empty_spans(roster: Roster, post: str, runs: Sequence[Run], first: Instant, after: Instant) -> list[Emptiness]:
    """Return when nobody sits in a post from *first* to *after*, given its runs there; observers fill no seat."""
    world = roster.history.timeline.world
    aspects, declared = roster.aspects(post), world.posts[post]
    edges = {edge for cover in world.coverage(post) for edge in (cover.first, cover.last + 1)}
    edges |= {edge for absence in aspects.absences for edge in absence}
    edges |= {edge for dispute in aspects.disputes for edge in (dispute.first, dispute.after)}
    found: list[Emptiness] = []
    seated = _merged([(run.first, run.after) for run in runs if run.holder.capacity != "observer"])
    for one, two in _without(first, after, seated):
        for begin, end in pairwise([one, *sorted(edge for edge in edges if one < edge < two), two]):
            status = state_of(post, declared, world.covered(post, begin), aspects, tuple, begin).status
            if found and found[-1].after == begin and found[-1].status == status:
                found[-1] = Emptiness(found[-1].first, end, status)
            else:
                found.append(Emptiness(begin, end, status))
    return found


def _listed(roster: Roster, post: str, aspects: Aspects, first: Instant, after: Instant) -> list[Span]:
    """Return the spans within a window in which the record covers the post and it may exist."""
    coverage = roster.history.timeline.world.coverage(post)
    covered = _merged([(max(first, cover.first), min(after, cover.last + 1)) for cover in coverage])
    absent = _merged([(absence.first, absence.after) for absence in aspects.absences])
    return [span for one, two in covered for span in _without(one, two, absent)]


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the union of spans, in order; empty ones are left out."""
    found: list[Span] = []
    for first, after in sorted(spans):
        if first >= after:
            continue
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], after)
        else:
            found.append((first, after))
    return found


def _without(first: Instant, after: Instant, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of a span once ordered, separate spans are taken out of it."""
    for one, two in taken:
        if two <= first or one >= after:
            continue
        if first < one:
            yield first, one
        first = max(first, two)
    if first < after:
        yield first, after
