"""Each code of a finding has a record that has it and a near twin that has not."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from .builders import POSTS, departed, event, findings, hired, make_record

START, NOON = "2023-02-01", "2023-11-06 12:00"
ADA = hired("ada", START)


class Twins(NamedTuple):
    code: str
    event: str
    why: str
    bad: list[dict[str, Any]]
    good: list[dict[str, Any]]


def voting(who: str) -> dict[str, Any]:
    return event("resolved", NOON, organ="org/board", votes={"for": [who]})


TWINS = [
    Twins(
        "overlap",
        "e1",
        "a full post without replaces",
        [ADA, hired("ben", NOON)],
        [ADA, hired("ben", NOON, replaces="ada")],
    ),
    Twins(
        "overlap",
        "e1",
        "an observer fills no seat",
        [ADA, hired("ben", NOON, capacity="interim")],
        [ADA, hired("ben", NOON, capacity="observer")],
    ),
    Twins(
        "not-held",
        "e1",
        "there is no tenure that can have begun before",
        [ADA, departed("ben", NOON)],
        [ADA, departed("ada", NOON)],
    ),
    Twins(
        "not-held",
        "e2",
        "the only tenure is closed already, or only in doubt",
        [ADA, departed("ada", "2023-03-01"), departed("ada", NOON)],
        [ADA, departed("ada", "2023-03-01", claim="disputed"), departed("ada", NOON)],
    ),
    Twins(
        "not-held",
        "e2",
        "an explicit closing is no finding at the same bounds as the end in the organ, else it is",
        [
            hired("ada", START, ["org/board", "org/chair"]),
            departed("ada", NOON, "org/board"),
            departed("ada", "2023-11-07", "org/chair"),
        ],
        [
            hired("ada", START, ["org/board", "org/chair"]),
            departed("ada", NOON, "org/board"),
            departed("ada", NOON, "org/chair"),
        ],
    ),
    Twins(
        "not-held",
        "e1",
        "whom one replaces has to sit there",
        [hired("ada", START, "org/cfo"), hired("ben", NOON, replaces="ada")],
        [hired("ada", START, "org/ceo"), hired("ben", NOON, replaces="ada")],
    ),
    Twins(
        "already-held",
        "e1",
        "another capacity is a change",
        [ADA, hired("ada", NOON)],
        [ADA, hired("ada", NOON, capacity="interim")],
    ),
    Twins(
        "because-after",
        "e0",
        "the cause certainly lies later, or only possibly",
        [hired("ada", NOON, because="e1"), event("stated", "2023-11-07")],
        [hired("ada", NOON, because="e1"), event("stated", "2023-11-06")],
    ),
    Twins(
        "start-after-end",
        "e0",
        "out before in",
        [departed("ada", NOON), hired("ada", "2023-11-07")],
        [departed("ada", NOON), hired("ada", "[..2023-11-07]")],
    ),
    Twins(
        "start-after-end",
        "e0",
        "the planned end comes before the start",
        [hired("ada", NOON, until="2023-11-05")],
        [hired("ada", NOON, until="2025")],
    ),
    Twins(
        "not-on-leave",
        "e1",
        "back without having left",
        [ADA, event("leave_ended", NOON, who="ada", from_="org/ceo")],
        [
            ADA,
            event("leave_started", "2023-11-05", who="ada", from_="org/ceo"),
            event("leave_ended", NOON, who="ada", from_="org/ceo"),
        ],
    ),
    Twins(
        "post-absent",
        "e1",
        "a post not yet created",
        [event("post_created", "2023-11-07", post="org/ceo"), hired("ada", NOON)],
        [event("post_created", "2023-11-06", post="org/ceo"), hired("ada", NOON)],
    ),
    Twins(
        "outside-covers", "e0", "before the record begins", [hired("ada", "2022-12-31")], [hired("ada", "2023-01-01")]
    ),
    Twins(
        "not-member",
        "e0",
        "a post within an organ needs a tenure there",
        [hired("ada", NOON, "org/chair")],
        [hired("ada", NOON, ["org/board", "org/chair"])],
    ),
    Twins(
        "not-member",
        "e1",
        "votes of non-members do not count",
        [hired("ada", START, "org/board"), voting("ben")],
        [hired("ada", START, "org/board"), voting("ada")],
    ),
    Twins(
        "term-passed",
        "e0",
        "the planned end passed and nothing closed the tenure",
        [hired("ada", START, until="2023-03-01")],
        [hired("ada", START, until="2023-03-01"), departed("ada", "2023-03-01")],
    ),
    Twins(
        "gap",
        "e2",
        "the seat was certainly empty in between",
        [ADA, departed("ada", "2023-11-05"), hired("ben", "2023-11-07")],
        [ADA, departed("ada", "2023-11-05"), hired("ben", "[2023-11-05..2023-11-07]")],
    ),
]


@pytest.mark.parametrize("twins", TWINS, ids=[f"{twins.code}: {twins.why}" for twins in TWINS])
def test_a_finding_is_there_and_its_near_twin_has_none(twins: Twins) -> None:
    assert (twins.code, twins.event) in findings(twins.bad)
    assert twins.code not in {code for code, _ in findings(twins.good)}


def test_no_gap_is_found_where_the_cover_is_partial() -> None:
    events = [ADA, departed("ada", "2023-11-05"), hired("ben", "2023-11-07")]
    partial = {**POSTS, "org/ceo": {"title": "Chief executive", "covers": "partial"}}
    assert "gap" not in {code for code, _ in findings(events, posts=partial)}
    assert make_record(events).header.posts["org/ceo"].covers is None
