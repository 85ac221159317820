"""A headless Chromium, steered through its DevTools protocol: what a reader sees and presses, without a reader."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from .serving import PATIENCE

EXECUTABLE = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

# textual.js keeps its terminal to itself. xterm.js stores the core of each terminal in `_core`, which tells who it is.
_FIND_TERMINAL = """
Object.defineProperty(Object.prototype, "_core", {configurable: true, set(core) {
  Object.defineProperty(this, "_core", {value: core, writable: true, configurable: true});
  if (this.loadAddon) window.theTerminal = this;
}});
"""

_READ_TERMINAL = """
(() => {
  const shown = window.theTerminal?.buffer.active;
  if (!shown) return "";
  const rows = [...Array(theTerminal.rows).keys()];
  return rows.map((row) => shown.getLine(shown.viewportY + row)?.translateToString(true) ?? "").join("\\n");
})()
"""

_READ_SENTENCE = """
(() => {
  const note = document.getElementById("note");
  if (note === null) return "(there is no page)";
  return getComputedStyle(note).display === "none" ? "" : document.getElementById("sentence").textContent;
})()
"""

# Every straight piece of a border must be painted from one side of its cell to the other: [pieces, those that are not].
_BORDERS = """
(() => {
  const layer = document.querySelector(".xterm-text-layer"), shown = theTerminal.buffer.active;
  const dots = layer.getContext("2d").getImageData(0, 0, layer.width, layer.height).data;
  const width = layer.width / theTerminal.cols, height = layer.height / theTerminal.rows;
  const painted = (x, y) => dots[(y * layer.width + x) * 4 + 3] > 0;
  const upTo = (size) => [...Array(Math.floor(size)).keys()];
  const pieces = [];
  for (let row = 0; row < theTerminal.rows; row++) for (let column = 0; column < theTerminal.cols; column++) {
    const char = shown.getLine(shown.viewportY + row).getCell(column).getChars();
    const left = Math.round(column * width), top = Math.round(row * height);
    if (char === "\u2501" || char === "\u2500")
      pieces.push(upTo(width).every((x) => upTo(height).some((y) => painted(left + x, top + y))));
    if (char === "\u2503" || char === "\u2502")
      pieces.push(upTo(height).every((y) => upTo(width).some((x) => painted(left + x, top + y))));
  }
  return [pieces.length, pieces.filter((whole) => !whole).length];
})()
"""

_KEYS = {"Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, None), "ArrowRight": ("ArrowRight", 39, None)}


@contextmanager
def chromium(folder: Path, *more: str) -> Iterator[str]:
    """Yield the address of the DevTools of a Chromium that runs meanwhile."""
    assert EXECUTABLE is not None
    command = [
        EXECUTABLE,
        "--headless=new",
        "--no-sandbox",  # its sandbox cannot be set up as root, which CI often is; it only sees our own page
        "--disable-dev-shm-usage",
        "--enable-unsafe-swiftshader",  # WebGL without a graphics card
        "--no-first-run",
        "--disable-background-networking",
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        *more,
        "about:blank",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        yield _address(process, folder)
    finally:
        process.terminate()  # then it ends the dozen that it started
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _address(process: subprocess.Popen[bytes], folder: Path) -> str:
    told = folder / "DevToolsActivePort"
    for _ in range(int(PATIENCE / 0.1)):
        if told.is_file() and len(lines := told.read_text().splitlines()) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        if process.poll() is not None:
            break
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError((folder / "log").read_text(errors="replace"))


@dataclass
class Page:
    """One page: what it asked for and complained of, what its terminal shows, and keys to press in it."""

    devtools: ClientWebSocketResponse
    session: str = ""
    asked: list[str] = field(default_factory=list)
    """Every address that the page asked for."""
    complaints: list[str] = field(default_factory=list)
    """Errors of its console, exceptions and broken rules of content security."""
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    _sent: int = 0

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Return what the browser answers to a command."""
        self._sent += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[self._sent] = answer
        message = {"id": self._sent, "method": method, "params": params}
        await self.devtools.send_json({**message, "sessionId": self.session} if self.session else message)
        return await asyncio.wait_for(answer, PATIENCE)

    async def listen(self) -> None:
        """Take in what the browser says, until it is gone."""
        async for message in self.devtools:
            if message.type is not WSMsgType.TEXT:
                continue
            said = json.loads(message.data)
            if "id" in said:
                answer = self._waiting.pop(said["id"])
                if "error" in said:
                    answer.set_exception(AssertionError(said["error"]))
                else:
                    answer.set_result(said["result"])
            else:
                self._note(said["method"], said["params"])

    def _note(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(params["url"])
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.complaints.append(str(params["args"]))

    async def value(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        answer = await self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def open(self, url: str, width: int = 1280, height: int = 800, *, phone: bool = False) -> None:
        """Open an address in a window of that size; a phone is touched."""
        await self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            screenWidth=width,
            screenHeight=height,
            deviceScaleFactor=0,
            mobile=phone,
        )
        if phone:
            await self.send("Emulation.setTouchEmulationEnabled", enabled=True)
        await self.send("Page.navigate", url=url)

    async def screen(self) -> str:
        """Return the text that the terminal shows."""
        text = await self.value(_READ_TERMINAL)
        assert isinstance(text, str)
        return text

    async def shows(self, *texts: str) -> str:
        """Wait until the terminal shows all of *texts*, and return its text."""
        return await self._until(self.screen, lambda shown: all(text in shown for text in texts), texts)

    async def says(self, text: str) -> None:
        """Wait until the sentence in front of the terminal is *text*; ``""`` where there is none in front of it."""
        await self._until(lambda: self.value(_READ_SENTENCE), lambda said: said == text, text)

    async def _until(self, read: Callable[[], Awaitable[Any]], good: Callable[[str], bool], awaited: object) -> str:
        shown = ""
        for _ in range(int(PATIENCE / 0.1)):
            shown = str(await read())
            if good(shown):
                return shown
            await asyncio.sleep(0.1)
        raise AssertionError(f"waited for {awaited!r}; there is:\n{shown}\n{self.complaints}")

    async def press(self, *keys: str) -> None:
        """Press keys: a letter, or the name of a key."""
        for key in keys:
            # The code of a sign depends on the keyboard; its own number is another key: 35, `#`, is End.
            name, code, text = _KEYS.get(key, (key, ord(key.upper()) if len(key) == 1 and key.isalnum() else 0, key))
            pressed = {"key": name, "windowsVirtualKeyCode": code}
            await self.send("Input.dispatchKeyEvent", type="keyDown", **pressed, **({"text": text} if text else {}))
            await self.send("Input.dispatchKeyEvent", type="keyUp", **pressed)

    async def borders(self) -> tuple[int, int]:
        """Return how many straight pieces of borders the terminal shows, and how many of them are not whole."""
        pieces, broken = await self.value(_BORDERS)
        return int(pieces), int(broken)

    async def picture(self) -> bytes:
        """Return a picture of the page, as PNG."""
        return base64.b64decode((await self.send("Page.captureScreenshot", format="png"))["data"])


@asynccontextmanager
async def page(devtools: str) -> AsyncIterator[Page]:
    """Yield a new page in a profile of its own."""
    async with ClientSession() as client, client.ws_connect(devtools, max_msg_size=0) as connection:
        page = Page(connection)
        listening = asyncio.create_task(page.listen())
        try:
            context = (await page.send("Target.createBrowserContext"))["browserContextId"]
            target = (await page.send("Target.createTarget", url="about:blank", browserContextId=context))["targetId"]
            page.session = (await page.send("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
            for domain in ("Page", "Network", "Log", "Runtime"):
                await page.send(f"{domain}.enable")
            await page.send("Page.addScriptToEvaluateOnNewDocument", source=_FIND_TERMINAL)
            yield page
            page.session = ""
            await page.send("Target.disposeBrowserContext", browserContextId=context)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
