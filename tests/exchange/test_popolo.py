"""Popolo: a file of people, posts and memberships answers as it says, and a history comes back from one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from govsim.model.record import Record
from tests.exchange.files import moment
from tests.exchange.stories import again, lost, read, tenures, written
from tests.replay.builders import Answers, departed, hired, make_record

BOARD: dict[str, Any] = {
    "persons": [
        {"id": "ada", "name": "Ada", "other_names": [{"name": "A. L."}], "birth_date": "1970-01"},
        {"id": "ben", "name": "Ben", "identifiers": [{"scheme": "wikidata", "identifier": "Q1"}]},
        {"id": "cleo", "name": "Cleo", "death_date": "2020-06-01"},
    ],
    "organizations": [
        {"id": "club", "name": "The Club", "founding_date": "2000", "parent_id": "trust"},
        {"id": "trust", "name": "The Trust", "classification": "charity"},
    ],
    "posts": [{"id": "chair", "label": "Chair", "organization_id": "club", "start_date": "2001-05"}],
    "memberships": [
        {"id": "m1", "person_id": "ada", "post_id": "chair", "start_date": "2010-03-01", "end_date": "2012"},
        {"id": "m2", "person_id": "ben", "organization_id": "club", "role": "member", "start_date": "2015"},
        {"id": "m3", "person_id": "cleo", "organization_id": "club", "role": "Acting Secretary"},
        {"id": "m4", "person_id": "ben", "post_id": "chair", "start_date": "2013-01", "on_behalf_of_id": "trust"},
    ],
}


def record_of(data: dict[str, Any], **options: Any) -> Record:
    return read("popolo", json.dumps(data), **options).record


def status(record: Record, post: str, at: str) -> str:
    return Answers(record).status_at(post, moment(at))


def test_memberships_are_tenures_in_posts() -> None:
    record = record_of(BOARD)
    assert Answers(record).holders_at("club/chair", moment("2011-01-01")) == {("ada", "regular", "certain")}
    assert status(record, "club/chair", "2000-06-01") == "absent"
    assert record.header.people["ada"].aliases == ("A. L.",)
    assert [(one.scheme, one.id) for one in record.header.people["ben"].identifiers] == [("wikidata", "Q1")]
    assert record.header.organizations["club"].parent == "trust"
    assert [event.type for event in record.events][:2] == ["founded", "post_created"]
    behalf = next(event for event in record.events if getattr(event, "on_behalf_of", ()))
    assert behalf.dump()["on_behalf_of"] == ["trust"]


def test_a_membership_without_end_is_never_current() -> None:
    record = record_of(BOARD)
    assert Answers(record).holders_at("club/member", moment("2030-01-01")) == {("ben", "regular", "possible")}
    assert status(record, "club/member", "2030-01-01") == "unknown"
    asked_for = record_of(BOARD, blank_end="current")
    assert status(asked_for, "club/member", "2030-01-01") == "held"


def test_without_dates_every_answer_is_unknown() -> None:
    record = record_of(
        {"persons": [{"id": "a", "name": "A"}], "memberships": [{"person_id": "a", "organization_id": "o"}]}
    )
    for at in ("1900-01-01", "2020-01-01", "2100-01-01"):
        assert status(record, "o/member", at) == "unknown"
        assert Answers(record).holders_at("o/member", moment(at)) == {("a", "regular", "possible")}


def test_nobody_holds_a_post_after_death() -> None:
    record = record_of(BOARD)
    answers = Answers(record)
    assert answers.holders_at("club/acting-secretary", moment("2020-01-01")) == {("cleo", "acting", "possible")}
    assert answers.holders_at("club/acting-secretary", moment("2020-06-03")) == set()


def test_what_has_no_place_is_counted() -> None:
    report = read("popolo", json.dumps(BOARD)).report
    assert lost(report.losses) == {"person.birth_date", "organization.classification"}


MOTION = {
    "organizations": [{"id": "club", "name": "The Club"}],
    "persons": [{"id": name, "name": name} for name in ("ada", "ben", "cleo")],
    "motions": [
        {
            "id": "v1",
            "organization_id": "club",
            "text": "Sell the boat",
            "date": "2020-02-03",
            "requirement": "two thirds",
            "result": "fail",
            "vote_events": [
                {
                    "votes": [
                        {"voter_id": "ada", "option": "yes"},
                        {"voter_id": "ben", "option": "no"},
                        {"voter_id": "cleo", "option": "paired"},
                    ]
                }
            ],
        }
    ],
}


def test_a_motion_is_a_resolution_with_its_votes() -> None:
    imported = read("popolo", json.dumps(MOTION))
    (event,) = imported.record.events
    said = event.dump()
    assert (said["organ"], said["motion"], said["carried"]) == ("club/member", "Sell the boat", False)
    assert said["votes"] == {"for": ["ada"], "against": ["ben"]}
    assert "requirement: two thirds" in said["note"]
    assert lost(imported.report.losses) == {"votes of the option 'paired'"}


# -- mistakes


@pytest.mark.parametrize(
    ("membership", "problem"),
    [
        ({"organization_id": "club"}, "person_id is missing"),
        ({"person_id": "ada"}, "organization_id is missing"),
        ({"person_id": "ada", "organization_id": "club", "start_date": "2020-02-31"}, "start_date: "),
        ({"person_id": "ada", "organization_id": "club", "start_date": "3/4/05"}, "start_date: "),
        ({"person_id": ["ada"], "organization_id": "club"}, "person_id is a text"),
        ({"id": "m1", "person_id": "ben", "post_id": "chair"}, "the id 'm1' stands in line"),
        ("ada", "an object is expected here"),
    ],
)
def test_a_membership_that_cannot_be_read_is_left_out_at_its_line(membership: Any, problem: str) -> None:
    data = {**BOARD, "memberships": [*BOARD["memberships"], membership]}
    report = read("popolo", json.dumps(data, indent=1)).report
    lines = json.dumps(data, indent=1).splitlines()
    (told,) = report.unreadable
    assert told.message.startswith(problem)
    assert told.line > lines.index(' "memberships": [') + 4 * 7
    assert (report.refused, report.tenures) == (1, 4)


def test_the_same_membership_twice_is_one() -> None:
    data = {**BOARD, "memberships": [*BOARD["memberships"], BOARD["memberships"][0]]}
    assert record_of(data).events == record_of(BOARD).events


# -- out and back


def test_a_history_comes_back() -> None:
    record = record_of(BOARD)
    back, losses = again("popolo", record)
    assert [one for one in tenures(back) if one[2] != "club/acting-secretary"] == [
        one for one in tenures(record) if one[2] != "club/acting-secretary"
    ]
    assert lost(losses) <= {"end_date that is open on one side", "start_date that is open on one side", "event.note"}
    assert {event.type for event in back.events} == {event.type for event in record.events}
    assert back.header.organizations == record.header.organizations


def test_several_people_in_one_event_are_a_membership_each() -> None:
    record = make_record([hired(["ada", "ben"], "2023-02-01", ["org/board", "org/cfo"]), departed("ada", "2023-03-01")])
    data = json.loads(written("popolo", record).text())
    assert len({one["id"] for one in data["memberships"]}) == 4


def test_what_popolo_cannot_say_is_counted() -> None:
    record = make_record(
        [
            hired("ada", "2023-02-01 12:00", announced="2023-02-03", by="org/board"),
            departed("ada", "[2023-05-01..2023-08-02]"),
            {"type": "stated", "at": "2023-06-01", "who": "ada", "says": "no"},
        ]
    )
    assert {
        "start_date as a time of day",
        "end_date as a span",
        "event.announced",
        "hired.by",
        "event of type stated",
    } <= lost(written("popolo", record).losses)


def test_a_branch_says_so_and_the_record_read_from_it_too() -> None:
    record = make_record([hired("ada", "2023-02-01")])
    text = written("popolo", record, branch="what-if").text()
    assert json.loads(text)["hypothetical"] is True
    assert (read("popolo", text).record.header.title or "").startswith("HYPOTHETICAL: branch what-if. ")


def test_jsonlines_of_loose_objects_are_sorted_into_their_lists() -> None:
    lines = [
        *BOARD["memberships"],
        *BOARD["persons"],
        *({"@type": "Organization", **one} for one in BOARD["organizations"]),
        *BOARD["posts"],
    ]
    loose = read("popolo", "".join(f"{json.dumps(line)}\n" for line in lines)).record
    assert tenures(loose) == tenures(record_of(BOARD))
