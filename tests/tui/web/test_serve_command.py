"""`govsim serve`: what it refuses, what it says, and that nothing of it is left when it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from govsim.tui.web.addresses import listen, place_of
from tests.cli.terminal import Terminal

from .serving import Served, runs, serving, wait_for

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which processes there are")


@pytest.fixture
def govsim(tmp_path: Path) -> Terminal:
    """Govsim on a ledger that is not there yet."""
    return Terminal(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "8.8.8.8"])  # noqa: S104 - refused
def test_an_address_that_other_machines_reach_needs_a_flag(govsim: Terminal, host: str) -> None:
    told = govsim.refused("serve", "--host", host)
    assert told == (
        f"Error: --host '{host}' lets other machines in ({host}), and there is no login: whoever reaches the port can "
        "read and write the ledger\n  use 127.0.0.1, or say --allow-remote if that is what you want\n"
    )


def test_a_host_that_is_none_is_refused(govsim: Terminal) -> None:
    assert "--host 'no.such.name.invalid' stands for no address" in govsim.refused(
        "serve", "--host", "no.such.name.invalid"
    )
    assert "\x1b" not in govsim.refused("serve", "--host", "\x1b[31mred")


@pytest.mark.parametrize("port", ["70000", "-1", "http", "80.5", ""])
def test_a_port_that_is_none_is_refused(govsim: Terminal, port: str) -> None:
    assert "--port" in govsim.refused("serve", "--port", port)


def test_a_port_in_use_is_refused(govsim: Terminal) -> None:
    (taken,) = listen(place_of("127.0.0.1"), 0)
    with taken:
        port = str(taken.getsockname()[1])
        told = govsim.refused("serve", "--port", port)
    assert told == (f"Error: port {port} of 127.0.0.1 is in use\n  stop what uses it, or choose another with --port\n")


def test_a_public_url_that_is_none_is_refused(govsim: Terminal) -> None:
    assert "https://gov.example.org" in govsim.refused("serve", "--public-url", "gov.example.org/app")


def test_without_the_extra_it_says_how_to_get_it(govsim: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    for module in ("server", "served_app"):
        monkeypatch.delitem(sys.modules, f"govsim.tui.web.{module}", raising=False)
        monkeypatch.delattr(f"govsim.tui.web.{module}", raising=False)
    told = govsim.refused("serve")
    assert told == "Error: govsim serve needs more than is installed (aiohttp)\n  pip install 'govsim[web]'\n"


def test_an_app_that_does_not_start_is_not_served(
    govsim: Terminal, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no.db").write_text("no ledger")
    told = govsim.refused("serve", "--port", "0", "--ledger", f"sqlite:///{tmp_path / 'no.db'}")
    assert "there is nothing to serve: the app opened no screen" in told
    assert "no.db" in capfd.readouterr().err  # the app's own words


def test_it_says_where_it_is_and_ctrl_c_ends_it_well(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert served.stop() == 0
        assert served.said() == f"govsim is at {served.url} (Ctrl-C ends it)\n"


def test_a_termination_ends_it_well(tmp_path: Path) -> None:
    with serving(tmp_path, "--zone", "Europe/Paris") as served:
        served.process.terminate()
        assert served.process.wait(60) == 0


def test_with_the_flag_other_machines_get_in_and_a_warning_says_so(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0", "--allow-remote") as served:  # noqa: S104 - for a moment
        served.stop()
        assert served.said().splitlines()[0] == (
            "Warning: other machines can open this, and there is no login: whoever reaches the port can read and write "
            "the ledger."
        )


async def page_of(served: Served, client: ClientSession) -> ClientWebSocketResponse:
    """Return the websocket of a page whose app draws."""
    websocket = await client.ws_connect(f"{served.url}ws", headers={"Origin": served.origin})
    await websocket.receive(60)
    return websocket


async def end_of(websocket: ClientWebSocketResponse) -> int | None:
    """Wait for the end of a websocket, and return its code."""
    while not websocket.closed:
        await websocket.receive(60)
    return websocket.close_code


@linux
async def test_every_page_has_an_app_of_its_own_which_ends_with_it(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        async with ClientSession() as client:
            one, other = await page_of(served, client), await page_of(served, client)
            apps = served.apps()
            assert len(apps) == 2
            await one.close()
            await asyncio.to_thread(wait_for, lambda: len(served.apps()) == 1)
            await other.close()
            await asyncio.to_thread(wait_for, lambda: served.apps() == [])
        assert not any(map(runs, apps))
        assert served.said().count("\n") == 1


@linux
async def test_ctrl_c_tells_open_pages_and_ends_their_apps(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        async with ClientSession() as client:
            websocket = await page_of(served, client)
            (app,) = served.apps()
            code, close_code = await asyncio.gather(asyncio.to_thread(served.stop), end_of(websocket))
            assert (code, close_code) == (0, 1001)
        assert not runs(app)
        assert served.said().count("\n") == 1


@linux
async def test_an_app_does_not_outlive_a_server_that_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        async with ClientSession() as client:
            await page_of(served, client)
            (app,) = served.apps()
            served.process.kill()
            served.process.wait()
            await asyncio.to_thread(wait_for, lambda: not runs(app))
        assert "Traceback" not in served.said()


@linux
async def test_an_app_that_was_killed_closes_its_page(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        async with ClientSession() as client:
            websocket = await page_of(served, client)
            (app,) = served.apps()
            os.kill(app, signal.SIGKILL)
            assert await end_of(websocket) == 1011
