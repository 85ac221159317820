"""A small company whose acts are judged: written as YAML, so that a case reads like a case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govsim.documents.record_file import parse_record
from govsim.replay.log import log_of
from govsim.replay.timeline import Admission
from govsim.service.checking import judge
from govsim.service.past import Clocks, Past
from govsim.service.verdict_views import VerdictView

HEAD: dict[str, Any] = {
    "record": "r",
    "zone": "UTC",
    "covers": {"from": "2020-01-01", "to": "2024-12-31"},
    "people": {name: name for name in ("ada", "ben", "cleo", "dan", "eva", "finn", "gus")},
    "organizations": {"org": "Org", "bank": "Bank"},
    "posts": {
        "org/board": {"title": "Director", "seats": "many", "organ": "true"},
        "org/members": {"title": "Member", "seats": "many", "organ": "true"},
        "org/chair": {"title": "Chair", "within": "org/board"},
        "org/ceo": "Chief",
    },
}
BOARD = ["ada", "ben", "cleo", "dan", "eva", "finn"]
SEATED: list[dict[str, Any]] = [
    {"id": "board", "type": "hired", "at": "2020-02-01", "who": BOARD, "to": "org/board"},
    {"id": "chair", "type": "hired", "at": "2020-02-01", "who": "ada", "to": "org/chair"},
    {"id": "gus-in", "type": "hired", "at": "2020-02-01", "who": "gus", "to": "org/ceo"},
]
FIRE = {"id": "out", "type": "fired", "at": "2021-06-02", "who": "gus", "from": "org/ceo"}


def vote(for_: list[str], against: list[str] | None = None, **fields: Any) -> dict[str, Any]:
    votes = {"for": for_, **({"against": against} if against else {})}
    for side in ("abstain", "absent"):
        if side in fields:
            votes[side] = fields.pop(side)
    base = {"id": "vote", "type": "resolved", "at": "2021-06-01 12:00", "organ": "org/board", "effects": ["out"]}
    return {**base, "votes": votes, **fields}


def judged(events: list[dict[str, Any]], bylaws: dict[str, Any] | None = None, **head: Any) -> dict[str, VerdictView]:
    """Return the verdicts on a company's acts by the ids of the events."""
    rules = {} if bylaws is None else {"bylaws": {"org": bylaws}}
    ids = {event["id"] for event in events}
    kept = [
        {**event, "effects": [effect for effect in event["effects"] if effect in ids]} if "effects" in event else event
        for event in events
    ]
    written = {**HEAD, **rules, **head, "events": [*SEATED, *kept]}
    record = parse_record(json.dumps(written, indent=1), Path("r.yaml")).record  # YAML as well, and without anchors
    past = Past(log_of([record]), Clocks(), Admission())
    return {view.event.partition("/")[2]: view for view in judge(past).verdicts()}


def failed(view: VerdictView) -> list[str]:
    return [reason.provision for reason in view.reasons if reason.passed is False]


def operands(view: VerdictView, provision: str) -> dict[str, str]:
    return dict(next(reason.operands for reason in view.reasons if reason.provision == provision))
