"""The server over real connections: what it serves, whom it lets in, and what becomes of apps and pages."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError, web

from govsim.tui.web.addresses import listen, place_of
from govsim.tui.web.gate import gate_for
from govsim.tui.web.served_app import Command
from govsim.tui.web.server import PAGE, PageServer

from .serving import home

ARGV = [sys.executable, "-P", "-m", "govsim"]
MISSING = Command([sys.executable, "-c", "import sys; sys.exit('no such record')"])


@pytest.fixture(scope="module")
def govsim(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The app itself, over a ledger of its own."""
    return Command(ARGV, home(tmp_path_factory.mktemp("served")))


Opened = tuple[ClientSession, str]


@asynccontextmanager
async def opened(command: Command = MISSING) -> AsyncIterator[Opened]:
    """Yield a client and the address of a server with that app behind its page."""
    place = place_of("127.0.0.1")
    runner = web.AppRunner(await PageServer(command, gate_for(place))._make_app(), shutdown_timeout=60)
    await runner.setup()
    (socket,) = listen(place, 0)
    await web.SockSite(runner, socket).start()
    try:
        async with ClientSession() as client:
            yield client, f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def steered(at: Opened, query: str = "") -> AsyncIterator[ClientWebSocketResponse]:
    """Yield the websocket that a page opens."""
    client, url = at
    async with client.ws_connect(f"{url}/ws{query}", headers={"Origin": url}) as websocket:
        yield websocket


async def shown(websocket: ClientWebSocketResponse, done: Callable[[str], bool]) -> str:
    """Return what the app has drawn once that is enough."""
    drawn = ""
    while not done(drawn):
        message = await websocket.receive(60)
        assert message.type is WSMsgType.BINARY, (message, drawn)
        drawn += message.data.decode(errors="replace")
    return drawn


class References(HTMLParser):
    """Everything that a page asks for, by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses in a tag, and what stands in it that our own headers forbid."""
        given = dict(attrs)
        self.found += [
            str(given[name]) for name in ("src", "href", "srcset", "data", "poster", "action") if name in given
        ]
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)


def test_the_page_asks_for_nothing_but_its_own_server() -> None:
    page = (PAGE / "index.html").read_text()
    references = References(page)
    assert len(references.found) == 5
    for address in references.found:
        assert re.fullmatch(r"(static|page)/[\w./]+|data:,", address), address
    assert references.inline == []
    for path in PAGE.iterdir():
        assert "//" not in re.sub(r"(^|\s)//.*", "", path.read_text()), path  # no address, but comments
        assert not re.search(r"url\(|@import|import\(|fetch\(|XMLHttpRequest", path.read_text()), path


async def test_everything_that_the_page_asks_for_is_there() -> None:
    async with opened() as (client, url):
        page = await (await client.get(f"{url}/")).text()
        assert "<title>govsim</title>" in page
        for address in References(page).found:
            if not address.startswith("data:"):
                answer = await client.get(f"{url}/{address}")
                assert (answer.status, bool(await answer.text())) == (200, True), address


async def test_a_browser_is_told_to_load_nothing_from_elsewhere_and_to_show_it_in_no_other_page() -> None:
    async with opened() as (client, url):
        for path in ("/", "/page/page.js", "/nothing"):
            rules = (await client.get(url + path)).headers["Content-Security-Policy"].split("; ")
            assert "default-src 'none'" in rules
            assert "frame-ancestors 'none'" in rules
            assert not re.search(r"https?:|\*|unsafe-eval", " ".join(rules))
            assert "script-src 'self'" in rules


@pytest.mark.parametrize("path", ["/static/", "/page/", "/static/../server.py", "/page/..%2fserver.py", "/download/x"])
async def test_nothing_else_is_served(path: str) -> None:
    async with opened() as (client, url):
        answer = await client.get(url + path)
        assert answer.status in (403, 404)
        assert "PageServer" not in await answer.text()


