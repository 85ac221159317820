"""Popolo JSON: persons, organizations, posts, memberships, motions and vote events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from govsim.exchange.cast import Key, Naming, PostKey
from govsim.exchange.gathering import Gathered
from govsim.exchange.json_text import REST, Item, read_lists
from govsim.exchange.options import Options
from govsim.exchange.popolo.votes import take_motion, take_vote_event
from govsim.exchange.popolo.writing import write as write
from govsim.exchange.protocol import Imported, Progress, Source
from govsim.exchange.tenure_record import TenureRow, reason_of
from govsim.exchange.things import Once, Thing, each
from govsim.exchange.told import Told, end_by_death
from govsim.model.bound import Bound

MEMBER = "Member"
"""What a post is called that a membership without post and role is in."""
_LISTS = ("persons", "people", "organizations", "posts", "memberships", "motions", "vote_events")
_OF_SCHEMA = ("@context", "@type", "created_at", "updated_at", "type")


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the one record that files of Popolo JSON make together.

    Raises:
        DocumentError: with the mistakes in them.
    """
    first = sources[0].name
    gathered = Gathered(first, options, f"Memberships in {PurePath(first).name}", "popolo")
    reader = _Reader(gathered)
    for source in sources:
        reader.file(source)
    reader.finish()
    yield Imported(*gathered.record(progress))


