"""Hand-worked what-ifs about decisions: what is chosen, what follows, what needs it."""

from __future__ import annotations

from typing import Any

from tests.replay.builders import departed, hired

from .cases_base import (
    ADA,
    ADA_OUT,
    EIGHTH,
    FIFTH,
    NOON,
    SEVENTH,
    SIXTH,
    START,
    SUCCESSION,
    Case,
    Fields,
    change,
    insert,
    named,
    omit,
    said,
)


def decision(at: str = FIFTH, id_: str = "d", **fields: Any) -> Fields:
    return {"id": id_, "at": at, **fields}


YES_NO: Fields = {"options": {"yes": {"events": ["act"]}, "no": {}}}
TIMELINE = [said("x", START), said("act", NOON), said("later", SEVENTH, because="act")]
FALL = {"act": "dropped", "later": "dropped"}
WHY = {"act": ["needs d"], "later": ["needs act", "needs d"]}


def deciding(*decisions: Fields, **more: Any) -> Fields:
    return {"decisions": list(decisions), **more}


DECISIONS = [
    Case(
        "an event whose option is not chosen falls",
        TIMELINE,
        deciding(decision(**YES_NO), choose={"d": "no"}),
        FALL,
        WHY,
        {"d": ("chosen", "no")},
    ),
    Case(
        "an event whose option is chosen stands",
        TIMELINE,
        deciding(decision(**YES_NO), choose={"d": "yes"}),
        {},
        decisions={"d": ("chosen", "yes")},
    ),
    Case(
        "an open decision leaves its events as recorded",
        TIMELINE,
        deciding(decision(**YES_NO)),
        {},
        decisions={"d": ("open", None)},
    ),
    Case(
        "the default answers where nothing is chosen",
        TIMELINE,
        deciding(decision(**YES_NO, default="no")),
        FALL,
        WHY,
        {"d": ("chosen", "no")},
    ),
    Case(
        "an answer given now goes before the one in the file and the default",
        TIMELINE,
        deciding(decision(**YES_NO, default="no"), choose={"d": "no"}),
        {},
        decisions={"d": ("chosen", "yes")},
        choices={"d": "yes"},
    ),
    Case(
        "a decision that is not reached ignores its answer",
        TIMELINE,
        deciding(decision(when="happened('act')", **YES_NO), choose={"d": "no"}),
        {},
        decisions={"d": ("not_reached", None)},
    ),
    Case(
        "a decision that is not certain to come up is not reached",
        [named("in", hired("ada", "2023-11")), said("act", SEVENTH), said("later", SEVENTH)],
        deciding(decision(NOON, when="holds('ada', 'org/ceo')", **YES_NO), choose={"d": "no"}),
        {},
        decisions={"d": ("not_reached", None)},
    ),
    Case(
        "history chooses the option whose events are recorded",
        TIMELINE,
        deciding(decision(**YES_NO, default="no"), choose="history"),
        {},
        decisions={"d": ("chosen", "yes")},
    ),
    Case(
        "or else the only one without events",
        TIMELINE,
        deciding(
            decision(options={"yes": {"then": [insert(said("new", NOON))], "events": ["new"]}, "no": {}}),
            choose="history",
        ),
        {},
        decisions={"d": ("chosen", "no")},
    ),
    Case(
        "an event before the decision stands",
        TIMELINE,
        deciding(decision(SEVENTH, options={"yes": {"events": ["act"]}, "no": {}}), choose={"d": "no"}),
        {},
        decisions={"d": ("chosen", "no")},
    ),
    Case(
        "at one instant a decision comes after what is recorded",
        TIMELINE,
        deciding(decision(NOON, when="happened('act')", options={"yes": {}, "no": {}}), choose={"d": "no"}),
        {},
        decisions={"d": ("chosen", "no")},
    ),
    Case(
        "what is chosen inserts, omits and changes",
        [*SUCCESSION, said("x", EIGHTH)],
        deciding(
            decision(
                options={
                    "yes": {"then": [omit("ada-out"), insert(said("new", SEVENTH)), change("x", note="otherwise")]},
                    "no": {"then": [insert(said("other", SEVENTH))]},
                }
            ),
            choose={"d": "yes"},
        ),
        {"ada-out": "omitted", "ben-in": "dropped", "ben-out": "dropped", "new": "inserted", "x": "changed"},
        {"ben-in": ["precondition ada-in", "precondition ada-out", "omitted ada-out"], "new": [], "x": []},
        {"d": ("chosen", "yes")},
    ),
    Case(
        "what a decision moves is ordered again",
        [ADA, ADA_OUT, named("ben-in", hired("ben", SEVENTH))],
        deciding(decision(options={"yes": {"then": [change("ada-out", at=EIGHTH)]}}), choose={"d": "yes"}),
        {"ada-out": "changed", "ben-in": "dropped"},
        {"ben-in": ["precondition ada-in", "precondition ada-out"]},
        {"d": ("chosen", "yes")},
    ),
    Case(
        "one decision turns on another, and on what it inserted",
        [ADA],
        deciding(
            decision(options={"yes": {"then": [insert(named("out", departed("ada", SIXTH)))]}, "no": {}}),
            decision(
                SEVENTH,
                "e",
                when="chose('d') == 'yes' and not holds('ada', 'org/ceo')",
                options={"go": {"then": [insert(named("ben-in", hired("ben", EIGHTH)))]}},
                default="go",
            ),
            choose={"d": "yes"},
        ),
        {"out": "inserted", "ben-in": "inserted"},
        decisions={"d": ("chosen", "yes"), "e": ("chosen", "go")},
        holders={("org/ceo", EIGHTH): {"ben": "certain"}},
    ),
    Case(
        "stop ends the decisions, not recorded history",
        TIMELINE,
        deciding(
            decision(options={"yes": {"then": [{"stop": True}]}, "no": {}}),
            decision(FIFTH, "e", **YES_NO),
            choose={"d": "yes", "e": "no"},
        ),
        {},
        decisions={"d": ("chosen", "yes"), "e": ("not_reached", None)},
    ),
]
