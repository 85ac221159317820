"""Ledgers that cannot be read or written: one clear message, exit 2, and the file is left as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from govsim.ledger import engine, file

from .records import record
from .terminal import Terminal, held

COMMANDS = {
    "at": ["at", "2020-06-01T00:00Z"],
    "history": ["history", "org/ceo"],
    "why": ["why", "org/ceo", "--at", "2020-06-01T00:00Z"],
    "events": ["events", "--json"],
    "check": ["check"],
    "load": ["load", "other.yaml"],
    "weekend": [],
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound ledger in one file, with nothing beside it."""
    folder = tmp_path_factory.mktemp("sound")
    terminal = Terminal(folder, str(folder / "written.db"))
    terminal.good("load", terminal.file("r.yaml", record()))
    with closing(sqlite3.connect(folder / "written.db")) as connection:
        connection.execute("VACUUM INTO ?", (str(folder / "sound.db"),))
    with closing(sqlite3.connect(folder / "sound.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    return folder / "sound.db"


def rewrite(path: Path, *statements: str) -> None:
    """Change a ledger behind govsim's back."""
    with closing(sqlite3.connect(path)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def cut_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def scramble(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + bytes((byte * 7 + 3) % 256 for byte in content[4096:]))


def replace_by_text(path: Path) -> None:
    path.write_text("this is no database\n" * 50)


def replace_by_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE event (id INTEGER)")
        connection.commit()


def make_newer(path: Path) -> None:
    rewrite(path, "UPDATE alembic_version SET version_num = '9999'")


def drop_branches(path: Path) -> None:
    rewrite(path, "DROP TABLE branch")


def spoil_payload(path: Path) -> None:
    rewrite(path, "UPDATE event SET payload = '{\"id\":' WHERE ref = 'alpha/hiring'")


def empty_payload(path: Path) -> None:
    rewrite(path, "UPDATE event SET payload = '{}' WHERE ref = 'alpha/hiring'")


BROKEN: dict[Callable[[Path], None], str] = {
    truncate: "is damaged",
    cut_header: "is not an SQLite file; it was left as it is",
    scramble: "is damaged",
    replace_by_text: "is not an SQLite file; it was left as it is",
    replace_by_foreign: "is an SQLite file of another program; it was left as it is",
    make_newer: "was written by a newer govsim (schema 9999",
    drop_branches: "is damaged",
}
TAMPERED = [
    *((spoil_payload, command) for command in ("at", "history", "why", "events")),
    *((empty_payload, command) for command in ("at", "history", "why", "events")),
]


def broken(tmp_path: Path, sound: Path, damage: Callable[[Path], None]) -> Terminal:
    """Return a terminal on a copy of the sound ledger that *damage* was done to."""
    path = tmp_path / "ledger.db"
    shutil.copy(sound, path)
    damage(path)
    return Terminal(tmp_path, str(path))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("damage", BROKEN, ids=lambda damage: damage.__name__)
def test_a_broken_ledger_is_told_in_one_message_and_left_alone(
    tmp_path: Path, sound: Path, damage: Callable[[Path], None], command: str
) -> None:
    if damage is drop_branches and command in ("load", "weekend"):
        pytest.skip("what is missing is not needed here")
    terminal = broken(tmp_path, sound, damage)
    other = terminal.file("other.yaml", record("beta", org="org2"))
    before = (tmp_path / "ledger.db").read_bytes()
    said = terminal.refused(*(str(other) if word == "other.yaml" else word for word in COMMANDS[command]))
    assert f"{tmp_path / 'ledger.db'}" in said
    assert BROKEN[damage] in said
    assert len(said.splitlines()) <= 2
    assert (tmp_path / "ledger.db").read_bytes() == before


@pytest.mark.parametrize(("damage", "command"), TAMPERED)
def test_a_ledger_whose_rows_were_tampered_with_is_called_damaged(
    tmp_path: Path, sound: Path, damage: Callable[[Path], None], command: str
) -> None:
    said = broken(tmp_path, sound, damage).refused(*COMMANDS[command])
    assert "damaged" in said
    assert "pydantic" not in said


def test_an_empty_file_is_a_ledger_that_is_not_there_yet(govsim: Terminal) -> None:
    ledger = govsim.file("ledger.db", "")
    assert "there is no ledger" in govsim.refused("events")
    assert ledger.read_bytes() == b""
    govsim.good("load", govsim.file("r.yaml", record()))
    assert govsim.good("history", "org/ceo", "--json").json["tenures"]


# -- locked by another program


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment only for other programs."""
    for module in (file, engine):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_a_locked_ledger_can_be_read_but_not_written_and_says_so(tmp_path: Path, sound: Path) -> None:
    terminal = broken(tmp_path, sound, lambda path: None)
    ledger, other = tmp_path / "ledger.db", terminal.file("other.yaml", record("beta", org="org2"))
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        said = terminal.refused("load", other, ledger=ledger)
        assert "locked by another program" in said
        assert "try again" in said
        assert terminal.good("history", "org/ceo").out
        connection.execute("ROLLBACK")
    assert "loaded" in terminal.good("load", other).out
    assert len(held(ledger)) == 6


@pytest.mark.usefixtures("impatient")
def test_a_ledger_locked_altogether_is_told_for_reading_too(tmp_path: Path, sound: Path) -> None:
    terminal = broken(tmp_path, sound, lambda path: None)
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("CREATE TEMP TABLE t (a)")
        for command in ("at", "events", "check"):
            assert "locked by another program" in terminal.refused(*COMMANDS[command])


# -- places that cannot be written


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a place where not even root can write")
def test_a_ledger_where_nothing_can_be_written_is_told(govsim: Terminal) -> None:
    said = govsim.refused("--ledger", "/proc/ledger.db", "load", govsim.file("r.yaml", record()))
    assert "/proc/ledger.db" in said
    assert "cannot be written" in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_ledger_answers_and_refuses_a_load(tmp_path: Path, sound: Path) -> None:
    terminal = broken(tmp_path, sound, lambda path: path.chmod(0o444))
    assert terminal.good("history", "org/ceo").out
    said = terminal.refused("load", terminal.file("other.yaml", record("beta", org="org2")))
    assert "cannot be written" in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_ledger_that_may_not_be_read_is_told(tmp_path: Path, sound: Path) -> None:
    terminal = broken(tmp_path, sound, lambda path: path.chmod(0))
    assert "may not be read" in terminal.refused("events")


def test_a_ledger_on_a_medium_that_nobody_can_write_is_read(
    tmp_path: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = broken(tmp_path, sound, lambda path: None)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert terminal.good("history", "org/ceo", "--json").json["tenures"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.db"]
