"""Terminals for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SEED

from .terminal import Terminal


@pytest.fixture
def govsim(tmp_path: Path) -> Terminal:
    """Govsim on a ledger that is not there yet."""
    return Terminal(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.fixture(scope="session")
def weekend(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Govsim on a ledger that holds the bundled record; tests only read it."""
    folder = tmp_path_factory.mktemp("weekend-cli")
    terminal = Terminal(folder, f"sqlite:///{folder / 'ledger.db'}")
    terminal.good("load", SEED)
    return terminal
