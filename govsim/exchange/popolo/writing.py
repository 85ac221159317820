"""A history as Popolo JSON: who was in which post from when to when, and the votes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from govsim.exchange.json_dates import date_of
from govsim.exchange.lives import Lives, lose_the_rest
from govsim.exchange.losses import Losses
from govsim.exchange.protocol import Written
from govsim.exchange.stints import Stint, lose_fields, lose_zone, stints_of, told_sources
from govsim.exchange.story import Story
from govsim.model.events import Resolved
from govsim.model.header import Organization, Person, organization_of

_CARRIED = ("on_behalf_of", "type")
_SIDES = {"for_": "yes", "against": "no", "abstain": "abstain", "absent": "absent"}


def write(story: Story) -> Written:
    """Return persons, organizations, posts, memberships and motions; a branch says that it is hypothetical."""
    losses = Losses()
    lose_zone(story, losses)
    writer = _Writer(story, losses)
    data: dict[str, Any] = {"hypothetical": True, "branch": story.branch} if story.is_hypothetical else {}
    # Memberships and motions come first: they say who is spoken of.
    memberships = [writer.membership(stint) for stint in stints_of(story)]
    motions = list(writer.motions())
    data |= {
        "persons": [writer.person(id_) for id_ in story.world.people if id_ in writer.spoken_of],
        "organizations": [writer.organization(id_) for id_ in story.world.organizations if id_ in writer.spoken_of],
        "posts": [writer.post(id_) for id_ in story.posts],
        "memberships": memberships,
        "motions": motions,
    }
    lose_the_rest(story, losses, writer.told)
    return Written(losses.all(), [json.dumps(data, ensure_ascii=False, indent=1), "\n"])


class _Writer:
    def __init__(self, story: Story, losses: Losses) -> None:
        self.story, self.losses = story, losses
        self.spoken_of = {organization_of(post) for post in story.posts}
        self.lives = Lives(story, losses)
        self.told: set[str] = set(self.lives.told)

    def person(self, id_: str) -> dict[str, Any]:
        """Return a person."""
        return self._party(id_, self.story.world.people[id_])

    def organization(self, id_: str) -> dict[str, Any]:
        """Return an organisation with the dates of its beginning and its end."""
        declared = self.story.world.organizations[id_]
        if declared.law:
            self.losses.add("organization.law", declared.law)
        parent = {"parent_id": declared.parent} if declared.parent else {}
        return {**self._party(id_, declared), **parent, **self.lives.of(id_, "founding_date", "dissolution_date")}

    def _party(self, id_: str, declared: Person | Organization) -> dict[str, Any]:
        party: dict[str, Any] = {"id": id_, "name": declared.name}
        if declared.aliases:
            party["other_names"] = [{"name": alias} for alias in declared.aliases]
        if declared.identifiers:
            party["identifiers"] = [{"scheme": one.scheme, "identifier": one.id} for one in declared.identifiers]
        if declared.note:
            party["summary"] = declared.note
            self.losses.add("note of a party, which is a summary now", id_)
        return party

    def post(self, id_: str) -> dict[str, Any]:
        """Return a post; its seats and that it is an organ are no part of Popolo, and kept as fields of our own."""
        declared = self.story.world.posts[id_]
        if declared.within:
            self.losses.add("post.within", id_)
        if declared.covers:
            self.losses.add("post.covers", id_)
        return {
            "id": id_,
            "label": declared.title,
            "organization_id": organization_of(id_),
            "seats": declared.seats,
            **({"organ": True} if declared.organ else {}),
            **self.lives.of(id_, "start_date", "end_date"),
        }

    def membership(self, stint: Stint) -> dict[str, Any]:
        """Return a tenure."""
        zone, losses = self.story.zone, self.losses
        self.told |= {stint.ref}
        is_person = stint.party in self.story.world.people
        self.spoken_of.add(stint.party)
        made: dict[str, Any] = {
            "id": stint.id,
            "person_id" if is_person else "member_id": stint.party,
            "organization_id": organization_of(stint.post),
            "post_id": stint.post,
        }
        if stint.capacity != "regular":
            made["role"] = f"{stint.capacity} {self.story.world.posts[stint.post].title}"
        if (start := date_of(stint.start, zone, losses, "start_date")) is not None:
            made["start_date"] = start
        if stint.end is None:
            losses.add("that a holder is still there: an end that is missing is unknown", stint.opening.id)
        elif (end := date_of(stint.end, zone, losses, "end_date")) is not None:
            made["end_date"] = end
        if stint.reason:
            made["end_reason"] = stint.reason
        behalf = getattr(stint.opening, "on_behalf_of", ())
        if behalf:
            made["on_behalf_of_id"] = behalf[0]
            self.spoken_of.add(behalf[0])
            for other in behalf[1:]:
                losses.add("a second on_behalf_of", other)
        if stint.sources:
            made["sources"] = [_cited(source) for source in stint.sources]
        if stint.note:
            losses.add("event.note", stint.note)
        if stint.closing is not None and stint.closing.type != "departed":
            losses.add(f"that it ended as somebody was {stint.closing.type}", stint.closing.id)
        lose_fields(stint, losses, _CARRIED)
        return made

    def motions(self) -> Iterator[dict[str, Any]]:
        """Yield the resolutions as motions, each with its vote."""
        for entry in self.story.entries():
            event = self.story.event(entry.ref)
            if isinstance(event, Resolved):
                self.told.add(entry.ref)
                yield self._motion(entry.ref, event)

    def _motion(self, ref: str, event: Resolved) -> dict[str, Any]:
        motion: dict[str, Any] = {"id": event.id, "organization_id": organization_of(event.organ)}
        motion["text"] = event.motion
        if (date := date_of(event.at, self.story.zone, self.losses, "motion.date")) is not None:
            motion["date"] = date
        if event.carried is not None:
            motion["result"] = "pass" if event.carried else "fail"
        if event.votes is not None:
            votes = [
                {"voter_id": voter, "option": option}
                for side, option in _SIDES.items()
                for voter in getattr(event.votes, side)
            ]
            self.spoken_of |= {vote["voter_id"] for vote in votes}
            counts: dict[str, int] = {}
            for vote in votes:
                counts[vote["option"]] = counts.get(vote["option"], 0) + 1
            motion["vote_events"] = [
                {
                    "id": event.id,
                    "counts": [{"option": option, "value": value} for option, value in counts.items()],
                    "votes": votes,
                }
            ]
        for name in ("effects", "method", "because", "versions", "decided", "notified", "announced", "note"):
            if getattr(event, name):
                self.losses.add(f"resolved.{name}", event.id)
        if told_sources(self.story, ref, event):
            self.losses.add("resolved.sources", event.id)
        return motion


def _cited(source: str) -> dict[str, str]:
    return {"url" if source.startswith(("http://", "https://")) else "note": source}
