"""The command line, run as a user runs it: arguments in, exit code and both outputs back."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from govsim.cli.main import main


def held(ledger: Path) -> list[tuple[Any, ...]]:
    """Return everything that a ledger holds, wherever SQLite keeps it."""
    with closing(sqlite3.connect(ledger)) as connection:
        return connection.execute("SELECT * FROM event ORDER BY position").fetchall()


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The data on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines on standard output."""
        return self.out.splitlines()


@dataclass(frozen=True)
class Terminal:
    """A terminal with a ledger and a data folder of its own."""

    folder: Path
    ledger: str | None
    env: Mapping[str, str | None] = field(default_factory=dict)

    def environment(self) -> dict[str, str | None]:
        """Return what the command finds in its environment."""
        return {
            "GOVSIM_LEDGER": self.ledger,
            "GOVSIM_DEBUG": None,
            "XDG_DATA_HOME": str(self.folder / "data"),
            "HOME": str(self.folder),
            **self.env,
        }

    def __call__(self, *args: str | Path, color: bool = False) -> Answer:
        """Run ``govsim`` with *args*; it must neither fall through nor blame itself."""
        runner, argv, code = CliRunner(env=self.environment()), sys.argv, 0
        with runner.isolation(color=color) as (out, err, _):
            sys.argv = ["govsim", *map(str, args)]
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
            finally:
                sys.argv = argv
            sys.stdout.flush()
            sys.stderr.flush()
            answer = Answer(code, out.getvalue().decode(), err.getvalue().decode())
        for trouble in ("Traceback", "something went wrong inside govsim"):
            assert trouble not in answer.out + answer.err, answer.err
        return answer

    def good(self, *args: str | Path) -> Answer:
        """Run a command that must succeed."""
        answer = self(*args)
        assert answer.code == 0, answer.err
        return answer

    def refused(self, *args: str | Path, ledger: Path | None = None) -> str:
        """Run a command that must be refused as bad input, and return what it says.

        Nothing may stand on standard output, and what the *ledger* holds must be left as it is.
        """
        before = held(ledger) if ledger else None
        answer = self(*args)
        assert (answer.code, answer.out) == (2, ""), answer
        assert answer.err.strip()
        assert before == (held(ledger) if ledger else None)
        return answer.err

    def file(self, name: str, text: str) -> Path:
        """Write a file beside the ledger."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path
