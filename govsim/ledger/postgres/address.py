"""The URL of a PostgreSQL database: what it says, and what may be shown of it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from govsim.model.errors import LedgerError

_FORM = "write postgresql://user@host:5432/database"
_PERCENT = "write @ as %40 and / as %2F in names and passwords"
_SECRETS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class Address:
    """A database, as the driver takes it (*conninfo*), as the user wrote it, and without its secrets (*name*)."""

    url: str = field(repr=False)
    conninfo: str = field(repr=False)
    name: str
    secrets: tuple[str, ...] = field(repr=False)

    def hidden(self, text: str) -> str:
        """Return a text without the secrets, however the driver came by them."""
        for secret in self.secrets:
            for written in (secret, quote(secret, safe="")):
                text = text.replace(written, "***")
        return text


def address_of(url: str) -> Address:
    """Return what a URL says.

    Raises:
        LedgerError: it cannot be read, names no database, or the driver is not installed; it is never repeated, for a
            password that is not written rightly could be anywhere in it.
    """
    try:
        import psycopg.conninfo  # noqa: PLC0415 - an extra, and only where a server is named
    except ImportError as failure:
        raise LedgerError(
            "a ledger in PostgreSQL needs a driver that is not installed",
            hint="pip install 'govsim[postgres]'",
        ) from failure
    _, _, rest = url.partition("://")
    authority = rest.partition("?")[0].partition("/")[0]
    if rest.count("@") > authority.count("@") or authority.count("@") > 1:
        raise LedgerError("the ledger's URL has an @ too many", hint=_PERCENT)
    conninfo = f"postgresql://{rest}"
    try:
        said = {key: str(value) for key, value in psycopg.conninfo.conninfo_to_dict(conninfo).items()}
    except psycopg.Error:
        raise LedgerError("the ledger's PostgreSQL URL cannot be read", hint=f"{_FORM}; {_PERCENT}") from None
    if not re.fullmatch(r"[\d,]*", said.get("port", "")):
        raise LedgerError("the ledger's PostgreSQL URL cannot be read", hint=f"{_FORM}; {_PERCENT}")
    database = said.get("dbname") or os.environ.get("PGDATABASE")
    if not database and not ("service" in said or os.environ.get("PGSERVICE")):
        raise LedgerError("the ledger's PostgreSQL URL names no database", hint=_FORM)
    host, port, user = said.get("host", ""), said.get("port"), said.get("user")
    shown = "" if host.startswith("/") else host
    name = "".join(
        [
            "postgresql://",
            f"{user}@" if user else "",
            f"{shown}:{port}" if port and shown else shown,
            f"/{database or ''}",
        ]
    )
    secrets = tuple({said[key] for key in _SECRETS if said.get(key)} | _written(authority))
    return Address(url, conninfo, name, secrets)


def _written(authority: str) -> set[str]:
    """Return the password as the URL has it, where it differs from what it means."""
    _, found, password = authority.rpartition("@")[0].partition(":")
    return {password, unquote(password)} if found and password else set()
