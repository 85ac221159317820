"""FollowTheMoney in JSON lines: people, positions and who occupies them, directorships, memberships, ownership.

The term of an office is not the time that somebody held it: a period is kept as the planned end, never as the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import Any, Literal

from govsim.exchange.cast import Key, Naming, PostKey, key_of
from govsim.exchange.ftm.entities import ORGANIZATIONS, PEOPLE, Entity, place_of, stake_of
from govsim.exchange.ftm.writing import write as write
from govsim.exchange.gathering import Gathered, UnreadableError
from govsim.exchange.json_text import Item, read_items
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Progress, Source
from govsim.exchange.story import MARK
from govsim.exchange.tenure_record import TenureRow, reason_of
from govsim.exchange.things import Once, objects
from govsim.exchange.told import Told, between, end_by_death
from govsim.model.bound import Bound

_IDENTIFIERS = {"wikidataId": "wikidata", "leiCode": "lei", "registrationNumber": "register", "isin": "isin"}
_ROLES = {
    "Directorship": ("director", "organization", "Director"),
    "Membership": ("member", "organization", "Member"),
    "Employment": ("employee", "employer", "Employee"),
}


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the one record that files of entities make together.

    Raises:
        DocumentError: with the mistakes in them.
    """
    first = sources[0].name
    gathered = Gathered(first, options, f"Entities in {PurePath(first).name}", "ftm")
    reader = _Reader(gathered)
    reader.take_up([item for source in sources for item in read_items(source, gathered.damaged)], counted=True)
    reader.finish()
    yield Imported(*gathered.record(progress))


