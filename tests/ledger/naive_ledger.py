"""The ledger and its branches once more, slow and plain: the reference that the product is compared with.

A list of everything that was ever appended and a list of lines, the first of which is recorded history. What a line
sees is worked out from the text of the design each time it is asked for; what that means for posts is left to the
plain reference of the replay. Where the text leaves a choice, this was chosen:

- What a line saw at a position before it was made is what it sees of the events up to there: a cut is the place that it
  was when the line was made, and does not move.
- A cut takes away what stands in the timeline behind it. Corrections stand in none and are inherited, and so is what a
  correction keeps out of the timeline: where a branch undoes that correction, the event is there again.
- A correction, an omission or a cause means the event that the line it was written on saw under that id, also where a
  branch gives the id to an event of its own after a cut took the first one away.
- An event at an unknown time leans on the event before it in its record that the line it was written on saw; that one
  keeps its key where a branch omits it or a cut takes it away. A retracted event is as if it had never been written.
- A post that several records declare is covered where one of them covers it, in full where one does so in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from govsim.ledger.appending import Draft
from govsim.model.events import AboutEvent, Changed, Corrected, Event, Omitted, Retracted
from govsim.model.header import Header
from govsim.model.record import Record
from tests.replay.naive import Fold, Naive
from tests.replay.naive_acts import Act, Filter, acts_of, admitted_readings, covers, latest_of, mended


@dataclass(frozen=True)
class Cut:
    """Before an instant, or before or after the event at a position."""

    at: int | None = None
    event: int | None = None
    side: str | None = None


@dataclass(eq=False, repr=False)
class Line:
    """Recorded history, or a branch."""

    name: str
    created_at: int = 0
    parent: Line | None = None
    position: int = 0
    cut: Cut | None = None
    is_open: bool = True

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(frozen=True)
class Entry:
    """Something appended."""

    position: int
    line: Line
    record: str
    content: Event | Header
    recorded_at: int

    @property
    def ref(self) -> str:
        """``record/id``; a header has none."""
        return f"{self.record}/{self.content.id}" if isinstance(self.content, Event) else ""

    @property
    def is_mending(self) -> bool:
        """True for what says how another event is to be read."""
        return isinstance(self.content, AboutEvent)


@dataclass(frozen=True)
class Seen:
    """An entry as a line sees it.

    *told* is the event with the positions that it means in place of the ids that it names; *behind* are the events of
    its record that stand before it, as the line that wrote it saw them; *gone* is what a cut took away.
    """

    entry: Entry
    told: Event | None
    behind: tuple[int, ...]
    gone: bool = False


def named(position: int) -> str:
    """Return a position as the id of an event."""
    return f"p{position}"


def position_of(id_: str) -> int:
    return int(id_.removeprefix("p"))


class NaiveLedger:
    """Everything that was appended, and from which line of history."""

    def __init__(self) -> None:
        self.main = Line("main")
        self.lines = [self.main]
        self.entries: list[Entry] = []

    # -- writing

    def positions(self, line: Line, drafts: Sequence[Draft]) -> list[int] | None:
        """Return the position that each draft has or will get, None where an id is taken by other content."""
        there: dict[str, tuple[int, Event | Header]] = {}
        for seen in self.seen(line):
            entry = seen.entry
            if not seen.gone:
                there[entry.ref or entry.record] = entry.position, entry.content
        found, last = [], len(self.entries)
        for draft in drafts:
            is_header = isinstance(draft.content, Header)
            name = draft.record if isinstance(draft.content, Header) else f"{draft.record}/{draft.content.id}"
            if name not in there or (is_header and there[name][1] != draft.content):
                last += 1
                there[name] = last, draft.content
            if there[name][1] != draft.content:
                return None
            found.append(there[name][0])
        return found

    def append(self, line: Line, drafts: Sequence[Draft], positions: Sequence[int], recorded_at: int) -> None:
        """Add the drafts whose positions are new."""
        for draft, position in zip(drafts, positions, strict=True):
            if position > len(self.entries):
                self.entries.append(Entry(position, line, draft.record, draft.content, recorded_at))

    # -- what a line sees

    def own(self, line: Line) -> list[Entry]:
        return [entry for entry in self.entries if entry.line is line]

    def head(self, line: Line) -> int:
        """Return the position of the last entry that a line holds."""
        return max([line.position, *(entry.position for entry in self.own(line))])

    def held_at(self, line: Line, recorded_at: int) -> int:
        """Return the position of the last entry that a line held at an instant."""
        own = [entry.position for entry in self.own(line) if entry.recorded_at <= recorded_at]
        return max([line.position, *own])

    def seen(self, line: Line, upto: int | None = None) -> list[Seen]:
        """Return what a line sees, up to a position; what a cut took away is there, and marked so."""
        seen = self._inherited(line)
        own = self.own(line)
        visible = [one.entry for one in seen if not one.gone]
        ids = {entry.ref: entry.position for entry in [*visible, *own]}
        types = {entry.position: entry.is_mending for entry in [*visible, *own]}
        for entry in own:
            behind = tuple(other.position for other in visible if other.ref and other.record == entry.record)
            seen.append(Seen(entry, _told(entry, ids, types), behind))
            visible.append(entry)
        return [one for one in seen if upto is None or one.entry.position <= upto]

    def _inherited(self, line: Line) -> list[Seen]:
        """Return what the parent held at the position, and of its timeline only what sorts before the cut."""
        if line.parent is None:
            return []
        seen = self.seen(line.parent, line.position)
        if line.cut is None:
            return seen
        gone = set(places_behind(View(seen), line.cut))
        return [replace(one, gone=one.gone or one.entry.position in gone) for one in seen]

    def missed_corrections(self, line: Line) -> int:
        """Return how many corrections of what a line inherits were recorded, where it inherits from, since then."""
        inherited = {one.entry.position for one in self._inherited(line) if not one.gone}
        there = {one.entry.position for one in self._inherited(line)}
        missed, ancestor = 0, line.parent
        while ancestor is not None:
            for one in self.seen(ancestor):
                if one.entry.line is ancestor and one.entry.position not in there:
                    is_correction = isinstance(one.entry.content, Corrected | Retracted)
                    missed += is_correction and position_of(one.told.event) in inherited  # type: ignore[union-attr]
            ancestor = ancestor.parent
        return missed


def places_behind(view: View, cut: Cut) -> list[int]:
    """Return the positions of the acts that do not sort before a cut."""
    acts = view.fold.acts
    for index, act in enumerate(acts):
        if cut.at is not None and act.key >= cut.at:
            return [other.position for other in acts[index:]]
        if act.position == cut.event:
            return [other.position for other in acts[index + (cut.side == "after") :]]
    return []


# -- what events mean


def _told(entry: Entry, ids: Mapping[str, int], is_mending: Mapping[int, bool]) -> Event | None:
    """Return an event with positions in place of ids, in the words that the plain reference of the replay knows.

    To it a change is a correction, and a correction that is omitted is retracted.
    """
    event: Any = entry.content
    if isinstance(event, Header):
        return None

    def meant(id_: str) -> str:
        return named(ids.get(f"{entry.record}/{id_}", 0))

    fields: dict[str, Any] = {"id": named(entry.position), "because": tuple(meant(id_) for id_ in event.causes)}
    if not isinstance(event, AboutEvent):
        return event.model_copy(update=fields)  # type: ignore[no-any-return]
    fields["event"] = meant(event.event)
    if isinstance(event, Corrected | Changed):
        fields["with"] = _with_positions(event.with_, meant)
    kind: type[Event] = type(event)
    if isinstance(event, Changed):
        kind = Corrected
    elif isinstance(event, Omitted) and is_mending[ids[f"{entry.record}/{event.event}"]]:
        kind = Retracted
    return kind.model_validate({**event.dump(), **fields, "type": kind.__name__.lower()})


def _with_positions(fields: Mapping[str, Any], meant: Any) -> dict[str, Any]:
    """Return the fields of a correction, or of a correction of one, with positions in place of ids."""
    told = dict(fields)
    if told.get("because"):
        told["because"] = [meant(id_) for id_ in told["because"]]
    if told.get("with"):
        told["with"] = _with_positions(told["with"], meant)
    return told


class View(Naive):
    """What a line says, as one who asks with a filter."""

    def __init__(self, seen: Iterable[Seen], known_at: int | None = None, trust: str = "disputed") -> None:
        self._seen = {one.entry.position: one for one in seen}
        self._who_asks = Filter(known_at, trust)
        self._headers: dict[str, Header] = {}
        for one in self._seen.values():
            if isinstance(one.entry.content, Header):
                self._headers[one.entry.record] = one.entry.content
        self.posts = {id_: post for header in self._headers.values() for id_, post in header.posts.items()}
        self._effective: dict[int, Event] = {}
        omitted: set[int] = set()
        for record in self._headers:
            for event in self._mended(record):
                if isinstance(event, Omitted):
                    omitted.add(position_of(event.event))
                else:
                    self._effective[position_of(event.id)] = event
        told = [position for position, one in self._seen.items() if not one.gone and position not in omitted]
        readings = {
            position: admitted_readings(self._record(position), self._effective[position], self._who_asks)
            for position in told
            if position in self._effective
        }
        self._shown = {named(position): its[0] for position, its in readings.items() if its}
        declared = Header(record="all").model_copy(update={"posts": self.posts})
        self._all = Record(declared, ())
        self.fold = Fold(self._all, self._acts())
        self.rivals = [
            (self._seen[position].entry.ref, Fold(self._all, self._acts(rival)))
            for position, its in readings.items()
            for rival in its[1:]
        ]

    def _record(self, position: int) -> Record:
        return Record(self._headers[self._seen[position].entry.record], ())

    def _mended(self, record: str) -> list[Event]:
        """Return the events of a record as corrected, with the omissions that count."""
        events = tuple(one.told for one in self._seen.values() if one.told and one.entry.record == record)
        whole = Record(self._headers[record], events)

        def counts(event: Event) -> bool:
            known = event.announced is None or self._who_asks.knows(latest_of(whole, event.announced))
            return known and self._who_asks.trusts(event.claim)

        return [event for _, event in mended(whole, self._who_asks) if not isinstance(event, Omitted) or counts(event)]

    def _acts(self, rival: Event | None = None) -> list[Act]:
        """Return the acts of the readings shown, one of them replaced by its rival."""
        acts = []
        for id_ in self._shown:
            position = position_of(id_)
            told = [(place, self._effective[place]) for place in [*self._leans_on(position), position]]
            acts.append(acts_of(self._record(position), told, self._shown, rival)[-1])
        return acts

    def _leans_on(self, position: int) -> list[int]:
        """Return the event that one at an unknown time takes its key from, behind the one that this would lean on."""
        behind = [place for place in self._seen[position].behind if place in self._effective]
        return [*self._leans_on(behind[-1]), behind[-1]] if behind else []

    # -- answers

    @property
    def order(self) -> list[str]:
        """The events in the order of the timeline."""
        return [self._seen[act.position].entry.ref for act in self.fold.acts]

    def status(self, post: str, at: int) -> str:
        self._covering = [header for header in self._headers.values() if _covers(header, post, at)]
        return super().status(post, at)

    def is_covered(self, post: str, at: int) -> bool:
        return any(_covers(header, post, at) for header in self._headers.values())

    def is_partial(self, post: str) -> bool:
        narrow = [(header.covers, header.posts[post].covers) for header in self._covering]
        return all(whole.partial or (own is not None and own.partial) for whole, own in narrow)


def _covers(header: Header, post: str, at: int) -> bool:
    if post not in header.posts:
        return False
    first, last = covers(Record(header, ()))
    narrow = header.posts[post].covers
    low, high = narrow.span if narrow else (None, None)
    return first <= at <= last and (low is None or low <= at) and (high is None or at <= high)
