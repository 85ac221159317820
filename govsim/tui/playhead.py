"""The playhead, and the walk it is moved along."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cached_property

from govsim.model.bound import parse_bound
from govsim.model.instant import Instant, to_datetime
from govsim.service.event_views import EventView
from govsim.service.gov import Gov
from govsim.service.opening import BUNDLED, WEEKEND
from govsim.service.steps import BoardView, RowView
from govsim.service.times import read_instant


@dataclass(frozen=True, slots=True)
class Playhead:
    """Where the reader stands: an instant, and the last event at or before it, -1 before the first."""

    index: int
    instant: Instant


class Walk:
    """The events of one record in order, the boards beside them, and every move between them.

    A move returns the playhead it was given when there is nowhere to go.
    """

    def __init__(self, gov: Gov, record: str, zone: str | None = None) -> None:
        """Read the record once; nothing is asked of *gov* while drawing."""
        past = gov.past()
        self.record = record
        self.header = past.header(record)
        self.world = past.world
        self.zone: tzinfo = gov.display_zone(zone, list(self.header.posts))
        self.events: tuple[EventView, ...] = tuple(gov.events(record=record))
        self._past = past
        self._steps = gov.steps(record)
        # A ledger may hold other records: their events stand between these in the steps, not on this walk.
        entries = enumerate(self._steps.entries)
        self._places = [place for place, entry in entries if entry.ref.startswith(f"{record}/")]
        self.times: list[Instant] = [self._steps.times[place] for place in self._places]

    def __len__(self) -> int:
        return len(self.times)

    # -- what stands at the playhead

    def is_on_event(self, playhead: Playhead) -> bool:
        """Return whether the playhead stands at an event, not between two."""
        return playhead.index >= 0 and self.times[playhead.index] == playhead.instant

    def changes(self, index: int) -> tuple[RowView, ...]:
        """Return the posts that an event changed."""
        return self._steps[self._places[index]].changes

    def board(self, playhead: Playhead) -> BoardView:
        """Return the board at the playhead; only at an event are rows marked."""
        if self.is_on_event(playhead):
            return self._steps.board(self._places[playhead.index])
        return self._steps.board_at(playhead.instant)

    def day(self, instant: Instant) -> date:
        """Return the day of an instant in the zone shown."""
        return to_datetime(instant, self.zone).date()

    @cached_property
    def index_of(self) -> dict[str, int]:
        """The place of each event on this walk, by ref."""
        return {event.id: index for index, event in enumerate(self.events)}

    @cached_property
    def needed_by(self) -> dict[str, list[int]]:
        """The places of the events that each event is a cause of, by ref."""
        found: dict[str, list[int]] = {}
        for index, event in enumerate(self.events):
            for cause in event.because:
                found.setdefault(cause, []).append(index)
        return found

    def read(self, text: str) -> Instant:
        """Return the instant that a reader wrote, in the zone shown where it names none.

        Raises:
            TimeError: it says no instant.
        """
        return read_instant(text, self.zone, self._past.world, self.record, list(self.header.posts))

    # -- moves

    def start(self) -> Playhead:
        """Return where a session opens: the board vote of the bundled weekend, elsewhere the first event."""
        if not self.times:
            covers = self.header.covers.span
            return Playhead(-1, covers[0] or 0)
        if self.record != BUNDLED:
            return self.at(0)
        first = bisect_left(self.times, parse_bound(WEEKEND[0], self.header.tzinfo).earliest or 0)
        votes = (index for index in range(first, len(self)) if self.events[index].type == "resolved")
        return self.at(next(votes, min(first, len(self) - 1)))

    def at(self, index: int) -> Playhead:
        """Return the playhead at an event."""
        return Playhead(index, self.times[index])

    def at_instant(self, instant: Instant) -> Playhead:
        """Return the playhead at an instant, at an event or between two."""
        return Playhead(bisect_right(self.times, instant) - 1, instant)

    def step(self, playhead: Playhead, count: int) -> Playhead:
        """Return the playhead so many events on, or back where *count* is negative; it stops at the ends."""
        from_between_back = count < 0 and not self.is_on_event(playhead)
        index = playhead.index + count + (1 if from_between_back else 0)
        if not self.times or (from_between_back and playhead.index < 0):
            return playhead
        return self.at(min(max(index, 0), len(self) - 1))

    def step_change(self, playhead: Playhead, count: int) -> Playhead:
        """Return the playhead so many changes of the board on, or back; fewer where there are no more."""
        return self._seek(playhead, count, lambda _, index: bool(self.changes(index)))

    def step_day(self, playhead: Playhead, count: int) -> Playhead:
        """Return the playhead at the first event of a later or an earlier day that has events."""

        def begins_another_day(start: Playhead, index: int) -> bool:
            day = self.day(self.times[index])
            opens = index == 0 or self.day(self.times[index - 1]) != day
            return opens and day != self.day(start.instant)

        return self._seek(playhead, count, begins_another_day)

    def _seek(self, playhead: Playhead, count: int, fits: Callable[[Playhead, int], bool]) -> Playhead:
        for _ in range(abs(count)):
            on_event = self.is_on_event(playhead)
            if count > 0:
                indices = range(playhead.index + 1, len(self))
            else:
                indices = range(playhead.index - (1 if on_event else 0), -1, -1)
            found = next((index for index in indices if fits(playhead, index)), None)
            if found is None:
                break
            playhead = self.at(found)
        return playhead