@pytest.mark.parametrize("path", ["/", "/page/page.js", "/static/js/textual.js", "/ws", "/download/x"])
async def test_a_rebound_name_gets_a_reason_and_nothing_else(path: str) -> None:
    async with opened() as (client, url):
        answer = await client.get(url + path, headers={"Host": "evil.example"})
        assert answer.status == 403
        assert await answer.text() == (
            "Refused: this request is for 'evil.example', and govsim is not served under that name "
            "(--public-url adds one).\n"
        )


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "http://localhost"])
async def test_a_page_of_somebody_else_cannot_steer_the_app(origin: str | None) -> None:
    async with opened() as (client, url):
        with pytest.raises(WSServerHandshakeError) as refused:
            await client.ws_connect(f"{url}/ws", headers={"Origin": origin} if origin else {})
        assert refused.value.status == 403


async def test_the_page_itself_steers_the_app(govsim: Command) -> None:
    async with opened(govsim) as at, steered(at, "?width=70&height=30") as websocket:
        await shown(websocket, lambda drawn: "61/158" in drawn)
        await websocket.send_str(json.dumps(["stdin", "l"]))
        await shown(websocket, lambda drawn: "62/158" in drawn)
        await websocket.send_str(json.dumps(["ping", "7"]))
        while (message := await websocket.receive(60)).type is not WSMsgType.TEXT:
            assert message.type is WSMsgType.BINARY
        assert message.json() == ["pong", "7"]
        await websocket.send_str(json.dumps(["stdin", "q"]))
        while (message := await websocket.receive(60)).type is WSMsgType.BINARY:
            pass
        assert (message.type, message.data) == (WSMsgType.CLOSE, 1000)


@pytest.mark.parametrize("query", ["?width=0&height=-1", "?width=999999999999&height=x", "?width=%00", ""])
async def test_a_size_that_is_none_still_gets_a_screen(query: str, govsim: Command) -> None:
    async with opened(govsim) as at, steered(at, query) as websocket:
        await shown(websocket, lambda drawn: "govsim" in drawn or "openai" in drawn)


async def test_messages_that_the_page_would_not_send_are_dropped(govsim: Command) -> None:
    messages: list[Any] = [
        [], {}, 7, None, ["stdin"], ["stdin", 7], ["stdin", ""], ["stdin", "\ud800"], ["resize"],
        ["resize", {}], ["resize", {"width": "x", "height": 2}], ["resize", {"width": -5, "height": 0}],
        ["nonsense", 1],
    ]  # fmt: skip
    async with opened(govsim) as at, steered(at) as websocket:
        await shown(websocket, lambda drawn: "61/158" in drawn)
        await websocket.send_str("no JSON")
        await websocket.send_bytes(b"\xff")
        for message in messages:
            await websocket.send_str(json.dumps(message))
        await websocket.send_str(json.dumps(["resize", {"width": 80, "height": 24}]))
        await websocket.send_str(json.dumps(["stdin", "l"]))
        await shown(websocket, lambda drawn: "62/158" in drawn)


async def test_an_app_that_does_not_start_closes_its_page(capfd: pytest.CaptureFixture[str]) -> None:
    async with opened(MISSING) as at, steered(at) as websocket:
        message = await websocket.receive(60)
        assert (message.type, message.data) == (WSMsgType.CLOSE, 1011)
    assert capfd.readouterr().err.count("no such record") == 1


def test_whether_an_app_starts_is_known_before_anything_is_served(govsim: Command) -> None:
    assert govsim.starts()
    assert not MISSING.starts()
    assert not Command([sys.executable, "-c", ""]).starts()


def test_an_app_gets_the_ledger_by_its_environment(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.db").write_text("no ledger")
    assert not Command(ARGV, {"GOVSIM_LEDGER": f"sqlite:///{tmp_path / 'no.db'}"}).starts()
    assert "no.db" in capfd.readouterr().err
