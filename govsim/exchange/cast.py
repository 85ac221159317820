"""Everybody and everything that a source speaks of, and the ids they get.

What comes out depends on what the source says, not on the order in which it says so: ids are given in the order of the
names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from govsim.exchange.losses import Losses
from govsim.exchange.slugs import Ids, folded, slug
from govsim.model.base import Id
from govsim.model.header import Many

Key: TypeAlias = tuple[bool, str]
"""What makes two mentions speak of one thing: the id that the source gives (True), else the name (False)."""
PostKey: TypeAlias = tuple[Key, Key]
"""The organisation and the post."""
PartyKind: TypeAlias = Literal["person", "organization"]

_ID: TypeAdapter[str] = TypeAdapter(Id)
_SCHEME = re.compile(r"([^\s/:]+)[/:].")


def key_of(id_: str, name: str) -> Key:
    """Return the key of somebody with an id, which may be blank, and a name."""
    return (True, id_) if id_ else (False, folded(name))


@dataclass(slots=True)
class Named:
    """What a source calls something, and what else it says of it."""

    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    identifiers: set[tuple[str, str]] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    parent: Key | None = None

    def named(self) -> tuple[str, list[str]]:
        """Return the usual spelling, and the others with the aliases."""
        name, *others = sorted(self.names, key=lambda spelling: (-self.names[spelling], spelling)) or [""]
        return name, [*others, *sorted(self.aliases - self.names.keys())]


@dataclass(slots=True)
class _Post:
    """What a source calls a post, and what it says of it."""

    titles: Counter[str] = field(default_factory=Counter)
    seats: int | Many | None = None
    organ: bool = False


class Cast:
    """Gathers the parties and posts that a source speaks of; *scheme* is whose ids they bear where these do not say."""

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        self.people: dict[Key, Named] = {}
        self.organizations: dict[Key, Named] = {}
        self.posts: dict[PostKey, _Post] = {}

    def party(
        self,
        id_: str,
        name: str,
        kind: PartyKind = "person",
        *,
        aliases: Iterable[str] = (),
        identifiers: Iterable[tuple[str, str]] = (),
        note: str = "",
    ) -> Key:
        """Take up a person or an organisation and return its key."""
        key = key_of(id_, name)
        among = self.people if kind == "person" else self.organizations
        its = among.get(key)
        if its is None:
            its = among[key] = Named()
        if name:
            its.names[name] += 1
        its.aliases.update(alias for alias in aliases if alias)
        its.identifiers.update(identifiers)
        if note:
            its.notes.add(note)
        return key

    def lose_nameless(self, losses: Losses) -> None:
        """Count those who are only spoken of by their ids."""
        for kind, among in (("persons", self.people), ("organizations", self.organizations)):
            for key, its in among.items():
                if not its.names:
                    losses.add(f"{kind} that the file does not describe", key[1])

    def forget(self) -> None:
        """Let go of everybody and everything, once they have ids and are declared."""
        for among in (self.people, self.organizations, self.posts):
            among.clear()

    def within(self, organization: Key, parent: Key) -> None:
        """Say whose part an organisation is."""
        self.organizations[organization].parent = parent

    def post(
        self, organization: Key, id_: str, title: str, seats: int | Many | None = None, *, organ: bool = False
    ) -> PostKey:
        """Take up a post and return its key."""
        key = organization, key_of(id_, title)
        its = self.posts.get(key)
        if its is None:
            its = self.posts[key] = _Post()
        its.titles[title] += 1
        its.seats = its.seats if seats is None else seats
        its.organ = its.organ or organ
        return key


class Naming:
    """The ids of a whole cast, and the sections of a header that declare it."""

    def __init__(self, cast: Cast, seats: int | Many = "many", given: Ids | None = None) -> None:
        """Name a cast; *given* are ids that somebody has already, with whom it shares one namespace."""
        self._cast, self._seats = cast, seats
        self._given = given = Ids() if given is None else given  # people and organisations share one namespace
        # Ids that the source gives come first, so that they stay as they are; then those that have to be made.
        self.people: dict[Key, str] = {key: given.new(key[1]) for key in sorted(cast.people) if is_usable(key)}
        self.organizations: dict[Key, str] = {
            key: given.new(key[1]) for key in sorted(cast.organizations) if is_usable(key)
        }
        for key in sorted(cast.organizations.keys() - self.organizations.keys()):
            self.organizations[key] = given.new(slug(key[1], "organization"))
        for key in sorted(cast.people.keys() - self.people.keys()):
            self.people[key] = self.make_person(key)
        self.posts: dict[PostKey, str] = {}
        within: dict[Key, Ids] = {}
        for organization, its in sorted(cast.posts):
            ids, id_ = within.setdefault(organization, Ids()), self.organizations[organization]
            # The post id of a record, organisation and all, stays what it is.
            own = its[1].removeprefix(f"{id_}/") if its[0] else its[1]
            part = own if its[0] and _is_id(own) else slug(its[1], "post")
            self.posts[organization, its] = f"{id_}/{ids.new(part)}"

    def make_person(self, key: Key) -> str:
        """Return an id made for somebody whose own cannot be used."""
        return self._given.new(slug(key[1], "person"))

    def party(self, key: Key) -> str:
        """Return the id of a person or an organisation."""
        return self.people.get(key) or self.organizations[key]

    def sections(self) -> dict[str, Any]:
        """Return people, organizations and posts as a header writes them; posts in the order of the source."""
        return {
            "people": {id_: self.named(self._cast.people[key], key, id_) for key, id_ in self.people.items()},
            "organizations": {
                id_: self.named(self._cast.organizations[key], key, id_) for key, id_ in self.organizations.items()
            },
            "posts": {self.posts[key]: self._post(its) for key, its in self._cast.posts.items()},
        }

    def named(self, told: Named, key: Key, id_: str) -> dict[str, Any]:
        """Return a party; an id of the source that could not be used is kept as an identifier."""
        name, aliases = told.named()
        identifiers = set(told.identifiers)
        if key[0] and key[1] != id_:
            scheme = _SCHEME.match(key[1])
            identifiers.add((scheme[1] if scheme else self._cast.scheme, key[1]))
        party: dict[str, Any] = {"name": name or id_, "aliases": aliases}
        if identifiers:
            party["identifiers"] = [{"scheme": scheme, "id": own} for scheme, own in sorted(identifiers)]
        if told.notes:
            party["note"] = "; ".join(sorted(told.notes))
        if told.parent is not None and told.parent in self.organizations:
            party["parent"] = self.organizations[told.parent]
        return party

    def _post(self, told: _Post) -> dict[str, Any]:
        title = min(told.titles, key=lambda spelling: (-told.titles[spelling], spelling))
        post: dict[str, Any] = {"title": title, "seats": self._seats if told.seats is None else told.seats}
        return {**post, "organ": True} if told.organ else post


def is_usable(key: Key) -> bool:
    """Return whether somebody has an id that a record can use as it is."""
    return key[0] and _is_id(key[1])


def _is_id(text: str) -> bool:
    try:
        _ID.validate_python(text)
    except ValidationError:
        return False
    return True
