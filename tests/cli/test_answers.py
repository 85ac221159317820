"""`at`, `history`, `why` and `events` in the shapes of the contract (design, section 5.3)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .terminal import Terminal

SATURDAY = "2023-11-18T18:00-08:00"
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z")
REF = re.compile(r"openai-2023/[\w.-]+")
CAPACITIES = {"regular", "interim", "acting", "observer"}
CLAIMS = {"confirmed", "reported", "disputed"}


def assert_bound(bound: Any) -> None:
    assert set(bound) == {"text", "earliest", "latest"}
    assert isinstance(bound["text"], str)
    for side in (bound["earliest"], bound["latest"]):
        assert side is None or UTC_TIME.fullmatch(side)


def assert_source(source: Any) -> None:
    assert set(source) == {"key", "title", "publisher", "date", "url"}
    assert all(value is None or isinstance(value, str) for value in source.values())


def assert_event(event: Any) -> None:
    common = {
        "id",
        "type",
        "label",
        "at",
        "decided",
        "notified",
        "announced",
        "because",
        "claim",
        "sources",
        "versions",
        "note",
    }
    assert common <= set(event)
    assert REF.fullmatch(event["id"])
    assert_bound(event["at"])
    for clock in ("decided", "notified", "announced"):
        if event[clock] is not None:
            assert_bound(event[clock])
    assert all(REF.fullmatch(cause) for cause in event["because"])
    assert event["claim"] in CLAIMS
    for source in event["sources"]:
        assert_source(source)


def assert_post(post: Any) -> None:
    named = {"post", "organization", "title", "status", "seats", "open", "offers", "holders"}
    assert named <= set(post) <= named | {"disputed_by"}
    assert post["post"].startswith(f"{post['organization']}/")
    assert post["status"] in {"held", "acting", "vacant", "unknown", "disputed", "absent"}
    assert all(count is None or isinstance(count, int) for count in (post["seats"], post["open"]))
    assert isinstance(post["offers"], list)
    for holder in post["holders"]:
        assert_holder(holder)


def assert_holder(holder: Any) -> None:
    assert set(holder) == {"party", "kind", "name", "capacity", "presence", "claim", "on_leave", "since", "event"}
    assert holder["kind"] in {"person", "organization"}
    assert holder["capacity"] in CAPACITIES
    assert holder["presence"] in {"certain", "possible"}
    assert holder["claim"] in CLAIMS
    assert isinstance(holder["on_leave"], bool)
    assert_bound(holder["since"])
    assert REF.fullmatch(holder["event"])


def test_the_example_of_the_contract_is_answered_as_printed_there(weekend: Terminal) -> None:
    answer = weekend.good("at", SATURDAY, "--post", "openai/ceo", "--json").json
    (post,) = answer.pop("posts")
    assert answer == {
        "at": "2023-11-19T02:00:00Z",
        "branch": "main",
        "hypothetical": False,
        "known_at": None,
        "recorded_at": None,
    }
    post.pop("disputed_by", None)
    assert post == {
        "post": "openai/ceo",
        "organization": "openai",
        "title": "Chief executive officer",
        "status": "acting",
        "seats": 1,
        "open": 0,
        "offers": [],
        "holders": [
            {
                "party": "mira-murati",
                "kind": "person",
                "name": "Mira Murati",
                "capacity": "interim",
                "presence": "certain",
                "claim": "confirmed",
                "on_leave": False,
                "since": {
                    "text": "2023-11-17 12:28",
                    "earliest": "2023-11-17T20:28:00Z",
                    "latest": "2023-11-17T20:28:00Z",
                },
                "event": "openai-2023/murati-interim-ceo",
            }
        ],
    }


@pytest.mark.parametrize(
    "time", ["2014-01-01", "2019-06-01", "2023-11-17", "2023-11-20T05:00Z", "2023-11-22", "2025-01-01", "2030-01-01"]
)
def test_every_post_is_listed_at_any_time_in_the_shape_of_the_contract(weekend: Terminal, time: str) -> None:
    answer = weekend.good("at", time, "--json").json
    assert UTC_TIME.fullmatch(answer["at"])
    assert len(answer["posts"]) > 5
    for post in answer["posts"]:
        assert_post(post)
        if post["status"] in ("absent", "vacant"):
            assert post["holders"] == []


def test_an_organ_of_many_seats_has_no_number_of_them(weekend: Terminal) -> None:
    (post,) = weekend.good("at", SATURDAY, "--post", "openai/board", "--json").json["posts"]
    assert (post["seats"], post["open"]) == (None, None)
    assert len(post["holders"]) == 4


def test_outside_the_record_nothing_is_known_and_nobody_listed(weekend: Terminal) -> None:
    for post in weekend.good("at", "2030-01-01", "--json").json["posts"]:
        assert post["status"] in ("unknown", "absent")
        assert post["holders"] == []


def test_a_narrower_question_gives_the_same_answer(weekend: Terminal) -> None:
    everything = {post["post"]: post for post in weekend.good("at", SATURDAY, "--json").json["posts"]}
    org = weekend.good("at", SATURDAY, "--org", "openai", "--json").json["posts"]
    assert org == [post for post in everything.values() if post["organization"] == "openai"]
    for name in ("openai/ceo", "openai/board", "openai/chair"):
        assert weekend.good("at", SATURDAY, "--post", name, "--json").json["posts"] == [everything[name]]
    assert weekend.good("at", SATURDAY, "--record", "openai-2023", "--json").json["posts"] == list(everything.values())


def test_history_of_a_post_is_its_succession(weekend: Terminal) -> None:
    answer = weekend.good("history", "openai/ceo", "--json").json
    assert set(answer) == {"post", "tenures"}
    assert answer["post"] == "openai/ceo"
    assert [tenure["party"] for tenure in answer["tenures"]] == [
        "sam-altman",
        "mira-murati",
        "emmett-shear",
        "sam-altman",
    ]
    for tenure in answer["tenures"]:
        named = {"party", "capacity", "start", "end", "opened_by", "closed_by"}
        assert named <= set(tenure) <= named | {"post"}
        assert_bound(tenure["start"])
        assert REF.fullmatch(tenure["opened_by"])
    last = answer["tenures"][-1]
    assert (last["end"], last["closed_by"]) == (None, None)


def test_history_of_a_person_names_each_post(weekend: Terminal) -> None:
    answer = weekend.good("history", "sam-altman", "--json").json
    assert answer["party"] == "sam-altman"
    assert {"openai/ceo", "openai/board"} <= {tenure["post"] for tenure in answer["tenures"]}


def test_why_gives_the_answer_and_the_chain_down_to_its_sources(weekend: Terminal) -> None:
    answer = weekend.good("why", "openai/ceo", "--at", SATURDAY, "--json").json
    assert {"at", "post", "status", "answer", "chain"} <= set(answer)
    assert (answer["at"], answer["post"], answer["status"]) == ("2023-11-19T02:00:00Z", "openai/ceo", "acting")
    assert "Mira Murati" in answer["answer"]
    for link in answer["chain"]:
        assert_event(link["event"])
    ids = [link["event"]["id"] for link in answer["chain"]]
    assert ids[0] == "openai-2023/murati-interim-ceo"
    assert "openai-2023/altman-fired" in ids
    assert answer["chain"][0]["event"]["sources"]


def test_events_are_all_there_once_and_well_formed(weekend: Terminal) -> None:
    events = weekend.good("events", "--json").json["events"]
    for event in events:
        assert_event(event)
    ids = [event["id"] for event in events]
    assert len(ids) == len(set(ids)) > 100
    assert ids.index("openai-2023/board-vote") < ids.index("openai-2023/altman-fired")


def test_events_from_and_to_keep_what_can_lie_between(weekend: Terminal) -> None:
    day = ["--from", "2023-11-17T00:00-08:00", "--to", "2023-11-17T23:59:59-08:00", "--json"]
    ids = {event["id"] for event in weekend.good("events", *day).json["events"]}
    assert "openai-2023/altman-fired" in ids
    assert "openai-2023/shear-interim-ceo" not in ids
    everything = {event["id"] for event in weekend.good("events", "--json").json["events"]}
    assert ids < everything


def test_json_may_be_asked_for_before_the_command(weekend: Terminal) -> None:
    assert weekend.good("--json", "history", "openai/ceo").out == weekend.good("history", "openai/ceo", "--json").out


def test_data_goes_to_standard_output_alone(weekend: Terminal) -> None:
    for command in (["at", SATURDAY], ["history", "openai/ceo"], ["why", "openai/ceo", "--at", SATURDAY], ["events"]):
        for json in ([], ["--json"]):
            answer = weekend.good(*command, *json)
            assert answer.out
            assert answer.err == ""
