"""Appending a record that lies on a shelf: the same rows, chain and projection as a list gives, a part at a time.

It is one transaction like any other. What needs the record whole, such as an amendment, is left to the list.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import Literal

from govsim.ledger.appending import now_after
from govsim.ledger.branches import branch_named, lineage_of
from govsim.ledger.chain import link, text_of
from govsim.ledger.constants import MAIN, MAIN_NAME, PROJECTION, RECORD_DECLARED
from govsim.ledger.projecting import Projector
from govsim.ledger.reading import find_event
from govsim.ledger.rows import INSERT, Row, chained, header_row, read_event
from govsim.ledger.session import Session
from govsim.ledger.shelf import DiskShelf, SortedEvents, SortedTexts
from govsim.ledger.upcast import UPCASTS
from govsim.ledger.worlds import Worlds
from govsim.model.events import Event
from govsim.model.header import Person, organization_of
from govsim.model.kept import KeptRecord
from govsim.replay.log import Log, Logged
from govsim.replay.log import Row as Entry
from govsim.replay.world import World, make_world

_AT_ONCE = 2000
"""Rows that are chained and written together."""
_REPLAYED = 20_000
"""Events after which no further organisation is replayed with those at hand."""
_INSERT_HEADER = INSERT.replace("?, " * 15, "?, " * 14 + "CAST(header_text() AS TEXT), ", 1)
"""The same where SQLite asks for the payload: what it has taken up need not stay in Python too, 50 MB for a million."""

Outcome = Literal["loaded", "unchanged"]
Held = Literal["nothing", "the same", "another"]


class KeptAppend:
    """One kept record on its way into the trunk; the session holds the writer lock."""

    def __init__(self, session: Session, worlds: Worlds, record: KeptRecord, events: SortedEvents) -> None:
        self._session, self._worlds = session, worlds
        self._record, self._events = record, events
        self._branch = branch_named(session, MAIN_NAME)

    def held(self) -> Held:
        """Return what the ledger holds of the record already."""
        before = self._session.execute(
            "SELECT position, schema_version, payload_hash FROM event WHERE branch_id = ? AND record = ?"
            " AND type = 'record_declared' ORDER BY position",
            (MAIN, self._record.id),
        ).fetchall()
        if not before:
            return "nothing"
        return "the same" if len(before) == 1 and self._is_there(*before[0]) else "another"

    def run(self, shelf: DiskShelf) -> Outcome | None:
        """Write the record and return what became of it, None where that takes the whole record.

        Raises:
            GovsimError: it contradicts another record.
        """
        held = self.held()
        if held != "nothing":  # somebody else came first
            return "unchanged" if held == "the same" else None
        world = self._world()
        if world is None:
            return None
        self._write(world, shelf)
        return "loaded"

    def _is_there(self, position: int, version: int, payload_hash: bytes) -> bool:
        """Return whether the ledger holds this record and nothing more of it, in the very same words."""
        if version != UPCASTS.current(RECORD_DECLARED) or self._header_hash() != payload_hash:
            return False
        stored = self._session.execute(
            "SELECT ref, type, schema_version, payload, meta FROM event"
            " WHERE branch_id = ? AND record = ? AND position > ? ORDER BY position",
            (MAIN, self._record.id, position),
        )
        for kept in self._events.rows():
            row = kept.row(0, self._record.id, 0)
            if stored.fetchone() != (row.ref, row.type, row.schema_version, row.payload, row.meta):
                return False
        return stored.fetchone() is None

    def _world(self) -> World | None:
        """Return what the record declares, people aside, None where others speak of its organisations too."""
        header = self._record.header
        others = self._worlds.headers(self._session, lineage_of(self._session, MAIN))
        if any(other.organizations.keys() & header.organizations.keys() for other in others):
            return None
        if others:
            known = {id_ for other in others for ids in (other.people, other.organizations, other.posts) for id_ in ids}
            shared = {id_: Person.model_validate(its) for id_, its in self._people() if id_ in known}
            make_world([*others, header.model_copy(update={"people": shared})])
        return make_world([header])

    def _people(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        for text in self._record.entries("people"):
            yield from json.loads(f"{{{text}}}").items()

    # -- writing

    def _write(self, world: World, shelf: DiskShelf) -> None:
        position, now = now_after(self._session)
        last = self._declare(position + 1, now)
        acts = shelf.sorted(2)
        position += 1
        rows = self._rows(position, now, acts)
        while some := list(islice(rows, _AT_ONCE)):
            inserted = chained(some, last)
            self._session.executemany(INSERT, inserted)
            position, last = some[-1].position, inserted[-1][-1]
        projector = Projector(self._session, self._branch, world, position)
        for posts, log in self._logs(acts):
            projector.add(posts, log)
        self._session.execute(
            "UPDATE branch SET head_position = ?, head_hash = ? WHERE branch_id = ?", (position, last, MAIN)
        )
        self._session.execute(
            "UPDATE projection SET version = ?, position = ?, hash = ? WHERE name = 'tenure'",
            (PROJECTION, position, last),
        )

    def _declare(self, position: int, now: int) -> bytes:
        """Write the header and return its link in the chain."""
        row = header_row(position, MAIN, 1, self._record.header, "", None, now)
        payload_hash = self._header_hash()
        its = link(self._branch.head_hash, payload_hash, text_of(row[:14], row[15:]).encode())
        if not isinstance(self._session, sqlite3.Connection):
            raise TypeError("only SQLite asks for the text of a header")
        self._session.create_function("header_text", 0, self._header_text)
        try:
            self._session.execute(_INSERT_HEADER, (*row[:14], *row[15:], payload_hash, its))
        finally:
            self._session.create_function("header_text", 0, None)
        return its

    def _header_hash(self) -> bytes:
        digest = sha256()
        for piece in self._record.header_text():
            digest.update(piece)
        return digest.digest()

    def _header_text(self) -> bytearray:
        text = bytearray()
        for piece in self._record.header_text():
            text += piece
        return text

    def _rows(self, position: int, now: int, acts: SortedTexts) -> Iterator[Row]:
        """Yield the rows of the events, and lay down what a replay of their organisations needs."""
        for kept in self._events.rows():
            position += 1
            row = kept.row(position, self._record.id, now)
            organization = organization_of(kept.about)
            act: list[object] = [kept.about, None, row.type, row.schema_version, row.payload]
            if kept.key_at is not None:
                beside = row.announced, row.claim, row.causes
                more = None if beside == (None, 0, None) else json.dumps(beside)
                columns = row.key_at, position, row.ref, row.type, row.party, row.post, row.earliest, row.latest, more
                act = [kept.about, columns]
            acts.add(organization, position, json.dumps(act))
            yield row

    def _logs(self, acts: SortedTexts) -> Iterator[tuple[set[str], Log]]:
        """Yield posts with all that bears on them: those of some organisations at a time.

        Nothing of a kept record bears on posts of two organisations. Events at unknown times stand before all others
        there, so that they take the same keys without those of other organisations between them.
        """
        posts: set[str] = set()
        plain: list[Entry] = []
        others: list[Logged] = []
        for _, its in groupby(acts, itemgetter(0)):
            for _, position, text in its:
                post, entry, *stored = json.loads(text)
                posts.add(post)
                if entry is None:
                    others.append(Logged(position, self._record.id, read_event(*stored)))
                else:
                    plain.append(tuple(entry))
            if len(plain) + len(others) >= _REPLAYED:
                yield posts, self._log(plain, others)
                posts, plain, others = set(), [], []
        if posts:
            yield posts, self._log(plain, others)

    def _log(self, plain: list[Entry], others: list[Logged]) -> Log:
        by_ref = {f"{one.record}/{one.event.id}": one.event for one in others}
        lineage = lineage_of(self._session, MAIN)

        def lookup(ref: str) -> Event:
            return by_ref[ref] if ref in by_ref else find_event(self._session, lineage, ref)[1]

        return Log([self._record.header], plain, others, lookup)
