"""A history as BODS 0.4 statements: entities, persons, and a relationship for each tenure and each stake."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from govsim.exchange.bods.interests import STAKE, TITLES
from govsim.exchange.json_dates import date_of
from govsim.exchange.lives import Lives, lose_the_rest
from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.stints import Stint, lose_fields, lose_zone, stints_of, told_sources
from govsim.exchange.story import Story
from govsim.model.bound import Bound
from govsim.model.events import Divested, Event, Invested
from govsim.model.header import organization_of

VERSION = "0.4"
CONTROL = (
    *("votingRights", "appointmentOfBoard", "otherInfluenceOrControl", "seniorManagingOfficial", "settlor", "trustee"),
    *("protector", "beneficiaryOfLegalArrangement", "rightsToSurplusAssetsOnDissolution", "rightsToProfitOrIncome"),
    *("rightsGrantedByContract", "conditionalRightsGrantedByContract", "controlViaCompanyRulesOrArticles"),
    *("controlByLegalFramework", "unknownInterest", "unpublishedInterest"),
    *("enjoymentAndUseOfAssets", "rightToProfitOrIncomeFromAssets", "nominee", "nominator"),
)
_BY_PART = {re.sub(r"(?<=[a-z])([A-Z])", r"-\1", code).lower(): code for code in CONTROL} | {
    title.lower().replace(" ", "-"): code for code, title in TITLES.items()
}
"""The interest that a post stands for, by the second part of the post's id."""


def write(story: Story) -> Written:
    """Return the statements; those of a branch say that they are hypothetical."""
    losses = Losses()
    lose_zone(story, losses)
    writer = _Writer(story, losses)
    relationships = [*(writer.tenure(stint) for stint in stints_of(story)), *writer.stakes()]
    entities = [writer.entity(id_) for id_ in story.world.organizations if id_ in writer.spoken_of]
    people = [writer.person(id_) for id_ in story.world.people if id_ in writer.spoken_of]
    lose_the_rest(story, losses, writer.told)
    statements = [*entities, *people, *relationships]
    return Written(losses.all(), [json.dumps(statements, ensure_ascii=False, indent=1), "\n"])


@dataclass(frozen=True, slots=True)
class _Stated:
    """The day of a statement, and the status that it gives its record."""

    date: str
    status: str


