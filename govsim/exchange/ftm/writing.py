"""A history as FollowTheMoney entities in JSON lines: parties, positions, and who occupied them from when to when."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from govsim.exchange.json_dates import date_of
from govsim.exchange.lives import Lives, lose_the_rest
from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.stints import Stint, lose_fields, lose_zone, stints_of, told_sources
from govsim.exchange.story import Story
from govsim.model.bound import Bound
from govsim.model.events import Divested, Invested
from govsim.model.header import Organization, Person, organization_of

_IDENTIFIERS = {"wikidata": "wikidataId", "lei": "leiCode", "register": "registrationNumber", "isin": "isin"}
_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?")
_CARRIED = ("decided", "until")


def write(story: Story) -> Written:
    """Return the entities, one a line; each of those of a branch says that it is hypothetical."""
    losses = Losses()
    lose_zone(story, losses)
    writer = _Writer(story, losses)
    relations = [*(writer.tenure(stint) for stint in stints_of(story)), *writer.stakes()]
    world = story.world
    entities = [
        *(writer.organization(id_) for id_ in world.organizations if id_ in writer.spoken_of),
        *(writer.party(id_, "Person", world.people[id_]) for id_ in world.people if id_ in writer.spoken_of),
        *(writer.position(id_) for id_ in story.posts),
        *relations,
    ]
    lose_the_rest(story, losses, writer.told)
    return Written(losses.all(), [f"{json.dumps(one, ensure_ascii=False)}\n" for one in entities])


class _Writer:
    def __init__(self, story: Story, losses: Losses) -> None:
        self.story, self.losses = story, losses
        self.lives = Lives(story, losses)
        self.told = set(self.lives.told)
        self.spoken_of = {organization_of(post) for post in story.posts}
        self.assets: set[str] = set()

    def _id(self, id_: str) -> str:
        """Return an id as the format allows it: with a dot for a slash, and a name of digits for other scripts."""
        plain = id_.replace("/", ".")
        if _ID.fullmatch(plain):
            return plain
        self.losses.add("ids in letters that FollowTheMoney has not", id_)
        return f"id-{hashlib.sha256(id_.encode()).hexdigest()[:16]}"

    def _entity(self, id_: str, schema: str, properties: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, list[str]] = {
            name: [value] if isinstance(value, str) else list(value) for name, value in properties.items() if value
        }
        if self.story.is_hypothetical:
            values["summary"] = [self.story.mark, *values.get("summary", [])]
        return {"id": self._id(id_), "schema": schema, "properties": values}

    def party(self, id_: str, schema: str, declared: Person | Organization, **more: Any) -> dict[str, Any]:
        """Return a person or an organisation."""
        properties: dict[str, Any] = {"name": declared.name, "alias": declared.aliases, **more}
        for one in declared.identifiers:
            if one.scheme in _IDENTIFIERS:
                properties.setdefault(_IDENTIFIERS[one.scheme], []).append(one.id)
            else:
                self.losses.add("identifiers of schemes that FollowTheMoney has not", f"{one.scheme} {one.id}")
        if declared.note:
            self.losses.add("note of a party", declared.note)
        return self._entity(id_, schema, properties)

    def organization(self, id_: str) -> dict[str, Any]:
        """Return an organisation, which is a company where somebody owns it."""
        declared = self.story.world.organizations[id_]
        for name in ("law", "parent"):
            if value := getattr(declared, name):
                self.losses.add(f"organization.{name}", value)
        dates = self.lives.of(id_, "incorporationDate", "dissolutionDate")
        return self.party(id_, "Company" if id_ in self.assets else "Organization", declared, **dates)

    def position(self, id_: str) -> dict[str, Any]:
        """Return a post."""
        declared = self.story.world.posts[id_]
        for name in ("within", "organ", "covers"):
            if getattr(declared, name):
                self.losses.add(f"post.{name}", id_)
        properties = {
            "name": declared.title,
            "organization": self._id(organization_of(id_)),
            "numberOfSeats": "" if declared.seats == "many" else str(declared.seats),
            **self.lives.of(id_, "inceptionDate", "dissolutionDate"),
        }
        return self._entity(id_, "Position", properties)

    def tenure(self, stint: Stint) -> dict[str, Any]:
        """Return an occupancy; an organisation, which cannot have one, has a directorship."""
        self.told.add(stint.ref)
        self.spoken_of.add(stint.party)
        is_person = stint.party in self.story.world.people
        lose_fields(stint, self.losses, _CARRIED if is_person else ())
        if stint.note:
            self.losses.add("event.note", stint.note)
        if stint.end is None:
            self.losses.add("that a holder is still there after the day it is exported for", stint.opening.id)
        status = stint.capacity if stint.capacity != "regular" else "current" if stint.end is None else "ended"
        whose: dict[str, Any] = {"holder": self._id(stint.party), "post": self._id(stint.post)}
        if not is_person:
            whose = {"director": self._id(stint.party), "organization": self._id(organization_of(stint.post))}
            whose["role"] = self.story.world.posts[stint.post].title
        properties = {
            **whose,
            **self._dates(("startDate", stint.start), ("endDate", stint.end)),
            "status": status,
            "retrievedAt": self.story.last_day if stint.end is None else "",
            "description": f"reason: {stint.reason}" if stint.reason else "",
            "recordId": stint.id,
            **self._cited(stint.sources),
        }
        if is_person:
            decided, until = (getattr(stint.opening, name, None) for name in ("decided", "until"))
            properties |= self._dates(("electionDate", decided), ("periodEnd", until))
        return self._entity(f"tenure.{stint.id}", "Occupancy" if is_person else "Directorship", properties)

    def _dates(self, *given: tuple[str, Bound | None]) -> dict[str, str]:
        dates = {name: date_of(bound, self.story.zone, self.losses, name) for name, bound in given}
        return {name: date for name, date in dates.items() if date is not None}

    def _cited(self, sources: Iterable[str]) -> dict[str, list[str]]:
        cited: dict[str, list[str]] = {"sourceUrl": [], "publisher": []}
        for source in sources:
            cited["sourceUrl" if source.startswith(("http://", "https://")) else "publisher"].append(source)
        return cited

    def stakes(self) -> list[dict[str, Any]]:
        """Return the investments as ownerships; a later stake of the same owner ends the one before it."""
        made: list[dict[str, Any]] = []
        held: dict[tuple[str, str], dict[str, Any]] = {}
        for entry in self.story.entries():
            event = self.story.event(entry.ref)
            if not isinstance(event, Invested | Divested):
                continue
            self.told.add(entry.ref)
            for name in (
                "amount",
                "currency",
                "kind",
                "note",
                "versions",
                "because",
                "decided",
                "notified",
                "announced",
            ):
                if getattr(event, name):
                    self.losses.add(f"{event.type}.{name}", event.id)
            for party in event.who:
                self.spoken_of |= {party, event.in_}
                self.assets.add(event.in_)
                if event.stake is not None and (before := held.pop((party, event.in_), None)) is not None:
                    end = self._dates(("endDate", event.at))
                    before["properties"] |= {name: [date] for name, date in end.items()}
                if event.stake == 0 or (event.stake is None and isinstance(event, Divested)):
                    continue
                id_ = f"{event.id}-{party}" if len(event.who) > 1 else event.id
                properties = {
                    "owner": self._id(party),
                    "asset": self._id(event.in_),
                    "percentage": ""
                    if event.stake is None
                    else _percent(event.stake.numerator, event.stake.denominator),
                    **self._dates(("startDate", event.at)),
                    "recordId": id_,
                    **self._cited(told_sources(self.story, entry.ref, event)),
                }
                one = self._entity(f"stake.{id_}", "Ownership", properties)
                if event.stake is not None:
                    held[party, event.in_] = one
                made.append(one)
        return made


def _percent(numerator: int, denominator: int) -> str:
    """Return a fraction in percent, with ten digits where it does not end."""
    return f"{100 * numerator / denominator:.10f}".rstrip("0").rstrip(".")
