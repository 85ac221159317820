"""Textual's driver for a browser, made to end with the server that reads it."""

from __future__ import annotations

from contextlib import suppress

from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """The driver of an app whose other end may vanish at any moment.

    Textual's own goes on for ever when its input ends, so that a server that was killed leaves its apps behind.
    """

    def write(self, data: str) -> None:
        """Write to the page, while there is one."""
        with suppress(BrokenPipeError):  # the input ends as well, and with it the app
            super().write(data)

    def write_meta(self, data: dict[str, object]) -> None:
        """Write to the server, while there is one."""
        with suppress(BrokenPipeError):
            super().write_meta(data)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Do what the server asks for."""
        if packet_type == "quit":
            self._end()
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read the input to its end, then end the app."""
        super().run_input_thread()
        self._end()

    def _end(self) -> None:
        """End the app once its first screen is drawn; Textual fails in the midst of it otherwise."""
        self._app.call_after_refresh(self._app.exit)
