"""A long made-up record: people entering and leaving 1,000 posts, with all that makes a history untidy.

Of its events a tenth are known to the day or less, one in two hundred is doubted or told in two ways, one in twenty
shares its instant with the event before it; leaves, offers, renamed posts and mere statements stand between them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from govsim.model.events import EVENT_TYPES
from govsim.model.header import Header
from govsim.model.instant import zone_named
from govsim.model.record import Record

OFFICES = 8
"""Posts of an organisation besides its board and the chair of it."""
START = datetime(1990, 1, 1, tzinfo=UTC)


class LongRecord:
    """Makes the events of one record, in the order they happen."""

    def __init__(self, events: int, posts: int, seed: int = 1) -> None:
        self._rng = random.Random(seed)
        self._count = events
        self._orgs = [f"org-{number:03d}" for number in range(posts // (OFFICES + 2))]
        self._held: dict[str, list[str]] = {}
        self._away: list[tuple[str, str]] = []
        self._offers: list[str] = []
        self._people: dict[str, str] = {}
        self._at = START

    def record(self) -> Record:
        """Return the record."""
        context = {"zone": zone_named("UTC")}
        events = [
            EVENT_TYPES[fields["type"]].model_validate({"id": f"e{number}", **fields}, context=context)
            for number, fields in enumerate(self._events())
        ]
        return Record(Header.model_validate(self._header(), context=context), tuple(events))

    def _header(self) -> dict[str, Any]:
        posts: dict[str, Any] = {}
        for org in self._orgs:
            posts[f"{org}/board"] = {"title": "Director", "seats": "many", "organ": "true"}
            posts[f"{org}/chair"] = {"title": "Chair of the board", "within": f"{org}/board"}
            posts |= {f"{org}/office-{number}": f"Office {number}" for number in range(OFFICES)}
        return {
            "record": "long",
            "zone": "UTC",
            "covers": {"from": "1990-01-01", "to": "2030-12-31"},
            "people": self._people,
            "organizations": {org: org.title() for org in self._orgs},
            "posts": posts,
        }

    def _events(self) -> Iterator[dict[str, Any]]:
        yield from (
            {"type": "founded", "at": "1990-01-01", "organization": org} for org in self._orgs[: self._count // 100]
        )
        span = timedelta(days=365 * 30) / self._count
        for number in range(len(self._orgs[: self._count // 100]), self._count):
            if self._rng.random() >= 0.05:
                self._at += span * self._rng.uniform(0.1, 1.9)
            fields = self._event(number, self._rng.random())
            exact = f"{self._at:%Y-%m-%d %H:%M:%S}"
            vague = self._rng.random()
            at = f"{self._at:%Y-%m-%d}" if vague < 0.08 else f"{self._at:%Y-%m}" if vague < 0.1 else exact
            doubt = self._rng.random()
            if doubt < 0.005:
                fields["claim"] = "disputed"
            elif doubt < 0.01:
                fields["versions"] = [{"at": f"{self._at + timedelta(days=2):%Y-%m-%d}"}]
            elif doubt < 0.05:
                fields["claim"] = "reported"
            yield {"at": at, **fields}

    def _event(self, number: int, drawn: float) -> dict[str, Any]:
        org = self._rng.choice(self._orgs)
        if drawn < 0.08:
            return {"type": "stated", "who": org, "says": f"Statement {number} on who governs it"}
        if drawn < 0.1:
            return {"type": "post_changed", "post": f"{org}/office-0", "title": f"Office, called so from {number} on"}
        if drawn < 0.12:
            if self._offers and self._rng.random() < 0.5:
                return {"type": "withdrawn", "event": self._offers.pop(0)}
            self._offers.append(f"e{number}")
            return {"type": "offered", "who": self._new(number), "to": f"{org}/office-1", "by": org}
        if drawn < 0.15:
            if self._away and self._rng.random() < 0.5:
                who, post = self._away.pop(0)
                return {"type": "leave_ended", "who": who, "from": post}
            post = f"{org}/office-{self._rng.randrange(OFFICES)}"
            if self._held.get(post):
                self._away.append((self._held[post][0], post))
                return {"type": "leave_started", "who": self._held[post][0], "from": post}
        return self._tenure(number, org)

    def _tenure(self, number: int, org: str) -> dict[str, Any]:
        drawn = self._rng.randrange(OFFICES + 4)
        post = f"{org}/board" if drawn < 4 else f"{org}/office-{drawn - 4}"
        held = self._held.setdefault(post, [])
        if len(held) >= (7 if drawn < 4 else 1):
            type_ = self._rng.choice(["departed", "resigned", "fired"])
            return {"type": type_, "who": held.pop(self._rng.randrange(len(held))), "from": post}
        who = self._new(number)
        held.append(who)
        to = [post, f"{org}/chair"] if post.endswith("board") and self._rng.random() < 0.1 else [post]
        fields = {"type": "hired", "who": who, "to": to}
        return fields | ({"capacity": "interim"} if self._rng.random() < 0.1 else {})

    def _new(self, number: int) -> str:
        self._people[f"p{number}"] = f"Person {number}"
        return f"p{number}"
