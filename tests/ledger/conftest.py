"""Ledgers in files and in PostgreSQL: a test that asks for one of these runs on both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ledger.ledgers import new_place
from tests.ledger.servers import ENGINES, tidy


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a ledger that is not there yet."""
    with new_place(request.param) as url:
        yield url


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty ledger."""
    with new_place(request.param, with_ledger=True) as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    tidy()
