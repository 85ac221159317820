"""What-ifs under the cursor: forked, changed, previewed, undone, compared, kept and saved, by keys alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from govsim.ledger.store import Ledger
from govsim.service.gov import Gov
from govsim.tui.app import GovsimApp
from tests.tui.screens import RECORD, WIDE, frame, lines, number, opened, press, the_app


@pytest.fixture
def gov(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gov:
    """A ledger that holds the small weekend; the folder is a place to save in."""
    monkeypatch.chdir(tmp_path)
    gov = Gov(Ledger(f"sqlite:///{tmp_path / 'l.db'}"))
    gov.load(RECORD)
    return gov


@pytest.fixture
async def pilot(gov: Gov) -> AsyncIterator[Pilot[None]]:
    async with opened(WIDE, GovsimApp(gov, "tidewater")) as pilot:
        yield pilot


async def at(pilot: Pilot[None], event: int) -> None:
    await press(pilot, "g", f"type #{event}", "enter")


def fates(pilot: Pilot[None]) -> dict[str, str]:
    """Return what became of each event that is not as recorded."""
    run = the_app(pilot).walk.line.run
    assert run is not None
    return {fate.id.partition("/")[2]: fate.fate for fate in run.fates if fate.fate != "kept"}


async def test_x_on_recorded_history_offers_a_fork_and_shows_the_ripple_before_anything_changes(
    pilot: Pilot[None],
) -> None:
    await at(pilot, 5)
    await press(pilot, "x")
    shown = frame(pilot)
    assert "Recorded history is read-only: this begins a what-if, 'what-if-1'." in shown
    assert "would not happen (4)" in shown
    assert "it would not have happened without: Ada Byrd removed as" in shown
    assert "+ Ada Byrd" in shown  # she stays a director
    await press(pilot, "escape")
    assert the_app(pilot).walk.line.kind == "recorded"
    assert the_app(pilot).session.draft is None


async def test_an_accepted_change_is_walked_at_the_same_event_and_tells_what_fell(pilot: Pilot[None]) -> None:
    await at(pilot, 5)
    await press(pilot, "x", "enter")
    assert number(pilot) == 5
    assert "4 events fell with it" in lines(pilot)[-1]
    assert "what-if-1 (what-if, not kept)" in lines(pilot)[0]
    assert fates(pilot) == {
        "ada-removed": "omitted",
        "cleo-interim": "dropped",
        "press-release": "dropped",
        "ben-quits": "dropped",
        "ada-returns": "dropped",
    }
    assert "x09:00" in frame(pilot)
    assert "left out by the author" in frame(pilot)
    await press(pilot, "l")
    assert "did not happen" in frame(pilot)


async def test_u_takes_each_change_back_and_at_last_the_what_if_and_capital_u_makes_them_again(
    pilot: Pilot[None],
) -> None:
    await at(pilot, 5)
    await press(pilot, "x", "enter")
    await at(pilot, 2)
    await press(pilot, "x", "enter", "u")
    assert "Undone: leave out" in lines(pilot)[-1]
    assert "ben-chair" not in fates(pilot)
    await press(pilot, "u")
    assert fates(pilot) == {}
    await press(pilot, "ctrl+z")
    assert "Undone: the what-if what-if-1 itself." in lines(pilot)[-1]
    assert the_app(pilot).walk.line.name == "main"
    await press(pilot, "u")
    assert "Nothing is to be undone." in lines(pilot)[-1]
    await press(pilot, "U", "ctrl+y", "U")
    assert fates(pilot)["ben-chair"] == "omitted"
    assert fates(pilot)["ada-removed"] == "omitted"


async def test_f_begins_a_what_if_by_name_and_refuses_a_name_that_cannot_be(pilot: Pilot[None]) -> None:
    await at(pilot, 4)
    await press(pilot, "f", *["backspace"] * 9, "type no such", "enter")
    assert "cannot be the name of a branch" in frame(pilot)
    await press(pilot, *["backspace"] * 7, "type calm", "enter")
    assert "calm (what-if, not kept)" in lines(pilot)[0]
    assert the_app(pilot).session.draft_name == "calm"
    await at(pilot, 2)  # before the fork: it moves there
    await press(pilot, "x", "enter")
    assert fates(pilot)["ben-chair"] == "omitted"


async def test_c_changes_fields_and_checks_them_while_they_are_typed(pilot: Pilot[None]) -> None:
    await at(pilot, 4)
    await press(pilot, "c")
    assert "vote Ada Byrd" in frame(pilot)
    for key, said in (("type maybe", "'maybe' is no way to vote"), ("space", "")):
        while the_app(pilot).screen.field.name != "votes.ada-byrd":  # type: ignore[attr-defined]  # a form
            await press(pilot, "down")
        await press(pilot, key)
        assert said in frame(pilot)
    screen = the_app(pilot).screen
    texts: dict[str, str] = screen.texts  # type: ignore[attr-defined]  # a form
    assert texts["votes.ada-byrd"] in ("", "for")
    texts.update({"votes.ada-byrd": "against", "votes.ben-okoro": "against", "votes.cleo-marsh": "for"})
    await press(pilot, "ctrl+s")
    assert "What this would do" in frame(pilot)
    await press(pilot, "enter")
    assert fates(pilot)["vote"] == "changed"
    assert fates(pilot)["ada-removed"] == "dropped"
    assert fates(pilot)["cleo-interim"] == "dropped"


async def test_i_inserts_an_event_from_a_form_with_pickers(pilot: Pilot[None]) -> None:
    await at(pilot, 10)
    await press(pilot, "i", "type resigned", "enter")
    assert "Insert: " in frame(pilot)
    await press(pilot, "type cleo", "tab", "enter", "type ceo", "tab", "ctrl+s")
    assert "What this would do" in frame(pilot)
    assert "inserted (1)" in frame(pilot)
    await press(pilot, "enter")
    assert fates(pilot)["cleo-marsh-resigned"] == "inserted"
    app = the_app(pilot)
    assert app.walk.ref(app.playhead.index) == "tidewater/cleo-marsh-resigned"
    assert [row.post.post for row in app.walk.changes(app.playhead.index)] == ["tidewater/ceo"]


async def test_a_form_that_is_not_complete_stays_open_at_what_is_missing(pilot: Pilot[None]) -> None:
    await press(pilot, "i", "type hired", "enter", "ctrl+s")
    assert "this must be written" in frame(pilot)
    await press(pilot, "type nobody-known", "enter", "type tidewater/ceo", "ctrl+s")
    assert "unknown person or organisation 'nobody-known'" in frame(pilot)
    await press(pilot, "escape")
    assert the_app(pilot).session.draft is None


async def test_what_did_not_happen_is_left_out_with_a(pilot: Pilot[None]) -> None:
    await at(pilot, 5)
    await press(pilot, "x", "enter")
    assert "x09:00" in frame(pilot)
    await press(pilot, "a")
    assert "x09:00" not in frame(pilot)
    assert "left out" in lines(pilot)[-1]


async def test_d_compares_with_recorded_history_and_stepping_moves_both_sides(pilot: Pilot[None]) -> None:
    await at(pilot, 5)
    await press(pilot, "x", "enter", "d")
    assert "5 events differ, 2 posts at this time" in frame(pilot)
    await press(pilot, "end")
    assert "5 events differ" in frame(pilot)
    diff = the_app(pilot).session.diff("main", "what-if-1", the_app(pilot).playhead.instant)
    titles = {view.title for post in diff.posts for view in (post.a, post.b) if view is not None}
    assert all(f"~ {title.split()[0]}" in frame(pilot) for title in titles)


async def test_s_saves_a_scenario_file_that_gives_the_same(pilot: Pilot[None], gov: Gov, tmp_path: Path) -> None:
    await at(pilot, 5)
    await press(pilot, "x", "enter", "s", "enter")
    assert "Saved as what-if-1.yaml" in lines(pilot)[-1]
    view = gov.scenarios.view(gov.scenarios.prepare(tmp_path / "what-if-1.yaml"))
    assert {fate.id: fate.fate for fate in view.fates if fate.fate != "kept"} == {
        f"tidewater/{id_}": fate for id_, fate in fates(pilot).items()
    }
    await press(pilot, "f", "enter")
    assert the_app(pilot).session.draft_name == "what-if-2"
    await press(pilot, "s", *["backspace"] * 30, "type what-if-1.yaml", "enter")
    assert "is there already" in frame(pilot)


async def test_w_keeps_a_branch_of_the_ledger_and_its_reasons_are_there_again(pilot: Pilot[None], gov: Gov) -> None:
    await at(pilot, 5)
    await press(pilot, "x", "enter", "w", "enter")
    assert "Kept as branch what-if-1." in lines(pilot)[-1]
    assert [branch.name for branch in gov.branches.list()] == ["main", "what-if-1"]
    assert "what-if-1 (hypothetical)" in lines(pilot)[0]
    assert fates(pilot)["cleo-interim"] == "dropped"
    assert the_app(pilot).session.draft is None
    await at(pilot, 2)
    await press(pilot, "x")
    assert "begins a what-if, 'what-if-1-1'" in frame(pilot)
    await press(pilot, "enter")
    assert fates(pilot) == {
        "ben-chair": "omitted",
        "ada-removed": "omitted",
        "cleo-interim": "dropped",
        "press-release": "dropped",
        "ben-quits": "dropped",
        "ada-returns": "dropped",
    }


async def test_the_branches_pane_walks_and_drops_lines(pilot: Pilot[None], gov: Gov) -> None:
    await at(pilot, 5)
    await press(pilot, "x", "enter", "w", "enter", "4", "escape", "up", "enter")
    assert the_app(pilot).walk.line.name == "main"
    assert number(pilot) == 5
    await press(pilot, "down", "D", "down", "enter")
    assert [branch.name for branch in gov.branches.list()] == ["main"]


async def test_recorded_history_cannot_be_dropped(pilot: Pilot[None]) -> None:
    await press(pilot, "D")
    assert "Recorded history cannot be dropped." in lines(pilot)[-1]


@pytest.mark.parametrize("key", ["s", "w", "e", "r"])
async def test_without_a_what_if_there_is_nothing_to_keep(pilot: Pilot[None], key: str) -> None:
    await press(pilot, key)
    assert "what-if" in lines(pilot)[-1]


async def test_between_events_nothing_can_be_left_out(pilot: Pilot[None]) -> None:
    await press(pilot, "g", "type mar 2 9:10am", "enter", "x")
    assert "Step to an event first" in lines(pilot)[-1]


async def test_what_another_process_appends_is_shown_and_the_place_is_kept(
    pilot: Pilot[None], gov: Gov, tmp_path: Path
) -> None:
    await at(pilot, 5)
    other = Gov(Ledger(f"sqlite:///{tmp_path / 'l.db'}"))
    text = RECORD.read_text()
    grown = tmp_path / "tidewater.yaml"
    grown.write_text(text + "  - {id: later, type: happened, at: 2024-03-09, what: A review is promised}\n")
    other.load(grown, amend=True, why="grown")
    the_app(pilot).look()
    await press(pilot)
    assert number(pilot) == 5
    assert "+1 events on main, appended just now." in lines(pilot)[-1]
    assert len(the_app(pilot).walk) == 13
    other.branches.create("elsewhere")
    the_app(pilot).look()
    await press(pilot, "4", "escape")
    assert "elsewhere" in frame(pilot)
