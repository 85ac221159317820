"""What starts quickly stays quick: who imports what, asked of a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import SEED


def imported_by(code: str, *arguments: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has after running *code*."""
    listing = "print('\\n'.join(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)"
    script = f"import sys\n{code}\n{listing}"
    ran = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return set(ran.stderr.splitlines())


HELP = """
from govsim.cli.main import cli
try:
    cli(["--help"])
except SystemExit:
    pass
"""


def test_importing_govsim_is_cheap() -> None:
    assert not imported_by("import govsim") & {
        "pydantic",
        "sqlalchemy",
        "yaml",
        "textual",
        "click",
        "alembic",
        "psycopg",
    }


def test_help_imports_click_and_nothing_else_of_weight() -> None:
    assert not imported_by(HELP) & {"pydantic", "sqlalchemy", "yaml", "textual", "alembic", "psycopg", "numpy"}


@pytest.mark.parametrize("heavy", ["sqlalchemy", "alembic", "psycopg", "textual", "yaml"])
def test_an_answer_from_a_ledger_imports_no(heavy: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('imports') / 'ledger.db'}"
    subprocess.run(
        [sys.executable, "-c", "import sys, govsim; govsim.open(sys.argv[1]).load(sys.argv[2])", url, str(SEED)],
        check=True,
    )
    assert heavy not in imported_by("import govsim; govsim.open(sys.argv[1]).at('2023-11-18T18:00Z')", url)
