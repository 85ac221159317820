"""Stepping through a timeline: each event with what it changed, and the board beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any, Literal

from govsim.model.instant import Instant, to_rfc3339
from govsim.service.event_views import EventView
from govsim.service.events import Events
from govsim.service.past import Past
from govsim.service.segments import KEPT, Segments, State
from govsim.service.text import safe
from govsim.service.views import PostView

Mark = Literal["changed", "filled", "emptied", "same"]


@dataclass(frozen=True, slots=True)
class RowView:
    """One post on the board: its state, how the step marks it, and the state just before where a step was taken."""

    post: PostView
    mark: Mark
    before: str
    was: PostView | None = None

    @classmethod
    def between(cls, was: PostView, now: PostView) -> RowView:
        """Return the row of a post that stood in one way and stands in another."""
        before, after = holders_text(was), holders_text(now)
        mark: Mark
        if (before, was.status) == (after, now.status):
            mark = "same"
        elif not was.holders and now.holders:
            mark = "filled"
        elif was.holders and not now.holders:
            mark = "emptied"
        else:
            mark = "changed"
        return cls(now, mark, before, was)

    def to_json(self) -> dict[str, Any]:
        """Return the post's state with mark and before."""
        return {**self.post.to_json(), "mark": self.mark, "before": self.before}


@dataclass(frozen=True, slots=True)
class BoardView:
    """Every post at an instant, and which of them the event at the playhead changed."""

    at: Instant
    rows: tuple[RowView, ...]

    @property
    def changed(self) -> tuple[RowView, ...]:
        """The rows that this step changed."""
        return tuple(row for row in self.rows if row.mark != "same")


@dataclass(frozen=True, slots=True)
class StepView:
    """One event at its place in the timeline; *ties* counts the events that share its instant."""

    index: int
    event: EventView
    at: Instant
    ties: int
    changes: tuple[RowView, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the step with its event and the posts it changed."""
        return {
            "step": self.index + 1,
            "at": to_rfc3339(self.at),
            "event": self.event.to_json(),
            "changes": [row.to_json() for row in self.changes],
        }


def holders_text(post: PostView) -> str:
    """Return who holds a post in a few words, as boards show it."""
    said = []
    for holder in post.holders:
        capacity = "" if holder.capacity == "regular" else f" ({holder.capacity})"
        leave = " on leave" if holder.on_leave else ""
        said.append(f"{safe(holder.name)}{capacity}{leave}{'?' if holder.presence == 'possible' else ''}")
    if said:
        return ", ".join(said) + (" (disputed)" if post.status == "disputed" else "")
    return {"vacant": "(vacant)", "absent": "(no such post)", "disputed": "(disputed)"}.get(post.status, "(unknown)")


def standing_text(post: PostView | None) -> str:
    """Return who holds a post in a few words, of a branch that may not declare it."""
    return "(not declared)" if post is None else holders_text(post)


class Steps:
    """The steps of one past; boards are read off its history, never replayed again.

    A row stays the same object for as long as nothing about its post changes, so that a screen can tell by identity
    which ones to draw again.
    """

    def __init__(self, past: Past, posts: Sequence[str] | None = None) -> None:
        self.past = past
        self.entries = past.timeline.entries
        self.posts = list(posts if posts is not None else past.world.posts)
        # The playhead never moves back: an event that waits for its cause stands at the cause's instant.
        self.times: list[Instant] = list(accumulate((entry.key for entry in self.entries), max))
        self._events = Events(past)
        self._segments = Segments(past, self.posts)
        self._standing = lru_cache(maxsize=self._segments.kept)(self._make_standing)
        self._unmarked = lru_cache(maxsize=self._segments.kept)(self._make_unmarked)
        self._step = lru_cache(maxsize=KEPT)(self._make_step)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> StepView:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._step(index)

    def events(self, record: str | None = None) -> Events:
        """Return the events, of one record or of all; each is told when it is first looked at."""
        events = Events(self.past, record)
        return self._events if len(events) == len(self._events) else events

    def board(self, index: int) -> BoardView:
        """Return the board right after the event at *index*."""
        at = self.times[index]
        states = self._segments.at(at)
        rows = [self._unmarked(state) for state in states]
        for number in self._segments.beginning(at, states):
            before, after = self._turn(number, index)
            rows[number] = self._unmarked(after) if before == after else self._row(before, after)
        return BoardView(at, tuple(rows))

    def board_at(self, at: Instant) -> BoardView:
        """Return the board at any instant, between events too; nothing on it is marked."""
        return BoardView(at, tuple(self._standing(state) for state in self._segments.at(at)))

    def changes(self, index: int) -> tuple[RowView, ...]:
        """Return the rows that the event at *index* changed, without the rest of the board."""
        turns = (self._turn(number, index) for number in self._segments.turning(self.times[index]))
        rows = (self._row(before, after) for before, after in turns if before != after)
        return tuple(row for row in rows if row.mark != "same")

    def next_change(self, index: int, *, back: bool = False) -> int | None:
        """Return the next event after *index* that changes the board, or the last one before it; None if none does."""
        place = bisect_left(self._turning, index) if back else bisect_right(self._turning, index)
        others = reversed(range(place)) if back else range(place, len(self._turning))
        return next((self._turning[other] for other in others if self.changes(self._turning[other])), None)

    @cached_property
    def _turning(self) -> list[int]:
        """The places of the events at whose instants the holders or the status of some post can change."""
        return [index for index, at in enumerate(self.times) if self._segments.turning(at)]

    def _make_step(self, index: int) -> StepView:
        at = self.times[index]
        ties = bisect_right(self.times, at) - bisect_left(self.times, at)
        return StepView(index, self._events[index], at, ties, self.changes(index))

    def _turn(self, number: int, index: int) -> tuple[State, State]:
        """Return the states before and after an event of a post about which something changes at its instant."""
        at = self.times[index]
        is_first = index == 0 or self.times[index - 1] != at
        return self._segments.turn(number, at, index, is_first=is_first)

    def _make_standing(self, state: State) -> RowView:
        return RowView(self._segments.view(state), "same", "")

    def _make_unmarked(self, state: State) -> RowView:
        view = self._segments.view(state)
        return RowView(view, "same", holders_text(view), view)

    def _row(self, earlier: State, later: State) -> RowView:
        return RowView.between(self._segments.view(earlier), self._segments.view(later))
