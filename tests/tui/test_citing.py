from __future__ import annotations

import pytest

from govsim.service.event_views import SourceView
from govsim.tui.acts.citing import _address
from govsim.tui.app import GovsimApp
from tests.tui.screens import app_over, lines, opened, press, the_app


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What is given to the clipboard and the browser."""
    given: dict[str, list[str]] = {"copied": [], "opened": []}
    monkeypatch.setattr(GovsimApp, "copy_to_clipboard", lambda _, text: given["copied"].append(text))
    monkeypatch.setattr(GovsimApp, "open_url", lambda _, url, **__: given["opened"].append(url))
    return given


async def test_y_copies_the_citations_of_the_event(handed: dict[str, list[str]]) -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type #6", "enter", "y")
        (copied,) = handed["copied"]
        assert "Report on the removal, 2024-03-02, https://gazette.example/removal" in copied
        assert copied.startswith("Cleo Marsh becomes Chief executive officer of Tidewater (interim)")
        assert "Copied: 1 source of tidewater/" in lines(pilot)[-1]


async def test_o_opens_the_address_of_a_source(handed: dict[str, list[str]]) -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type #6", "enter", "o")
        assert handed["opened"] == ["https://gazette.example/removal"]
        await press(pilot, "home", "o")
        assert "No source of this event has an address." in lines(pilot)[-1]


async def test_capital_y_copies_the_command_that_prints_the_same_board(handed: dict[str, list[str]]) -> None:
    async with opened() as pilot:
        await press(pilot, "g", "type #6", "enter", "Y", "K")
        assert handed["copied"] == ["govsim at 2024-03-02T14:30:00Z --record tidewater"]
        assert the_app(pilot).command.endswith("--known-at 2024-03-02T14:30:00Z")


def test_only_addresses_of_the_web_are_opened() -> None:
    for bad in ("file:///etc/passwd", "javascript:alert(1)", "--help", "", None):
        assert _address(SourceView("k", None, None, None, bad)) == ""
    assert app_over().command.startswith("govsim at ")
