"""What a hand-worked what-if consists of, and short ways to write one."""

from __future__ import annotations

from typing import Any, NamedTuple

from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.scenario import Scenario
from tests.replay.builders import ZONE, departed, event, hired, make_record

Fields = dict[str, Any]

START, FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH = "2023-02-01", *(f"2023-11-0{day} 12:00" for day in range(5, 10))
NOON = SIXTH


class Case(NamedTuple):
    """One what-if and what comes of it."""

    name: str
    events: list[Fields]
    scenario: Fields
    fates: dict[str, str]
    """Of all events that are not kept."""
    reasons: dict[str, list[str]] = {}
    """Kind and named event, nearest first, to the root; of the events that the case is about."""
    decisions: dict[str, tuple[str, str | None]] = {}
    holders: dict[tuple[str, str], dict[str, str]] = {}
    """By post and time: each holder's presence."""
    header: Fields = {}
    choices: dict[str, str] = {}

    @property
    def record(self) -> Record:
        return make_record(self.events, **self.header)

    def __str__(self) -> str:
        return self.name


def make_scenario(fields: Fields) -> Scenario:
    """Return a scenario of the record ``r``."""
    return Scenario.model_validate({"scenario": "s", "record": "r", **fields}, context={"zone": zone_named(ZONE)})


def named(id_: str, fields: Fields, **more: Any) -> Fields:
    return {"id": id_, **fields, **more}


def said(id_: str, at: str, **fields: Any) -> Fields:
    return named(id_, event("stated", at), **fields)


def changes(*edits: Fields, **more: Any) -> Fields:
    return {"changes": list(edits), **more}


def omit(id_: str) -> Fields:
    return {"omit": id_}


def insert(fields: Fields) -> Fields:
    return {"insert": fields}


def change(id_: str, **fields: Any) -> Fields:
    return {"change": id_, "set": {name.removesuffix("_"): value for name, value in fields.items()}}


ADA = named("ada-in", hired("ada", START))
ADA_OUT = named("ada-out", departed("ada", NOON))
BEN = named("ben-in", hired("ben", SEVENTH))
BEN_OUT = named("ben-out", departed("ben", NINTH))
SUCCESSION = [ADA, ADA_OUT, BEN, BEN_OUT]
