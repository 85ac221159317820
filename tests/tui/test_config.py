from __future__ import annotations

from pathlib import Path

import pytest

from govsim.model.errors import DocumentError
from govsim.service.gov import Gov
from govsim.tui.app import GovsimApp
from govsim.tui.config import Config, read_config
from govsim.tui.memory import Last, Memory
from tests.tui.screens import RECORD, number, opened, press


def test_no_file_means_no_settings(tmp_path: Path) -> None:
    assert read_config(tmp_path / "none.toml") == Config()


def test_keys_and_theme_are_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('theme = "nord"\n[keys]\n"event.next" = "ctrl+n,l"\n')
    assert read_config(path) == Config({"event.next": "ctrl+n,l"}, "nord")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[keys]\n"event.nxt" = "l"\n', ":2:1: there is no act 'event.nxt' (did you mean 'event.next'?)"),
        ('theme = "nrod"\n', ":1:1: there is no theme 'nrod' (did you mean 'nord'?)"),
        ('thme = "nord"\n', ":1:1: there is no setting 'thme' (did you mean 'theme'?)"),
        ('[keys]\n"event.next" = 3\n', ":2:1: 'event.next' has no keys"),
        ('keys = "l"\n', ":1:1: keys is a table"),
        ("theme = \n", ":1:9: this is no TOML"),
        ("\xff", "the settings cannot be read"),
    ],
)
def test_a_mistake_in_the_settings_is_told_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(DocumentError) as refused:
        read_config(path)
    (problem,) = refused.value.problems
    assert said in str(problem)
    assert str(problem).startswith(f"{path}:1:") or f"{path}:2:1:" in str(problem)


async def test_keys_of_the_settings_work_and_those_they_replace_do_not() -> None:
    app = GovsimApp(Gov(None, [RECORD]), "tidewater", config=Config({"event.next": "ctrl+n"}, "nord"))
    async with opened(app=app) as pilot:
        await press(pilot, "ctrl+n", "l")
        assert number(pilot) == 2
        assert pilot.app.theme == "nord"


async def test_the_last_place_is_kept_and_found_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "places.json", "ledger")
    app = GovsimApp(Gov(None, [RECORD]), "tidewater", memory=memory)
    async with opened(app=app) as pilot:
        await press(pilot, "g", "type #6", "enter", "7", "escape", "q")
    last = memory.read()
    assert last == Last("tidewater", "main", app.walk.times[5], "why")
    again = GovsimApp(Gov(None, [RECORD]), "tidewater", memory=memory, last=last)
    async with opened(app=again) as pilot:
        await press(pilot)
        assert (number(pilot), again.desk.current) == (8, "why")  # the last of the events at that instant


@pytest.mark.parametrize("text", ["", "[]", '{"ledger": 3}', '{"ledger": {"record": "x"}}', "{"])
def test_a_broken_memory_remembers_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "places.json"
    path.write_text(text)
    memory = Memory(path, "ledger")
    assert memory.read() is None
    memory.write(Last("r", "main", 1, "why"))
    assert memory.read() == Last("r", "main", 1, "why")
