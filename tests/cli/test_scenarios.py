"""Scenarios and pivots by the command line: exit codes, JSON, choices, branches, paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.records import SMALL

from .scenarios import STAYS, assert_shape, branches
from .terminal import Terminal, held

FATES = {"kept", "omitted", "changed", "inserted", "dropped"}
KINDS = {"omitted", "needs", "precondition", "verdict", "not_carried", "history"}


@pytest.fixture
def small(govsim: Terminal) -> Terminal:
    """A ledger that holds the small record, and the scenario beside it."""
    govsim.good("load", govsim.file("small.yaml", SMALL))
    govsim.file("stays.yaml", STAYS)
    return govsim


@pytest.fixture
def stays(small: Terminal) -> Path:
    """The scenario file."""
    return small.folder / "stays.yaml"


def ledger_of(terminal: Terminal) -> Path:
    return terminal.folder / "ledger.db"


def test_a_run_answers_in_the_shape_of_the_contract(small: Terminal, stays: Path) -> None:
    answer = small.good("scenario", "run", stays, "--json").json
    assert_shape("run", answer)
    assert (answer["scenario"], answer["branch"], answer["hypothetical"]) == ("stays", "stays", True)
    for event in answer["events"]:
        assert_shape("events", event)
        assert event["fate"] in FATES - {"kept"}
        for reason in event["reasons"]:
            assert_shape("reasons", reason)
            assert reason["kind"] in KINDS
    assert {event["id"]: event["fate"] for event in answer["events"]} == {
        "small/ada-leaves": "omitted",
        "small/ben-ceo": "dropped",
    }
    (fallen,) = (event for event in answer["events"] if event["fate"] == "dropped")
    assert [(reason["kind"], reason["event"]) for reason in fallen["reasons"]] == [
        ("needs", "small/ada-leaves"),
        ("omitted", "small/ada-leaves"),
    ]
    for decision in answer["decisions"]:
        assert_shape("decisions", decision)
    assert [(one["id"], one["state"], one["option"]) for one in answer["decisions"]] == [
        ("later", "open", None),
        ("never", "not_reached", None),
    ]
    for expected in answer["expect"]:
        assert_shape("expect", expected)
    assert [one["ok"] for one in answer["expect"]] == [True, True]
    assert answer["outcomes"] == {"ada-leads": True, "directors": 1}


def test_all_lists_what_happens_as_recorded_too(small: Terminal, stays: Path) -> None:
    events = small.good("scenario", "run", stays, "--all", "--json").json["events"]
    assert {event["id"] for event in events if event["fate"] == "kept"} <= {"small/founding", "small/ada-ceo"}
    plain = small.file("plain.yaml", "scenario: plain\nrecord: small\nfork: {before: founding}\n")
    events = small.good("scenario", "run", plain, "--all", "--json").json["events"]
    assert [event["fate"] for event in events] == ["kept"] * 4
    assert "ada-ceo" not in small.good("scenario", "run", plain).out
    assert "Ada becomes" in small.good("scenario", "run", plain, "--all").out


def test_an_option_is_chosen_for_one_run(small: Terminal, stays: Path) -> None:
    answer = small.good("scenario", "run", stays, "--choose", "later=goes", "--json").json
    assert (answer["decisions"][0]["state"], answer["decisions"][0]["option"]) == ("chosen", "goes")
    assert {event["id"]: event["fate"] for event in answer["events"]}["small/ada-goes"] == "inserted"
    assert answer["outcomes"]["ada-leads"] is False
    twice = small.good("scenario", "run", stays, "--choose", "later=goes", "--choose", "later=goes", "--json").json
    assert twice == answer
    not_reached = small.good("scenario", "run", stays, "--choose", "never=a", "--json").json["decisions"][1]
    assert (not_reached["state"], not_reached["option"]) == ("not_reached", None)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (["later=leaves"], "'leaves' is no option of 'later'"),
        (["later=gose"], "did you mean 'goes'?"),
        (["latter=goes"], "did you mean 'later'?"),
        (["zz=goes"], "there is later, never"),
        (["later"], "not DECISION=OPTION"),
        (["later="], "not DECISION=OPTION"),
        (["=goes"], "not DECISION=OPTION"),
        (["later=goes", "later=stays"], "'later' is chosen twice"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(small: Terminal, stays: Path, choices: list[str], said: str) -> None:
    options = [word for choice in choices for word in ("--choose", choice)]
    assert said in small.refused("scenario", "run", stays, *options, ledger=ledger_of(small))
    assert said in small.refused("scenario", "paths", stays, *options)
    assert branches(small) == []


def test_a_second_run_gives_the_same_branch_and_writes_nothing(small: Terminal, stays: Path) -> None:
    first = small.good("scenario", "run", stays)
    events, known = held(ledger_of(small)), branches(small, "--all")
    assert known == [("stays", "stays", False)]
    assert small.good("scenario", "run", stays) == first
    assert (held(ledger_of(small)), branches(small, "--all")) == (events, known)
    small.good("verify")


def test_an_edited_file_makes_the_branch_anew_and_closes_the_old_one(small: Terminal, stays: Path) -> None:
    small.good("scenario", "run", stays)
    small.file("stays.yaml", STAYS.replace("she likes it", "she must"))
    small.good("scenario", "run", stays)
    assert branches(small) == [("stays", "stays", False)]
    assert branches(small, "--all") == [("stays", "stays", True), ("stays", "stays", False)]
    small.good("scenario", "run", stays, "--choose", "later=goes")
    assert len(branches(small, "--all")) == 3
    small.good("verify")


def test_a_branch_reads_as_the_run_said(small: Terminal, stays: Path) -> None:
    answer = small.good("scenario", "run", stays, "--branch", "if-she-goes", "--choose", "later=goes", "--json").json
    assert answer["branch"] == "if-she-goes"
    (post,) = small.good("at", "2023-06-01", "--post", "co/ceo", "--branch", "if-she-goes", "--json").json["posts"]
    assert post["holders"] == []
    diff = small.good("diff", "main", "if-she-goes", "--json").json
    assert {event["id"] for event in diff["events"]} == {event["id"] for event in answer["events"]}
    (made,) = small.good("branch", "list", "--json").json["branches"][1:]
    assert (made["scenario"], made["hypothetical"], len(made["scenario_hash"])) == ("stays", True, 64)


def test_a_name_that_another_branch_has_is_refused(small: Terminal, stays: Path) -> None:
    small.good("branch", "create", "taken")
    for name in ("taken", "main"):
        said = small.refused("scenario", "run", stays, "--branch", name, ledger=ledger_of(small))
        assert f"there is a branch '{name}' that the scenario 'stays' did not make" in said
    assert "cannot be the name" in small.refused("scenario", "run", stays, "--branch", "a b")
    assert branches(small) == [("taken", None, False)]
    small.good("branch", "drop", "taken")
    small.good("scenario", "run", stays, "--branch", "taken")
    assert branches(small) == [("taken", "stays", False)]


def test_a_failed_expectation_is_exit_1_and_the_branch_is_there(small: Terminal) -> None:
    wrong = small.file("wrong.yaml", STAYS.replace("happened: false", "happened: true"))
    answer = small("scenario", "run", wrong)
    assert answer.code == 1
    assert f"{wrong}:25:5" in answer.out
    answer = small("scenario", "run", wrong, "--json")
    assert answer.code == 1
    assert [one["ok"] for one in answer.json["expect"]] == [False, True]
    assert branches(small) == [("stays", "stays", False)]


# -- check


def test_a_check_names_what_fails_with_its_place_and_what_came_instead(small: Terminal, stays: Path) -> None:
    wrong = small.file("wrong.yaml", STAYS.replace("happened: false", "happened: true").replace("[ada]}", "[ben]}"))
    answer = small("scenario", "check", stays, wrong, stays)
    assert answer.code == 1
    assert [line.split()[0] for line in answer.lines if line[0] != " "] == ["ok", "FAIL", "ok"]
    said = " ".join(answer.out.split())
    assert f"{wrong}:25:5: expected ben-ceo happens got does not happen" in said
    assert f"{wrong}:26:5: expected co/ceo at 2022-08-01: held by ben got ada; held" in said
    data = small("scenario", "check", stays, wrong, "--json")
    assert (data.code, data.json["ok"]) == (1, False)
    assert [(one["file"], one["ok"]) for one in data.json["scenarios"]] == [(str(stays), True), (str(wrong), False)]
    for expected in data.json["scenarios"][1]["expect"]:
        assert_shape("expect", expected)
    assert branches(small) == []


def test_a_broken_file_among_many_is_exit_2_with_all_problems_of_all_files(small: Terminal, stays: Path) -> None:
    wrong = small.file("wrong.yaml", STAYS.replace("happened: false", "happened: true"))
    broken = small.file("broken.yaml", STAYS.replace("ada-leaves", "ada-leafs").replace("2022-08-01", "2022-13-01"))
    other = small.file("other.yaml", STAYS.replace("record: small", "record: smal"))
    said = small.refused("scenario", "check", stays, wrong, broken, other, small.folder / "gone.yaml")
    places = [line.split(": ")[0].rpartition("/")[2] for line in said.splitlines()]
    assert "broken.yaml:26:10" in places
    assert places[-2:] == ["other.yaml:3:9", "gone.yaml:1:1"]
    assert "did you mean 'small'?" in said
    assert not any(place.startswith(("stays", "wrong")) for place in places)


def test_a_check_of_nothing_is_refused(small: Terminal) -> None:
    assert "Missing argument" in small.refused("scenario", "check")
    nothing = small.file("nothing.yaml", "scenario: nothing\nrecord: small\n")
    assert "expects nothing" in small.good("scenario", "check", nothing).out


# -- paths and pivots


def test_paths_lists_every_way_and_stops_where_it_is_told_to(small: Terminal, stays: Path) -> None:
    answer = small.good("scenario", "paths", stays, "--json").json
    assert (answer["scenario"], answer["hypothetical"], answer["complete"]) == ("stays", True, True)
    assert [(path["choices"], path["outcomes"]) for path in answer["paths"]] == [
        ({"later": "goes"}, {"ada-leads": False, "directors": 1}),
        ({"later": "stays"}, {"ada-leads": True, "directors": 1}),
    ]
    assert small.good("scenario", "paths", stays).lines[0] == "HYPOTHETICAL: stays"
    bounded = small.good("scenario", "paths", stays, "--most", "1", "--json")
    assert (len(bounded.json["paths"]), bounded.json["complete"]) == (1, False)
    assert "more than 1 path" in bounded.err
    assert small.good("scenario", "paths", stays, "--most", "2").err == ""
    fixed = small.good("scenario", "paths", stays, "--choose", "later=stays", "--json").json["paths"]
    assert [path["choices"] for path in fixed] == [{"later": "stays"}]
    for most in ("0", "-1", "x", "100001"):
        assert "--most" in small.refused("scenario", "paths", stays, "--most", most)


def test_many_decisions_are_bounded_with_a_clear_message(small: Terminal) -> None:
    many = "".join(f"  - {{id: d{n}, at: 2023-01-01, options: {{a: , b: , c: }}}}\n" for n in range(30))
    path = small.file("many.yaml", f"scenario: many\nrecord: small\ndecisions:\n{many}")
    answer = small.good("scenario", "paths", path, "--most", "20", "--json")
    assert (len(answer.json["paths"]), answer.json["complete"]) == (20, False)
    assert "--choose" in answer.err
    assert "--most" in answer.err


def test_pivots_names_what_it_hung_on(small: Terminal) -> None:
    answer = small.good("pivots", "small", "--outcome", "holds('ada', 'co/ceo')", "--json").json
    assert (answer["record"], answer["value"], answer["hypothetical"]) == ("small", False, True)
    assert ("small/ada-leaves", "omit", None, True) in [
        (one["event"], one["change"], one["party"], one["value"]) for one in answer["pivots"]
    ]
    assert small.good("pivots", "small", "--outcome", "true").lines[1].startswith("None of ")
    assert small.good("pivots", small.folder / "small.yaml", "--outcome", "holds('ada', 'co/ceo')").lines


@pytest.mark.parametrize(
    ("outcome", "column", "caret", "said"),
    [
        ("holds('adda', 'co/ceo')", 7, 6, "did you mean 'ada'?"),
        ("hods('ada', 'co/ceo')", 1, 0, "did you mean 'holds'?"),
        ("holds('ada', 'co/ceo') and", 27, 26, "ends where a value belongs"),
        ("true and 1/(2-2) > 1", 10, 9, "divides by zero"),
        ("'漢字' == chose('x')", 15, 16, "'x'"),
        ("'a\x1bb' == 'c' or nope", 3, 2, "U+001B may not stand"),
        ("'a\u202eb' == 'c' or nope", 17, 21, "unknown variable 'nope'"),
        ("1/count('co/board', '2020-03-01', 3)", 35, 34, ""),
        ("", 1, 0, "is empty"),
    ],
)
def test_a_mistake_in_the_outcome_is_pointed_at(
    small: Terminal, outcome: str, column: int, caret: int, said: str
) -> None:
    told = small.refused("pivots", "small", "--outcome", outcome)
    assert f"--outcome, column {column}: " in told
    assert said in told
    assert told.splitlines()[2] == f"  {' ' * caret}^"


def test_pivots_of_what_is_not_there_is_refused(small: Terminal) -> None:
    assert "did you mean 'small'?" in small.refused("pivots", "smal", "--outcome", "true")
    assert "there is no such file" in small.refused("pivots", "gone.yaml", "--outcome", "true")
    assert "is a folder" in small.refused("pivots", small.folder, "--outcome", "true")
    assert "--outcome" in small.refused("pivots", "small")
    assert "--most" in small.refused("pivots", "small", "--outcome", "true", "--most", "0")
