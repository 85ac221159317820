"""Where the page is served: which addresses a host stands for, and sockets that listen on them."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from typing import Any

from govsim.model.errors import GovsimError


@dataclass(frozen=True, slots=True)
class Place:
    """A host as it was given, and every address it stands for now.

    It is looked up once: what was found to be loopback is what sockets are bound to.
    """

    host: str
    found: tuple[tuple[socket.AddressFamily, tuple[Any, ...]], ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses as text."""
        return tuple(str(sockaddr[0]) for _, sockaddr in self.found)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches every one of the addresses."""
        return all(_is_loopback(address) for address in self.addresses)


def place_of(host: str) -> Place:
    """Return where a host name or an address is.

    Raises:
        GovsimError: it stands for no address of any kind.
    """
    host = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
    try:
        if not host or any(char.isspace() for char in host):  # some resolvers read `127.0.0.1 x` as 127.0.0.1
            raise socket.gaierror(socket.EAI_NONAME, "no such name or address")
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as failure:  # a name that is no name is a ValueError
        reason = failure.strerror if isinstance(failure, OSError) else None
        what = f"--host '{host}' stands for no address: {reason or 'it cannot be a name'}"
        raise GovsimError(what, hint="use 127.0.0.1, ::1 or localhost") from failure
    return Place(host, tuple(dict.fromkeys((family, sockaddr) for family, _, _, _, sockaddr in found)))


def _is_loopback(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)  # Python before 3.13 calls ::ffff:127.0.0.1 no loopback address
    return (mapped or ip).is_loopback


def listen(place: Place, port: int) -> list[socket.socket]:
    """Return sockets that listen on every address of a place; port 0 takes one that is free.

    Of several addresses of a name those that this machine does not have are left out: `localhost` often is ::1 as well
    where there is no IPv6.

    Raises:
        GovsimError: the port is taken or not allowed, or this machine has none of the addresses.
    """
    sockets: list[socket.socket] = []
    lacking: OSError | None = None
    for family, sockaddr in place.found:
        try:
            sockets.append(socket.create_server((sockaddr[0], port, *sockaddr[2:]), family=family, backlog=128))
        except OSError as failure:
            if failure.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                lacking = failure
                continue
            for opened in sockets:
                opened.close()
            raise _refused(place, port, failure) from failure
        port = sockets[0].getsockname()[1]
    if not sockets and lacking is not None:
        raise _refused(place, port, lacking) from lacking
    return sockets


def _refused(place: Place, port: int, failure: OSError) -> GovsimError:
    hint = None
    if failure.errno == errno.EADDRINUSE:
        what = f"port {port} of {place.host} is in use"
        hint = "stop what uses it, or choose another with --port"
    elif failure.errno in (errno.EACCES, errno.EPERM):
        what = f"port {port} of {place.host} is not allowed to you"
        hint = "choose one above 1023 with --port"
    elif failure.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        what = f"--host '{place.host}': this machine has no such address ({', '.join(place.addresses)})"
    else:
        what = f"port {port} of {place.host} cannot be opened: {failure.strerror or failure}"
    return GovsimError(what, hint=hint)
