"""The first half of the plain reference: which acts are told, in which reading, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

from govsim.model.bound import Bound
from govsim.model.events import CLAIMS, Event
from govsim.model.record import Record

CLOSINGS = {"fired", "resigned", "departed", "post_abolished", "dissolved"}
MENDING = {"corrected", "retracted"}


class Filter(NamedTuple):
    """Who is asking: what was known by *known_at*, trusting nothing weaker than *trust*."""

    known_at: int | None = None
    trust: str = "disputed"

    def trusts(self, claim: str) -> bool:
        return CLAIMS.index(claim) <= CLAIMS.index(self.trust)

    def knows(self, known: float) -> bool:
        return self.known_at is None or known <= self.known_at


@dataclass(eq=False)
class Act:
    """One event in one reading: where it sorts and when it can have happened."""

    event: Any
    position: int
    key: float
    earliest: float
    latest: float
    doubted: bool
    """Its claim doubts that it happened at all."""

    def window(self) -> tuple[float, float]:
        return self.earliest, self.latest


# -- what is told: corrections, readings, filters


def covers(record: Record) -> tuple[float, float]:
    first, last = record.header.covers.span
    return -inf if first is None else first, inf if last is None else last


def latest_of(record: Record, bound: Bound) -> float:
    """Return the latest instant of a bound; an open side stops at the record's covers."""
    return covers(record)[1] if bound.latest is None else bound.latest


def earliest_of(record: Record, bound: Bound) -> float:
    return covers(record)[0] if bound.earliest is None else bound.earliest


def mended(record: Record, who_asks: Filter) -> list[tuple[int, Event]]:
    """Return the events with their position, corrected, without the retracted ones and the mending events."""

    def counts(event: Any) -> bool:
        if not who_asks.trusts(event.claim):
            return False
        return event.announced is None or who_asks.knows(latest_of(record, event.announced))

    mending: list[Any] = [event for event in record.events if event.type in MENDING and counts(event)]

    def about(event: Event, kind: str) -> Iterator[Any]:
        for other in mending:
            if other.type == kind and other.event == event.id and not is_retracted(other):
                yield effective(other)

    def is_retracted(event: Event) -> bool:
        return any(True for _ in about(event, "retracted"))

    def effective(event: Event) -> Event:
        fields: dict[str, Any] = {}
        for correction in about(event, "corrected"):
            fields.update(correction.with_)
        return event.replaced(fields) if fields else event

    return [
        (position, effective(event))
        for position, event in enumerate(record.events)
        if event.type not in MENDING and not is_retracted(event)
    ]


def admitted_readings(record: Record, event: Event, who_asks: Filter) -> list[Event]:
    """Return the readings of an event that count, the one shown first."""
    return [
        reading
        for reading in event.readings()
        if who_asks.trusts(reading.claim) and who_asks.knows(latest_of(record, reading.announced or reading.at))
    ]


# -- order


def key_of(record: Record, reading: Event, key_before: float) -> float:
    at = reading.at
    if at.earliest is None and at.latest is None:
        return key_before
    if reading.type in CLOSINGS:
        return latest_of(record, at)
    return latest_of(record, at) if at.earliest is None else at.earliest


def acts_of(
    record: Record, events: list[tuple[int, Event]], shown: dict[str, Event], rival: Event | None = None
) -> list[Act]:
    """Return the acts of the readings *shown*, one of them replaced by its *rival*, in file order.

    An unknown time leans on the main body of the event before it in the file, admitted or not.
    """
    acts = []
    key_before = covers(record)[0]
    for position, event in events:
        told, reading = event, shown.get(event.id)
        if rival and rival.id == event.id:
            told = reading = rival
        if reading:
            at, doubted = reading.at, reading.claim == "disputed"
            if reading is rival and shown[event.id].claim != "disputed":
                # "claim: disputed on a whole event doubts that it happened"; on a rival reading of it, it does not.
                doubted = False
            key = key_of(record, reading, key_before)
            acts.append(Act(reading, position, key, earliest_of(record, at), latest_of(record, at), doubted))
        key_before = key_of(record, told, key_before)
    return acts


def in_order(acts: list[Act]) -> list[Act]:
    """Return *acts* in timeline order: again and again the least of those whose causes are placed."""
    waiting, placed = list(acts), list[Act]()
    while waiting:
        not_yet = {act.event.id for act in waiting}
        ready = [act for act in waiting if not not_yet.intersection(act.event.causes)]
        least = min(ready, key=lambda act: (act.key, act.position))
        waiting.remove(least)
        placed.append(least)
    return placed
