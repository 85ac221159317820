"""Hand-worked what-ifs about causes, forks, and what an author does to one event more than once."""

from __future__ import annotations

from tests.replay.builders import departed, event, hired

from .cases_base import (
    ADA,
    ADA_OUT,
    BEN,
    EIGHTH,
    FIFTH,
    NOON,
    SEVENTH,
    SIXTH,
    START,
    SUCCESSION,
    Case,
    change,
    changes,
    insert,
    named,
    omit,
    said,
)

CAUSES = [
    Case(
        "nothing is changed, nothing happens otherwise",
        SUCCESSION,
        {},
        {},
    ),
    Case(
        "an event without its cause falls, and the consequence of that one too",
        [said("a", FIFTH), said("b", SIXTH, because="a"), said("c", SEVENTH, because="b"), said("d", EIGHTH)],
        changes(omit("a")),
        {"a": "omitted", "b": "dropped", "c": "dropped"},
        {"a": ["omitted a"], "b": ["needs a", "omitted a"], "c": ["needs b", "needs a", "omitted a"]},
    ),
    Case(
        "one of two alternatives is enough",
        [said("a", FIFTH), said("b", FIFTH), said("c", SIXTH, because=[{"any": ["a", "b"]}])],
        changes(omit("a")),
        {"a": "omitted"},
    ),
    Case(
        "without any alternative it falls, and each one is named with what became of it",
        [
            said("z", START),
            said("a", FIFTH, because="z"),
            said("b", FIFTH),
            said("c", SIXTH, because=[{"any": ["b", "a"]}]),
        ],
        changes(omit("z"), omit("b")),
        {"z": "omitted", "a": "dropped", "b": "omitted", "c": "dropped"},
        {"c": ["needs b", "omitted b", "needs a", "needs z", "omitted z"]},
    ),
    Case(
        "the first missing cause of several is the reason",
        [said("a", FIFTH), said("b", FIFTH), said("c", SIXTH, because=["a", "b"])],
        changes(omit("b"), omit("a")),
        {"a": "omitted", "b": "omitted", "c": "dropped"},
        {"c": ["needs a", "omitted a"]},
    ),
    Case(
        "a retracted cause is not looked at",
        [
            said("a", FIFTH),
            said("b", SIXTH, because="a"),
            named("gone", event("retracted", SIXTH, event="a")),
            said("x", START),
        ],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "a change of the causes of an event lets it stand",
        [said("a", FIFTH), said("b", SIXTH, because="a")],
        changes(omit("a"), change("b", because=[])),
        {"a": "omitted", "b": "changed"},
        {"b": []},
    ),
    Case(
        "an inserted event that lacks its cause is dropped",
        [said("a", FIFTH)],
        changes(omit("a"), insert(said("new", SIXTH, because="a"))),
        {"a": "omitted", "new": "dropped"},
        {"new": ["needs a", "omitted a"]},
    ),
    Case(
        "a changed event that lacks its new cause is dropped",
        [said("a", FIFTH), said("b", SIXTH)],
        changes(omit("a"), change("b", because=["a"])),
        {"a": "omitted", "b": "dropped"},
        {"b": ["needs a", "omitted a"]},
    ),
]

FORKS = [
    Case(
        "what lies before the fork is not judged again, even an overlap",
        [ADA, named("over", hired("ben", "2023-03-01")), said("x", NOON)],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "an overlap after the fork falls though the record has it",
        [ADA, said("x", START), named("over", hired("ben", NOON))],
        changes(omit("x")),
        {"x": "omitted", "over": "dropped"},
        {"over": ["precondition ada-in"]},
    ),
    Case(
        "an explicit fork judges more than the change needs",
        [ADA, named("over", hired("ben", "2023-03-01")), said("x", NOON)],
        changes(omit("x"), fork={"before": "over"}),
        {"x": "omitted", "over": "dropped"},
    ),
    Case(
        "a fork after an event leaves that one unjudged",
        [ADA, named("over", hired("ben", "2023-03-01")), said("x", NOON)],
        changes(omit("x"), fork={"after": "over"}),
        {"x": "omitted"},
    ),
    Case(
        "a fork at an instant judges what sorts there",
        [ADA, named("over", hired("ben", "2023-03-01 12:00")), said("x", NOON)],
        changes(omit("x"), fork={"at": "2023-03-01 12:00"}),
        {"x": "omitted", "over": "dropped"},
    ),
    Case(
        "a change to a later time forks at the old one",
        [ADA, ADA_OUT, BEN],
        changes(change("ada-out", at=EIGHTH)),
        {"ada-out": "changed", "ben-in": "dropped"},
        {"ada-out": [], "ben-in": ["precondition ada-in", "precondition ada-out"]},
    ),
    Case(
        "a change to an earlier time forks at the new one",
        [ADA, named("over", hired("ben", FIFTH)), ADA_OUT, said("x", SEVENTH)],
        changes(change("x", at="2023-11-04 12:00")),
        {"x": "changed", "over": "dropped"},
        {"over": ["precondition ada-in"]},
    ),
    Case(
        "with history dropped only what the author touches goes on",
        [ADA, said("x", FIFTH), ADA_OUT, said("y", SEVENTH)],
        changes(omit("x"), change("ada-out", at=EIGHTH), insert(said("new", SIXTH)), history="drop"),
        {"x": "omitted", "ada-out": "changed", "y": "dropped", "new": "inserted"},
        {"x": ["omitted x"], "y": ["history"], "new": []},
    ),
]

AGAIN = [
    Case(
        "an event omitted and inserted with the same content is kept",
        SUCCESSION,
        changes(omit("ada-out"), insert(ADA_OUT)),
        {},
    ),
    Case(
        "an event omitted and inserted with other content is changed",
        SUCCESSION,
        changes(omit("ada-out"), insert(named("ada-out", departed("ada", FIFTH)))),
        {"ada-out": "changed"},
    ),
    Case(
        "several changes of one event add up",
        [ADA, ADA_OUT, said("x", SEVENTH)],
        changes(change("ada-out", at=SEVENTH), change("ada-out", reason="died")),
        {"ada-out": "changed"},
        holders={("org/ceo", SIXTH): {"ada": "certain"}, ("org/ceo", SEVENTH): {}},
    ),
    Case(
        "at one instant an inserted event comes after the recorded ones",
        [ADA, ADA_OUT, named("ben-in", hired("ben", NOON))],
        changes(insert(named("cleo-in", hired("cleo", NOON)))),
        {"cleo-in": "dropped"},
        {"cleo-in": ["precondition ben-in"]},
    ),
    Case(
        "an inserted opening at the instant of a recorded closing finds the seat free",
        [ADA, ADA_OUT],
        changes(insert(named("cleo-in", hired("cleo", NOON)))),
        {"cleo-in": "inserted"},
        holders={("org/ceo", NOON): {"cleo": "certain"}},
    ),
]
