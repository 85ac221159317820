"""PostgreSQL databases for tests, on the server that GOVSIM_TEST_POSTGRES names: empty ones, and empty ledgers.

The variable holds the URL of a role that may make databases and roles; `.ci/run` starts such a server.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from govsim.ledger.constants import HEAD
from govsim.resources import data_dir

SERVER = os.environ.get("GOVSIM_TEST_POSTGRES", "")
NEEDS_SERVER = pytest.mark.skipif(not SERVER, reason="GOVSIM_TEST_POSTGRES names no PostgreSQL server")
ENGINES = ["sqlite", pytest.param("postgresql", marks=NEEDS_SERVER)]
"""Where a ledger is kept: what holds for one holds for the other."""

_numbers = count(1)


def url_of(database: str) -> str:
    """Return the URL of a database on the server."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


def query(url: str, sql: str, *values: Any) -> list[Any]:
    """Run a statement as others do, past the ledger, and return its rows."""
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.RawCursor) as connection:
        cursor = connection.execute(sql.encode(), values or None)
        return cursor.fetchall() if cursor.description else []


@cache
def _admin() -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(SERVER, autocommit=True)


def _drop(name: str) -> None:
    _admin().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@cache
def _shared() -> str:
    """Return the name of a database for many ledgers, each in a schema of its own."""
    name = f"govsim_test_{os.getpid()}"
    _drop(name)
    _admin().execute(f"CREATE DATABASE {name}".encode())
    return name


@cache
def _inside() -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(url_of(_shared()), autocommit=True)


@cache
def _tables() -> str:
    """Return what makes an empty ledger: running the migrations each time takes half a second."""
    made = (data_dir("migrations") / "postgresql" / "0004.sql").read_text(encoding="utf-8")
    version = "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"
    return f"{made}; {version}; INSERT INTO alembic_version VALUES ('{HEAD}')"  # noqa: S608 - a constant


@contextmanager
def new_schema() -> Iterator[str]:
    """Give the URL of an empty ledger in a new schema, which is dropped afterwards."""
    name = f"s{next(_numbers)}"
    sql = f"BEGIN; CREATE SCHEMA {name}; SET LOCAL search_path TO {name}; {_tables()}; COMMIT"
    _inside().execute(sql.encode())
    try:
        yield f"{url_of(_shared())}?options=-csearch_path%3D{name}"
    finally:
        _inside().execute(f"DROP SCHEMA {name} CASCADE".encode())


@contextmanager
def new_database() -> Iterator[str]:
    """Give the URL of a new, empty database, which is dropped afterwards whoever is still in it."""
    name = f"govsim_test_{os.getpid()}_{next(_numbers)}"
    _admin().execute(f"CREATE DATABASE {name}".encode())
    try:
        yield url_of(name)
    finally:
        _drop(name)


def tidy() -> None:
    """Leave nothing behind on the server."""
    if _shared.cache_info().currsize:
        _inside().close()
        _drop(_shared())
