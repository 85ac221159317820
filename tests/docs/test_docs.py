"""The documentation says what is true: its commands are run, its tables compared with the code."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from govsim.cli.main import _COMMANDS, cli
from govsim.exchange.formats import readable, writable
from govsim.model.events import EVENT_TYPES
from govsim.model.scenario import Scenario
from govsim.replay.findings import SEVERITY
from govsim.rules.expressions import SIGNATURES, Function, usage
from govsim.tui.act import Act
from govsim.tui.config import read_config
from govsim.tui.keys import COUNTS, GROUPS
from govsim.tui.prompt_keys import PLACES, PROMPTS
from tests.conftest import ROOT
from tests.docs.pages import PAGES, assert_can_be_typed, blocks, follow, is_executed, page_text, run, typed

README = (ROOT / "README.md").read_text()
SCENARIOS = (ROOT / "docs" / "scenarios.md").read_text()
COMMANDS = (ROOT / "docs" / "commands.md").read_text()


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with an empty data folder, the seeds and the scenarios beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVSIM_LEDGER", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    for name in ("seeds", "scenarios"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if is_executed(page)])
def test_what_a_page_shows_is_what_a_reader_sees(page: str, at_home: Path) -> None:
    """Every ``console`` block is run and every Python block executed, from the top to the bottom of the page."""
    follow(page)
    if page in LEFT_BEHIND:
        LEFT_BEHIND[page](at_home)


def assert_pictures_are_kept(folder: Path) -> None:
    named = re.findall(r"-o (\S+)$", page_text("docs/pictures.md"), re.MULTILINE)
    assert len(named) == 7
    for name in named:
        drawn = (folder / name).read_text(encoding="utf-8")
        kept = ROOT / "docs" / "pictures" / f"plot-{name}"
        if name.endswith(".svg"):
            assert drawn == kept.read_text(encoding="utf-8"), "run python docs/make_plots.py"
            assert kept.stat().st_size < 60_000


def assert_tour_is_drawn(folder: Path) -> None:
    drawn, kept = folder / "weekend.svg", ROOT / "docs" / "pictures" / "plot-weekend.svg"
    assert drawn.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")
    assert "Cleo Example" in (folder / "board.svg").read_text(encoding="utf-8")
    assert "Cleo Example" in (folder / "board.html").read_text(encoding="utf-8")


def assert_imports_are_drawn(folder: Path) -> None:
    page = (folder / "executive.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "executive.json" in page
    assert "Vice President: vacant" in (folder / "executive.svg").read_text(encoding="utf-8")
    assert "Greg Stein" in (folder / "board.svg").read_text(encoding="utf-8")
    assert "Gerald Ford :active" in (folder / "chart.mmd").read_text(encoding="utf-8")


LEFT_BEHIND: dict[str, Callable[[Path], None]] = {
    "docs/pictures.md": assert_pictures_are_kept,
    "docs/import.md": assert_imports_are_drawn,
    "docs/tour.md": assert_tour_is_drawn,
}
"""What to check of the files that a page has written."""


TYPED = [(page, command) for page in PAGES for command in typed(page)]


@pytest.mark.parametrize(("page", "command"), TYPED)
def test_what_a_page_says_to_type_can_be_typed(page: str, command: str) -> None:
    """These run for ever, need what tests lack, or write through a shell; there are such commands and options."""
    assert_can_be_typed(command)


def test_every_command_with_a_prompt_stands_in_a_block_that_is_run() -> None:
    assert [page for page, _ in TYPED].count("docs/browser.md") == 4
    for page in PAGES:
        prompted = re.findall(r"^ *\$ .*$", page_text(page), re.MULTILINE)
        run_here = [line for block in blocks(page_text(page), "console") for line in block.splitlines()]
        assert set(prompted) <= set(run_here), page


MESSAGES = ("govsim let this page in",)
"""What govsim says in quotes, and no command."""


@pytest.mark.parametrize("page", PAGES)
def test_commands_within_sentences_exist(page: str) -> None:
    for words in re.findall(r"`(govsim [a-z][a-z -]*)", page_text(page)):
        _, first, *rest = words.split()
        command = cli.get_command(cli.make_context("govsim", [first]), first)
        if isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            command = command.get_command(click.Context(command), rest[0])
        assert command is not None or words.startswith(MESSAGES), f"{page}: {words}"


def test_the_ready_queries_of_the_ledger_answer_without_govsim(at_home: Path) -> None:
    run("govsim load seeds/openai-2023.yaml --ledger sqlite:///weekend.db")
    run(f"govsim scenario run {ROOT / 'scenarios' / 'sutskever-votes-no.yaml'} --ledger sqlite:///weekend.db")
    page = (ROOT / "docs" / "ledger.md").read_text()
    with closing(sqlite3.connect((at_home / "weekend.db").as_uri() + "?mode=ro", uri=True)) as plain:
        saturday, days, twice, doubted, otherwise = (plain.execute(query).fetchall() for query in blocks(page, "sql"))
        for view in ("v_tenure", "v_event", "v_branch"):
            (row,) = re.findall(rf"^\| `{view}` \|.*$", page, re.MULTILINE)
            columns = [name for _, name, *_ in plain.execute(f"PRAGMA table_info({view})")]
            assert [name for name in re.findall(r"`(\w+)`", row)[1:] if name not in SAID] == columns
    assert ("Chief executive officer", "Mira Murati", "interim", 1) in saturday
    assert ("Director", "Helen Toner", "regular", 1) in saturday
    assert [holder for holder, *_ in days] == ["Sam Altman", "Mira Murati", "Emmett Shear", "Sam Altman"]
    assert days[1][3] == 2.3
    assert any(row[0] == "Sam Altman" and {row[2], row[4]} == {"OpenAI", "Y Combinator"} for row in twice)
    assert len(doubted) == len([event for event in json.loads(run(EVENTS))["events"] if event["claim"] != "confirmed"])
    assert ("Chief executive officer", "Sam Altman", "regular", "2019-03-11T07:00:00Z", None) in otherwise


SAID = ("corrected", "retracted", "omitted", "changed")
EVENTS = "govsim events --json --ledger sqlite:///weekend.db"


def test_the_first_scenario_has_the_eight_lines_it_says() -> None:
    assert len(blocks(SCENARIOS, "yaml")[0].splitlines()) == 8


@pytest.mark.parametrize("function", SIGNATURES)
def test_every_function_of_expressions_is_documented_as_it_is_called(function: Function) -> None:
    assert f"| `{usage(function)}` |" in SCENARIOS


@pytest.mark.parametrize("key", [field.alias or name for name, field in Scenario.model_fields.items()])
def test_every_key_of_a_scenario_is_documented(key: str) -> None:
    assert re.search(rf"\b{key}\b", SCENARIOS)


def help_of(command: str) -> str:
    """Return a command and its help as the page of commands shows them."""
    result = CliRunner().invoke(cli, [*command.split(), "--help"], prog_name="govsim", terminal_width=100)
    assert result.exit_code == 0
    return f"## `{f'govsim {command}'.strip()}`\n\n```text\n{result.output.rstrip()}\n```\n"


def test_every_command_is_documented_with_its_own_help() -> None:
    """GOVSIM_UPDATE_DOCS=1 rewrites the page."""
    groups = {
        "new": ["new record", "new scenario"],
        "schema": ["schema record", "schema scenario"],
        "import": ["import", *(f"import {one.name}" for one in readable())],
        "export": ["export", *(f"export {one.name}" for one in writable())],
        "branch": ["branch create", "branch list", "branch drop"],
        "scenario": ["scenario run", "scenario check", "scenario paths"],
    }
    names = ["", *(command for name in _COMMANDS for command in groups.get(name, [name]))]
    first, last = COMMANDS.index("## `govsim`"), COMMANDS.index("## From Python")
    expected = "\n".join(help_of(name) for name in names) + "\n"
    if os.environ.get("GOVSIM_UPDATE_DOCS"):
        (ROOT / "docs" / "commands.md").write_text(COMMANDS[:first] + expected + COMMANDS[last:])
    else:
        assert COMMANDS[first:last] == expected


def keys_of(title: str, acts: tuple[Act, ...]) -> str:
    """Return a table of keys as the page of the screen shows it."""
    lines = [f"### {title}", "", "| keys | id | what it does |", "|---|---|---|"]
    for act in acts:
        shown = act.shown.replace("|", "\\|")
        lines.append(f"| `{shown}` | `{act.id}` | {act.help} |")
    return "\n".join([*lines, ""])


def test_every_key_is_documented() -> None:
    """GOVSIM_UPDATE_DOCS=1 rewrites the tables."""
    path = ROOT / "docs" / "screen.md"
    page = path.read_text()
    places = [(f"In {said}", tuple(act for act in PROMPTS if act.place == place)) for place, said in PLACES.items()]
    tables = [*GROUPS, ("Counts", COUNTS), *places]
    expected = "\n".join(keys_of(title, acts) for title, acts in tables)
    first = page.index("a test compares them.\n\n") + len("a test compares them.\n\n")
    if os.environ.get("GOVSIM_UPDATE_DOCS"):
        path.write_text(page[:first] + expected)
    else:
        assert page[first:] == expected


def test_the_settings_that_the_page_of_the_screen_shows_are_read(tmp_path: Path) -> None:
    (example,) = blocks((ROOT / "docs" / "screen.md").read_text(), "toml")
    (tmp_path / "config.toml").write_text(example)
    config = read_config(tmp_path / "config.toml")
    assert config.theme == "textual-light"
    assert config.keys["whatif.omit"] == "delete"


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_type_of_event_is_documented(kind: str) -> None:
    assert f"`{kind}`" in (ROOT / "docs" / "records.md").read_text()


def test_every_finding_is_documented_with_its_severity() -> None:
    answers = (ROOT / "docs" / "answers.md").read_text()
    for code, severity in SEVERITY.items():
        assert f"| `{code}` | {severity} |" in answers


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page_text(page)):
        if not target.startswith("http"):
            name, _, place = target.partition("#")
            path = ROOT / page if not name else (ROOT / page).parent / name
            assert path.exists(), f"{page}: {target}"
            assert not place or place in headings(path), f"{page}: {target}"


def headings(path: Path) -> set[str]:
    """Return the headings of a page as links name them."""
    found = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_the_two_commands_of_the_readme_are_targets_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^    make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_format_is_documented() -> None:
    for name, formats in (("import", readable()), ("export", writable())):
        shown = page_text(f"docs/{name}.md")
        assert all(f"| `{one.name}` |" in shown for one in formats)
