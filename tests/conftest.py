"""What every test may use: the bundled record, and a ledger of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from govsim.service.gov import Gov
from govsim.service.opening import open_ledger

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "openai-2023.yaml"

# Machines are shared: a slow example is no failure, and a run must be the same every time.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture
def gov(tmp_path: Path) -> Iterator[Gov]:
    """Govsim over an empty ledger."""
    opened = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield opened
    opened.ledger.close()


@pytest.fixture(scope="session")
def weekend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gov]:
    """Govsim over a ledger that holds the bundled record; tests only read it."""
    opened = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('weekend') / 'ledger.db'}")
    opened.load(SEED)
    yield opened
    opened.ledger.close()
