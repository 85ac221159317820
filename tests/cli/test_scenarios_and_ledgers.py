"""Where the record of a scenario comes from, ledgers that cannot be used, and branches that are whole or not there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from govsim.ledger import engine, file
from tests.service.records import SMALL

from .scenarios import STAYS, asked, branches
from .terminal import Terminal


@pytest.fixture
def small(govsim: Terminal) -> Terminal:
    """A ledger that holds the small record, and the scenario in a folder where it is alone."""
    govsim.good("load", govsim.file("small.yaml", SMALL))
    (govsim.folder / "alone").mkdir()
    govsim.file("alone/stays.yaml", STAYS)
    return govsim


@pytest.fixture
def stays(small: Terminal) -> Path:
    """The scenario file."""
    return small.folder / "alone" / "stays.yaml"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment only for other programs."""
    for module in (file, engine):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)


def commands(scenario: Path) -> list[Sequence[str | Path]]:
    """Return every command about scenarios, on a scenario of the small record."""
    return [
        ("scenario", "run", scenario),
        ("scenario", "check", scenario),
        ("scenario", "paths", scenario),
        ("pivots", "small", "--outcome", "true"),
    ]


# -- where the record is found


def test_the_ledger_comes_first_and_then_what_lies_beside_the_scenario(small: Terminal, stays: Path) -> None:
    changed = SMALL.replace("who: ben, to: co/ceo", "who: ben, to: co/board")
    beside = small.file("alone/small.yaml", changed)
    assert small.good("scenario", "run", stays, "--json").json["branch"] == "stays"
    elsewhere = Terminal(small.folder, f"sqlite:///{small.folder / 'other.db'}")
    answer = elsewhere.good("scenario", "run", stays, "--json").json
    assert answer["branch"] is None
    (fallen,) = (event for event in answer["events"] if event["id"] == "small/ben-ceo")
    assert "Director" in fallen["label"]
    assert not (small.folder / "other.db").exists()
    beside.unlink()
    said = elsewhere.refused("scenario", "run", stays)
    assert f"{stays}:3:9: there is no record 'small' in the ledger, beside this file or among the bundled ones" in said


def test_a_bundled_record_needs_no_ledger_and_gets_no_branch(govsim: Terminal) -> None:
    path = govsim.file("s.yaml", "scenario: s\nrecord: openai-2023\nchanges: [{omit: staff-letter}]\n")
    answer = govsim.good("scenario", "run", path, "--json").json
    assert (answer["branch"], answer["hypothetical"]) == (None, True)
    assert "HYPOTHETICAL" in govsim.good("scenario", "run", path).out
    assert "is not in the ledger" in govsim.refused("scenario", "run", path, "--branch", "b")
    assert not (govsim.folder / "ledger.db").exists()
    assert govsim.good("scenario", "paths", path).lines[0] == "HYPOTHETICAL: s"
    assert govsim.good("pivots", "openai-2023", "--outcome", "true").lines[0].startswith("HYPOTHETICAL")


def test_a_record_that_is_nowhere_is_told_with_what_there_is(small: Terminal) -> None:
    path = small.file("s.yaml", "scenario: s\nrecord: smal\n")
    assert "did you mean 'small'?" in small.refused("scenario", "run", path)
    path = small.file("s.yaml", "scenario: s\nrecord: zz\n")
    assert "there is small, " in small.refused("scenario", "check", path)


# -- ledgers that cannot be used


@pytest.mark.parametrize("number", range(4))
def test_a_ledger_that_is_none_is_told_in_one_message(small: Terminal, stays: Path, number: int) -> None:
    command = commands(stays)[number]
    small.file("junk.db", "junk" * 1000)
    for ledger, said in [
        (f"sqlite:///{small.folder}", "is a folder"),
        (f"sqlite:///{small.folder / 'junk.db'}", "is not an SQLite file; it was left as it is"),
        (f"sqlite:///{small.folder / 'nowhere' / 'l.db'}", "there is no folder"),
    ]:
        told = Terminal(small.folder, ledger).refused(*command)
        assert said in told
        assert len(told.splitlines()) <= 2


@pytest.mark.usefixtures("impatient")
def test_a_ledger_that_another_program_writes_is_read_and_gets_no_branch(small: Terminal, stays: Path) -> None:
    ledger = small.folder / "ledger.db"
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        said = small.refused("scenario", "run", stays, ledger=ledger)
        assert "locked by another program" in said
        for command in commands(stays)[1:]:
            small.good(*command)
        connection.execute("ROLLBACK")
    assert branches(small, "--all") == []
    small.good("scenario", "run", stays)


def test_a_ledger_that_nobody_can_write_answers_and_gets_no_branch(
    small: Terminal, stays: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(small.folder / "ledger.db")) as connection:
        connection.execute("VACUUM INTO ?", (str(small.folder / "still.db"),))
    still = Terminal(small.folder, f"sqlite:///{small.folder / 'still.db'}")
    before = (small.folder / "still.db").read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    (small.folder / "still.db").chmod(0o444)
    for command in commands(stays)[1:]:
        still.good(*command)
    if os.geteuid() != 0:  # root may write everything
        assert "cannot be written" in still.refused("scenario", "run", stays)
        assert (small.folder / "still.db").read_bytes() == before


# -- whole or not there


