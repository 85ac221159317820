"""The states of posts by segment: a post is looked at once for as long as nothing about it changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

from govsim.model.instant import Instant
from govsim.replay.collector import collector_paused
from govsim.service.past import Past
from govsim.service.views import PostView

KEPT = 4096
"""States kept in memory; of more than a thousand posts four each, so that going to and fro finds them all."""

State: TypeAlias = tuple[int, int, int]
"""The number of a post, how many of its edges have passed, and how many events at the last of them are still to come.

Whatever a post's view depends on is in these three: two states that are equal look the same.
"""


class Segments:
    """The states that some posts go through, and what each of them looks like."""

    def __init__(self, past: Past, posts: Sequence[str]) -> None:
        self._past = past
        self._posts = posts
        self.kept = max(KEPT, 4 * len(posts))
        self.view = lru_cache(maxsize=self.kept)(self._make_view)
        self._tied = lru_cache(maxsize=self.kept)(self._find_tied)

    def at(self, at: Instant) -> list[State]:
        """Return the state of each post at an instant, when all that happens then has happened."""
        return [(number, bisect_right(edges, at), 0) for number, edges in enumerate(self._edges)]

    def beginning(self, at: Instant, states: Sequence[State]) -> list[int]:
        """Return the numbers of the posts whose *states* begin at this very instant."""
        edges = self._edges
        return [number for number, passed, _ in states if passed and edges[number][passed - 1] == at]

    def turning(self, at: Instant) -> Sequence[int]:
        """Return the numbers of the posts whose holders or status can change at an instant."""
        return self._turning.get(at, ())

    def turn(self, number: int, at: Instant, index: int, *, is_first: bool) -> tuple[State, State]:
        """Return the states of a post before and after the event at *index*, where the later one begins at *at*.

        *is_first* says that no event before it has the same instant.
        """
        passed = bisect_right(self._edges[number], at)
        tied = self._tied(number, at)
        after = number, passed, len(tied) - bisect_right(tied, index)
        return (number, passed - 1, 0) if is_first else (number, passed, len(tied) - bisect_left(tied, index)), after

    @property
    def _edges(self) -> list[list[Instant]]:
        return self._index[0]

    @property
    def _turning(self) -> dict[Instant, list[int]]:
        return self._index[1]

    @cached_property
    def _index(self) -> tuple[list[list[Instant]], dict[Instant, list[int]]]:
        """The edges of each post, and for each instant the posts whose holders or status can change then."""
        edges, turning, roster = list[list[Instant]](), dict[Instant, list[int]](), self._past.roster
        with collector_paused():
            for number, post in enumerate(self._posts):
                its_edges = roster.holder_edges(post)
                for edge in its_edges:
                    turning.setdefault(edge, []).append(number)
                edges.append(sorted(its_edges | roster.aspects(post).other_edges))
        return edges, turning

    def _find_tied(self, number: int, at: Instant) -> list[int]:
        return self._past.roster.tied(self._posts[number], at)

    def _make_view(self, state: State) -> PostView:
        number, passed, to_come = state
        post, edges = self._posts[number], self._edges[number]
        at = edges[passed - 1] if passed else edges[0] - 1 if edges else 0
        upto = self._tied(number, at)[-to_come] - 1 if to_come else None
        return self._past.post_view(self._past.roster.state(post, at, upto=upto))
