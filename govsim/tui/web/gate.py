"""Who may talk to the server: browsers that asked for it by its own name, and only its own page may steer the app.

A browser lets any page open a websocket to any server, and lets the owner of a name point it at 127.0.0.1 (DNS
rebinding). Without a gate each page on the internet could read and write the ledger of whoever visits it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from govsim.model.errors import GovsimError
from govsim.tui.web.addresses import Place

_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Gate:
    """The names this server goes by, and the one origin that may steer the app.

    The port of a name is free: a tunnel leads to it from another one, and the name alone tells a rebound one.
    """

    names: frozenset[str]
    takes_addresses: bool = False
    """Whether any bare address is a name of it: another machine knows it by one, and an address cannot be rebound."""
    public: str | None = None
    """The origin of the page behind a proxy; without one it is where the request went."""

    def refusal(self, host: str | None, origin: str | None, *, websocket: bool) -> str | None:
        """Return why a request with these headers is refused, or None where it is let in."""
        name = _name_in(host or "")
        if host is None or name is None or not (name in self.names or (self.takes_addresses and _is_address(name))):
            return (
                f"this request is for '{host or ''}', and govsim is not served under that name (--public-url adds one)"
            )
        if not websocket:
            return None
        if origin is None:
            return "this request does not say which page it comes from (no Origin)"
        if origin.lower() != (self.public or f"http://{host.lower()}"):
            return f"this request comes from a page of '{origin}', which may not steer govsim"
        return None


def gate_for(place: Place, public_url: str | None = None) -> Gate:
    """Return the gate of a server at a place, which a proxy may show at *public_url*.

    Raises:
        GovsimError: the public URL is none.
    """
    names = {place.host.lower(), *place.addresses, *_LOCAL_NAMES}
    public = None
    if public_url is not None:
        parts = _split(public_url)
        names.add(str(parts.hostname))
        public = _origin(parts)
    return Gate(frozenset(names), takes_addresses=not place.is_loopback, public=public)


def url_of(place: Place, port: int, public_url: str | None = None) -> str:
    """Return the URL to open."""
    if public_url is not None:
        return public_url
    return f"http://{f'[{place.host}]' if ':' in place.host else place.host}:{port}/"


def _name_in(host: str) -> str | None:
    """Return the name or address in a Host header, without brackets and port."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts.hostname if parts.netloc == host and "@" not in host else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _split(url: str) -> SplitResult:
    wrong = GovsimError(
        f"--public-url '{url}' is no address of a page",
        hint="write it as a browser shows it, with no path: https://gov.example.org",
    )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as failure:
        raise wrong from failure
    if (
        parts.scheme not in _DEFAULT_PORTS
        or not parts.hostname
        or "@" in parts.netloc
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
    ):
        raise wrong
    return parts


def _origin(parts: SplitResult) -> str:
    """Return the origin as a browser writes it: lower case, without the port that goes without saying."""
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"