def sabotage(ledger: Path, statement: str) -> None:
    """Change a ledger behind govsim's back."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("ref", ["omit-ada-leaves", "omit-ben-ceo"])
def test_where_an_event_cannot_be_written_there_is_no_branch(small: Terminal, stays: Path, ref: str) -> None:
    ledger = small.folder / "ledger.db"
    small.good("scenario", "run", stays, "--branch", "before")
    sabotage(
        ledger,
        f"CREATE TRIGGER no_more BEFORE INSERT ON event WHEN NEW.ref LIKE '%{ref}' "
        "BEGIN SELECT RAISE(ABORT, 'no more'); END",
    )
    known = branches(small, "--all")
    small.refused("scenario", "run", stays, ledger=ledger)
    assert branches(small, "--all") == known
    small.file("alone/stays.yaml", STAYS.replace("she likes it", "she must"))
    small.refused("scenario", "run", stays, "--branch", "before", ledger=ledger)
    assert branches(small, "--all") == known  # the old one is not closed for one that did not come
    sabotage(ledger, "DROP TRIGGER no_more")
    small.good("verify")
    small.good("scenario", "run", stays)
    small.good("verify")


@pytest.mark.parametrize(
    "taken",
    ["omit-ada-leaves", "change-founding", "omit-ben-ceo", "omit-omit-ada-leaves"],
)
def test_an_inserted_event_may_be_called_as_what_govsim_writes_itself(small: Terminal, taken: str) -> None:
    path = small.file(
        "alone/s.yaml",
        "scenario: s\nrecord: small\nchanges:\n  - {omit: ada-leaves}\n  - {change: founding, set: {note: x}}\n"
        f"  - {{insert: {{id: {taken}, type: met, at: 2022-05-02, who: ada}}}}\n",
    )
    fates = {event["id"]: event["fate"] for event in small.good("scenario", "run", path, "--json").json["events"]}
    assert fates[f"small/{taken}"] == "inserted"
    events = small.good("events", "--branch", "s", "--json").json["events"]
    assert f"small/{taken}" in {event["id"] for event in events}
    assert "small/ada-leaves" not in {event["id"] for event in events}
    small.good("verify")


def test_mistakes_and_a_run_that_ends_in_one_leave_no_branch(small: Terminal) -> None:
    ledger = small.folder / "ledger.db"
    for body in (
        "changes: [{omit: ada-leafs}]\n",
        "changes: [{omit: ada-leaves}]\nvariables: {v: 0}\noutcomes: {o: 1 / v}\n",
        "changes: [{omit: ada-leaves}]\noutcomes: {o: \"1 / count('co/board', '2020-01-15')\"}\n",
    ):
        path = small.file("alone/s.yaml", f"scenario: s\nrecord: small\n{body}")
        for command in ("run", "check", "paths"):
            assert f"{path}:" in small.refused("scenario", command, path, ledger=ledger)
    assert branches(small, "--all") == []


def test_an_insert_that_cannot_happen_is_no_error(small: Terminal) -> None:
    path = small.file(
        "alone/s.yaml",
        "scenario: s\nrecord: small\nchanges:\n"
        "  - {insert: {id: x, type: hired, at: 2021-01-01, who: ben, to: co/ceo}}\n"
        "  - {insert: {id: y, type: resigned, at: 2021-01-02, who: ben, from: co/ceo, because: [x]}}\n",
    )
    events = {event["id"]: event for event in small.good("scenario", "run", path, "--json").json["events"]}
    assert [events[id_]["fate"] for id_ in ("small/x", "small/y")] == ["dropped", "dropped"]
    assert events["small/x"]["reasons"][0]["kind"] == "precondition"
    assert events["small/x"]["reasons"][0]["event"] == "small/ada-ceo"
    assert [reason["kind"] for reason in events["small/y"]["reasons"]] == ["needs", "precondition"]


# -- asked on a terminal


@pytest.mark.parametrize(
    ("typed", "option"),
    [("goes\n", "goes"), ("1\n", "goes"), ("2\n", "stays"), (" stays \n", "stays"), ("9\nleaves\ngoes\n", "goes")],
)
def test_who_sits_at_a_terminal_is_asked_until_they_answer(
    small: Terminal, stays: Path, typed: str, option: str
) -> None:
    answer = asked(small, typed, "scenario", "run", stays, "--json")
    assert answer.code == 0
    assert "Does she go then?" in answer.err
    assert "She goes" in answer.err
    decision = answer.json["decisions"][0]
    assert (decision["state"], decision["option"]) == ("chosen", option)
    assert [name for name, *_ in branches(small)] == ["stays"]
    if "9" in typed:
        assert "There is no '9'" in answer.err


def test_who_answers_nothing_leaves_it_open(small: Terminal, stays: Path) -> None:
    answer = asked(small, "\n", "scenario", "run", stays, "--json")
    assert (answer.json["decisions"][0]["state"], answer.json["decisions"][0]["option"]) == ("open", None)


def test_who_breaks_off_makes_no_branch(small: Terminal, stays: Path) -> None:
    answer = asked(small, "\x04", "scenario", "run", stays)
    assert (answer.code, answer.out) == (130, "")
    assert branches(small, "--all") == []


def test_what_is_answered_already_is_asked_of_nobody(small: Terminal, stays: Path) -> None:
    answer = asked(small, "stays\n", "scenario", "run", stays, "--choose", "later=goes", "--json")
    assert answer.json["decisions"][0]["option"] == "goes"
    assert "Does she go" not in answer.err
