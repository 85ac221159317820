"""A ledger in PostgreSQL, and where none is yet; without a server these tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from govsim.ledger.store import Ledger
from tests.ledger.ledgers import drafts, new_place
from tests.ledger.making import RECORD
from tests.ledger.servers import SERVER


@pytest.fixture(autouse=True)
def _server() -> None:
    if not SERVER:
        pytest.skip("GOVSIM_TEST_POSTGRES names no PostgreSQL server")


@pytest.fixture
def database(_server: None) -> Iterator[str]:
    """The URL of an empty database."""
    with new_place("postgresql") as url:
        yield url


@pytest.fixture
def filled(_server: None) -> Iterator[Ledger]:
    """A ledger in a schema of its own with a record, at 1 to 9, and a branch of it."""
    with new_place("postgresql", with_ledger=True) as url, closing(Ledger(url)) as ledger:
        ledger.append(drafts(RECORD))
        ledger.fork("before")
        yield ledger
