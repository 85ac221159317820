"""Which addresses are only this machine's, and the sockets on them."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from govsim.model.errors import GovsimError
from govsim.tui.web.addresses import Place, listen, place_of

HERE = (socket.AF_INET, ("127.0.0.1", 0))
HERE_6 = (socket.AF_INET6, ("::1", 0, 0, 0))
THERE = (socket.AF_INET, ("192.0.2.7", 0))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[socket.AddressFamily, tuple[Any, ...]]]]:
    """Names and what they stand for, instead of those that the network knows."""
    known: dict[str, list[tuple[socket.AddressFamily, tuple[Any, ...]]]] = {}

    def look_up(host: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(family, socket.SOCK_STREAM, 6, "", sockaddr) for family, sockaddr in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]", "::ffff:127.0.0.1"])
def test_loopback_is_found_however_it_is_written(host: str) -> None:
    assert place_of(host).is_loopback


@pytest.mark.parametrize(
    "host",
    [
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "::",
        "[::]",
        "0",
        "192.168.1.5",
        "10.0.0.1",
        "8.8.8.8",
        "2001:db8::1",
        "::ffff:10.0.0.1",
    ],
)
def test_what_other_machines_reach_is_no_loopback(host: str) -> None:
    assert not place_of(host).is_loopback


def test_a_name_is_loopback_only_if_every_address_of_it_is(names: dict[str, list[Any]]) -> None:
    names.update(both=[HERE, HERE_6], split=[HERE, THERE], elsewhere=[THERE])
    assert place_of("both").is_loopback
    assert not place_of("split").is_loopback
    assert not place_of("elsewhere").is_loopback


@pytest.mark.parametrize(
    "host", ["", "no.such.name.invalid", "a..b", "x" * 300, "127.0.0.1 x", "http://localhost", "[", "\0"]
)
def test_what_is_no_host_is_told_with_one_that_is(host: str) -> None:
    with pytest.raises(GovsimError, match="stands for no address") as told:
        place_of(host)
    assert "127.0.0.1" in str(told.value.hint)


@pytest.fixture
def opened() -> Iterator[list[socket.socket]]:
    """Sockets to close in the end."""
    sockets: list[socket.socket] = []
    yield sockets
    for one in sockets:
        one.close()


def test_port_0_is_a_free_one_and_the_same_on_every_address(opened: list[socket.socket]) -> None:
    opened += listen(Place("two", (HERE, (socket.AF_INET, ("127.0.0.2", 0)))), 0)
    ports = {one.getsockname()[1] for one in opened}
    assert len(opened) == 2
    assert len(ports) == 1
    assert ports != {0}


def test_a_port_in_use_is_told(opened: list[socket.socket]) -> None:
    opened += listen(Place("here", (HERE,)), 0)
    port = opened[0].getsockname()[1]
    with pytest.raises(GovsimError, match=f"port {port} of here is in use"):
        listen(Place("here", (HERE,)), port)


def test_a_port_in_use_on_one_address_frees_the_others_again(opened: list[socket.socket]) -> None:
    taken = (socket.AF_INET, ("127.0.0.2", 0))
    opened += listen(Place("taken", (taken,)), 0)
    port = opened[0].getsockname()[1]
    with pytest.raises(GovsimError, match="in use"):
        listen(Place("two", (HERE, taken)), port)
    opened += listen(Place("here", (HERE,)), port)


def test_an_address_of_a_name_that_this_machine_lacks_is_left_out(opened: list[socket.socket]) -> None:
    opened += listen(Place("localhost", (THERE, HERE)), 0)
    assert [one.getsockname()[0] for one in opened] == ["127.0.0.1"]


def test_a_machine_without_the_address_says_so() -> None:
    with pytest.raises(GovsimError, match=r"no such address \(192.0.2.7\)"):
        listen(Place("away", (THERE,)), 0)


@pytest.mark.parametrize(
    ("number", "text"), [(errno.EACCES, "is not allowed to you"), (errno.ENOBUFS, "cannot be opened: no buffers")]
)
def test_what_else_the_system_refuses_is_told(number: int, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> socket.socket:
        raise OSError(number, "no buffers")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(GovsimError, match=text):
        listen(Place("here", (HERE,)), 80)
