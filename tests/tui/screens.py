"""What the tests of the terminal UI share: the small record on the screen, and what the screen shows."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console
from textual.pilot import Pilot

from govsim.ledger.store import Ledger
from govsim.service.gov import Gov
from govsim.tui.app import GovsimApp

HERE = Path(__file__).parent
RECORD = HERE / "record.yaml"
SEED = HERE.parents[1] / "seeds" / "openai-2023.yaml"
WIDE, NARROW, LEAST = (120, 36), (80, 24), (60, 20)


def app_over(path: Path = RECORD, record: str = "tidewater", zone: str | None = None) -> GovsimApp:
    """Return the app over a record file."""
    return GovsimApp(Gov(Ledger("unused.db")).over([path]), record, zone=zone)


@asynccontextmanager
async def opened(size: tuple[int, int] = WIDE, app: GovsimApp | None = None) -> AsyncIterator[Pilot[None]]:
    """Yield a pilot of the app, opened on a terminal of that size."""
    async with (app or app_over()).run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


def the_app(pilot: Pilot[None]) -> GovsimApp:
    """Return the app that a pilot steers."""
    assert isinstance(pilot.app, GovsimApp)
    return pilot.app


async def settled(pilot: Pilot[None]) -> None:
    """Wait until everything is drawn that will be: panes draw once more after a layout."""
    for _ in range(3):
        await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until they are drawn; ``type nov 3`` types text."""
    for key in keys:
        await pilot.press(*(key.removeprefix("type ") if key.startswith("type ") else [key]))
    await settled(pilot)


def number(pilot: Pilot[None]) -> int:
    """Return the number of the event at the playhead, counted from 1."""
    return the_app(pilot).playhead.index + 1


def frame(pilot: Pilot[None]) -> str:
    """Return the screen as plain text."""
    app = pilot.app
    width, height = app.size
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
        safe_box=False,
    )
    console.print(app.screen._compositor.render_update(full=True, screen_stack=app._background_screens))
    return console.export_text()


def lines(pilot: Pilot[None]) -> list[str]:
    """Return the lines of the screen."""
    return frame(pilot).splitlines()


def colours(pilot: Pilot[None]) -> set[tuple[int, ...]]:
    """Return every colour on the screen, of text and behind it, as red, green and blue."""
    styles = [segment.style for strip in pilot.app.screen._compositor.render_strips() for segment in strip]
    both = [(style.color, style.bgcolor) for style in styles if style is not None]
    return {tuple(colour.get_truecolor()) for pair in both for colour in pair if colour}


def check_frame(pilot: Pilot[None], name: str) -> None:
    """Compare the screen with a stored frame; GOVSIM_UPDATE_FRAMES=1 stores it anew."""
    path = HERE / "frames" / f"{name}.txt"
    shown = "\n".join(line.rstrip() for line in lines(pilot)) + "\n"
    if os.environ.get("GOVSIM_UPDATE_FRAMES") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert path.is_file(), f"{path} is missing; GOVSIM_UPDATE_FRAMES=1 writes it"
    assert shown == path.read_text(encoding="utf-8")
