"""What a what-if has done to recorded events so far: which are omitted, which read otherwise, and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from govsim.model.events import Changed, Event, Omitted
from govsim.replay.log import Log, Logged, Row, plain_entry
from govsim.replay.timeline import entry_of, make_timeline
from govsim.whatif.base import Base


@dataclass(slots=True)
class Edits:
    """Omitted and changed events by ref; a changed one is kept whole, as it is to be read."""

    base: Base
    omitted: set[str] = field(default_factory=set)
    changed: dict[str, Event] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    """Events that the author has written anew, be it as they are recorded."""

    def omit(self, ref: str) -> None:
        """Let a recorded event not happen."""
        self.changed.pop(ref, None)
        self.omitted.add(ref)

    def change(self, ref: str, event: Event) -> None:
        """Let a recorded event happen otherwise, or as it was where that is what it says."""
        self.omitted.discard(ref)
        self.touched.add(ref)
        self.changed.pop(ref, None)
        if event != self.base.event(ref):
            self.changed[ref] = event

    def rows(self, rows: Iterable[Row]) -> list[Row]:
        """Return recorded rows as these edits leave them, in the order given."""
        if any(self._moves_others(ref) for ref in self.changed):
            there = {row[2]: row for row in make_timeline(extended(self.base.log, self.about())).rows}
            return [there[row[2]] for row in rows if row[2] in there]
        left = [row for row in rows if row[2] not in self.omitted]
        return [self._changed(row) if row[2] in self.changed else row for row in left]

    def _moves_others(self, ref: str) -> bool:
        """Return whether the key of a changed event is not its own affair: an unknown time leans on its neighbour's."""
        readings = [*self.base.event(ref).readings(), *self.changed[ref].readings()]
        return any(reading.at.is_unknown for reading in readings) or bool(self.base.timeline.followers(ref))

    def _changed(self, row: Row) -> Row:
        record, event = row[2].partition("/")[0], self.changed[row[2]]
        plain = plain_entry(row[1], record, event)
        if plain is not None:
            return plain
        return entry_of(self.base.world, Logged(row[1], record, event), event.readings()[0], {})

    def about(self) -> Iterator[tuple[str, Event]]:
        """Return these edits as the events that a branch holds, each with its record."""
        for ref, event in self.changed.items():
            yield ref.partition("/")[0], changed(ref, self.base.event(ref), event)
        for ref in sorted(self.omitted):
            record, _, id_ = ref.partition("/")
            yield record, Omitted(id=f"omit-{id_}", type="omitted", at=self.base.event(ref).at, event=id_)


def changed(ref: str, before: Event, after: Event) -> Changed:
    """Return the event that lets a branch read *before* as *after*; what is back at its default is null."""
    one, two = before.dump(), after.dump()
    fields = {name: two.get(name) for name in sorted(one.keys() | two.keys()) if one.get(name) != two.get(name)}
    id_ = ref.partition("/")[2]
    return Changed.model_validate(
        {"id": f"change-{id_}", "type": "changed", "at": before.at, "event": id_, "with": fields}
    )


def extended(log: Log, own: Iterable[tuple[str, Event]], inserted: Sequence[tuple[str, Event]] = ()) -> Log:
    """Return a log with the events of a branch behind its own: what is inserted, then what is said of others."""
    position = max((row[1] for row in log.plain), default=0)
    position = max(position, max((logged.position for logged in log.others), default=0))
    plain, others, new = list(log.plain), list(log.others), dict[str, Event]()
    for record, event in (*inserted, *own):
        position += 1
        new[f"{record}/{event.id}"] = event
        entry = plain_entry(position, record, event)
        if entry is None:
            others.append(Logged(position, record, event))
        else:
            plain.append(entry)

    def lookup(ref: str) -> Event:
        return new[ref] if ref in new else log.lookup(ref)

    return replace(log, plain=plain, others=others, lookup=lookup)
