"""Forecasts by the command line: the contract's shape, text, mistakes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.service.scenarios import HOUSE

from .terminal import Terminal

MAY = """\
scenario: may
title: Ada may "\\e[31mcome\\e[0m" back
record: house
variables: {n: 0}
decisions:
  - id: press
    at: 2022-05-03 12:00
    question: Does anybody press?
    note: "a guess"
    options:
      yes: {weight: 0.542, events: [ada-back], then: [{let: {n: 3}}]}
      no:  {weight: 0.458}
    default: no
outcomes:
  back: holds('ada', 'co/ceo', '2022-06-01')
  n: n
  by-then: holds('ada', 'co/ceo', '2030-01-01')
"""


@pytest.fixture
def may(govsim: Terminal) -> Path:
    govsim.file("house.yaml", HOUSE)
    return govsim.file("may.yaml", MAY)


def test_a_forecast_answers_in_the_shape_of_the_contract(govsim: Terminal, may: Path) -> None:
    answer = govsim.good("simulate", may, "--runs", "5000", "--seed", "3", "--json").json
    assert (answer["scenario"], answer["runs"], answer["seed"], answer["method"]) == ("may", 5000, 3, "exact")
    assert answer["hypothetical"] is True
    back, number, unknown = answer["outcomes"]
    assert back == {
        "id": "back",
        "count": back["count"],
        "probability": 0.542,
        "low": 0.542,
        "high": 0.542,
        "exact": "271/500",
        "kind": "truth",
        "unknown": {"count": 0, "probability": 0.0, "low": 0.0, "high": 0.0, "exact": "0"},
    }
    assert 2500 < back["count"] < 2900
    assert [(one["value"], one["exact"]) for one in number["values"]] == [(0, "229/500"), (3, "271/500")]
    assert (number["mean_exact"], number["count"]) == ("813/500", None)
    assert (unknown["count"], unknown["unknown"]["exact"]) == (0, "1")
    (decision,) = answer["decisions"]
    assert [option["exact"] for option in decision["options"]] == ["271/500", "229/500"]
    assert answer["assumptions"] == ["press: yes 0.542, no 0.458", "  a guess"]


def test_drawn_runs_have_an_interval_and_the_same_seed_draws_the_same(govsim: Terminal, may: Path) -> None:
    command = ("simulate", may, "--runs", "2000", "--method", "sampled", "--json")
    answer = govsim.good(*command).json
    back = answer["outcomes"][0]
    assert (answer["method"], back["exact"], back["probability"]) == ("sampled", None, back["count"] / 2000)
    assert back["low"] < 0.542 < back["high"]
    assert govsim.good(*command, "--workers", "2").json == answer
    assert govsim.good(*command, "--seed", "1").json["outcomes"][0]["count"] != back["count"]


def test_a_forecast_is_read_with_its_assumptions_and_is_no_danger_to_a_terminal(govsim: Terminal, may: Path) -> None:
    text = govsim.good("simulate", may, "--runs", "1000").out
    assert "\x1b" not in text
    assert "HYPOTHETICAL: what follows from the assumptions below, no evidence of what would have happened" in text
    assert re.search(r"back +█{11}░{9} +54\.2 % +271/500", text)
    assert "press: yes 0.542, no 0.458" in text
    assert "Does anybody press?" in text
    drawn = govsim.good("simulate", may, "--runs", "1000", "--method", "sampled").out
    assert "1,000 runs, seed 0; each share with its interval of 95 %" in drawn
    assert "0 of 1,000 runs: at most 0.3 %" in drawn


def test_an_answer_can_be_fixed(govsim: Terminal, may: Path) -> None:
    answer = govsim.good("simulate", may, "--choose", "press=no", "--runs", "10", "--json").json
    assert answer["outcomes"][0]["exact"] == "0"
    assert answer["assumptions"] == ["press: no, fixed by --choose"]


def test_one_run_is_replayed_and_kept_as_a_branch(govsim: Terminal, may: Path) -> None:
    govsim.good("load", govsim.folder / "house.yaml")
    told = govsim.good("simulate", may, "--replay", "3", "--branch", "three", "--json").json
    assert (told["run"], told["agrees"], told["branch"]) == (3, True, "three")
    assert "Drawing and replaying it agree." in govsim.good("simulate", may, "--replay", "3").out
    assert "three" in govsim.good("branch", "list").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--runs", "0"), "0 is not in the range"),
        (("--runs", "2000000000"), "is not in the range"),
        (("--half-width", "0"), "is not in the range"),
        (("--choose", "pres=yes"), "there is no decision 'pres'"),
        (("--choose", "press=maybe"), "'maybe' is no option of 'press'"),
        (("--branch", "x"), "--branch keeps one run"),
        (("--replay", "1", "--branch", "x"), "is not in the ledger"),
    ],
)
def test_what_cannot_be_drawn_is_a_mistake(govsim: Terminal, may: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = govsim("simulate", may, *arguments)
    assert answer.code == 2
    assert said in answer.err


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("-1", "may.yaml:11:21: a weight is not negative"),
        (".nan", "may.yaml:11:21: "),
        ("1 / n", "may.yaml:11:21: '1 / n' divides by zero"),
    ],
)
def test_a_weight_that_is_none_is_a_mistake_with_its_place(govsim: Terminal, may: Path, weight: str, said: str) -> None:
    may.write_text(MAY.replace("weight: 0.542", f"weight: {weight}"))
    answer = govsim("simulate", may)
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err


WALK = """\
scenario: walk
title: A walk <&> "more"
record: house
variables: {n: 0}
parameters:
  p: {value: 0.5, prior: {uniform: [0.2, 0.8]}, note: a guess}