class _Reader:
    """Gathers entities; what relates others comes last, when they are known."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered, self.once = gathered, Once()
        self.entities: dict[str, list[Entity]] = {}
        self.deaths: dict[str, Bound] = {}
        self.posts: dict[str, PostKey] = {}
        self.titles: dict[tuple[Key, str], str] = {}

    def take_up(self, items: Sequence[Item], *, counted: bool = False) -> None:
        """Take up entities, and those written out within them."""
        for thing in objects(self.gathered, items, counted=counted):
            try:
                entity = Entity(thing)
                if self.once.is_new("entity", entity.id, thing):
                    self.entities.setdefault(entity.schema, []).append(entity)
                    self.take_up(list(entity.nested()))
            except UnreadableError:
                self.gathered.refuse()

    def finish(self) -> None:
        """Read the entities, whatever order the files had them in."""
        readers: list[tuple[Sequence[str], Callable[[Entity], None]]] = [
            (ORGANIZATIONS, self._organization),
            (PEOPLE, self._person),
            (("Position",), self._position),
            (("Occupancy",), self._occupancy),
            (tuple(_ROLES), self._role),
            (("Ownership",), self._ownership),
        ]
        for schemas, take in readers:
            for schema in schemas:
                for entity in self.entities.pop(schema, []):
                    try:
                        take(entity)
                    except UnreadableError:
                        self.gathered.refuse()
                    else:
                        entity.lose()
        for schema, left in self.entities.items():
            self.gathered.losses.add(f"entities of the schema {schema}", left[0].id, count=len(left))
        self.gathered.cast.lose_nameless(self.gathered.losses)

    # -- parties and posts

    def _party(self, entity: Entity, kind: Literal["person", "organization"]) -> Key:
        names = [entity.thing.text("caption"), *entity.all("name")]
        names = [name for name in dict.fromkeys(names) if name]
        others = [*names[1:], *entity.all("alias"), *entity.all("weakAlias"), *entity.all("previousName")]
        identifiers = [(scheme, value) for name, scheme in _IDENTIFIERS.items() for value in entity.all(name)]
        self._marked(entity)
        return self.gathered.cast.party(
            entity.id, names[0] if names else "", kind, aliases=others, identifiers=identifiers
        )

    def _marked(self, entity: Entity) -> list[str]:
        """Return what an entity says in words; one that marks a branch marks the whole record."""
        said = [*entity.all("summary"), *entity.all("description"), *entity.all("notes")]
        for text in said:
            if text.startswith(MARK):
                self.gathered.branch = text.removeprefix(MARK)
        return [text for text in said if not text.startswith(MARK)]

    def _organization(self, entity: Entity) -> None:
        key = self._party(entity, "organization")
        if parent := entity.one("parent"):
            self.gathered.cast.within(key, self._known(parent, "organization"))
        for kind, name in (("founded", "incorporationDate"), ("dissolved", "dissolutionDate")):
            if (at := entity.time(name, last=kind == "dissolved")) is not None:
                self.gathered.act(f"{entity.id}-{kind}", kind, at, entity.line, _about(key), sources=_cited(entity))

    def _person(self, entity: Entity) -> None:
        self._party(entity, "person")
        if (death := entity.time("deathDate", last=True)) is not None:
            self.deaths[entity.id] = death

    def _position(self, entity: Entity) -> None:
        organization, place = entity.one("organization"), place_of(entity)
        name = self.gathered.options.organization or place
        if organization:
            its = self._known(organization, "organization")
        elif name:
            its = self.gathered.cast.party("", name, "organization")
        else:
            raise entity.thing.fail("properties.organization is missing", "say whose position it is with --org")
        title = entity.thing.text("caption") or entity.needed("name")
        entity.all("name")
        seats = entity.one("numberOfSeats")
        # The ids of FollowTheMoney have a dot where those of posts have a slash.
        own = entity.id.removeprefix(f"{organization}.") if organization else entity.id
        post = self.gathered.cast.post(
            its, own, title, int(seats) if seats.isascii() and seats.isdecimal() and int(seats) else None
        )
        self.posts[entity.id] = post
        self.titles.setdefault((its, title), own)
        self._marked(entity)
        for kind, prop in (("post_created", "inceptionDate"), ("post_abolished", "dissolutionDate")):
            if (at := entity.time(prop, last=kind == "post_abolished")) is not None:
                self.gathered.act(f"{entity.id}-{kind}", kind, at, entity.line, _about_post(post))

    def _known(self, id_: str, kind: Literal["person", "organization"]) -> Key:
        """Return a party that is spoken of by its id, of the kind it turned out to be."""
        if key_of(id_, "") in self.gathered.cast.people:
            kind = "person"
        elif key_of(id_, "") in self.gathered.cast.organizations:
            kind = "organization"
        return self.gathered.cast.party(id_, "", kind)

    # -- what relates them

    def _occupancy(self, entity: Entity) -> None:
        post_id = entity.needed("post")
        post = self.posts.get(post_id)
        if post is None:
            organization = self.gathered.options.organization
            if organization is None:
                raise entity.thing.fail(f"the position '{post_id}' is not in the file", "give --org, or its file too")
            post = self.gathered.cast.post(self.gathered.cast.party("", organization, "organization"), post_id, post_id)
        told = self._told(entity)
        elected, until = entity.time("electionDate"), entity.time("periodEnd", last=True)
        begin = entity.time("periodStart")
        if begin is not None or until is not None:
            told.notes.add(f"term: {begin or 'unknown'} to {until or 'unknown'}")
        told.opening_fields = lambda _: {"decided": elected, "until": until}
        for name in ("constituency", "politicalGroup", "declarationDate"):
            told.notes.update(f"{name}: {one}" for one in entity.all(name))
        self._tenure(entity, told, entity.needed("holder"), "person", post)

    def _role(self, entity: Entity) -> None:
        who, whose, usual = _ROLES[entity.schema]
        its = self._known(entity.needed(whose), "organization")
        role = entity.one("role") or usual
        post = self.gathered.cast.post(its, self.titles.get((its, role), ""), role)
        kind: Literal["person", "organization"] = "person" if entity.schema != "Directorship" else "organization"
        self._tenure(entity, self._told(entity), entity.needed(who), kind, post)

    def _tenure(
        self, entity: Entity, told: Told, who: str, kind: Literal["person", "organization"], post: PostKey
    ) -> None:
        end_by_death(told, self.deaths.get(who), self.gathered.zone)
        self.gathered.tenures.append(TenureRow(told, self._known(who, kind), post))

    def _told(self, entity: Entity) -> Told:
        start, end = entity.time("startDate"), entity.time("endDate", last=True)
        status = entity.one("status")
        told = Told(entity.line, start, end, id=entity.one("recordId") or entity.id, sources=set(_cited(entity)))
        told.notes.update(self._marked(entity))
        for reason in [note for note in told.notes if note.startswith("reason: ")]:
            told.notes.remove(reason)
            told.reasons.add(reason_of(reason.removeprefix("reason: ")))
        for capacity in ("acting", "interim", "observer"):
            if status == capacity:
                told.capacity = capacity
        if status and status != told.capacity and status not in ("ended", "unknown"):
            told.notes.add(f"status: {status}")
        observed = entity.time("retrievedAt", last=True) or entity.time("modifiedAt", last=True)
        observed = observed or entity.thing.time("last_seen")
        if end is None and status == "current":
            told.seen = observed
        return told

    def _ownership(self, entity: Entity) -> None:
        whose = self._known(entity.needed("owner"), "organization")
        its = self._known(entity.needed("asset"), "organization")
        if its[1] in {key[1] for key in self.gathered.cast.people}:
            raise entity.thing.fail("properties.asset names a person", "an asset is a company or an organisation")
        start, end = entity.time("startDate"), entity.time("endDate", last=True)
        percentage = entity.one("percentage")
        stake = stake_of(percentage)
        said = [f"percentage: {percentage}"] if percentage and stake is None else []
        said += [
            f"{name}: {one}" for name in ("role", "ownershipType", "legalBasis", "status") for one in entity.all(name)
        ]
        note = "; ".join([*said, *self._marked(entity)]) or None
        observed = entity.time("retrievedAt", last=True) or end
        since = start or between(None, observed, self.gathered.zone)
        id_ = entity.one("recordId") or entity.id
        acts = [("invested", since, None if stake is None else str(stake), note)]
        acts += [("divested", end, "0", None)] if end is not None else []
        for type_, at, share, its_note in acts:

            def fields(naming: Naming, share: str | None = share) -> dict[str, Any]:
                return {"who": naming.party(whose), "in": naming.party(its), "stake": share}

            self.gathered.act(
                id_ if type_ == "invested" else f"{id_}-out",
                type_,
                at,
                entity.line,
                fields,
                sources=_cited(entity),
                note=its_note,
            )


def _cited(entity: Entity) -> list[str]:
    return [*entity.all("sourceUrl"), *entity.all("publisher")]


def _about(key: Key) -> Any:
    return lambda naming: {"organization": naming.party(key)}


def _about_post(key: PostKey) -> Any:
    return lambda naming: {"post": naming.posts[key]}
