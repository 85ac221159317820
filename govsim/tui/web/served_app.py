"""The app behind an open page: a process of its own, which ends with the page, as the page ends with it."""

from __future__ import annotations

import asyncio
import os
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

_DRIVER = "govsim.tui.web.driver:ServedDriver"
_READY = b"__GANGLION__\n"
"""What Textual's driver for browsers writes first; a few other lines may stand before it."""
_PATIENCE = 5.0
"""Seconds that an app gets to end by itself."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run for each page, and what it finds in its environment."""

    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)

    def starts(self) -> bool:
        """Return whether the app opens its screen; where it does not, it has said why on standard error."""
        environment = {**os.environ, "TEXTUAL_DRIVER": _DRIVER, **self.environment}
        with subprocess.Popen(  # noqa: S603 - our own command
            self.argv, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        ) as app:
            try:
                ready = app.stdout is not None and _READY in app.stdout
                app.communicate(timeout=_PATIENCE)  # ends its input, and with it the app
            except subprocess.TimeoutExpired:
                pass  # it is up, if slow to end
            finally:
                app.kill()
        return ready


class ServedApp(AppService):
    """One app, and the websocket of the page that shows it."""

    def __init__(self, command: Command, websocket: web.WebSocketResponse, downloads: DownloadManager) -> None:
        super().__init__(
            " ".join(command.argv),
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=self._close,
            download_manager=downloads,
        )
        self._run = command
        self._websocket = websocket

    async def _close(self) -> None:
        await self._websocket.close()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Return the environment that Textual's driver reads, with ours."""
        return {**super()._build_environment(width, height), "TEXTUAL_DRIVER": _DRIVER, **self._run.environment}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the app without a shell, in a session of its own: Ctrl-C is for the server, which then ends its apps.

        Its errors go where the server's go, and at once; textual-serve would print them to standard output, twice.
        """
        self._process = process = await asyncio.create_subprocess_exec(
            *self._run.argv,
            stdin=PIPE,
            stdout=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        process.stderr = asyncio.StreamReader()  # textual-serve waits for its end
        process.stderr.feed_eof()
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the app shows; when it ends without saying so, the page must not stand still."""
        await super().run()
        if not self._websocket.closed:
            await self._websocket.close(code=WSCloseCode.INTERNAL_ERROR)

    async def stop(self) -> None:
        """Ask the app to end, and end it where it does not."""
        with suppress(TimeoutError):
            await asyncio.wait_for(super().stop(), _PATIENCE)
        if self._process is not None and self._process.returncode is None:
            try:
                await asyncio.wait_for(self._process.wait(), _PATIENCE)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