draws: {push: {uniform: [0, 1]}}
decisions:
  - id: step
    at: 2022-05-03 12:00
    every: 1h
    times: 3
    question: Up or down?
    policy: {chance: p, option: up}
    options: {up: {then: [{let: {n: n + push}}]}, down: {}}
outcomes:
  high: n > 1
  n: n
"""


@pytest.fixture
def walk(govsim: Terminal) -> Path:
    govsim.file("house.yaml", HOUSE)
    return govsim.file("walk.yaml", WALK)


def test_what_it_hangs_on_is_told_and_given_as_json(govsim: Terminal, walk: Path) -> None:
    text = govsim.good("simulate", walk, "--sensitivity", "--runs", "500").out
    assert "If an answer is fixed\n    Up or down?  up " in text
    assert re.search(r"p +█+│█+ +0\.26: \d", text)
    assert "Not knowing the parameters: half of their draws give up to" in text
    answer = govsim.good("simulate", walk, "--sensitivity", "--runs", "500", "--json").json
    assert (answer["runs"], answer["hypothetical"]) == (500, True)
    high, number = answer["outcomes"]
    assert [one["id"] for one in high["switches"][0]["options"]] == ["up", "down"]
    assert high["switches"][0]["options"][1]["level"] == 0.0
    assert high["parameters"][0]["low"]["value"] == pytest.approx(0.26)
    assert len(number["parameter_uncertainty"]) == 3


def test_a_scenario_is_shown_beside_its_base(govsim: Terminal, walk: Path) -> None:
    better = govsim.file(
        "better.yaml", WALK.replace("value: 0.5", "value: 0.7").replace("scenario: walk", "scenario: up")
    )
    text = govsim.good("simulate", better, "--against", walk, "--runs", "4000").out
    assert re.search(
        r"high +\d+\.\d % +\d+\.\d % +\+\d+\.\d points +\+\d+\.\d to \+\d+\.\d +[\d,]+ gain it, 0 lose it", text
    )
    assert "Assumed otherwise\n  p = 0.7, unsure: uniform [0.2, 0.8]" in text
    answer = govsim.good("simulate", better, "--against", walk, "--runs", "4000", "--json").json
    assert (answer["base"], answer["scenario"], answer["outcomes"][0]["lost"]) == ("walk", "up", 0)
    fixed = govsim.good("simulate", walk, "--against", walk, "--choose", "step=down", "--runs", "100", "--json").json
    assert fixed["outcomes"][0]["what_if"] == 0.0


def test_the_program_can_be_read(govsim: Terminal, walk: Path) -> None:
    text = govsim.good("simulate", walk, "--explain").out
    assert "push = uniform(0, 1) at uniform(push)" in text
    assert "step  (3 times)" in text
    assert "up where uniform(step-1) is within p" in text
    assert "up -> n = n + push" in text


def test_the_bars_are_drawn_as_a_picture_in_which_nothing_is_obeyed(govsim: Terminal, walk: Path) -> None:
    picture = govsim.folder / "walk.svg"
    govsim.good("simulate", walk, "--runs", "2000", "--svg", picture)
    root = ET.fromstring(picture.read_text())  # noqa: S314 - our own
    texts = ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("text")]
    assert 'A walk <&> "more"' in texts
    assert any(text.startswith("HYPOTHETICAL") for text in texts)
    assert any("p = 0.5, unsure: uniform [0.2, 0.8]" in text for text in texts)


def test_many_values_are_shown_in_parts_of_their_range(govsim: Terminal, walk: Path) -> None:
    text = govsim.good("simulate", walk, "--runs", "3000").out
    assert re.search(r"n +mean 0\.7\d+ +half up to 0\.\d+, 90 in 100 from 0 to \d", text)
    assert len(re.findall(r"^  [\d.]+ to [\d.]+ +[█░]{20} ", text, re.MULTILINE)) == 8
    assert "Up or down?  (up to 3 times, 3 on average)" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--explain", "--sensitivity"), "ask for different things"),
        (("--svg", "walk.png"), "end it with .svg"),
        (("--svg", "x.svg", "--explain"), "leave the other question out"),
        (("--svg", "nowhere/x.svg"), "cannot be written"),
        (("--against", "nothing.yaml"), "nothing.yaml"),
        (("--choose", "stepp=up"), "did you mean 'step'?"),
        (("--method", "exact"), "too many values to be enumerated"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_mistake(
    govsim: Terminal, walk: Path, arguments: tuple[str, ...], said: str
) -> None:
    answer = govsim("simulate", walk, "--runs", "100", *arguments)
    assert answer.code == 2, answer.out
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_a_sweep_is_shown_as_a_table_json_and_a_picture(govsim: Terminal, walk: Path) -> None:
    picture = govsim.folder / "sweep.svg"
    text = govsim.good("simulate", walk, "--sweep", "p=0:1:0.5", "--runs", "500", "--svg", picture)
    assert re.search(r"^0\.5 +[█░]{20} +\d+\.\d % +\d+\.\d % to \d+\.\d %$", text.out, re.MULTILINE)
    assert "3 points; 500 runs each, the same at all, seed 0" in text.out
    assert "Wrote" in text.err
    assert "HYPOTHETICAL" in picture.read_text()
    answer = govsim.good("simulate", walk, "--sweep", "p=0:1:0.5", "--sweep", "n=0:1:1", "--runs", "500", "--json").json
    assert [one["name"] for one in answer["sweep"]] == ["p", "n"]
    assert [one["at"] for one in answer["points"]][1] == {"p": 0.0, "n": 1.0}


def test_processes_answer_as_threads_do(govsim: Terminal, walk: Path) -> None:
    here = govsim.good("simulate", walk, "--runs", "2000", "--json").json
    options = ("--executor", "processes", "--workers", "2")
    assert govsim.good("simulate", walk, "--runs", "2000", *options, "--json").json == here


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--sweep", "p=0:1"), "write NAME=FROM:TO:STEP"),
        (("--sweep", "pp=0:1:1"), "did you mean 'p'?"),
        (("--sweep", "push=0:1:1"), "'push' does not begin with a number that could be swept"),
        (("--sweep", "p=0:1:1", "--explain"), "ask for different things"),
        (("--sweep", "p=0:1:1", "--half-width", "0.1"), "give a sweep --runs"),
        (("--sweep", "p=0:1:1", "--runs", "900000000"), "1800000000 runs cannot be drawn"),
        (("--sweep", "p=0:1:1", "--sweep", "n=0:1:1", "--sweep", "q=0:1:1", "--svg", "x.svg"), "one or two axes"),
        (("--executor", "threadz"), "did you mean 'threads'?"),
        (("--executor", "dask://nowhere"), "write dask://host:port"),
        (("--executor", "dask://h:1", "--workers", "3"), "a cluster has workers of its own"),
        (("--executor", "processes", "--sensitivity"), "--sensitivity is drawn on threads"),
    ],
)
def test_what_can_neither_be_swept_nor_sent_away_is_a_mistake(
    govsim: Terminal, walk: Path, arguments: tuple[str, ...], said: str
) -> None:
    answer = govsim("simulate", walk, "--runs", "100", *arguments)
    assert answer.code == 2, answer.out
    assert said in answer.err
    assert "Traceback" not in answer.err