class _Reader:
    """Gathers what files say; memberships come last, when everybody is known."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.once = gathered, Once()
        self.lists: dict[str, list[Item]] = {name: [] for name in _LISTS}
        self.deaths: dict[str, Bound] = {}
        self.names: dict[str, str] = {}
        self.titles: dict[str, tuple[str, str]] = {}

    def file(self, source: Source) -> None:
        """Take up the lists of one file."""
        for item in read_lists(source, _LISTS, self.gathered.damaged):
            if item.key == REST:
                self._rest(Thing(self.gathered, item.value, item))
            else:
                kind = item.key or (_kind_of(item.value) if isinstance(item.value, dict) else "persons")
                self.lists[kind].append(item)

    def _rest(self, thing: Thing) -> None:
        """Take up what stands beside the lists of a document."""
        if thing.raw("hypothetical"):
            self.gathered.branch = thing.text("branch") or "unknown"
        thing.lose("document", but=_OF_SCHEMA)

    def finish(self) -> None:
        """Take up every list, whatever order the files had them in."""
        lists, gathered = self.lists, self.gathered
        each(gathered, lists["organizations"], self._organization)
        each(gathered, [*lists["persons"], *lists["people"]], self._person)
        each(gathered, lists["posts"], self._post)
        each(gathered, lists["memberships"], self._membership)
        each(gathered, lists["motions"], lambda motion: take_motion(motion, self.once))
        each(gathered, lists["vote_events"], lambda vote: take_vote_event(vote, self.once))
        gathered.cast.lose_nameless(gathered.losses)

    def _nested(self, thing: Thing, name: str, kind: str, **given: str) -> None:
        """Keep the objects in a list of another one for later, with whose they are."""
        for one in thing.raw(name) or []:
            value = {**given, **one} if isinstance(one, dict) else one
            self.lists[kind].append(Item(value, thing.item.line, thing.item.column, thing.item.file, name))

    def _called(self, thing: Thing) -> dict[str, Any]:
        """Return the aliases and identifiers of a person or an organisation."""
        others = [one.text("name") for one in thing.things("other_names")]
        identifiers = [(one.text("scheme") or "popolo", one.text("identifier")) for one in thing.things("identifiers")]
        return {"aliases": others, "identifiers": [pair for pair in identifiers if pair[1]]}

    def _organization(self, thing: Thing) -> None:
        id_, name = thing.text("id", "_id"), thing.text("name")
        if not id_ and not name:
            raise thing.fail("an organisation has an id or a name")
        if not self.once.is_new("organization", id_, thing):
            return
        founded, dissolved = thing.time("founding_date"), thing.time("dissolution_date")
        key = self.gathered.cast.party(id_, name, "organization", **self._called(thing))
        if parent := thing.text("parent_id"):
            self.gathered.cast.within(key, self._known_organization(parent))
        for kind, at in (("founded", founded), ("dissolved", dissolved)):
            if at is not None:
                self.gathered.act(f"{id_ or name}-{kind}", kind, at, thing.line, _about(key), sources=sources_of(thing))
        self._nested(thing, "posts", "posts", organization_id=id_)
        self._nested(thing, "memberships", "memberships", organization_id=id_)
        thing.lose("organization", but=(*_OF_SCHEMA, "sources"))

    def _person(self, thing: Thing) -> None:
        id_, name = thing.text("id", "_id"), thing.text("name")
        if not id_ and not name:
            raise thing.fail("a person has an id or a name")
        if not self.once.is_new("person", id_, thing):
            return
        death = thing.time("death_date")
        self.gathered.cast.party(id_, name, **self._called(thing))
        if death is not None and id_:
            self.deaths[id_] = death
        self._nested(thing, "memberships", "memberships", person_id=id_)
        # The day of a death is read, since nobody is in office after it.
        thing.lose("person", but=_OF_SCHEMA)

    def _post(self, thing: Thing) -> None:
        id_, title = thing.text("id", "_id"), thing.text("label", "role")
        organization = thing.needed("organization_id")
        if not title and not id_:
            raise thing.fail("a post has an id, a label or a role")
        if not self.once.is_new("post", id_, thing):
            return
        made, gone = thing.time("start_date"), thing.time("end_date")
        key = self.gathered.cast.post(
            self._known_organization(organization),
            id_,
            title or id_,
            thing.raw("seats"),
            organ=bool(thing.raw("organ")),
        )
        self.titles[id_] = organization, title or id_
        for kind, at in (("post_created", made), ("post_abolished", gone)):
            if at is not None:
                self.gathered.act(f"{id_ or title}-{kind}", kind, at, thing.line, _about_post(key))
        self._nested(thing, "memberships", "memberships", organization_id=organization, post_id=id_)
        thing.lose("post", but=_OF_SCHEMA)

    def _membership(self, thing: Thing) -> None:
        id_ = thing.text("id", "_id")
        person, member = thing.text("person_id"), thing.text("member_id")
        if not person and not member:
            raise thing.fail("person_id is missing", "a membership names its person and its organisation")
        post_id, organization = thing.text("post_id"), thing.text("organization_id")
        if not organization and post_id in self.titles:
            organization = self.titles[post_id][0]
        organization = organization or self.gathered.options.organization or ""
        if not organization:
            raise thing.fail("organization_id is missing", "a membership names its person and its organisation")
        if not self.once.is_new("membership", id_, thing):
            return
        role, label = thing.text("role"), thing.text("label")
        start, end = thing.time("start_date"), thing.time("end_date")
        told = Told(thing.line, start, end, capacity=_capacity(role), sources=set(sources_of(thing)), id=id_)
        end_by_death(told, self.deaths.get(person), self.gathered.zone)
        if reason := thing.text("end_reason"):
            told.reasons.add(reason_of(reason))
        if behalf := thing.text("on_behalf_of_id"):
            whose = self._known_organization(behalf)
            told.opening_fields = lambda naming: {"on_behalf_of": naming.party(whose)}
        its = self._known_organization(organization)
        post = self._post_of(its, post_id, role or label)
        party = self._known_person(person) if person else self._known_organization(member)
        self.gathered.tenures.append(TenureRow(told, party, post))
        thing.lose("membership", but=_OF_SCHEMA)

    def _post_of(self, organization: Key, post_id: str, role: str) -> PostKey:
        cast = self.gathered.cast
        if post_id:
            return cast.post(organization, post_id, self.titles.get(post_id, ("", role or post_id))[1])
        if not role or role.casefold() == MEMBER.casefold():
            return cast.post(organization, "", MEMBER, organ=True)
        return cast.post(organization, "", role)

    def _known_organization(self, id_: str) -> Key:
        return self.gathered.cast.party(id_, "", "organization")

    def _known_person(self, id_: str) -> Key:
        return self.gathered.cast.party(id_, "")


def sources_of(thing: Thing) -> list[str]:
    """Return the addresses, else the notes, of what an object cites."""
    return [told for one in thing.things("sources") if (told := one.text("url", "note"))]


def _about(key: Key) -> Any:
    return lambda naming: {"organization": naming.party(key)}


def _about_post(key: PostKey) -> Any:
    def fields(naming: Naming) -> dict[str, str]:
        return {"post": naming.posts[key]}

    return fields


def _capacity(role: str) -> str:
    words = role.casefold().split()
    return next((capacity for capacity in ("acting", "interim", "observer") if capacity in words), "regular")


def _kind_of(value: dict[str, Any]) -> str:
    """Return the list that an object belongs to which stands in none."""
    if "person_id" in value or "member_id" in value:
        return "memberships"
    if "counts" in value or "votes" in value:
        return "vote_events"
    if "requirement" in value or "vote_events" in value:
        return "motions"
    if "organization_id" in value:
        return "posts"
    is_organization = {"classification", "founding_date", "dissolution_date", "parent_id", "posts"} & value.keys()
    return "organizations" if is_organization or value.get("@type") == "Organization" else "persons"
