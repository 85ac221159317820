"""Hand-worked what-ifs about resolutions and their votes, letters and offers."""

from __future__ import annotations

from typing import Any

from tests.replay.builders import event, hired

from .cases_base import (
    FIFTH,
    NOON,
    START,
    Case,
    Fields,
    change,
    changes,
    insert,
    named,
    omit,
    said,
)

BOARD = named("board-in", hired(["ada", "ben", "cleo"], START, "org/board"))


def vote(id_: str, at: str, effects: Any = (), **fields: Any) -> Fields:
    return named(id_, event("resolved", at, organ="org/board", effects=list(effects), **fields))


def votes(for_: list[str], against: list[str]) -> Fields:
    return {"for": for_, "against": against}


AYES, NOES = votes(["ada", "ben"], ["cleo"]), votes(["ada"], ["ben", "cleo"])

RESOLUTIONS = [
    Case(
        "other votes defeat a resolution, and its effects fall",
        [BOARD, vote("vote", FIFTH, ["act"], votes=AYES, carried=True), said("act", NOON)],
        changes(change("vote", votes=NOES)),
        {"vote": "changed", "act": "dropped"},
        {"act": ["not_carried vote"]},
    ),
    Case(
        "votes that are set together with what came of them count as written",
        [BOARD, vote("vote", FIFTH, ["act"], votes=AYES, carried=True), said("act", NOON)],
        changes(change("vote", votes=NOES, carried=True)),
        {"vote": "changed"},
    ),
    Case(
        "a tie is not more for than against",
        [BOARD, vote("vote", FIFTH, ["act"], votes=AYES), said("act", NOON)],
        changes(change("vote", votes=votes(["ada"], ["ben"]))),
        {"vote": "changed", "act": "dropped"},
    ),
    Case(
        "votes of who is no member do not count",
        [
            BOARD,
            vote("vote", FIFTH, ["act"], votes=votes(["ada", "dan"], ["ben"])),
            said("act", NOON),
            said("x", START),
        ],
        changes(omit("x")),
        {"x": "omitted", "act": "dropped"},
        {"act": ["not_carried vote"]},
    ),
    Case(
        "nor votes of observers",
        [
            BOARD,
            named("looks", hired("dan", START, "org/board", capacity="observer")),
            vote("vote", FIFTH, ["act"], votes=AYES),
            said("act", NOON),
            said("x", FIFTH),
        ],
        changes(omit("x"), change("vote", votes=votes(["dan", "ada"], ["ben"]))),
        {"x": "omitted", "vote": "changed", "act": "dropped"},
    ),
    Case(
        "a member who never joined does not carry it",
        [
            BOARD,
            named("dan-in", hired("dan", "2023-03-01", "org/board")),
            vote("vote", FIFTH, ["act"], votes=votes(["ada", "dan"], ["ben"])),
            said("act", NOON),
        ],
        changes(omit("dan-in")),
        {"dan-in": "omitted", "act": "dropped"},
        {"act": ["not_carried vote", "not_carried dan-in", "omitted dan-in"]},
    ),
    Case(
        "a written outcome stands whatever the votes",
        [
            BOARD,
            named("dan-in", hired("dan", "2023-03-01", "org/board")),
            vote("vote", FIFTH, ["act"], votes=votes(["ada", "dan"], ["ben"]), carried=True),
            said("act", NOON),
        ],
        changes(omit("dan-in")),
        {"dan-in": "omitted"},
    ),
    Case(
        "a resolution without votes and outcome lets its effects through",
        [vote("vote", FIFTH, ["act"]), said("act", NOON), said("x", START)],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "a resolution that did not happen lets nothing through",
        [said("x", START), vote("vote", FIFTH, ["act"], carried=True, because="x"), said("act", NOON)],
        changes(omit("x")),
        {"x": "omitted", "vote": "dropped", "act": "dropped"},
        {"act": ["not_carried vote", "needs x", "omitted x"]},
    ),
    Case(
        "one of two resolutions that carried is enough",
        [vote("one", FIFTH, ["act"], carried=True), vote("two", FIFTH, ["act"], carried=True), said("act", NOON)],
        changes(change("one", carried=False)),
        {"one": "changed"},
    ),
    Case(
        "a resolution later in the order counts with what is written",
        [said("x", START), said("act", FIFTH), vote("vote", NOON, ["act"], carried=False)],
        changes(omit("x")),
        {"x": "omitted", "act": "dropped"},
        {"act": ["not_carried vote"]},
    ),
    Case(
        "the cause is looked at before the resolution",
        [said("x", START), vote("vote", FIFTH, ["act"], carried=False), said("act", NOON, because="x")],
        changes(omit("x")),
        {"x": "omitted", "act": "dropped"},
        {"act": ["needs x", "omitted x"]},
    ),
    Case(
        "an inserted resolution can let an act fall",
        [said("act", NOON)],
        changes(insert(vote("vote", FIFTH, ["act"], carried=False))),
        {"vote": "inserted", "act": "dropped"},
        {"act": ["not_carried vote"]},
    ),
]

LETTERS = [
    Case(
        "nobody signs a letter that was not sent",
        [named("letter", event("letter_sent", FIFTH)), named("signed", event("letter_signed", NOON, letter="letter"))],
        changes(omit("letter")),
        {"letter": "omitted", "signed": "dropped"},
        {"signed": ["precondition letter", "omitted letter"]},
    ),
    Case(
        "no offer that was not made is withdrawn",
        [
            said("x", START),
            named("offer", event("offered", FIFTH), because="x"),
            named("lapsed", event("withdrawn", NOON, event="offer")),
        ],
        changes(omit("x")),
        {"x": "omitted", "offer": "dropped", "lapsed": "dropped"},
        {"lapsed": ["precondition offer", "needs x", "omitted x"]},
    ),
]
