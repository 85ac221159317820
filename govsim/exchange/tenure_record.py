"""A record made of tenures: parties and posts get ids from their names, each tenure a beginning and an end.

What comes out depends on what the rows say, not on their order: ids are given in the order of the names, events stand
in the order of their times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from govsim.exchange.readings import Stays
from govsim.exchange.slugs import Ids, folded, slug
from govsim.exchange.told import Told
from govsim.model.base import Id
from govsim.model.events import Departed, Event, Hired
from govsim.model.header import Many
from govsim.model.instant import Instant

REASONS = ("term_ended", "died", "retired", "disqualified", "handed_over", "unknown")
"""Reasons that have one spelling; any other stays as it is written."""
_ID: TypeAdapter[str] = TypeAdapter(Id)
_SCHEME = re.compile(r"([^\s/:]+)[/:].")


@dataclass(frozen=True)
class TenureRow:
    """A tenure, and whose in which post of which organisation, as they are called; *person_id* may be blank."""

    told: Told
    person_id: str
    person: str
    organization: str
    post: str
    seats: int | Many | None = None

    @cached_property
    def person_key(self) -> tuple[bool, str]:
        """What makes two rows speak of one person: the id, else the name."""
        return (True, self.person_id) if self.person_id else (False, folded(self.person))

    @cached_property
    def post_key(self) -> tuple[str, str]:
        """What makes two rows speak of one post: organisation and title, capitals aside."""
        return folded(self.organization), folded(self.post)


@dataclass
class Naming:
    """The ids of everybody and everything that rows name, and the sections of a header that declare them."""

    rows: Sequence[TenureRow]
    seats: int | Many = "many"
    people: dict[tuple[bool, str], str] = field(init=False)
    posts: dict[tuple[str, str], str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._names = _spellings((row.person_key, row.person) for row in self.rows)
        self._called = _spellings((row.post_key[0], row.organization) for row in self.rows)
        self._titles = _spellings((row.post_key, row.post) for row in self.rows)
        given = Ids()  # people and organisations share one namespace
        people = sorted(self._names)
        # Ids that the source gives come first, so that they stay as they are; then those that have to be made.
        usable = [key for key in people if key[0] and _is_id(key[1])]
        self.people = {key: given.new(key[1]) for key in usable}
        self._organizations = {name: given.new(slug(name, "organization")) for name in sorted(self._called)}
        self.people |= {key: given.new(slug(key[1], "person")) for key in people if key not in self.people}
        within: dict[str, Ids] = {}
        for key in sorted(self._titles):
            ids = within.setdefault(key[0], Ids())
            self.posts[key] = f"{self._organizations[key[0]]}/{ids.new(slug(key[1], 'post'))}"

    def sections(self) -> dict[str, Any]:
        """Return people, organizations and posts as a header writes them; posts in the order of the rows."""
        seats = {row.post_key: row.seats for row in self.rows if row.seats is not None}
        return {
            "people": {id_: self._person(key, id_) for key, id_ in self.people.items()},
            "organizations": {id_: _named(self._called[key]) for key, id_ in self._organizations.items()},
            "posts": {
                self.posts[key]: {"title": _named(self._titles[key])["name"], "seats": seats.get(key, self.seats)}
                for key in dict.fromkeys(row.post_key for row in self.rows)
            },
        }

    def _person(self, key: tuple[bool, str], id_: str) -> dict[str, Any]:
        """Return a person; an id of the source that could not be used is kept as an identifier."""
        person = _named(self._names[key])
        if key[0] and key[1] != id_:
            scheme = _SCHEME.match(key[1])
            person["identifiers"] = [{"scheme": scheme[1] if scheme else "csv", "id": key[1]}]
        return person


def _is_id(text: str) -> bool:
    try:
        _ID.validate_python(text)
    except ValidationError:
        return False
    return True


Key = TypeVar("Key")


def _spellings(named: Iterable[tuple[Key, str]]) -> dict[Key, Counter[str]]:
    found: dict[Key, Counter[str]] = {}
    for key, name in named:
        found.setdefault(key, Counter())[name] += 1
    return found


def _named(spellings: Counter[str]) -> dict[str, Any]:
    """Return the usual spelling as the name and the others as aliases."""
    name, *others = sorted(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    return {"name": name, "aliases": others}


@dataclass(frozen=True, slots=True)
class Placed:
    """An event, what places it among the others, and the row and column it comes from."""

    place: tuple[Instant, int, int]
    event: Event
    line: int
    column: Literal["start", "end"]


def events_of(
    rows: Sequence[TenureRow],
    naming: Naming,
    stays: Stays,
    file_source: str,
    sources: Mapping[str, str],
    progress: Callable[[float], None] | None = None,
) -> list[Placed]:
    """Return the events of all tenures in order, one for the beginning and one for the end of each that has one.

    *sources* gives the id of what a row names as its source; *progress* is told the part that is done, up to 1.
    """
    placed: list[Placed] = []
    ids, number = Ids(), 0

    def whose(row: TenureRow) -> tuple[str, str]:
        return naming.people[row.person_key], naming.posts[row.post_key]

    for (person, post), its_rows in groupby(sorted(rows, key=whose), whose):
        if progress is not None:
            progress(number / len(rows))
        for told in stays.read([row.told for row in its_rows]):
            number += 1
            id_ = ids.new(f"{person}-{post.partition('/')[2]}-{slug(told.mark)}")
            cited = [file_source, *(sources[source] for source in sorted(told.sources))]
            is_ended = told.end is not None and told.leaves
            also = [f"the source also lists {', '.join(told.also)}"] if told.also else []
            if told.reasons and not is_ended:
                also.append(f"the source gives a reason for leaving: {_joined(sorted(told.reasons))}")
            begun = Hired.model_validate(
                {
                    "id": f"{id_}-in",
                    "type": "hired",
                    "at": told.start,
                    "who": person,
                    "to": post,
                    "capacity": told.capacity,
                    "sources": cited,
                    "note": _joined([*sorted(told.notes), *told.start_notes, *also]),
                }
            )
            placed.append(Placed((*told.entering(stays.last), number), begun, told.line, "start"))
            if not is_ended:
                continue
            ended = Departed.model_validate(
                {
                    "id": f"{id_}-out",
                    "type": "departed",
                    "at": told.end,
                    "who": person,
                    "from": post,
                    "reason": _joined(sorted(told.reasons)),
                    "sources": cited,
                    "note": _joined(told.end_notes),
                }
            )
            placed.append(Placed((*told.leaving(stays.last), number), ended, told.line, "end"))
    return sorted(placed, key=lambda one: one.place)


def _joined(texts: Iterable[str]) -> str | None:
    return "; ".join(texts) or None
