"""`govsim new scenario` and `govsim schema scenario`, as a user meets them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govsim.cli.main import cli
from govsim.documents.scenario_template import SCENARIO_TEMPLATE
from govsim.documents.schema import scenario_schema
from govsim.model.errors import GovsimError
from govsim.model.scenario import EDITS, EXPECTATIONS, STEPS, Decision, Option, Scenario
from govsim.rules.expressions import SIGNATURES, usage


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVSIM_LEDGER", "sqlite:///none.db")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="govsim", catch_exceptions=False)


def test_both_templates_written_into_a_folder_are_checked_green() -> None:
    assert run("new", "record", "my-organisation.yaml").exit_code == 0
    wrote = run("new", "scenario", "my-scenario.yaml")
    assert wrote.exit_code == 0
    assert "check it with `govsim scenario check my-scenario.yaml`" in wrote.stderr
    checked = run("scenario", "check", "my-scenario.yaml")
    assert checked.exit_code == 0, checked.output
    assert checked.stdout == "ok    my-scenario.yaml: 6 of 6 expectations hold\n"


def test_both_options_of_the_template_lead_somewhere_else() -> None:
    run("new", "record", "my-organisation.yaml")
    run("new", "scenario", "my-scenario.yaml")
    ways = json.loads(run("scenario", "paths", "my-scenario.yaml", "--json").stdout)["paths"]
    assert [way["outcomes"]["ben-leads"] for way in ways] == [True, False]


def test_a_file_that_exists_is_left_as_it_is() -> None:
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(GovsimError, match=r"mine\.yaml exists; it was left as it is"):
        run("new", "scenario", "mine.yaml")
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"


def test_without_a_file_the_template_is_printed() -> None:
    assert run("new", "scenario").stdout == SCENARIO_TEMPLATE


def test_the_template_explains_every_key_and_every_function() -> None:
    keys = {*Scenario.model_fields, *Decision.model_fields, *Option.model_fields, *EDITS, *STEPS, *EXPECTATIONS}
    unused = {"note", "bylaws"}  # free text, and what is not evaluated yet
    assert {key for key in keys - unused if not re.search(rf"\b{key}:", SCENARIO_TEMPLATE)} == set()
    assert {usage(function) for function in SIGNATURES if usage(function) not in SCENARIO_TEMPLATE} == set()
    assert "# yaml-language-server: $schema=scenario.schema.json" in SCENARIO_TEMPLATE


def test_the_schema_of_scenarios_is_printed_as_json() -> None:
    assert json.loads(run("schema", "scenario").stdout) == scenario_schema()
