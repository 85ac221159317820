"""What a PostgreSQL server and its driver refuse, in words that say what to do, and without a password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from govsim.ledger.postgres.address import Address
from govsim.model.errors import LedgerError

AGAIN = "nothing was kept; run the same again when the server is back"

_TAKEN = (
    "something that has a name which a ledger needs is there already",
    "name an empty database, made with `createdb`",
)

_BY_STATE = {
    "55P03": ("is locked by another program", "wait for it to finish, then try again"),
    "53100": ("the server's disk is full", "nothing was written; make room and try again"),
    "53200": ("the server is out of memory", "nothing was written; try again later"),
    "53300": ("the server has no connection left to give", "close some, or raise its max_connections"),
    "25006": ("takes no writes: the server or the role is read-only", "name the primary server, or another role"),
    "57014": ("the server ended the query after its statement_timeout", "raise statement_timeout for this role"),
    "57P01": ("the server is shutting down", AGAIN),
    "57P02": ("the server has crashed", AGAIN),
    "57P03": ("the server is starting up or shutting down", "try again in a moment"),
    "42501": ("this role may not do that", "see docs/postgres.md for the roles, or ask the owner of the database"),
    "42P01": ("holds half a ledger", "it was left as it is; restore the database from a backup"),
    "42703": ("holds half a ledger", "it was left as it is; restore the database from a backup"),
    "42P07": _TAKEN,
    "42710": _TAKEN,
    "42723": _TAKEN,
    "28P01": ("the password is wrong", "set PGPASSWORD or ~/.pgpass, and check the user's name"),
    "3D000": ("there is no such database", "make it with `createdb`"),
}
"""By SQLSTATE, the same in every language of the server."""

_BY_TEXT = (
    ("password authentication failed", *_BY_STATE["28P01"]),
    ("no password supplied", "the server asks for a password", "set PGPASSWORD, or write it to ~/.pgpass"),
    (r"no pg_hba\.conf entry", "the server lets nobody in this way", "add a line to its pg_hba.conf, or use TLS"),
    (
        r'role ".*" (does not exist|is not permitted)',
        "there is no such role, or it may not log in",
        "make it with `createuser`; docs/postgres.md says how",
    ),
    (r'database ".*" does not exist', *_BY_STATE["3D000"]),
    ("too many", *_BY_STATE["53300"]),
    ("starting up|shutting down|not yet accepting|recovery", *_BY_STATE["57P03"]),
    ("closed the connection|terminated abnormally|reset by peer", "the server went away", AGAIN),
    ("certificate", "the server's certificate is not what the URL asks for", "see docs/postgres.md, TLS"),
    ("SSL", "no encrypted connection could be made", "see docs/postgres.md, TLS"),
    ("could not translate host|resolve|Name or service|No address|nodename", "there is no such host", "check the URL"),
    ("Connection refused", "no server answers there", "start it, or check host and port in the URL"),
    ("timeout expired", "no server answers there", "check host and port, and that no firewall stands between"),
    ("No such file", "no server answers on that socket", "start it, or write a host in the URL"),
)
"""For a connection that was not made, as regular expressions: libpq gives no SQLSTATE then."""


class Unreached(Exception):  # noqa: N818 - turned into a LedgerError at once
    """No connection was made; the driver says in its own words why."""


class Unknown(Exception):  # noqa: N818 - the same
    """The connection was lost while committing."""


@contextmanager
def refused_clearly(address: Address) -> Iterator[None]:
    """Turn what the driver raises into a LedgerError that says what to do."""
    try:
        yield
    except Unknown as failure:
        raise LedgerError(
            f"{address.name}: the connection was lost at the moment of keeping; whether it was kept is not known",
            hint="run the same again when the server is back: what is there already is not written twice",
        ) from failure.__cause__
    except Unreached as failure:
        what, todo = _unreached(" ".join(str(failure.__cause__).split()))
        raise LedgerError(address.hidden(f"{address.name}: {what}"), hint=todo) from None
    except UnicodeEncodeError as failure:
        raise LedgerError(
            f"{address.name}: a text that no database takes", hint="leave out broken characters"
        ) from failure
    except Exception as failure:
        cause = getattr(failure, "orig", None) or failure  # SQLAlchemy wraps the driver's error
        if not isinstance(cause, psycopg.Error):
            raise
        message, hint = _said(cause)
        raise LedgerError(address.hidden(f"{address.name}: {message}"), hint=hint) from _without_secrets(
            address, failure
        )


def _without_secrets(address: Address, failure: BaseException) -> BaseException | None:
    """Return a failure as a cause to keep, None where its text would tell a password."""
    return failure if str(failure) == address.hidden(str(failure)) else None


def _said(failure: psycopg.Error) -> tuple[str, str | None]:
    """Return what happened and what to do."""
    known = _BY_STATE.get(failure.sqlstate or "")
    if known is not None:
        return known
    text = " ".join(str(failure).split())
    is_lost = failure.sqlstate is None or failure.sqlstate.startswith(("08", "57"))
    if isinstance(failure, psycopg.OperationalError) and is_lost:
        return "the connection was lost", AGAIN
    primary = failure.diag.message_primary
    return primary or text, None


def _unreached(text: str) -> tuple[str, str]:
    """Return why no connection was made and what to do."""
    for part, message, hint in _BY_TEXT:
        if re.search(part, text):
            return message, hint
    return f"cannot be reached: {text}", "check the URL, and that the server runs; then try again"
