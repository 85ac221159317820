"""Two people at one ledger on a server: both step the same weekend, and what one does the other sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.service.opening import bundled_file, open_ledger
from tests.cli.terminal import Terminal
from tests.conftest import ROOT

WHEN = ("at", "2023-11-18T18:00-08:00", "--post", "openai/ceo")


@pytest.fixture
def terminals(tmp_path: Path, database: str) -> tuple[Terminal, Terminal]:
    """Two terminals, each with a home of its own."""
    homes = [tmp_path / name for name in ("one", "other")]
    for home in homes:
        home.mkdir()
    return Terminal(homes[0], database), Terminal(homes[1], database.replace("postgresql://", "postgresql+psycopg://"))


def test_both_step_the_same_weekend_one_forks_and_the_other_sees_it(terminals: tuple[Terminal, Terminal]) -> None:
    one, other = terminals
    assert "159" in one.good("load", bundled_file()).out + one.good("verify").out
    steps = [terminal.good("events", "--from", "2023-11-16", "--to", "2023-11-23").out for terminal in terminals]
    assert steps[0] == steps[1]
    assert "altman-fired" in steps[0]
    assert one().out == other().out  # without a screen, the steps of the weekend
    assert "Mira Murati" in other.good(*WHEN).out
    one.good("branch", "create", "stays", "--before", "altman-fired")
    assert "stays" in other.good("branch", "list").out
    assert "Sam Altman" in other.good(*WHEN, "--branch", "stays").out
    other.good("scenario", "run", ROOT / "scenarios" / "sutskever-votes-no.yaml", "--branch", "no")
    assert one.good("diff", "main", "no").out == other.good("diff", "main", "no").out
    assert one.good("verify", "--json").json == other.good("verify", "--json").json


def test_sessions_that_are_open_already_see_it_too(database: str) -> None:
    one, other = open_ledger(database), open_ledger(database)
    one.load(bundled_file())
    its, others = one.steps("openai-2023"), other.steps("openai-2023")
    assert len(its) > 100
    assert [its[index].to_json() for index in range(40)] == [others[index].to_json() for index in range(40)]
    seen = other.ledger.data_version()
    one.branches.create("stays", before="altman-fired")
    assert other.ledger.data_version() != seen
    assert "stays" in {branch.name for branch in other.ledger.branches()}
    one.branches.drop("stays")
    assert "stays" not in {branch.name for branch in other.ledger.branches() if branch.closed_at is None}
    for gov in (one, other):
        gov.ledger.close()


def test_copying_there_and_back_leaves_the_same_head(terminals: tuple[Terminal, Terminal], tmp_path: Path) -> None:
    one, _ = terminals
    home = Terminal(tmp_path, str(tmp_path / "weekend.db"))
    home.good("load", bundled_file())
    home.good("scenario", "run", ROOT / "scenarios" / "sutskever-votes-no.yaml")
    before = home.good("verify", "--json").json
    assert one.ledger is not None
    there = home.good("copy", home.ledger or "", one.ledger, "--json").json
    back = home.good("copy", one.ledger, str(tmp_path / "back.db"), "--json").json
    assert there["head"] == back["head"] == before["head"]
    assert (there["copied"], back["copied"]) == (before["events"], before["events"])
    assert "@" in there["to"]
    assert ":***" not in there["to"]
    for terminal in (one, Terminal(tmp_path, str(tmp_path / "back.db"))):
        assert terminal.good("verify", "--json").json == before
