"""Scenarios written as YAML are read again as they were, whatever their texts look like to YAML."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govsim.documents.nodes import to_data
from govsim.documents.scenario_file import ScenarioFile
from govsim.documents.scenario_text import data_text, scenario_text
from govsim.model.bound import parse_bound
from govsim.model.errors import DocumentError, GovsimError
from govsim.model.instant import zone_named
from govsim.model.scenario import Scenario
from tests.replay.builders import ZONE
from tests.whatif.cases_base import make_scenario
from tests.whatif.product import MistakenError, run_product
from tests.whatif.strategies import WhatIf, whatifs
from tests.whatif.test_naive_whatif import SLOW

WORDS = "null ~ Null yes NO on true 1e3 0x1 0o7 1_000 .5 .inf .nan 1:30 2023-01-01 2023-01-01T12:00:00Z << ="
SIGNS = "* *a &a !x !!str % @ ` ' \" - ? : , [ ] { } | > # --- ... 'q' \"d\" a:b a: #c ''"
NASTY = [
    *WORDS.split(),
    *SIGNS.split(),
    *("", " ", "  lead", "trail  ", "a: b", "a #b", "- a", "? a", ": a", "[a", "{a: 1", "--- a", "%YAML 1.1", "# x"),
    *("\t", "\ta", "a\t", "a\tb", "\n", "\n\n", " \n ", "a\n", "\na", "a\n\n\nb", "a\n  b", "a\n\tb", "a\r\nb"),
    *("\r", "\x07", "\0", "\x1b[31m", "\x7f", "\x85", "a\x85b", "\x9f", "\u2028", "a\u2028b\n", "a\u2029b", "\ufeff"),
    *("é", "日本", "😀", "e\u0301", "\u202eabc", "\xa0", "\ufffe", "\U0010ffff", "x" * 5_000, "word " * 500),
]


def read(text: str, zone: str = ZONE) -> Scenario:
    return ScenarioFile(text, Path("written.yaml")).scenario(zone_named(zone))


def data(text: str) -> Any:
    return to_data(ScenarioFile(text, Path("written.yaml")).root)


@pytest.mark.parametrize("value", NASTY, ids=ascii)
def test_a_text_stays_what_it_is_wherever_it_stands(value: str) -> None:
    written = {"note": value, "list": [value, [value, {"in": value}]], "map": {"x": value, value: {value: value}}}
    text = data_text(written)
    assert data(text) == written
    assert text.encode()


@settings(SLOW, max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_stays_what_it_is(value: str) -> None:
    written = {"note": value, "changes": [{"why": value, value: [value]}]}
    assert data(data_text(written)) == written


def test_nothing_is_not_the_word_for_it() -> None:
    written = {"changes": [{"change": "a", "set": {"note": None, "reason": "null", "by": "~", "says": ""}}]}
    assert data(data_text(written)) == written


def test_text_that_utf_8_cannot_say_is_refused() -> None:
    with pytest.raises(DocumentError):
        data(data_text({"note": "\ud800"}))


@pytest.mark.parametrize("value", [{1, 2}, Path("x"), object(), b"x"], ids=lambda value: type(value).__name__)
def test_what_no_file_can_say_is_refused(value: Any) -> None:
    with pytest.raises(GovsimError, match="a scenario file cannot say"):
        data_text({"changes": [{"change": "a", "set": {"note": [value]}}]})


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        (["2022-01-01", "2022-02"], "[2022-01-01, 2022-02]"),
        (["2022-01-01 12:00", "2022-02"], "[2022-01-01 12:00, 2022-02]"),
        (["2022-01..2022-02"], "[2022-01..2022-02]"),
        (datetime(2022, 1, 1, 12, 30, tzinfo=UTC), "2022-01-01 12:30:00+00:00"),
        (date(2022, 1, 1), "2022-01-01"),
        (parse_bound("2022-01 ~".replace(" ", ""), zone_named(ZONE)), "2022-01~"),
    ],
    ids=str,
)
def test_a_time_is_written_as_its_author_would(given_: Any, written: str) -> None:
    text = data_text({"scenario": "s", "record": "r", "fork": {"at": given_}})
    assert data(text)["fork"] == {"at": written}
    found = read(text).fork
    assert found is not None
    assert found.at is not None
    assert found.at.text == written


def test_one_key_stands_on_a_line_however_few_there_are() -> None:
    assert scenario_text(make_scenario({})).splitlines()[1:] == ["scenario: s", "record: r"]


def test_every_key_of_a_scenario_is_read_again() -> None:
    scenario = make_scenario(
        {
            "title": "null",
            "note": "two\nlines\n",
            "fork": {"after": "a"},
            "history": "drop",
            "enforce": "true",
            "bylaws": {"org": {"organs": {"org/board": {"quorum": {"more_than": "1/2", "of": "authorised"}}}}},
            "changes": [
                {"omit": "yes", "why": "no"},
                {"change": "b", "set": {"votes": {"for": [], "against": ["ada"]}, "carried": None}},
                {
                    "insert": {
                        "id": "c",
                        "type": "invested",
                        "at": "2023-11~",
                        "who": "ada",
                        "in": "org",
                        "stake": "49%",
                    }
                },
            ],
            "variables": {"share": "1e3", "word": "'x'"},
            "parameters": {"q": "0.7", "k": {"value": "0.1", "prior": {"beta": ["2", "5"]}, "note": "a guess"}},
            "draws": {"rain": {"bernoulli": "q"}, "hour": {"integers": ["1", "12"]}, "depth": {"normal": ["0", "1"]}},
            "crowds": {
                "staff": {"size": "770", "threshold": {"logistic": ["0.3", "0.1"]}, "shock": {"normal": ["0", "k"]}},
                "town": {"strata": [{"size": "5", "threshold": {"uniform": ["0", "1"]}}]},
            },
            "decisions": [
                {
                    "id": "put",
                    "at": "2023-11-05",
                    "motion": {"organ": "org/board", "for": {"ada": "0.9", "others": "q"}},
                    "options": {"carried": {"then": [{"let": {"share": "1"}}]}},
                },
                {
                    "id": "ask",
                    "at": "2023-11-05",
                    "every": "1h",
                    "times": "12",
                    "tick": "t",
                    "set": {"share": "share / 2"},
                    "signing": {"crowd": "staff", "pressure": "q * t", "chance": "q", "share": "share"},
                },
                {"id": "go", "at": "2023-11-05", "resignations": {"from": "org/board", "chance": "q / 10"}},
                {"id": "roll", "at": "2023-11-05", "draw": {"triangular": ["0", "1", "2"]}, "into": "share"},
                {
                    "id": "side",
                    "at": "2023-11-05",
                    "policy": {"table": [{"when": "rain", "weights": {"a": "1"}}, {"weights": {"a": "1", "b": "q"}}]},
                    "options": {"a": {}, "b": {}},
                },
                {
                    "id": "d",
                    "at": "2023-11-06 evening",
                    "question": "Who? #1",
                    "when": "share > 1/2",
                    "options": {
                        "yes": {"weight": "0.5", "then": [{"let": {"share": "0"}}, {"stop": "true"}], "events": ["a"]},
                        "no": {"title": "~", "then": [{"omit": "a"}]},
                    },
                    "default": "no",
                },
            ],
            "outcomes": {"o": "holds('ada', 'org/ceo', '2023-12-01')"},
            "choose": {"d": "yes"},
            "expect": [
                {"at": "2023-11-07", "post": "org/ceo", "holders": []},
                {"at": "[2023-11-07..2023-11-08]", "post": "org/ceo", "status": "vacant"},
                {"event": "a", "happened": "false"},
                {"verdict": "a", "is": "undetermined"},
                {"outcome": "o", "is": "unknown"},
            ],
        }
    )
    assert scenario.model_fields_set == set(Scenario.model_fields)
    assert read(scenario_text(scenario)) == scenario
    history = make_scenario({"choose": "history"})
    assert read(scenario_text(history)) == history


@settings(SLOW, max_examples=100)
@given(whatifs())
def test_a_random_scenario_is_read_again_and_runs_the_same(drawn: WhatIf) -> None:
    record, scenario, choices = drawn
    again = read(scenario_text(scenario))
    assert again == scenario
    assert scenario_text(again) == scenario_text(scenario)
    try:
        one = run_product(record, scenario, choices)
    except MistakenError:
        assume(False)
    two = run_product(record, again, choices)
    assert (two.whatif.fates, two.whatif.taken) == (one.whatif.fates, one.whatif.taken)
    assert two.whatif.own() == one.whatif.own()
