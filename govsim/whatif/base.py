"""What a what-if starts from: a log in order, and its replay up to any place, done once and gone on from."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import accumulate

from govsim.model.events import Consented, Divested, Event, Invested, LetterSigned, Refused, Resolved
from govsim.model.instant import Instant
from govsim.replay.fold import Fold, replay
from govsim.replay.history import History
from govsim.replay.log import Log, named
from govsim.replay.tenure import Tenure
from govsim.replay.timeline import Timeline, made_by, make_timeline
from govsim.replay.world import END, World
from govsim.rules.books import Added, Laws
from govsim.rules.expressions import Names


class Base:
    """A recorded timeline, asked by any number of what-ifs."""

    def __init__(self, log: Log, laws: Laws | None = None, timeline: Timeline | None = None, added: Added = ()) -> None:
        """Put a log in order.

        Args:
            log: what is recorded.
            laws: where law packs come from; None reads none.
            timeline: the log in order, where that is done already.
            added: the layers of bylaws that the scenarios bring from which its branch was made.
        """
        self.log = log
        self.laws = laws
        self.added = added
        self.timeline: Timeline = timeline or make_timeline(log)
        self._prefix: tuple[int, Fold] | None = None
        self._ids: dict[str, dict[str, str]] = {}
        self.names: dict[str, Names] = {}
        """What expressions about a record may name, kept by whoever reads them."""

    @property
    def world(self) -> World:
        """What the records declare."""
        return self.timeline.world

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each event stands in the timeline, by ref."""
        return {row[2]: index for index, row in enumerate(self.timeline.rows)}

    @cached_property
    def history(self) -> History:
        """The whole of recorded history, replayed."""
        return replay(self.timeline)

    @cached_property
    def last_position(self) -> int:
        """The greatest position in the log: what is inserted comes after it."""
        last = max((logged.position for logged in self.log.others), default=0)
        return max(last, max((row[1] for row in self.log.plain), default=0))

    @cached_property
    def ends(self) -> list[Instant]:
        """For each place, the last instant that an event up to it speaks of."""
        return list(accumulate((row[7] if row[7] < END else row[0] for row in self.timeline.rows), max))

    @cached_property
    def keys(self) -> list[Instant]:
        """For each place, the greatest key up to it: behind a later cause, an event stands out of the order of keys."""
        return list(accumulate((row[0] for row in self.timeline.rows), max))

    @cached_property
    def resolutions(self) -> dict[str, list[str]]:
        """The resolutions that list an event in their effects, by the event's ref."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.timeline.rows:
            if row[3] == "resolved" and isinstance(event := self.event(row[2]), Resolved):
                for ref in effects_of(row[2], event):
                    found[ref].append(row[2])
        return found

    @cached_property
    def letters(self) -> dict[str, list[str]]:
        """The events about a letter, itself among them, in order, by the letter's ref."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.timeline.rows:
            if row[3] == "letter_sent":
                found[row[2]].append(row[2])
            elif row[3] == "letter_signed" and isinstance(event := self.event(row[2]), LetterSigned):
                found[f"{row[2].partition('/')[0]}/{event.letter}"].append(row[2])
        return found

    @cached_property
    def answers(self) -> dict[str, list[str]]:
        """The events that consent to an act or refuse it, in order, by the act's ref."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.timeline.rows:
            if row[3] in {"consented", "refused"} and isinstance(event := self.event(row[2]), Consented | Refused):
                found[f"{row[2].partition('/')[0]}/{event.act}"].append(row[2])
        return found

    @cached_property
    def adoptions(self) -> list[str]:
        """The events that adopt bylaws, in order."""
        return [row[2] for row in self.timeline.rows if row[3] == "bylaws_adopted"]

    @cached_property
    def holdings(self) -> dict[str, list[str]]:
        """The events that say who holds which part of an organisation, in order, by its id."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.timeline.rows:
            if row[3] in {"invested", "divested"} and isinstance(event := self.event(row[2]), Invested | Divested):
                found[event.in_].append(row[2])
        return found

    @cached_property
    def creations(self) -> dict[str, list[str]]:
        """The events that make a post or an organisation, by its id."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for row in self.timeline.rows:
            event = named(row).event
            for made in made_by(event) if event is not None else ():
                found[made].append(row[2])
        return found

    def ids(self, record: str) -> dict[str, str]:
        """Return the ids of a record's events that stand in the timeline, each with its type."""
        if record not in self._ids:
            start = len(record) + 1
            rows = (row for row in self.timeline.rows if row[2].startswith(f"{record}/"))
            self._ids[record] = {row[2][start:]: row[3] for row in rows}
        return self._ids[record]

    def event(self, ref: str) -> Event:
        """Return the reading shown of a recorded event."""
        return self.timeline.event(ref)

    def tenures(self, party: str, post: str) -> list[Tenure]:
        """Return the tenures that a party has in a post in recorded history, in the order they opened."""
        return [tenure for tenure in self.history.posts[post].tenures if tenure.party == party]

    def upto(self, place: int) -> Fold:
        """Return the replay of all that stands before a place; going on from it leaves it as it is.

        Kept between calls: asked again for the same place it costs nothing, for a later one what lies between.
        """
        at, fold = self._prefix or (0, Fold(self.timeline))
        if at > place:
            at, fold = 0, Fold(self.timeline)
        fold.run(rows=self.timeline.rows[at:place])
        self._prefix = place, fold
        return fold


def effects_of(ref: str, event: Resolved) -> list[str]:
    """Return the refs of the events that a resolution decides."""
    record = ref.partition("/")[0]
    return [f"{record}/{effect}" for effect in event.effects]
