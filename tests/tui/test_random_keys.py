"""Whatever keys are pressed, the board is what a replay says at the cursor, and every pane shows that place."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from govsim.documents.scenario_file import ScenarioFile
from govsim.ledger.store import Ledger
from govsim.model.instant import to_rfc3339
from govsim.service.gov import Gov
from govsim.service.views import PostView
from govsim.tui.act import Act
from govsim.tui.app import GovsimApp
from govsim.tui.keys import ACTS, COUNTS
from govsim.tui.prompt_keys import PROMPTS
from tests.tui.screens import NARROW, RECORD, WIDE, lines, opened, the_app

OUTSIDE = {"quit", "quit.now", "source.open", "source.copy", "command.copy", "whatif.edit", "play", "start", "palette"}
"""Acts that leave the app or the record, or go on by themselves."""


def _keys(acts: tuple[Act, ...]) -> list[str]:
    return [key for act in acts if act.id not in OUTSIDE for key in act.keys.split(",")]


KEYS = st.one_of(
    st.sampled_from(_keys(ACTS)),
    st.sampled_from(_keys(COUNTS)),
    st.sampled_from(_keys(PROMPTS)),
    st.sampled_from(["x", "enter", "c", "i", "f", "u", "U", "d", "w", "l", "h", "n", "N", "enter", "escape"]),
    st.sampled_from(["a", "1", "comma", "backspace"]),
)


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a walk of two seconds takes too long
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(keys=st.lists(KEYS, min_size=60, max_size=160), wide=st.booleans())
def test_any_keys_in_any_order_keep_the_board_and_the_panes_true(keys: list[str], wide: bool) -> None:
    asyncio.run(_walk(keys, WIDE if wide else NARROW))


async def _walk(keys: list[str], size: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        url = f"sqlite:///{Path(folder) / 'l.db'}"
        gov = Gov(Ledger(url))
        gov.load(RECORD)
        async with opened(size, GovsimApp(gov, "tidewater")) as pilot:
            for number, key in enumerate(keys):
                await pilot.press(key)
                if number % 5 == 4:
                    await pilot.pause()
                    check(pilot, gov, url)


def check(pilot: Pilot[None], gov: Gov, url: str) -> None:
    """Check the board against a replay, every pane in sight against the place, and the width of every line."""
    app = the_app(pilot)
    place, walk = app.place, app.walk
    assert -1 <= place.playhead.index < len(walk)
    last_of_tie = place.playhead.index + 1 == len(walk) or walk.times[place.playhead.index + 1] > place.playhead.instant
    if not place.is_on_event or last_of_tie:
        shown = [row.post for row in walk.board(place.playhead).rows]
        assert shown == replayed(app, gov, url)
    assert all(len(line) == app.size.width for line in lines(pilot))
    if app.screen is app.desk:
        for pane in (app.desk.pane(name) for name in ("timeline", "roles", "event", app.desk.side)):
            cells = pane.scrollable_content_region.width
            if pane.display and cells:
                assert list(pane._lines) == list(pane.draw(place, cells))


def replayed(app: GovsimApp, gov: Gov, url: str) -> list[PostView]:
    """Return the posts at the playhead, replayed by the way that the command line takes."""
    line, at = app.walk.line, app.playhead.instant
    if line.kind == "draft":
        assert app.session.draft is not None
        file = ScenarioFile(app.session.draft.text, Path("what-if"))  # replayed from its text alone
        prepared = gov.scenarios.prepare_text(file, branch=app.session.base)
        return list(prepared.past.post_views(at, app.walk.steps.posts))
    fresh = Gov(Ledger(url))
    return list(fresh.at(to_rfc3339(at), record="tidewater", branch=line.name).posts)
