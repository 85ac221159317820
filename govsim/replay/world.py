"""Everything that the records declare, in the one namespace that a ledger has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from govsim.model.base import Model
from govsim.model.errors import GovsimError, NotFoundError, did_you_mean
from govsim.model.header import Covers, Header, Organization, Person, Post, Span, organization_of
from govsim.model.instant import Instant

_MERGED: set[str] = {"aliases", "identifiers"}
_OWN: set[str] = {"note", "covers"}
"""What each record may say for itself without contradicting another."""

BEGINNING: Instant = -(2**62)
END: Instant = 2**62
"""Where an open side stops when the record names no cover."""

Declared = TypeVar("Declared", Person, Organization, Post)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A span in which something is known, and whether gaps in it are only gaps of knowledge."""

    first: Instant
    last: Instant
    partial: bool


@dataclass(slots=True)
class World:
    """The parties, posts and covers of one or several records."""

    headers: dict[str, Header] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    _coverage: dict[str, list[Coverage]] = field(default_factory=dict)
    _within: dict[str, list[str]] | None = None
    _by_organization: dict[str, list[str]] | None = None

    def span(self, record: str) -> tuple[Instant, Instant]:
        """Return the first and last instant that a record covers."""
        return _closed(self.headers[record].covers.span)

    def covered(self, post: str, at: Instant) -> Coverage | None:
        """Return the coverage of a post at an instant, the fullest one, or None outside all covers."""
        there = [cover for cover in self.coverage(post) if cover.first <= at <= cover.last]
        if len(there) < 2:
            return there[0] if there else None
        return min(there, key=lambda cover: cover.partial)

    def coverage(self, post: str) -> list[Coverage]:
        """Return what each record that declares a post covers of it."""
        if post not in self._coverage:
            self._coverage[post] = [
                _coverage(header.covers, header.posts[post].covers)
                for header in self.headers.values()
                if post in header.posts
            ]
        return self._coverage[post]

    def posts_within(self, organ: str) -> list[str]:
        """Return the posts that end with their holder's tenure in *organ*."""
        return self.organs.get(organ, [])

    @property
    def organs(self) -> dict[str, list[str]]:
        """The organs that posts lie within, each with those posts."""
        if self._within is None:
            self._within = {}
            for post, declared in self.posts.items():
                if declared.within:
                    self._within.setdefault(declared.within, []).append(post)
        return self._within

    def organs_over(self, post: str) -> list[str]:
        """Return the organ that a post lies within, if any."""
        organ = self.posts[post].within
        return [organ] if organ else []

    def posts_of(self, organization: str) -> list[str]:
        """Return the posts of an organisation."""
        if self._by_organization is None:
            self._by_organization = {}
            for post in self.posts:
                self._by_organization.setdefault(organization_of(post), []).append(post)
        return self._by_organization.get(organization, [])

    def party(self, id_: str) -> Person | Organization:
        """Return the person or organisation with this id.

        Raises:
            NotFoundError: nobody has it.
        """
        found = self.people.get(id_) or self.organizations.get(id_)
        if found is None:
            known = [*self.people, *self.organizations]
            raise NotFoundError(f"there is no person or organisation '{id_}'", hint=did_you_mean(id_, known))
        return found


def _closed(span: Span) -> tuple[Instant, Instant]:
    first, last = span
    return BEGINNING if first is None else first, END if last is None else last


def make_world(headers: Iterable[Header]) -> World:
    """Return the world that these headers declare together.

    Raises:
        GovsimError: two records contradict each other about one id; both are named.
    """
    declared = list(headers)
    if len(declared) == 1:  # the usual case, and a record may name 100,000 people
        only = declared[0]
        return World({only.record: only}, only.people, only.organizations, only.posts)
    world = World()
    owner: dict[str, str] = {}
    for header in declared:
        world.headers[header.record] = header
        _add(world.people, header.people, header.record, owner)
        _add(world.organizations, header.organizations, header.record, owner)
        _add(world.posts, header.posts, header.record, owner)
    return world


def _coverage(record: Covers, post: Covers | None) -> Coverage:
    """Return what is covered of a post: the record's span, narrowed where the post says so."""
    first, last = record.span
    if post is not None:
        own_first, own_last = post.span
        first = first if own_first is None else own_first
        last = last if own_last is None else own_last
    return Coverage(*_closed((first, last)), partial=record.partial or (post is not None and post.partial))


def _add(known: dict[str, Declared], declared: dict[str, Declared], record: str, owner: dict[str, str]) -> None:
    for id_, thing in declared.items():
        before = known.get(id_)
        if id_ in owner and (contradiction := _contradiction(before, thing)):
            raise GovsimError(
                f"the records '{owner[id_]}' and '{record}' contradict each other about '{id_}': {contradiction}",
                hint="people, organisations and posts share one namespace; let both say the same, or use another id",
            )
        owner.setdefault(id_, record)
        known[id_] = thing if before is None else _merged(before, thing)


def _contradiction(before: Model | None, after: Model) -> str | None:
    if before is None:
        return "it is a person in one, an organisation in the other"
    for name in (before.model_fields_set & after.model_fields_set) - _MERGED - _OWN:
        if getattr(before, name) != getattr(after, name):
            return f"{name} is '{getattr(before, name)}' in the first, '{getattr(after, name)}' in the second"
    return None


def _merged(before: Declared, after: Declared) -> Declared:
    """Return what both records say together: the first one's words, completed by the second's."""
    said: dict[str, object] = {name: getattr(after, name) for name in after.model_fields_set - before.model_fields_set}
    both: str
    for both in _MERGED & after.model_fields_set & before.model_fields_set:
        said[both] = tuple(dict.fromkeys([*getattr(before, both), *getattr(after, both)]))
    return before.model_copy(update=said) if said else before
