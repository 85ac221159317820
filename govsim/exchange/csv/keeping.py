"""Tenures of a table that lie on a shelf until the record is made: neither rows nor people are held in memory.

The rows are sorted twice: by person, so that everybody gets an id in the order of the names, then by the ids of person
and post, as they are read together. What comes out is what ``Gathered.record`` makes of the same rows. Organisations
and posts stay in memory: a replay needs them at hand, and they are few beside their holders.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import PurePath
from typing import Any

from govsim.exchange.cast import Key, Named, Naming, PostKey, is_usable, key_of
from govsim.exchange.gathering import Gathered, by_place, source_fields
from govsim.exchange.kept_readings import KeptReadings
from govsim.exchange.options import Options
from govsim.exchange.report import ImportReport
from govsim.exchange.shelf import Shelf, Sorted
from govsim.exchange.slugs import Ids, slug
from govsim.exchange.tenure_record import Placed, events_in_order
from govsim.exchange.told import Told
from govsim.model.bound import Bound
from govsim.model.errors import DocumentError, Problem
from govsim.model.events import Hired
from govsim.model.header import Header
from govsim.model.kept import KeptEvents, KeptRecord, Section, entries_text
from govsim.model.references import Names, bound_faults

_SOME = 500
"""Entries of a header that are checked at once."""
_PEOPLE_NAMED = 0.2
"""The part done when everybody has an id."""
Progress = Callable[[float], None]


class KeptTenures(Gathered):
    """Gathers the tenures of a table on a shelf, and makes a record that lies there too."""

    def __init__(self, file: str, options: Options, title: str, scheme: str, shelf: Shelf) -> None:
        super().__init__(file, options, title, scheme)
        self.shelf = shelf
        self._rows, self._size = shelf.sorted(3), 0
        self._posts: dict[PostKey, int] = {}
        self._given, self._sources = shelf.words(), shelf.words()

    def tenure(self, told: Told, person: tuple[str, str], post: PostKey) -> None:
        """Take up a tenure of a person, given by id and name."""
        key = key_of(*person)
        if is_usable(key):
            self._given[key[1]] = ""  # such ids are given out before all others
        for source in told.sources:
            if source not in self._sources:
                self._sources[source] = ""
        number = self._posts.setdefault(post, len(self._posts))
        self._rows.add(key[0], key[1], self._size, json.dumps((person[1], number, *_packed(told))))
        self._size += 1

    def kept(self, progress: Progress | None = None) -> tuple[KeptRecord, ImportReport]:
        """Return the record that all of this makes, and how it was read.

        Raises:
            DocumentError: with the mistakes, where the options are strict or nothing could be read.
            GovsimError: an option is wrong.
        """
        naming = Naming(self.cast, self.seats, Ids(self._given))
        header = self.header(naming.sections())
        self.cast.forget()
        file_source, sources = self._declare_sources()
        rows = self.shelf.sorted(3)
        people = self._declare_people(naming, rows, progress)
        if self.problems and (self.options.strict or not self._size):
            raise DocumentError(sorted(self.problems, key=lambda one: one.line))
        readings = KeptReadings(self.shelf.sorted(4, lasts=True))
        made = events_in_order(
            ((party, post, _unpacked(text)) for party, post, _, text in rows),
            self._size,
            naming,
            self.stays(header, readings),
            self._sources,
            file_source,
            Ids(self.shelf.words()),
            None if progress is None else lambda done: progress(_PEOPLE_NAMED + (1 - _PEOPLE_NAMED) * done),
        )
        events, tenures = self._laid_down(header, made)
        entries: dict[Section, Sorted] = {"sources": sources, "people": people}
        record = KeptRecord(header, lambda section: (text for *_, text in entries[section]), events)
        return record, self.report(tenures, readings)

    def _laid_down(self, header: Header, made: Iterable[Placed]) -> tuple[KeptEvents, int]:
        """Return the events on the shelf, and how many tenures they begin.

        Raises:
            DocumentError: the covers turn a bound of one round.
        """
        events, tenures, covers = self.shelf.events(), 0, header.covers.span
        wrong = self.header_problems(header, Names(header.record, set(), set(header.organizations), set(header.posts)))
        for one in made:
            event = one.event
            tenures += isinstance(event, Hired)
            if covers != (None, None):
                for fault in bound_faults(("events", tenures), event, covers):
                    wrong.append(Problem(self.file, one.line, self.column(one.column), fault.message, fault.hint))
            events.add(one.place, one.post, event)
        if wrong:
            raise DocumentError(sorted(wrong, key=by_place))
        return events, tenures

    def _declare_sources(self) -> tuple[str, Sorted]:
        """Return the id of the file itself, and the entries of all sources, each of which gets an id."""
        ids, entries, name = Ids(self.shelf.words()), _Entries(self, "sources"), PurePath(self.file).name
        file_source = ids.new(slug(name, "file"))
        entries.add(0, file_source, {"title": name})
        for source in self._sources:
            id_ = self._sources[source] = ids.new(slug(source, "source"))
            entries.add(0, id_, source_fields(source))
        return file_source, entries.all()

    def _declare_people(self, naming: Naming, rows: Sorted, progress: Progress | None) -> Sorted:
        """Return the entries of everybody, who get their ids, and sort the rows by those."""
        posts = [naming.posts[post] for post in self._posts]
        entries = _Entries(self, "people")
        number = 0
        for (has_id, word), its_rows in groupby(self._rows, itemgetter(0, 1)):
            key: Key = (bool(has_id), word)
            is_its_own = is_usable(key)
            id_, told = word if is_its_own else naming.make_person(key), Named()
            for *_, place, text in its_rows:
                name, post, *packed = json.loads(text)
                told.names[name] += 1
                rows.add(id_, posts[post], place, json.dumps(packed))
                number += 1
                if progress is not None and number % _SOME == 0:
                    progress(_PEOPLE_NAMED * number / self._size)
            entries.add(0 if is_its_own else 1, id_, naming.named(told, key, id_))
        return entries.all()


class _Entries:
    """The entries of a section of a header, in piles that come one after the other, checked some at a time."""

    def __init__(self, gathered: KeptTenures, section: Section) -> None:
        self._gathered, self._section = gathered, section
        self._texts = gathered.shelf.sorted(2)
        self._piles: dict[int, dict[str, dict[str, Any]]] = {}
        self._number = 0

    def add(self, pile: int, id_: str, fields: dict[str, Any]) -> None:
        """Put an entry on a pile."""
        its = self._piles.setdefault(pile, {})
        its[id_] = fields
        if len(its) == _SOME:
            self._lay_down(pile)

    def all(self) -> Sorted:
        """Return the texts of all entries."""
        for pile in list(self._piles):
            self._lay_down(pile)
        return self._texts

    def _lay_down(self, pile: int) -> None:
        self._number += 1
        header = self._gathered.header({self._section: self._piles.pop(pile)})
        self._texts.add(pile, self._number, entries_text(header, self._section))


def _packed(told: Told) -> list[Any]:
    """Return a row of a table as JSON has it."""
    bounds = [None if one is None else (one.text, one.earliest, one.latest) for one in (told.start, told.end)]
    return [told.line, *bounds, told.goes_on, told.capacity, *(sorted(some) for some in _sets(told))]


def _unpacked(text: str) -> Told:
    line, start, end, goes_on, capacity, reasons, notes, sources = json.loads(text)
    start, end = (None if one is None else Bound(*one) for one in (start, end))
    return Told(line, start, end, goes_on, capacity, set(reasons), set(notes), set(sources))


def _sets(told: Told) -> tuple[set[str], set[str], set[str]]:
    return told.reasons, told.notes, told.sources
