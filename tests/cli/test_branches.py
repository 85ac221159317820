"""Branches, differences, verification, anchors and following, as a user asks for them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from govsim.ledger.store import Ledger
from tests.cli.terminal import Terminal
from tests.service.records import SMALL

CEO = ("at", "2023-01-01T00:00Z", "--post", "co/ceo")


@pytest.fixture
def small(govsim: Terminal) -> Terminal:
    """A ledger that holds the small record."""
    govsim.good("load", govsim.file("small.yaml", SMALL))
    return govsim


def ledger_of(terminal: Terminal) -> Path:
    return terminal.folder / "ledger.db"


def test_a_branch_is_made_read_listed_compared_and_dropped(small: Terminal) -> None:
    said = small.good("branch", "create", "stays", "--before", "ada-leaves").out
    assert said == "stays: a hypothetical branch of main, position 5, before small/ada-leaves\n"
    assert [h["party"] for h in small.good(*CEO, "--branch", "stays", "--json").json["posts"][0]["holders"]] == ["ada"]
    assert "HYPOTHETICAL: branch stays" in small.good(*CEO, "--branch", "stays").lines
    branches = small.good("branch", "list", "--json").json["branches"]
    assert [(b["name"], b["hypothetical"], b["cut"]) for b in branches] == [
        ("main", False, None),
        ("stays", True, {"before": "small/ada-leaves"}),
    ]
    diff = small.good("diff", "main", "stays", "--at", "2023-01-01", "--json").json
    assert {(event["id"], event["kind"]) for event in diff["events"]} == {
        ("small/ada-leaves", "only_a"),
        ("small/ben-ceo", "only_a"),
    }
    assert [post["post"] for post in diff["posts"]] == ["co/ceo"]
    assert "Ben (interim)" in small.good("diff", "main", "stays").out
    assert small.good("branch", "drop", "stays").out == "stays: dropped\n"
    assert "was dropped" in small.refused(*CEO, "--branch", "stays")


def test_the_list_names_scenarios_where_a_branch_was_made_from_one(small: Terminal) -> None:
    small.good("branch", "create", "plain")
    assert small.good("branch", "list").lines[0].split()[:3] == ["branch", "from", "inherits"]
    with closing(Ledger(str(ledger_of(small)))) as ledger:
        ledger.make_branch("stays", [], meta={"scenario": "ada-stays", "hash": "ab" * 32})
    listed = [line.split() for line in small.good("branch", "list").lines]
    assert listed[0][:4] == ["branch", "from", "scenario", "inherits"]
    assert listed[1][:3] == ["main", "recorded", "history"]
    assert listed[2][:4] == ["plain", "main", "position", "5"]
    assert listed[3][:5] == ["stays", "main", "ada-stays", "position", "5"]
    branches = small.good("branch", "list", "--json").json["branches"]
    assert [(b["scenario"], b["scenario_hash"]) for b in branches] == [
        (None, None),
        (None, None),
        ("ada-stays", "ab" * 32),
    ]
    small.good("branch", "drop", "stays")
    assert "scenario" not in small.good("branch", "list").out
    assert "ada-stays" in small.good("branch", "list", "--all").out


@pytest.mark.parametrize(
    "command",
    [("history", "co/ceo"), ("why", "co/ceo", "--at", "2023-01-01T00:00Z"), ("events",), ("check",)],
)
def test_every_answer_read_from_a_branch_says_that_it_is_hypothetical(
    small: Terminal, command: tuple[str, ...]
) -> None:
    small.good("branch", "create", "b")
    assert small.good(*command, "--branch", "b").lines[0] == "HYPOTHETICAL: branch b"
    answer = small.good(*command, "--branch", "b", "--json").json
    assert (answer["branch"], answer["hypothetical"]) == ("b", True)
    assert "hypothetical" not in small.good(*command, "--json").json
    assert "HYPOTHETICAL" not in small.good(*command).out
    assert "there is no branch 'bb'" in small.refused(*command, "--branch", "bb")


def test_what_is_refused_says_the_right_form(small: Terminal) -> None:
    ledger = ledger_of(small)
    assert "did you mean 'ada-leaves'?" in small.refused(
        "branch", "create", "b", "--before", "ada-leave", ledger=ledger
    )
    assert "recorded history cannot be dropped" in small.refused("branch", "drop", "main", ledger=ledger)
    assert "64 hexadecimal digits" in small.refused("verify", "--anchor", "xyz", ledger=ledger)
    assert "it needs --follow" in small.refused("events", "--after", "3")
    assert "beyond what 'main' holds" in small.refused("events", "--follow", "--after", "99")


@pytest.mark.parametrize(
    "command",
    [
        ("branch", "create", "b"),
        ("branch", "list"),
        ("branch", "drop", "b"),
        ("diff", "a", "b"),
        ("verify",),
        ("anchor",),
    ],
)
def test_where_there_is_no_ledger_none_is_made(govsim: Terminal, command: tuple[str, ...]) -> None:
    assert "there is no ledger" in govsim.refused(*command)
    assert not ledger_of(govsim).exists()


def test_a_ledger_that_was_not_touched_is_what_was_written(small: Terminal) -> None:
    answer = small.good("verify", "--json").json
    assert answer["ok"] is True
    assert answer["events"] == 5
    assert answer["problems"] == []
    anchor = small.good("anchor").out.strip()
    assert anchor == answer["head"]
    small.good("verify", "--anchor", anchor)
    assert small.good("anchor", "--json").json == {"branch": "main", "position": 5, "head": anchor}


def test_a_change_behind_the_triggers_is_found_at_its_position(small: Terminal) -> None:
    with closing(sqlite3.connect(ledger_of(small))) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("UPDATE event SET payload = 'x'")
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET payload = replace(payload, 'ada', 'ben') WHERE position = 3")
        connection.commit()
    answer = small("verify", "--json")
    assert answer.code == 1
    assert answer.json["ok"] is False
    assert answer.json["problems"][0] == {"position": 3, "what": "the payload is not what was written"}
    assert small("verify").lines[-1].startswith("5 events: BROKEN")


def test_a_tail_that_was_cut_off_needs_an_anchor_to_be_seen(small: Terminal) -> None:
    anchor = small.good("anchor").out.strip()
    with closing(sqlite3.connect(ledger_of(small))) as connection:
        connection.execute("DROP TRIGGER event_no_delete")
        connection.execute("DELETE FROM event WHERE position = 5")
        connection.commit()
    assert small("verify", "--json").json["problems"][0]["position"] == 5
    assert any(
        "anchor" in problem["what"] for problem in small("verify", "--anchor", anchor, "--json").json["problems"]
    )


def test_events_are_followed_as_another_process_appends_them(small: Terminal) -> None:
    command = [sys.executable, "-m", "govsim", "--ledger", f"sqlite:///{ledger_of(small)}", "events", "--follow"]
    environment = {**os.environ, "XDG_DATA_HOME": str(small.folder)}
    following = subprocess.Popen([*command, "--after", "4"], stdout=subprocess.PIPE, text=True, env=environment)
    assert following.stdout is not None
    try:
        assert "small/ben-ceo" in following.stdout.readline()
        more = SMALL + "  - {id: ada-back, type: hired, at: 2023-01-01, who: ada, to: co/ceo, replaces: ben}\n"
        small.good("load", "--amend", "--why", "she is back", small.file("small.yaml", more))
        line = following.stdout.readline()
        assert line.startswith("6  ")
        assert "small/ada-back" in line
    finally:
        following.kill()
        following.communicate()
