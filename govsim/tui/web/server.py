"""The web server: our page, the static files of textual-serve, and a gate before both.

Everything that a page loads comes from here; the headers forbid a browser to load anything from elsewhere.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.server import Server

from govsim.tui.web.gate import Gate
from govsim.tui.web.served_app import Command, ServedApp

PAGE = Path(__file__).parent / "page"

HEADERS = {
    # xterm.js writes the sizes of its cells into style elements, so those must be allowed.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # a page from before an update would not fit the server after it
}

_FEWEST_CELLS, _MOST_CELLS = 8, 1000
"""The least keeps out the 2 x 1 that xterm.js reports of a window without a size."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageServer(Server):
    """textual-serve, with our page, a gate, and apps that end when they should."""

    def __init__(self, command: Command, gate: Gate) -> None:
        super().__init__(" ".join(command.argv), title="govsim")
        self._run = command
        self._gate = gate
        self._pages: set[web.WebSocketResponse] = set()

    async def _make_app(self) -> web.Application:
        """Return the web application."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self._show),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/static", self.statics_path),
                web.static("/page", PAGE),
            ]
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self.on_shutdown)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        reason = self._gate.refusal(
            request.headers.get("Host"), request.headers.get("Origin"), websocket=request.path == "/ws"
        )
        if reason is not None:
            raise web.HTTPForbidden(text=f"Refused: {reason}.\n")
        return await handler(request)

    async def _show(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run an app for as long as its page is open."""
        websocket = web.WebSocketResponse(heartbeat=15)
        await websocket.prepare(request)
        app = ServedApp(self._run, websocket, self.download_manager)
        self._pages.add(websocket)
        try:
            await app.start(_asked(request, "width", 80), _asked(request, "height", 24))
            await _pass_on(websocket, app)
        finally:
            self._pages.discard(websocket)
            await app.stop()
        return websocket

    async def on_shutdown(self, app: web.Application) -> None:
        """Tell every open page that the server goes; its app ends with it."""
        await asyncio.gather(*(websocket.close(code=WSCloseCode.GOING_AWAY) for websocket in list(self._pages)))


def serve(command: Command, gate: Gate, sockets: Iterable[socket.socket]) -> None:
    """Serve until Ctrl-C or a termination signal."""
    log = logging.StreamHandler()
    log.addFilter(_without_traceback)
    logging.basicConfig(format="govsim serve: %(message)s", level=logging.WARNING, handlers=[log])
    web.run_app(
        PageServer(command, gate)._make_app(),  # noqa: SLF001 - textual-serve has no public way to it
        sock=list(sockets),
        access_log=None,
        print=None,
        shutdown_timeout=15,
    )


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def _pass_on(websocket: web.WebSocketResponse, app: ServedApp) -> None:
    """Pass on what the page sends, and drop what our page would not send: Textual fails on a size that is none."""
    async for message in websocket:
        try:
            said = json.loads(message.data) if message.type is WSMsgType.TEXT else None
        except ValueError:
            continue
        match said:
            case ["stdin", str(text)] if keys := text.encode(errors="ignore"):  # Textual ends at an empty packet
                await app.send_bytes(keys)
            case ["resize", {"width": int(width), "height": int(height)}]:
                await app.set_terminal_size(_cells(width), _cells(height))
            case ["ping", str(sent)]:
                await websocket.send_json(["pong", sent])
            case ["focus"]:
                await app.focus()
            case ["blur"]:
                await app.blur()


def _cells(asked: int) -> int:
    return min(max(asked, _FEWEST_CELLS), _MOST_CELLS)


def _asked(request: web.Request, name: str, otherwise: int) -> int:
    """Return a width or height that the address of a websocket asks for, in cells."""
    asked = request.query.get(name, "")
    return _cells(int(asked)) if asked.isdecimal() and len(asked) < 9 else otherwise


def _without_traceback(record: logging.LogRecord) -> bool:
    if not os.environ.get("GOVSIM_DEBUG"):
        record.exc_info = None
    return True
