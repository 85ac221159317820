"""Boards worked out the long way: every post before and after every event, each from all of its tenures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from govsim.model.instant import Instant
from govsim.replay.roster import Holder, PostState, holders_at, state_of
from govsim.replay.tenure import Tenure, spells_of
from govsim.replay.world import END
from govsim.service.past import Past
from govsim.service.steps import BoardView, Mark, RowView, holders_text
from govsim.service.views import PostView


class NaiveSteps:
    """What ``Steps`` says of a past, with nothing kept from one question to the next."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.entries = past.timeline.entries
        self.times: list[Instant] = list(accumulate((entry.key for entry in self.entries), max))
        self._place = {entry.ref: index for index, entry in enumerate(self.entries)}

    def board(self, index: int) -> BoardView:
        at = self.times[index]
        tied = index > 0 and self.times[index - 1] == at
        before = self.views(at, index - 1) if tied else self.views(at - 1)
        return BoardView(at, tuple(map(_row, before, self.views(at, index))))

    def board_at(self, at: Instant) -> BoardView:
        return BoardView(at, tuple(RowView(view, "same", "") for view in self.views(at)))

    def next_change(self, index: int, *, back: bool) -> int | None:
        others = range(index - 1, -1, -1) if back else range(index + 1, len(self.entries))
        return next((other for other in others if self.board(other).changed), None)

    def views(self, at: Instant, upto: int | None = None) -> list[PostView]:
        return [self.past.post_view(self.state(post, at, upto)) for post in self.past.world.posts]

    def state(self, post: str, at: Instant, upto: int | None = None) -> PostState:
        world, aspects = self.past.world, self.past.roster.aspects(post)
        tenures = self.past.history.posts[post].tenures
        if upto is not None:
            begun = tuple(d for d in aspects.disputes if not (d.first == at and self._is_later(d.ref, at, upto)))
            aspects = replace(aspects, disputes=begun)
            tenures = [as_of for tenure in tenures if (as_of := self._as_of(tenure, at, upto)) is not None]

        def holders() -> Iterable[Holder]:
            return holders_at(spells_of(tenures), aspects, at, lambda tenure: self._place[tenure.opened_by])

        return state_of(post, world.posts[post], world.covered(post, at), aspects, holders, at)

    def _is_later(self, ref: str, at: Instant, upto: int) -> bool:
        return self._place[ref] > upto and self.entries[self._place[ref]].key == at

    def _as_of(self, tenure: Tenure, at: Instant, upto: int) -> Tenure | None:
        if self._place[tenure.opened_by] > upto:
            if tenure.start_earliest == at:
                return None
            if tenure.start_latest == at:
                return replace(tenure, start_latest=END)
        if tenure.closed_by is not None and tenure.end_latest == at and self._place[tenure.closed_by] > upto:
            earliest = tenure.end_earliest if tenure.end_earliest < at else END
            return replace(tenure, end_earliest=earliest, end_latest=END)
        return tenure


def _row(before: PostView, after: PostView) -> RowView:
    was, now = holders_text(before), holders_text(after)
    mark: Mark = "changed"
    if (was, before.status) == (now, after.status):
        mark = "same"
    elif not before.holders and after.holders:
        mark = "filled"
    elif before.holders and not after.holders:
        mark = "emptied"
    return RowView(after, mark, was, before)
