"""The terminal UI in a real browser: the page renders, asks for nothing elsewhere, and takes keys.

A new act of the screen is one more line in STEPS: what is pressed, and what the screen shows then.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from govsim.tui.search import ACCEPTS
from govsim.tui.web.addresses import listen, place_of
from tests.conftest import ROOT, SEED

from .chromium import EXECUTABLE, Page, chromium, page
from .serving import Served, home, serving

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium here (Debian: apt-get install chromium)")

START = "event 61 of 158"

Step = tuple[list[str], str]
"""Keys to press, and what the screen shows then; only then it can take the next ones."""

STEPS: dict[str, list[Step]] = {
    "a letter steps": [(["l"], "event 62 of 158"), (["h"], "event 61 of 158")],
    "an arrow steps": [(["ArrowRight", "ArrowRight"], "event 63 of 158")],
    "a bracket goes to the next day": [(["]"], "Fri 17 Nov 2023 12:00 PST")],
    "help opens and closes": [(["?"], "Esc close"), (["Escape"], START), (["l"], "event 62 of 158")],
    "text goes into a prompt": [(["g"], "Go to time"), ([*"#7", "Enter"], "event 7 of 158")],
    "the filter filters": [(["/"], ACCEPTS[:10]), ([*"shear"], "Emmett Shear becomes")],
}

REMOVED = "2023-11-17T12:30-08:00"
MAKE_A_BRANCH: list[Step] = [
    (["g"], "Go to time"),
    ([*"#64", "Enter"], "event 64 of 158"),
    (["x"], "begins a what-if"),
    (["Enter"], "(what-if, not kept)"),
    (["w"], "Keep as a branch"),
    (["Enter"], "Kept as branch what-if-1."),
]
"""The removal of the chief executive is left out, and that is kept."""


@pytest.fixture(scope="module")
def devtools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a browser."""
    with chromium(tmp_path_factory.mktemp("chromium")) as address:
        yield address


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the weekend."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
async def browser(devtools: str) -> AsyncIterator[Page]:
    """An empty page; in the end nothing may have gone wrong in it."""
    async with page(devtools) as opened:
        yield opened
        assert opened.complaints == []


async def take(steps: list[Step], browser: Page) -> None:
    """Press the keys of each step, and wait until the screen shows what it did not show before them."""
    for keys, text in steps:
        assert text not in await browser.screen()
        await browser.press(*keys)
        await browser.shows(text)


async def test_the_page_renders_the_weekend_and_asks_for_nothing_elsewhere(browser: Page, served: Served) -> None:
    await browser.open(served.url)
    screen = await browser.shows(START, "Roles at Thu 16 Nov 2023", "Sam Altman removed as Chief executive")
    assert await browser.value("document.title") == "govsim"
    assert len(screen.splitlines()[0]) > 100  # the full window, in two columns
    assert len(browser.asked) == 6
    for address in browser.asked:
        assert urlsplit(address).netloc == urlsplit(served.url).netloc, address
    await browser.says("")
    if folder := os.environ.get("GOVSIM_PICTURES"):
        (Path(folder) / "browser.png").write_bytes(await browser.picture())


async def test_a_target_is_opened_in_the_zone_asked_for(browser: Page, tmp_path: Path) -> None:
    with serving(tmp_path, "--zone", "Europe/Paris", "openai-2023@2023-11-19T21:00-08:00") as served:
        await browser.open(served.url)
        await browser.shows("Mon 20 Nov 2023 06:00 CET", "Emmett Shear")


async def test_borders_are_drawn_without_gaps(browser: Page, served: Served) -> None:
    await browser.open(served.url)
    await browser.shows(START)
    pieces, broken = await browser.borders()
    assert pieces > 200
    assert broken == 0


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
async def test_keys_reach_the_app(browser: Page, served: Served, steps: list[Step]) -> None:
    await browser.open(served.url)
    await browser.shows(START)
    await take(steps, browser)


async def test_a_branch_is_made_in_the_page_and_stands_in_the_ledger(browser: Page, tmp_path: Path) -> None:
    def govsim(*arguments: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(ROOT), **home(tmp_path)}
        command = [sys.executable, "-m", "govsim", *arguments]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    govsim("load", str(SEED))
    assert "what-if-1" not in govsim("branch", "list")
    with serving(tmp_path) as served:
        await browser.open(served.url)
        await browser.shows(START)
        await take(MAKE_A_BRANCH, browser)
    assert "what-if-1" in govsim("branch", "list")
    gone, came = (
        govsim("at", REMOVED, "--post", "openai/ceo"),
        govsim("at", REMOVED, "--post", "openai/ceo", "--branch", "what-if-1"),
    )
    assert ("Sam Altman" in gone, "Sam Altman" in came) == (False, True)


async def test_leaving_is_said_and_a_button_opens_it_again(browser: Page, served: Served) -> None:
    await browser.open(served.url)
    await browser.shows(START)
    await browser.press("q")
    await browser.says("You have left govsim.")
    await browser.press("Enter")  # the button has the focus
    await browser.says("")
    await browser.shows(START)


async def test_a_phone_shows_every_column_that_the_screen_needs(browser: Page, served: Served) -> None:
    await browser.open(served.url, 390, 844, phone=True)
    screen = await browser.shows("61/158", "[1 Timeline] 2 Roles", "h/l Step")
    assert 60 <= max(map(len, screen.splitlines())) <= 66
    right = await browser.value("document.querySelector('.xterm-screen').getBoundingClientRect().right")
    assert 300 < right <= 390
    if folder := os.environ.get("GOVSIM_PICTURES"):
        (Path(folder) / "phone.png").write_bytes(await browser.picture())


async def test_a_server_that_ends_says_so_in_the_page(browser: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        await browser.open(served.url)
        await browser.shows(START)
        await asyncio.to_thread(served.stop)
        await browser.says("govsim serve was ended.")


async def test_a_page_of_somebody_else_cannot_steer_the_app(browser: Page, served: Served) -> None:
    """The attack itself: another page on this machine, which may do more than one from elsewhere."""

    async def show(_: web.BaseRequest) -> web.Response:
        return web.Response(text="<title>somebody else</title>", content_type="text/html")

    runner = web.ServerRunner(web.Server(show))
    await runner.setup()
    (socket,) = listen(place_of("127.0.0.1"), 0)
    await web.SockSite(runner, socket).start()
    await browser.open(f"http://127.0.0.1:{socket.getsockname()[1]}/")
    await browser.says("(there is no page)")
    outcome = await browser.value(
        f"new Promise((done) => {{ const it = new WebSocket('{served.url.replace('http', 'ws')}ws');"
        "it.onopen = () => done('open'); it.onerror = () => done('refused'); })"
    )
    await runner.cleanup()
    assert outcome == "refused"
    assert any("403" in complaint for complaint in browser.complaints), browser.complaints
    browser.complaints.clear()
