"""Records made in memory, and short questions about what replay makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govsim.model.bound import parse_bound
from govsim.model.events import EVENT_TYPES, Claim, Event
from govsim.model.header import Header
from govsim.model.instant import Instant, zone_named
from govsim.model.record import Record
from govsim.replay.findings import findings_of
from govsim.replay.fold import replay
from govsim.replay.history import History
from govsim.replay.log import log_of
from govsim.replay.roster import Roster
from govsim.replay.timeline import Admission, make_timeline

ZONE = "America/New_York"
PEOPLE = ("ada", "ben", "cleo", "dan")
POSTS: dict[str, Any] = {
    "org/ceo": "Chief executive",
    "org/board": {"title": "Director", "seats": "many", "organ": True},
    "org/chair": {"title": "Chair of the board", "within": "org/board"},
    "org/cfo": "Chief financial officer",
}
COVERS = {"from": "2023-01-01", "to": "2024-12-31"}


def instant(text: str) -> Instant:
    """Return the first instant that a written time means."""
    earliest = parse_bound(text, zone_named(ZONE)).earliest
    assert earliest is not None
    return earliest


def last_instant(text: str) -> Instant:
    """Return the last instant that a written time means."""
    latest = parse_bound(text, zone_named(ZONE)).latest
    assert latest is not None
    return latest


def bound_fields(text: str) -> dict[str, Any]:
    """Return a time as the maps of a correction hold it: read already, since they carry no zone."""
    bound = parse_bound(text, zone_named(ZONE))
    return {"text": text, "earliest": bound.earliest, "latest": bound.latest}


def make_record(events: Iterable[dict[str, Any]], **header: Any) -> Record:
    """Return a record of written events; those without an id are e0, e1 ... by their place."""
    context = {"zone": zone_named(ZONE)}
    declared = {
        "record": "r",
        "zone": ZONE,
        "covers": COVERS,
        "people": {party: party for party in PEOPLE},
        "organizations": {"org": "Org"},
        "posts": POSTS,
        **header,
    }
    return Record(
        Header.model_validate(declared, context=context),
        tuple(
            EVENT_TYPES[event["type"]].model_validate({"id": f"e{index}", **event}, context=context)
            for index, event in enumerate(events)
        ),
    )


class Answers:
    """What the product says of a record."""

    def __init__(self, record: Record, known_at: Instant | None = None, trust: Claim = "disputed") -> None:
        self.history: History = replay(make_timeline(log_of([record]), Admission(known_at, trust)))
        self.roster = Roster(self.history)

    @property
    def order(self) -> list[str]:
        return [entry.ref for entry in self.history.timeline.entries]

    def holders_at(self, post: str, at: Instant) -> set[tuple[str, str, str]]:
        rows = [(row.party, row.capacity, row.presence) for row in self.roster.state(post, at).holders]
        assert len({party for party, _, _ in rows}) == len(rows), "a person has two rows in one post"
        return set(rows)

    def status_at(self, post: str, at: Instant) -> str:
        return self.roster.state(post, at).status

    def findings(self) -> set[tuple[str, str]]:
        return {(finding.code, finding.event.removeprefix("r/")) for finding in findings_of(self.history)}


def event(type_: str, at: str, **fields: Any) -> dict[str, Any]:
    """Return a written event; ``from_`` stands for ``from``, ``in_`` for ``in``, ``with_`` for ``with``."""
    return {"type": type_, "at": at, **{name.removesuffix("_"): value for name, value in fields.items()}}


def hired(who: Any, at: str, to: Any = "org/ceo", **fields: Any) -> dict[str, Any]:
    return event("hired", at, who=who, to=to, **fields)


def departed(who: Any, at: str, from_: Any = "org/ceo", **fields: Any) -> dict[str, Any]:
    return event("departed", at, who=who, from_=from_, **fields)


def edges_of(events: Iterable[Event]) -> list[Instant]:
    """Return every closed side of every bound that the readings of *events* carry."""
    bounds = [b for event in events for reading in event.readings() for b in (reading.at, reading.announced) if b]
    return sorted({side for bound in bounds for side in (bound.earliest, bound.latest) if side is not None})


# -- short questions for hand-written records


def ask(
    events: Iterable[dict[str, Any]], known_at: str | None = None, trust: Claim = "disputed", **header: Any
) -> Answers:
    return Answers(make_record(events, **header), None if known_at is None else instant(known_at), trust)


def moment(at: str | Instant) -> Instant:
    return instant(at) if isinstance(at, str) else at


def status(events: Iterable[dict[str, Any]], at: str | Instant, post: str = "org/ceo", **filters: Any) -> str:
    return ask(events, **filters).status_at(post, moment(at))


def holders(events: Iterable[dict[str, Any]], at: str | Instant, post: str = "org/ceo", **filters: Any) -> set[str]:
    """Return who holds a post, as ``ada regular certain``."""
    return {" ".join(row) for row in ask(events, **filters).holders_at(post, moment(at))}


def order(events: Iterable[dict[str, Any]], **filters: Any) -> list[str]:
    """Return the ids of the events in the order of the timeline."""
    return [ref.removeprefix("r/") for ref in ask(events, **filters).order]


def codes(events: Iterable[dict[str, Any]], **filters: Any) -> set[str]:
    return {code for code, _ in ask(events, **filters).findings()}


def findings(events: Iterable[dict[str, Any]], **filters: Any) -> set[tuple[str, str]]:
    """Return the code and the event id of every finding."""
    return ask(events, **filters).findings()
