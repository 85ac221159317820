"""Stepping through a timeline: each event with what it changed, and the board beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, Literal

from govsim.model.instant import Instant, to_rfc3339
from govsim.service.event_views import EventView
from govsim.service.past import Past
from govsim.service.telling import event_view
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
    """The steps of one past; boards are read off its history, never replayed again."""

    def __init__(self, past: Past, posts: Sequence[str] | None = None) -> None:
        self.past = past
        self.entries = past.timeline.entries
        self.posts = list(posts if posts is not None else past.world.posts)
        # The playhead never moves back: an event that waits for its cause stands at the cause's instant.
        self.times: list[Instant] = list(accumulate((entry.key for entry in self.entries), max))
        self._step = lru_cache(maxsize=4096)(self._make_step)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> StepView:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._step(index)

    def board(self, index: int) -> BoardView:
        """Return the board right after the event at *index*."""
        at = self.times[index]
        tied = index > 0 and self.times[index - 1] == at
        before = self._states(at, index - 1) if tied else self._states(at - 1, None)
        after = self._states(at, index)
        return BoardView(at, tuple(_row(*pair) for pair in zip(before, after, strict=True)))

    def board_at(self, at: Instant) -> BoardView:
        """Return the board at any instant, between events too; nothing on it is marked."""
        return BoardView(at, tuple(RowView(state, "same", "") for state in self._states(at, None)))

    def _make_step(self, index: int) -> StepView:
        at = self.times[index]
        ties = bisect_right(self.times, at) - bisect_left(self.times, at)
        return StepView(index, event_view(self.past, self.entries[index]), at, ties, self.board(index).changed)

    def _states(self, at: Instant, upto: int | None) -> list[PostView]:
        return [self.past.post_view(self.past.roster.state(post, at, upto=upto)) for post in self.posts]


def _row(before: PostView, after: PostView) -> RowView:
    was, now = holders_text(before), holders_text(after)
    mark: Mark
    if (was, before.status) == (now, after.status):
        mark = "same"
    elif not before.holders and after.holders:
        mark = "filled"
    elif before.holders and not after.holders:
        mark = "emptied"
    else:
        mark = "changed"
    return RowView(after, mark, was, before)
