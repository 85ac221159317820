"""What is still to come in a timeline under replay: closings that free a seat, events that make a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from govsim.model.events import Departed, Dissolved, Fired, Hired, PostAbolished, PostChanged, Resigned
from govsim.replay.log import Entry, Row, named
from govsim.replay.timeline import made_by
from govsim.replay.world import World

Act = tuple[str, str, str]
"""One act of an event: its ref, the party and the post; for what makes or ends a post, only the ref and the id."""

EVERYBODY = ""


class Ahead:
    """An index of the rows that are to come, made when it is first asked; *fallen* acts are known not to happen.

    An imprecise date sorts by one of its ends, so that what comes later in the order may well have happened before:
    somebody who left in March and the successor of March stand in the order of hiring, then leaving. What is taken
    for granted here is remembered in *relied*: where it falls after all, the replay is done once more with that known.
    """

    def __init__(self, world: World, fallen: Mapping[Act, object], counts: Callable[[str], bool]) -> None:
        """Begin with nothing to come; *counts* says of an event whether it may: not what an option would insert."""
        self._world = world
        self._counts = counts
        self._rows: Sequence[Row] = ()
        self.fallen = fallen
        self.relied: set[Act] = set()
        self.now = -1

    def foresee(self, rows: Sequence[Row]) -> None:
        """Take other rows for those to come; *now* is the index of the one under way."""
        self._rows, self.now = rows, -1
        for name in ("_closings", "_creations", "_changes"):
            self.__dict__.pop(name, None)

    def closing(self, party: str, post: str) -> Entry | None:
        """Return the next closing of a party's tenure in a post that is not known to fall."""
        organs: list[str] = [post]
        while organs[-1] in self._world.posts and (over := self._world.organs_over(organs[-1])):
            organs += over
        found = [
            (index, entry, (entry.ref, *key))
            for key in ((party, organ) for organ in organs)
            for index, entry in self._closings.get(key, ())
        ]
        found += [
            (index, entry, (entry.ref, EVERYBODY, post)) for index, entry in self._closings.get((EVERYBODY, post), ())
        ]
        found = [item for item in found if item[0] > self.now and item[2] not in self.fallen]
        if not found:
            return None
        _, entry, act = min(found)
        self.relied.add(act)
        return entry

    def creations(self, id_: str) -> Iterator[Entry]:
        """Return the events to come that make a post or an organisation."""
        for index, entry in self._creations.get(id_, ()):
            if index > self.now and (entry.ref, EVERYBODY, id_) not in self.fallen:
                self.relied.add((entry.ref, EVERYBODY, id_))
                yield entry

    def is_to_be_made(self, id_: str) -> bool:
        """Return whether anything to come would make a post or an organisation, be it known to fall."""
        return any(index > self.now for index, _ in self._creations.get(id_, ()))

    def changes(self, post: str) -> Iterator[tuple[Entry, PostChanged]]:
        """Return the changes of a post that are to come."""
        return ((entry, event) for index, entry, event in self._changes.get(post, ()) if index > self.now)

    def _entries(self) -> Iterator[tuple[int, Entry]]:
        return ((index, named(row)) for index, row in enumerate(self._rows) if self._counts(row[2]))

    @cached_property
    def _closings(self) -> dict[tuple[str, str], list[tuple[int, Entry]]]:
        found: defaultdict[tuple[str, str], list[tuple[int, Entry]]] = defaultdict(list)
        for index, entry in self._entries():
            for key in self._closed_by(entry):
                found[key].append((index, entry))
        return found

    def _closed_by(self, entry: Entry) -> Iterable[tuple[str, str]]:
        match entry.event:
            case None:
                return [(entry.party, entry.post)] if entry.party and entry.type != "hired" else []
            case Fired() | Resigned() | Departed():
                return [(party, post) for post in entry.event.from_ for party in entry.event.who]
            case Hired():  # who turns observer gives the seat up
                turned = entry.event.who if entry.event.capacity == "observer" else ()
                return [(party, post) for post in entry.event.to for party in (*entry.event.replaces, *turned)]
            case PostAbolished():
                return [(EVERYBODY, entry.event.post)]
            case Dissolved():
                return [(EVERYBODY, post) for post in self._world.posts_of(entry.event.organization)]
        return []

    @cached_property
    def _creations(self) -> dict[str, list[tuple[int, Entry]]]:
        found: defaultdict[str, list[tuple[int, Entry]]] = defaultdict(list)
        for index, entry in self._entries():
            for made in made_by(entry.event) if entry.event is not None else ():
                found[made].append((index, entry))
        return found

    @cached_property
    def _changes(self) -> dict[str, list[tuple[int, Entry, PostChanged]]]:
        found: defaultdict[str, list[tuple[int, Entry, PostChanged]]] = defaultdict(list)
        for index, entry in self._entries():
            if isinstance(entry.event, PostChanged):
                found[entry.event.post].append((index, entry, entry.event))
        return found
