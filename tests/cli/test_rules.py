"""Bylaws by the command line: check with verdicts, the reasoning behind one, power, and who could act."""

from __future__ import annotations

import pytest

from tests.cli.terminal import Terminal
from tests.conftest import SEED

EVE = "2023-11-16T00:00-08:00"


def test_check_gives_the_contracts_shape_of_a_verdict(govsim: Terminal) -> None:
    found = {one["event"]: one for one in govsim("check", SEED, "--json").json["verdicts"]}
    vote = found["openai-2023/board-vote"]
    assert (vote["status"], set(vote["reasons"][0])) == (
        "valid",
        {"provision", "passed", "operands", "layer"},
    )
    assert found["openai-2023/altman-fired"]["status"] == "valid"
    assert found["openai-2023/hoffman-director"]["status"] == "undetermined"


def test_the_reasoning_reads_like_a_short_legal_note(govsim: Terminal) -> None:
    said = govsim("check", SEED, "--explain", "altman-fired").out
    for part in (
        "It is valid",
        "The resolution that decides it, openai-2023/board-vote",
        "met      openai/board.majority (more than 1/2 of in office): for 4, in office 6  [openai-2023]",
        "Assumed:",
    ):
        assert part in said
    note = govsim("check", SEED, "--explain", "openai-2023/altman-fired", "--json").json
    assert [ground["event"] for ground in note["grounds"]] == ["openai-2023/board-vote"]


def test_power_gives_the_contracts_shape(govsim: Terminal) -> None:
    answer = govsim("power", "openai/board", "--at", EVE, "--file", SEED, "--json").json
    assert (answer["organ"], answer["at"], answer["carry"], answer["block"]) == (
        "openai/board",
        "2023-11-16T08:00:00Z",
        4,
        3,
    )
    assert {member["banzhaf"] for member in answer["members"]} == {"1/6"}
    assert {member["shapley"] for member in answer["members"]} == {"1/6"}
    assert len(answer["coalitions"]) == 15


def test_powers_says_who_could_act(govsim: Terminal) -> None:
    answer = govsim("powers", "openai", "--at", "2023-11-18T00:00-08:00", "--file", SEED, "--json").json
    remove = next(one for one in answer["powers"] if one["id"] == "remove-ceo")
    assert (remove["organ"], remove["needed"], remove["can_act"], len(remove["members"])) == (
        "openai/board",
        3,
        True,
        4,
    )
    assert "OpenAI board: 3 of 4" in govsim("powers", "openai", "--at", "2023-11-18", "--file", SEED).out


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["power", "openai/bord", "--at", EVE], "did you mean 'openai/board'?"),
        (["power", "openai/ceo", "--at", EVE], "there is no organ 'openai/ceo'"),
        (["power", "openai/board", "--at", "2010-01-01"], "nobody certainly sits in 'openai/board' then"),
        (["powers", "opnai", "--at", EVE], "did you mean 'openai'?"),
        (["check", "--explain", "altman-fird"], "did you mean 'openai-2023/altman-fired'?"),
        (["check", "--explain", "devday"], "of which bylaws say nothing"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_there_is_said(govsim: Terminal, command: list[str], says: str) -> None:
    files = [SEED] if command[0] == "check" else ["--file", SEED]
    answer = govsim(*command, *files)
    assert (answer.code, says in answer.err) == (2, True), answer.err
