"""Scenarios damaged at random: the answer is what comes of them or a list of mistakes within the file, nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.documents.scenario_file import ScenarioFile
from govsim.documents.scenario_template import SCENARIO_TEMPLATE
from govsim.documents.template import RECORD_TEMPLATE
from govsim.model.errors import DocumentError, GovsimError, Problem
from govsim.service.scenarios import Scenarios
from tests.conftest import ROOT

from .test_damage import JUNK, put

SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
MORE_JUNK: st.SearchStrategy[Any] = st.one_of(
    JUNK,
    st.sampled_from(
        ["1/0", "-1", "true", "vote", "staff-letter", "board-vote", "history", "unknown", "[..2023]", "a\u202eb", "'x'"]
    ),
    st.text(max_size=12),
    st.dictionaries(
        st.sampled_from(["omit", "change", "insert", "let", "stop", "set", "then", "id", "type", "at", "because"]),
        st.sampled_from(
            ["altman-fired", "met", "2023", "true", "x", ["x"], {"id": "x"}, {"because": ["altman-fired"]}]
        ),
        max_size=4,
    ),
)


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Scenarios:
    """Return what can be done with scenarios of the bundled records and that of the template."""
    path = tmp_path_factory.mktemp("template") / "my-organisation.yaml"
    path.write_text(RECORD_TEMPLATE, encoding="utf-8")
    return Scenarios(None, [path])


@cache
def whole(path: Path | None) -> dict[str, Any]:
    """Return the data of a bundled scenario, or of the template; every scalar is text."""
    data: dict[str, Any] = yaml.load(text_of(path), Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text
    return data


@cache
def text_of(path: Path | None) -> str:
    """Return the text of a bundled scenario, or the template."""
    return SCENARIO_TEMPLATE if path is None else path.read_text(encoding="utf-8")


def assert_carried_out_or_told(scenarios: Scenarios, text: str) -> bool:
    """Check that a text is carried out or refused as it should be, and return whether it is carried out."""
    problems: tuple[Problem, ...] = ()
    try:
        prepared = scenarios.prepare_text(ScenarioFile(text, Path("f.yaml")))
        view = scenarios.view(prepared)
    except DocumentError as told:
        problems = told.problems
    else:
        assert view.to_json(kept=True)["hypothetical"] is True
        return True
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert problems
    assert [(one.line, one.column) for one in problems] == sorted((one.line, one.column) for one in problems)
    assert len(set(problems)) == len(problems)
    for problem in problems:
        assert problem.file == "f.yaml"
        assert 1 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= max(map(len, lines)) + 2
        assert len(str(problem).splitlines()) == 1
        for jargon in ("pydantic", "Input should", "Traceback", "type=", "Value error", "literal[", "dict["):
            assert jargon not in problem.message
    return False


@settings(max_examples=150)
@given(st.sampled_from([None, *SCENARIOS]), st.lists(st.integers(0, 500), min_size=1, max_size=7), MORE_JUNK)
def test_a_scenario_with_anything_in_any_place_is_carried_out_or_refused(
    scenarios: Scenarios, path: Path | None, way: list[int], junk: Any
) -> None:
    data = put(whole(path), way, junk)
    assert_carried_out_or_told(scenarios, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


@settings(max_examples=150)
@given(
    st.sampled_from([None, *SCENARIOS]), st.lists(st.tuples(st.integers(0, 9_999), st.integers(0, 9_999)), max_size=4)
)
def test_a_scenario_whose_parts_are_put_in_each_others_place_is_carried_out_or_refused(
    scenarios: Scenarios, path: Path | None, swaps: list[tuple[int, int]]
) -> None:
    data = whole(path)
    for one, other in swaps:
        data = put(data, digits(one), at(data, digits(other)))
    assert_carried_out_or_told(scenarios, yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


@settings(max_examples=150)
@given(st.sampled_from([None, *SCENARIOS]), st.integers(0, 5_000), st.integers(0, 12), st.text(max_size=4))
def test_a_text_with_any_slip_is_carried_out_or_refused(
    scenarios: Scenarios, path: Path | None, place: int, cut: int, slip: str
) -> None:
    text = text_of(path)
    place %= len(text)
    assert_carried_out_or_told(scenarios, text[:place] + slip + text[place + cut :])


@settings(max_examples=150)
@given(
    st.sampled_from([None, *SCENARIOS]),
    st.integers(0, 500),
    st.integers(0, 500),
    st.sampled_from(["swap", "cut", "twice"]),
)
def test_a_text_with_lines_out_of_place_is_carried_out_or_refused(
    scenarios: Scenarios, path: Path | None, one: int, other: int, how: str
) -> None:
    lines = text_of(path).splitlines(keepends=True)
    one, other = one % len(lines), other % len(lines)
    if how == "swap":
        lines[one], lines[other] = lines[other], lines[one]
    elif how == "cut":
        del lines[min(one, other) : max(one, other)]
    else:
        lines.insert(other, lines[one])
    assert_carried_out_or_told(scenarios, "".join(lines))


@settings(max_examples=100)
@given(st.text("-[]{}:,#&*!|>'\"%@` \n\tab1~?", max_size=60))
def test_no_text_breaks_the_reader(scenarios: Scenarios, text: str) -> None:
    assert_carried_out_or_told(scenarios, text)
    assert_carried_out_or_told(scenarios, f"scenario: s\nrecord: my-organisation\nchanges: {text}\n")
    assert_carried_out_or_told(scenarios, f"scenario: s\nrecord: my-organisation\noutcomes: {{o: {text}}}\n")


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_no_expression_breaks_the_commands(scenarios: Scenarios, expression: str) -> None:
    said = "--outcome, column "
    try:
        tried = scenarios.pivots("my-organisation", expression).tried
    except GovsimError as told:
        said = told.message
    else:
        assert tried
    assert said.startswith("--outcome, column ")


def test_what_is_not_damaged_is_carried_out(scenarios: Scenarios) -> None:
    assert all(assert_carried_out_or_told(scenarios, text_of(path)) for path in [None, *SCENARIOS])


def digits(number: int) -> list[int]:
    """Return the way into a tree that a number stands for."""
    return [int(digit) for digit in str(number)]


def at(node: Any, way: list[int]) -> Any:
    """Return what stands where a walk ends."""
    for step in way:
        if not isinstance(node, dict | list) or not node:
            return node
        node = list(node.values() if isinstance(node, dict) else node)[step % len(node)]
    return node
