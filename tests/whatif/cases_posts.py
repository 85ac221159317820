"""Hand-worked what-ifs about who can enter and leave a post, and whether the post is there."""

from __future__ import annotations

from tests.replay.builders import departed, event, hired

from .cases_base import (
    ADA,
    ADA_OUT,
    BEN,
    EIGHTH,
    FIFTH,
    NINTH,
    NOON,
    SEVENTH,
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

HIRES = [
    Case(
        "who does not leave keeps the successor out, and the successor's end falls too",
        SUCCESSION,
        changes(omit("ada-out")),
        {"ada-out": "omitted", "ben-in": "dropped", "ben-out": "dropped"},
        {
            "ben-in": ["precondition ada-in", "precondition ada-out", "omitted ada-out"],
            "ben-out": [
                "precondition ben-in",
                "precondition ada-in",
                "precondition ada-out",
                "omitted ada-out",
            ],
        },
        holders={("org/ceo", NINTH): {"ada": "certain"}},
    ),
    Case(
        "who replaces needs no free seat",
        [ADA, ADA_OUT, named("ben-in", hired("ben", SEVENTH, replaces="ada"))],
        changes(omit("ada-out")),
        {"ada-out": "omitted"},
        holders={("org/ceo", SEVENTH): {"ben": "certain"}},
    ),
    Case(
        "an observer needs no seat",
        [ADA, ADA_OUT, named("ben-in", hired("ben", SEVENTH, capacity="observer"))],
        changes(omit("ada-out")),
        {"ada-out": "omitted"},
        holders={("org/ceo", SEVENTH): {"ada": "certain", "ben": "certain"}},
    ),
    Case(
        "two seats are full with two others",
        [ADA, named("cleo-in", hired("cleo", START)), named("ben-in", hired("ben", NOON)), said("x", START)],
        changes(omit("x")),
        {"x": "omitted", "ben-in": "dropped"},
        {"ben-in": ["precondition cleo-in"]},
        header={"posts": {"org/ceo": {"title": "Chief", "seats": "2"}}},
    ),
    Case(
        "more seats let more in",
        [
            ADA,
            named("more", event("post_changed", FIFTH, post="org/ceo", seats="2")),
            named("ben-in", hired("ben", NOON)),
        ],
        changes(omit("more")),
        {"more": "omitted", "ben-in": "dropped"},
        {"ben-in": ["precondition ada-in", "precondition more", "omitted more"]},
    ),
    Case(
        "an end that may come in time, later in the order, frees the seat",
        [
            ADA,
            named("ben-in", hired("ben", "2023-11-06")),
            named("ada-out", departed("ada", "2023-11-06")),
            said("x", START),
        ],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "and does not when it does not happen",
        [
            ADA,
            named("ben-in", hired("ben", "2023-11-06")),
            named("ada-out", departed("ada", "2023-11-06"), because="x"),
            said("x", START),
        ],
        changes(omit("x")),
        {"x": "omitted", "ada-out": "dropped", "ben-in": "dropped"},
        {"ben-in": ["precondition ada-in", "precondition ada-out", "needs x", "omitted x"]},
    ),
    Case(
        "a disputed opening fills no seat for certain",
        [named("ada-in", hired("ada", START), claim="disputed"), said("x", FIFTH), named("ben-in", hired("ben", NOON))],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "a disputed hire into a full post stands",
        [ADA, said("x", FIFTH), named("ben-in", hired("ben", NOON), claim="disputed")],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "who sits in that capacity already is not hired again",
        [ADA, ADA_OUT, named("back", hired("ada", SEVENTH))],
        changes(omit("ada-out")),
        {"ada-out": "omitted", "back": "dropped"},
        {"back": ["precondition ada-in", "precondition ada-out", "omitted ada-out"]},
    ),
    Case(
        "in another capacity it is a change that needs no second seat",
        [ADA, ADA_OUT, named("back", hired("ada", SEVENTH, capacity="interim"))],
        changes(omit("ada-out")),
        {"ada-out": "omitted"},
    ),
    Case(
        "of several people hired together those fall who find no seat",
        [ADA, ADA_OUT, named("two", hired(["ben", "cleo"], SEVENTH))],
        changes(change("two", because=[], note="together")),
        {"two": "changed"},
        {"two": ["precondition two"]},
        holders={("org/ceo", SEVENTH): {"ben": "certain"}},
    ),
    Case(
        "a cross product happens where it can",
        [ADA, ADA_OUT, named("ben-both", hired("ben", SEVENTH, ["org/ceo", "org/cfo"]))],
        changes(omit("ada-out")),
        {"ada-out": "omitted", "ben-both": "changed"},
        {"ben-both": ["precondition ada-in", "precondition ada-out", "omitted ada-out"]},
        holders={("org/ceo", SEVENTH): {"ada": "certain"}, ("org/cfo", SEVENTH): {"ben": "certain"}},
    ),
    Case(
        "an inserted one that falls in part stays inserted, with reasons",
        [ADA],
        changes(insert(named("ben-both", hired("ben", NOON, ["org/ceo", "org/cfo"])))),
        {"ben-both": "inserted"},
        {"ben-both": ["precondition ada-in"]},
    ),
    Case(
        "an inserted one that falls whole is dropped",
        [ADA],
        changes(insert(named("ben-in", hired("ben", NOON)))),
        {"ben-in": "dropped"},
        {"ben-in": ["precondition ada-in"]},
    ),
]

CLOSINGS = [
    Case(
        "nobody leaves a post never entered",
        [ADA, ADA_OUT, BEN],
        changes(omit("ada-in")),
        {"ada-in": "omitted", "ada-out": "dropped"},
        {"ada-out": ["precondition ada-in", "omitted ada-in"]},
    ),
    Case(
        "nobody leaves a post twice",
        [ADA, ADA_OUT],
        changes(insert(named("fired", event("fired", FIFTH, who="ada", from_="org/ceo")))),
        {"fired": "inserted", "ada-out": "dropped"},
        {"ada-out": ["precondition fired"]},
        holders={("org/ceo", FIFTH): {}},
    ),
    Case(
        "one who was never there has nothing to name",
        [said("x", FIFTH), named("out", departed("ada", NOON))],
        changes(omit("x")),
        {"x": "omitted", "out": "dropped"},
        {"out": ["precondition"]},
    ),
    Case(
        "of two people who leave together the one who never came falls out",
        [
            ADA,
            named("ben-in", hired("ben", START, "org/cfo")),
            named("out", departed(["ada", "ben"], NOON, ["org/ceo", "org/cfo"])),
        ],
        changes(omit("ben-in")),
        {"ben-in": "omitted", "out": "changed"},
        {"out": ["precondition", "precondition", "precondition ben-in", "omitted ben-in"]},
    ),
    Case(
        "a post within an organ is no more to be left after the organ is",
        [
            named("in", hired("ada", START, ["org/board", "org/chair"])),
            named("chair-out", departed("ada", NOON, "org/chair")),
            said("x", SEVENTH),
        ],
        changes(insert(named("board-out", departed("ada", FIFTH, "org/board")))),
        {"board-out": "inserted", "chair-out": "dropped"},
        {"chair-out": ["precondition board-out"]},
    ),
    Case(
        "an explicit end at the bounds of the consequence stands",
        [
            named("in", hired("ada", START, ["org/board", "org/chair"])),
            said("x", FIFTH),
            named("board-out", departed("ada", NOON, "org/board")),
            named("chair-out", departed("ada", NOON, "org/chair")),
        ],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "a closing sorts before the opening that it can end, and stands",
        [
            said("x", FIFTH),
            named("out", departed("ada", NOON)),
            named("in", hired("ada", "[2023-11-06..2023-11-07]"), because="out"),
        ],
        changes(omit("x")),
        {"x": "omitted"},
    ),
    Case(
        "and falls with that opening",
        [
            said("x", FIFTH),
            named("out", departed("ada", NOON)),
            named("in", hired("ada", "[2023-11-06..2023-11-07]"), because=["x", "out"]),
        ],
        changes(omit("x")),
        {"x": "omitted", "out": "dropped", "in": "dropped"},
        {"out": ["precondition in", "needs x", "omitted x"]},
    ),
]

EXISTENCE = [
    Case(
        "nobody enters a post that was not created",
        [
            named("made", event("post_created", FIFTH, post="org/ceo")),
            named("in", hired("ada", NOON)),
            named("out", departed("ada", SEVENTH)),
        ],
        changes(omit("made")),
        {"made": "omitted", "in": "dropped", "out": "dropped"},
        {
            "in": ["precondition made", "omitted made"],
            "out": ["precondition in", "precondition made", "omitted made"],
        },
    ),
    Case(
        "nor one whose organisation was never founded",
        [named("made", event("founded", FIFTH, organization="org")), named("in", hired("ada", NOON))],
        changes(omit("made")),
        {"made": "omitted", "in": "dropped"},
        {"in": ["precondition made", "omitted made"]},
    ),
    Case(
        "an inserted creation makes up for an omitted one",
        [named("made", event("post_created", FIFTH, post="org/ceo")), named("in", hired("ada", SEVENTH))],
        changes(omit("made"), insert(named("made-later", event("post_created", NOON, post="org/ceo")))),
        {"made": "omitted", "made-later": "inserted"},
    ),
    Case(
        "nobody enters an abolished post, not even in doubt",
        [said("x", START), named("in", hired("ada", NOON), claim="disputed")],
        changes(insert(named("gone", event("post_abolished", FIFTH, post="org/ceo"))), omit("x")),
        {"x": "omitted", "gone": "inserted", "in": "dropped"},
        {"in": ["precondition gone"]},
    ),
    Case(
        "the end of a post ends who sits there, so that a later closing falls",
        [ADA, ADA_OUT],
        changes(insert(named("gone", event("dissolved", FIFTH, organization="org")))),
        {"gone": "inserted", "ada-out": "dropped"},
        {"ada-out": ["precondition gone"]},
    ),
    Case(
        "a post that may exist for a part of the window can be entered",
        [named("in", hired("ada", "2023-11"))],
        changes(insert(named("gone", event("post_abolished", EIGHTH, post="org/ceo"))), fork={"before": "in"}),
        {"gone": "inserted"},
    ),
]
