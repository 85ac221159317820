"""Events for the ledger benchmarks: people entering and leaving seats of a thousand organisations, in time order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from govsim.ledger.appending import Draft
from govsim.model.bound import Bound
from govsim.model.events import Departed, Hired
from govsim.model.header import Header

ORGS, ROLES = 1000, 17
START, STEP = 1_000_000_000_000_000, 1_000_000
REASON = "board letter, minuted and countersigned by the company secretary " * 2


def header(org: int) -> Header:
    """Return the header of one organisation's record."""
    name = f"org-{org:04d}"
    posts = {f"{name}/role-{role:02d}": {"title": f"Role {role}"} for role in range(ROLES)}
    return Header.model_validate({"record": name, "organizations": {name: name}, "posts": posts})


class Source:
    """A stream of acts: each seat is entered and left in turn; *orgs* narrows it to the first so many."""

    def __init__(self, seed: int = 1, orgs: int = ORGS) -> None:
        self._rng = random.Random(seed)
        self._orgs = orgs
        self._held: dict[tuple[int, int], str] = {}
        self.count = 0

    def acts(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (record, fields of an event), as a caller has them."""
        for _ in range(count):
            self.count += 1
            org, role = self._rng.randrange(self._orgs), self._rng.randrange(ROLES)
            at = Bound("then", START + self.count * STEP, START + self.count * STEP)
            name, post = f"org-{org:04d}", f"org-{org:04d}/role-{role:02d}"
            party = self._held.pop((org, role), None)
            fields: dict[str, Any] = {"id": f"event-{self.count}", "at": at, "note": REASON}
            if party is None:
                party = self._held[org, role] = f"person-{self.count:08d}"
                yield name, {**fields, "type": "hired", "who": [party], "to": [post]}
            else:
                yield name, {**fields, "type": "departed", "who": [party], "from": [post]}


def drafts(acts: Iterator[tuple[str, dict[str, Any]]]) -> list[Draft]:
    """Return acts as drafts, validated: what a caller of the ledger does."""
    return [
        Draft(record, (Hired if fields["type"] == "hired" else Departed).model_validate(fields))
        for record, fields in acts
    ]
