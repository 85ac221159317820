from __future__ import annotations

import pytest
from textual.binding import Binding

from govsim.tui.act import Act
from govsim.tui.app import GovsimApp
from govsim.tui.draw import plain
from govsim.tui.keys import ACTS, COUNTS, bindings
from govsim.tui.pane_help import PANE_HELP
from govsim.tui.prompt_keys import PROMPTS
from govsim.tui.screens.ask_screen import AskScreen
from govsim.tui.screens.choose_screen import ChooseScreen
from govsim.tui.screens.desk import Desk
from govsim.tui.screens.form_screen import FormScreen
from govsim.tui.screens.goto_screen import GoToScreen
from govsim.tui.screens.help_screen import HelpScreen, help_lines
from govsim.tui.screens.text_screen import TextScreen
from govsim.tui.widgets.filter_bar import FilterBar
from govsim.tui.widgets.pane import Pane
from tests.tui.screens import app_over, opened, press

OWNERS = {
    "everywhere": GovsimApp,
    "filter": FilterBar,
    "go to": GoToScreen,
    "help": HelpScreen,
    "choose": ChooseScreen,
    "ask": AskScreen,
    "read": TextScreen,
    "form": FormScreen,
}


@pytest.mark.parametrize("act", [*ACTS, *COUNTS, *PROMPTS], ids=lambda act: act.id)
def test_every_key_is_a_binding_with_id_and_tooltip_and_has_a_help_line_and_an_action(act: Act) -> None:
    owner = OWNERS[act.place]
    bound = [binding for binding in bindings(act.place) if isinstance(binding, Binding) and binding.id == act.id]
    assert getattr(owner, "BINDINGS") == bindings(act.place)  # noqa: B009 - Textual's metaclass hides it
    assert [binding.key for binding in bound] == [act.keys]
    assert bound[0].tooltip
    assert bound[0].description
    assert hasattr(owner, f"action_{act.action.partition('(')[0]}")
    helped = "\n".join(plain(line) for line in help_lines("roles", 200))
    assert act.help in helped


def test_every_act_is_in_the_palette_with_its_keys() -> None:
    app = app_over()
    offered = {command.title: command.help for command in app.get_system_commands(app.get_default_screen())}
    for act in ACTS:
        if act.id != "palette":
            assert act.shown in offered[act.title]
    assert "Theme: choose" in offered


def test_ids_are_unique_and_no_key_means_two_things_in_one_place() -> None:
    acts = [*ACTS, *COUNTS, *PROMPTS]
    assert len({act.id for act in acts}) == len(acts)
    keys = [(act.place, key) for act in acts for key in act.keys.split(",")]
    assert len(set(keys)) == len(keys)


def test_only_keys_with_ctrl_go_before_typing() -> None:
    for act in [*ACTS, *COUNTS, *PROMPTS]:
        if act.priority:
            assert all(key.startswith("ctrl+") for key in act.keys.split(","))


def test_panes_have_no_keys_that_could_swallow_those_of_the_walk() -> None:
    assert not Pane._merge_bindings().key_to_bindings
    assert not Desk._merge_bindings().key_to_bindings


@pytest.mark.parametrize("pane", PANE_HELP)
def test_the_help_begins_with_the_focused_pane(pane: str) -> None:
    assert PANE_HELP[pane][0] in plain(next(help_lines(pane, 80)))


async def test_a_key_can_be_bound_anew_by_its_id() -> None:
    async with opened() as pilot:
        pilot.app.set_keymap({"event.next": "x"})
        await press(pilot, "x", "x")
        assert isinstance(pilot.app, GovsimApp)
        assert pilot.app.playhead.index == 2
        await press(pilot, "l")
        assert pilot.app.playhead.index == 2
