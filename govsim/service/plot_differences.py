"""When two branches say otherwise of who is in a post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from govsim.exchange.swimlane import Bar, Lane, Piece, Span
from govsim.model.instant import Instant


def differing(one: Lane | None, two: Lane | None) -> tuple[Span, ...]:
    """Return the spans in which two lanes of a post list other parties, capacities or certainties."""
    mine, theirs = _by_party(one), _by_party(two)
    spans: list[tuple[Instant, Instant]] = []
    for party in dict.fromkeys([*mine, *theirs]):
        a, b = mine.get(party, []), theirs.get(party, [])
        if a != b:
            spans += _unlike(a, b)
    found: list[Span] = []
    for first, after in sorted(spans):
        if found and first <= found[-1].after:
            found[-1] = Span(found[-1].first, max(found[-1].after, after))
        else:
            found.append(Span(first, after))
    return tuple(found)


def _by_party(lane: Lane | None) -> dict[tuple[str, str], list[Piece]]:
    found: dict[tuple[str, str], list[Piece]] = {}
    bars: Sequence[Bar] = () if lane is None else lane.bars
    for bar in bars:
        found.setdefault((bar.kind, bar.party), []).extend(bar.pieces)
    return found


def _unlike(one: Sequence[Piece], two: Sequence[Piece]) -> Iterator[tuple[Instant, Instant]]:
    edges = sorted({edge for piece in (*one, *two) for edge in (piece.first, piece.after)})
    for first, after in pairwise(edges):
        if _said(one, first) != _said(two, first):
            yield first, after


def _said(pieces: Sequence[Piece], at: Instant) -> tuple[str, bool, bool] | None:
    return next(
        ((piece.capacity, piece.certain, piece.on_leave) for piece in pieces if piece.first <= at < piece.after), None
    )