class _Writer:
    def __init__(self, story: Story, losses: Losses) -> None:
        self.story, self.losses = story, losses
        self.lives = Lives(story, losses, posts=False, whole=True)
        self.told = set(self.lives.told)
        self.spoken_of = {organization_of(post) for post in story.posts}
        # A statement is as old as the last thing that it could know of.
        self.date = story.last_day

    def _statement(
        self, kind: str, id_: str, subject: str, details: dict[str, Any], stated: _Stated | None = None, **more: Any
    ) -> dict[str, Any]:
        name = f"urn:govsim:{self.story.branch}:{kind}:{id_}"
        statement: dict[str, Any] = {
            "statementId": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
            "declarationSubject": subject,
            "statementDate": stated.date if stated else self.date,
            "publicationDetails": {
                "publicationDate": self.date,
                "bodsVersion": VERSION,
                "publisher": {"name": "govsim"},
            },
            "recordId": id_,
            "recordStatus": stated.status if stated else "new",
            "recordType": kind,
            "recordDetails": details,
            **more,
        }
        if self.story.is_hypothetical:
            said = self.story.mark
            statement["annotations"] = [{"statementPointerTarget": "", "motivation": "commenting", "description": said}]
        return statement

    def entity(self, id_: str) -> dict[str, Any]:
        """Return the statement about an organisation."""
        declared = self.story.world.organizations[id_]
        details: dict[str, Any] = {
            "isComponent": False,
            "entityType": {"type": "legalEntity"},
            "name": declared.name,
            **({"alternateNames": list(declared.aliases)} if declared.aliases else {}),
            **({"identifiers": _identifiers(declared)} if declared.identifiers else {}),
            **self.lives.of(id_, "foundingDate", "dissolutionDate"),
        }
        for name in ("law", "parent", "note"):
            if value := getattr(declared, name):
                self.losses.add(f"organization.{name}", value)
        return self._statement("entity", id_, id_, details)

    def person(self, id_: str) -> dict[str, Any]:
        """Return the statement about a person."""
        declared = self.story.world.people[id_]
        names = [{"type": "legal", "fullName": declared.name}]
        names += [{"type": "alternative", "fullName": alias} for alias in declared.aliases]
        if declared.note:
            self.losses.add("person.note", declared.note)
        details: dict[str, Any] = {"isComponent": False, "personType": "knownPerson", "names": names}
        if declared.identifiers:
            details["identifiers"] = _identifiers(declared)
        return self._statement("person", id_, id_, details)

    def _relationship(
        self,
        id_: str,
        party: str,
        organization: str,
        interest: dict[str, Any],
        sources: tuple[str, ...],
        stated: _Stated | None = None,
    ) -> dict[str, Any]:
        self.spoken_of |= {party, organization}
        details = {
            "isComponent": False,
            "subject": organization,
            "interestedParty": party,
            "interests": [{**interest, "directOrIndirect": "unknown"}],
        }
        cited = _cited(sources, self.losses)
        return self._statement("relationship", id_, organization, details, stated, **cited)

    def _stated(self, start: Bound, end: Bound | None) -> _Stated:
        """Return the day of a statement which says no more than is known: a date that BODS lacks is not made up.

        What goes on is stated today, what is over on the last day that it can have ended. An end that may still come is
        no end: such a tenure is stated on a day on which it was going on.
        """
        if end is None:
            return _Stated(self.date, "new")
        if end.latest is not None:
            return _Stated(self.story.day(end.latest), "closed")
        if end.earliest is not None or start.latest is not None:
            sides = [side for side in (end.earliest, start.latest) if side is not None]
            return _Stated(self.story.day(max(sides)), "new")
        # Of this nothing is certain: a statement without dates leaves it possible before and after, and no more.
        self.losses.add("that nothing is known of the dates of an interest", start)
        return _Stated(self.date, "new")

    def tenure(self, stint: Stint) -> dict[str, Any]:
        """Return the statement about a tenure."""
        self.told.add(stint.ref)
        post = self.story.world.posts[stint.post]
        part = stint.post.partition("/")[2]
        type_, details = _BY_PART.get(part), ""
        if type_ is None or stint.capacity != "regular":
            if type_ is None:
                title = post.title.casefold()
                is_chair = "chair" in title and not title.startswith("vice")
                type_ = "boardChair" if is_chair else "boardMember" if post.organ else "seniorManagingOfficial"
            capacity = "" if stint.capacity == "regular" else f"{stint.capacity} "
            details = f"{capacity}{post.title} [{stint.post}]"
        interest = {"type": type_, **({"details": details} if details else {})}
        interest |= self._dates(stint.start, stint.end)
        if stint.end is None:
            self.losses.add("that a holder is still there: an end that is missing is unknown", stint.opening.id)
        for name, value in (("reason", stint.reason), ("event.note", stint.note)):
            if value:
                self.losses.add(name, value)
        lose_fields(stint, self.losses)
        for name in ("within", "covers"):
            if getattr(post, name):
                self.losses.add(f"post.{name}", stint.post)
        if post.seats != "many":
            self.losses.add("post.seats", stint.post)
        stated = self._stated(stint.start, stint.end)
        return self._relationship(stint.id, stint.party, organization_of(stint.post), interest, stint.sources, stated)

    def _dates(self, start: Bound, end: Bound | None) -> dict[str, str]:
        dates = {
            name: date_of(bound, self.story.zone, self.losses, name, whole=True)
            for name, bound in (("startDate", start), ("endDate", end))
        }
        return {name: date for name, date in dates.items() if date is not None}

    def stakes(self) -> list[dict[str, Any]]:
        """Return a statement about each investment; a later stake of the same holder ends the one before it."""
        held: dict[tuple[str, str], dict[str, Any]] = {}
        made_all: list[dict[str, Any]] = []
        for entry in self.story.entries():
            event = self.story.event(entry.ref)
            if not isinstance(event, Invested | Divested):
                continue
            self.told.add(entry.ref)
            self._lose_money(event)
            for party in event.who:
                if (party, event.in_) in held and event.stake is not None:
                    self._close(held.pop((party, event.in_)), event.at)
                if event.stake == 0 or (event.stake is None and isinstance(event, Divested)):
                    continue
                interest: dict[str, Any] = {"type": STAKE, **self._dates(event.at, None)}
                if event.stake is not None:
                    interest["share"] = {"exact": float(event.stake * 100)}
                id_ = f"{event.id}-{party}" if len(event.who) > 1 else event.id
                sources = told_sources(self.story, entry.ref, event)
                stated = self._stated(event.at, None if event.stake is not None else event.at)
                made = self._relationship(id_, party, event.in_, interest, sources, stated)
                if event.stake is not None:
                    held[party, event.in_] = made
                made_all.append(made)
        return made_all

    def _close(self, statement: dict[str, Any], end: Bound) -> None:
        """Say that a stake is over."""
        stated = self._stated(end, end)
        statement["statementDate"], statement["recordStatus"] = stated.date, stated.status
        if (date := date_of(end, self.story.zone, self.losses, "endDate", whole=True)) is not None:
            statement["recordDetails"]["interests"][0]["endDate"] = date

    def _lose_money(self, event: Event) -> None:
        for name in ("amount", "currency", "kind", "note", "versions", "because", "decided", "notified", "announced"):
            if getattr(event, name):
                self.losses.add(f"{event.type}.{name}", event.id)
        if isinstance(event, Divested) and event.stake is None:
            self.losses.add("divested without a stake", event.id)


def _identifiers(declared: Any) -> list[dict[str, str]]:
    return [{"scheme": one.scheme, "id": one.id} for one in declared.identifiers]


def _cited(sources: tuple[str, ...], losses: Losses) -> dict[str, Any]:
    """Return the source of a statement: BODS has room for one."""
    if not sources:
        return {}
    for other in sources[1:]:
        losses.add("a second source", other)
    is_address = sources[0].startswith(("http://", "https://"))
    return {"source": {"type": ["thirdParty"], "url" if is_address else "description": sources[0]}}
