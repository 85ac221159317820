"""The sixty seconds of docs/screen.md, key by key, on the bundled weekend."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.service.gov import Gov
from govsim.service.opening import BUNDLED, bundled_file
from govsim.tui.app import GovsimApp
from tests.tui.screens import NARROW, WIDE, frame, lines, opened, press, the_app


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_newcomer_finds_who_was_in_charge_turns_a_vote_sees_what_falls_and_saves_it(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = GovsimApp(Gov(None, [bundled_file()]), BUNDLED)
    async with opened(size, app) as pilot:
        assert app.walk.ref(app.playhead.index) == "openai-2023/board-vote"
        await press(pilot, "n", "n", "n")
        assert app.walk.ref(app.playhead.index) == "openai-2023/murati-interim-ceo"

        await press(pilot, "g", "type sat 6pm", "enter", "2", "escape")
        assert "Mira Murati" in frame(pilot)
        assert "(interim)" in frame(pilot)
        await press(pilot, "down", "down", "down", "7", "escape")
        assert "[7 Why]" in frame(pilot)
        assert "opened by" in frame(pilot)
        assert "Mira Murati becomes" in frame(pilot)

        await press(pilot, "g", "type board-vote", "enter", "c")
        assert "vote Ilya Sutsk" in frame(pilot)
        await press(pilot, "space")
        assert "against" in frame(pilot)
        await press(pilot, "ctrl+s")
        assert "What this would do" in frame(pilot)
        assert "would not happen (81)" in frame(pilot)
        assert the_app(pilot).session.draft is None
        await press(pilot, "enter")
        assert "what-if-1 (what-if, not kept)" in lines(pilot)[0] or size == NARROW
        assert "81 events fell with it" in lines(pilot)[-1]

        await press(pilot, "d")
        assert "main" in frame(pilot)
        assert "82 events differ" in frame(pilot)
        await press(pilot, "s", "enter")
        assert "Saved as what-if-1.yaml" in lines(pilot)[-1]
        assert (tmp_path / "what-if-1.yaml").is_file()
        await press(pilot, "u", "u")
        assert app.session.draft is None
        await press(pilot, "U")
        assert app.session.draft is not None
