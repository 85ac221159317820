"""Who is let in: by the name the request is for, and for the websocket by the page it comes from."""

from __future__ import annotations

import socket

import pytest

from govsim.model.errors import GovsimError
from govsim.tui.web.addresses import Place, place_of
from govsim.tui.web.gate import Gate, gate_for, url_of

LOCAL = gate_for(place_of("127.0.0.1"))
REMOTE = gate_for(place_of("0.0.0.0"))  # noqa: S104 - nothing is bound
PROXIED = gate_for(place_of("127.0.0.1"), "https://gov.example.org")


def shown(gate: Gate, host: str | None) -> bool:
    return gate.refusal(host, None, websocket=False) is None


def steered(gate: Gate, host: str | None, origin: str | None) -> bool:
    return gate.refusal(host, origin, websocket=True) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8023", "localhost:8023", "[::1]:8023", "127.0.0.1", "LOCALHOST", "localhost:9000"]
)
def test_the_page_is_shown_under_the_names_of_this_machine_and_through_a_tunnel(host: str) -> None:
    assert shown(LOCAL, host)


@pytest.mark.parametrize(
    "host",
    [
        None, "", "evil.example", "evil.example:8023", "127.0.0.1.evil.example", "localhost.evil.example",
        "192.168.1.5:8023", "127.0.0.1@evil.example", "evil.example@127.0.0.1", "127.0.0.1:x", "127.0.0.1/evil",
        "[::1", "localhost#x", "localhost?x",
    ],
)  # fmt: skip
def test_a_name_that_somebody_else_points_here_is_refused(host: str | None) -> None:
    assert not shown(LOCAL, host)
    assert not steered(LOCAL, host, f"http://{host}")


@pytest.mark.parametrize("host", ["127.0.0.1:8023", "localhost:8023", "[::1]:8023", "localhost:9000"])
def test_the_page_itself_steers_the_app(host: str) -> None:
    assert steered(LOCAL, host, f"http://{host}")


@pytest.mark.parametrize(
    "origin",
    [
        None, "", "null", "http://evil.example", "https://evil.example", "http://127.0.0.1:9999", "http://localhost:8023",
        "https://127.0.0.1:8023", "http://127.0.0.1", "http://127.0.0.1:8023.evil.example", "http://127.0.0.1:8023/", "file://",
    ],
)  # fmt: skip
def test_no_other_page_steers_the_app(origin: str | None) -> None:
    assert not steered(LOCAL, "127.0.0.1:8023", origin)


@pytest.mark.parametrize("host", ["192.168.1.5:8023", "[2001:db8::1]:8023", "127.0.0.1:8023"])
def test_other_machines_know_a_remote_server_by_an_address_which_cannot_be_rebound(host: str) -> None:
    assert steered(REMOTE, host, f"http://{host}")
    assert not steered(REMOTE, host, "http://evil.example")


def test_a_remote_server_refuses_names_that_it_does_not_go_by() -> None:
    assert not shown(REMOTE, "evil.example:8023")
    place = Place("Gov.lan", ((socket.AF_INET, ("192.0.2.7", 0)),))
    assert steered(gate_for(place), "gov.lan:8023", "http://gov.lan:8023")


@pytest.mark.parametrize("host", ["gov.example.org", "127.0.0.1:8023"])
def test_behind_a_proxy_only_the_public_page_steers_the_app(host: str) -> None:
    assert steered(PROXIED, host, "https://gov.example.org")
    assert not steered(PROXIED, host, f"http://{host}")
    assert not steered(PROXIED, host, "https://evil.example")
    assert not shown(PROXIED, "evil.example")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Gov.Example.org/", "https://gov.example.org"),
        ("https://gov.example.org:443", "https://gov.example.org"),
        ("http://gov.example.org:8080", "http://gov.example.org:8080"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_a_public_url_is_compared_as_browsers_write_it(url: str, origin: str) -> None:
    assert gate_for(place_of("127.0.0.1"), url).public == origin


@pytest.mark.parametrize(
    "url",
    [
        "", "gov.example.org", "ftp://gov.example.org", "https://", "https://gov.example.org/app", "https://a@gov.example.org",
        "https://gov.example.org?x", "https://gov.example.org#x", "https://gov.example.org:port", "https://[::1", "http:///x",
    ],
)  # fmt: skip
def test_a_public_url_that_is_none_is_told(url: str) -> None:
    with pytest.raises(GovsimError, match="--public-url"):
        gate_for(place_of("127.0.0.1"), url)


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8023/"), ("::1", "http://[::1]:8023/"), ("[::1]", "http://[::1]:8023/")],
)
def test_the_url_to_open_is_told_as_browsers_take_it(host: str, url: str) -> None:
    assert url_of(place_of(host), 8023) == url
    assert url_of(place_of(host), 8023, "https://gov.example.org") == "https://gov.example.org"
