"""A walk along one line of one record: its stops in order, the board at each, and every move between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from govsim.model.bound import Bound, parse_bound
from govsim.model.instant import Instant, to_datetime
from govsim.replay.roster import Roster
from govsim.service.event_views import EventView
from govsim.service.opening import BUNDLED, WEEKEND
from govsim.service.past import Past
from govsim.service.steps import BoardView, RowView, Steps
from govsim.service.telling import event_view
from govsim.service.times import read_instant
from govsim.tui.line import Line
from govsim.tui.playhead import Playhead
from govsim.tui.stops import Stop, decision_event, parties_of, posts_of, stops_of

if TYPE_CHECKING:
    from govsim.service.scenario_views import DecisionView, FateView


class Walk:
    """The stops of one record on one line. Most are events; on a what-if some are events that fell, or decisions.

    A move returns the playhead it was given when there is nowhere to go.
    """

    def __init__(self, line: Line, record: str, zone: tzinfo) -> None:
        """Replay nothing: the line is replayed already, and what a stop says is made when it is asked for."""
        past = line.past
        self.line = line
        self.record = record
        self.header = past.header(record)
        self.world = past.world
        self.zone = zone
        self.steps = Steps(past, past.posts_asked(record, None, None))
        # A ledger may hold other records: their events stand between these in the steps, not on this walk.
        own = self.steps.events(record).places
        self.told = self.steps.events()
        self.stops: Sequence[Stop] = stops_of(line, record, own, self.steps.times)
        self.times: list[Instant] = [stop.instant for stop in self.stops]
        self.event = lru_cache(maxsize=4096)(self._event)
        self._fates = {} if line.run is None else {fate.id: fate for fate in line.run.fates if fate.fate != "kept"}

    def __len__(self) -> int:
        return len(self.times)

    @property
    def past(self) -> Past:
        """The past that is walked."""
        return self.line.past

    # -- what stands at a stop

    @cached_property
    def events(self) -> Sequence[EventView]:
        """What every stop says, made when it is asked for."""
        return _Events(self)

    def when(self, index: int) -> Bound:
        """Return when what stands at a stop happened, without telling the rest of it."""
        stop = self.stops[index]
        return self.told.when(stop.place) if stop.happens else self.event(index).at

    def ref(self, index: int) -> str:
        """Return the event or the decision at a stop, as record/id."""
        stop = self.stops[index]
        if stop.decision is not None:
            return f"{self.record}/{stop.decision.id}"
        return stop.fell.id if stop.fell is not None else self.steps.entries[stop.place].ref

    def fate(self, index: int) -> FateView | None:
        """Return what a what-if did to the event at a stop, None where it happens as recorded."""
        stop = self.stops[index]
        return stop.fell or (None if stop.decision is not None else self._fates.get(self.ref(index)))

    def decision(self, index: int) -> DecisionView | None:
        """Return the decision at a stop, None where there is none."""
        return self.stops[index].decision if 0 <= index < len(self) else None

    def changes(self, index: int) -> tuple[RowView, ...]:
        """Return the posts that the event at a stop changed."""
        stop = self.stops[index]
        return self.steps.changes(stop.place) if stop.happens else ()

    def parties(self, index: int) -> frozenset[str]:
        """Return the people and organisations that the event at a stop names as those it is about."""
        return parties_of(self.event(index))

    def posts(self, index: int) -> frozenset[str]:
        """Return the posts that the event at a stop names or changed."""
        return posts_of(self.event(index)) | {row.post.post for row in self.changes(index)}

    # -- what stands at the playhead

    def is_on_event(self, playhead: Playhead) -> bool:
        """Return whether the playhead stands at a stop, not between two."""
        return playhead.index >= 0 and self.times[playhead.index] == playhead.instant

    def board(self, playhead: Playhead) -> BoardView:
        """Return the board at the playhead; only at an event are rows marked."""
        if not self.is_on_event(playhead):
            return self.steps.board_at(playhead.instant)
        stop = self.stops[playhead.index]
        if stop.happens:
            return self.steps.board(stop.place)
        last = stop.place
        if last >= 0 and self.steps.times[last] == stop.instant:
            return _unmarked(self.steps.board(last))
        following = last + 1
        if following < len(self.steps) and self.steps.times[following] == stop.instant:
            return _before(self.steps.board(following))
        return self.steps.board_at(playhead.instant)

    def board_known_then(self, playhead: Playhead) -> BoardView:
        """Return the board as far as it was announced by then; marked where more is known now."""
        roster = self._roster_known(playhead.instant)
        rows = []
        for now in self.board(playhead).rows:
            then = self._past_known(playhead.instant).post_view(roster.state(now.post.post, playhead.instant))
            rows.append(RowView.between(now.post, then))
        return BoardView(playhead.instant, tuple(rows))

    @lru_cache(maxsize=16)  # noqa: B019 - a walk lives as long as what is walked
    def _past_known(self, instant: Instant) -> Past:
        return self.past.known_at(instant)

    def _roster_known(self, instant: Instant) -> Roster:
        return self._past_known(instant).roster

    def day(self, instant: Instant) -> date:
        """Return the day of an instant in the zone shown."""
        return to_datetime(instant, self.zone).date()

    @cached_property
    def index_of(self) -> dict[str, int]:
        """The stop of each event or decision, by ref."""
        return {self.ref(index): index for index in range(len(self))}

    @cached_property
    def needed_by(self) -> dict[str, list[int]]:
        """The stops of the events that each event is a cause of, by ref."""
        found: dict[str, list[int]] = {}
        for index, stop in enumerate(self.stops):
            if stop.happens:
                for cause in self.steps.entries[stop.place].causes:
                    found.setdefault(cause, []).append(index)
        return found

    def read(self, text: str) -> Instant:
        """Return the instant that a reader wrote, in the zone shown where it names none.

        Raises:
            TimeError: it says no instant.
        """
        return read_instant(text, self.zone, self.world, self.record, list(self.header.posts))

    # -- moves

    def start(self) -> Playhead:
        """Return where a session opens: the board vote of the bundled weekend, elsewhere the first event."""
        if not self.times:
            return Playhead(-1, self.header.covers.span[0] or 0)
        if self.record != BUNDLED:
            return self.at(0)
        first = bisect_left(self.times, parse_bound(WEEKEND[0], self.header.tzinfo).earliest or 0)
        votes = (index for index in range(first, len(self)) if self.event(index).type == "resolved")
        return self.at(next(votes, min(first, len(self) - 1)))

    def at(self, index: int) -> Playhead:
        """Return the playhead at a stop."""
        return Playhead(index, self.times[index])

    def at_instant(self, instant: Instant) -> Playhead:
        """Return the playhead at an instant, at a stop or between two."""
        return Playhead(bisect_right(self.times, instant) - 1, instant)

    def step(self, playhead: Playhead, count: int) -> Playhead:
        """Return the playhead so many stops on, or back where *count* is negative; it stops at the ends."""
        from_between_back = count < 0 and not self.is_on_event(playhead)
        index = playhead.index + count + (1 if from_between_back else 0)
        if not self.times or (from_between_back and playhead.index < 0):
            return playhead
        return self.at(min(max(index, 0), len(self) - 1))

    def seek(self, playhead: Playhead, count: int, fits: Callable[[int], bool]) -> Playhead:
        """Return the playhead so many fitting stops on, or back; fewer where there are no more."""
        for _ in range(abs(count)):
            if count > 0:
                indices = range(playhead.index + 1, len(self))
            else:
                indices = range(playhead.index - (1 if self.is_on_event(playhead) else 0), -1, -1)
            found = next((index for index in indices if fits(index)), None)
            if found is None:
                break
            playhead = self.at(found)
        return playhead

    def step_change(self, playhead: Playhead, count: int) -> Playhead:
        """Return the playhead so many changes of the board on, or back; fewer where there are no more."""
        for _ in range(abs(count)):
            found = self._next_change(playhead, count < 0)
            if found is None:
                break
            playhead = self.at(found)
        return playhead

    def _next_change(self, playhead: Playhead, back: bool) -> int | None:  # noqa: FBT001 - as Steps.next_change has it
        """Return the next stop that changes the board, or the one before; places of other records are passed over."""
        index = playhead.index
        place = -1 if index < 0 else self.stops[index].place
        if back and (not self.is_on_event(playhead) or not self.stops[index].happens):
            place += 1  # what stands at this place is behind the playhead, too
        while (place_found := self.steps.next_change(place, back=back)) is not None:
            place = place_found
            stop = bisect_left(self.stops, place, key=lambda one: one.place)
            while stop < len(self) and self.stops[stop].place == place and not self.stops[stop].happens:
                stop += 1
            if stop < len(self) and self.stops[stop].place == place:
                return stop
        return None

    def step_party(self, playhead: Playhead, count: int, parties: frozenset[str]) -> Playhead:
        """Return the playhead so many events of any of some parties on, or back."""
        return self.seek(playhead, count, lambda index: bool(parties & self.parties(index)))

    def step_post(self, playhead: Playhead, count: int, posts: frozenset[str]) -> Playhead:
        """Return the playhead so many events of any of some posts on, or back."""
        return self.seek(playhead, count, lambda index: bool(posts & self.posts(index)))

    def step_clock(self, playhead: Playhead, count: int, unit: str) -> Playhead:
        """Return the playhead at the first stop of a later or an earlier day, or hour, that has stops."""
        for _ in range(abs(count)):
            before = playhead
            start = self._slot(before.instant, unit)

            def begins_another(index: int, start: object = start) -> bool:
                slot = self._slot(self.times[index], unit)
                return slot != start and (index == 0 or self._slot(self.times[index - 1], unit) != slot)

            playhead = self.seek(before, 1 if count > 0 else -1, begins_another)
            if playhead == before:
                break
        return playhead

    def _slot(self, instant: Instant, unit: str) -> object:
        there = to_datetime(instant, self.zone)
        return there.date() if unit == "day" else (there.date(), there.hour, there.fold)

    def _event(self, index: int) -> EventView:
        stop = self.stops[index]
        if stop.decision is not None:
            return decision_event(stop.decision, self.record, stop.instant)
        if stop.fell is not None and self.line.recorded is not None:
            recorded = self.line.recorded
            return event_view(recorded, recorded.entry_of[stop.fell.id])
        return self.told[stop.place]


class _Events(Sequence[EventView]):
    """What the stops of a walk say, in order."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def __len__(self) -> int:
        return len(self._walk)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # int or slice, as a sequence has it
        if isinstance(index, slice):
            return [self._walk.event(number) for number in range(*index.indices(len(self)))]
        return self._walk.event(range(len(self))[index])


def _unmarked(board: BoardView) -> BoardView:
    return BoardView(board.at, tuple(RowView(row.post, "same", "") for row in board.rows))


def _before(board: BoardView) -> BoardView:
    return BoardView(board.at, tuple(RowView(row.was or row.post, "same", "") for row in board.rows))
