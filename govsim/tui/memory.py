"""Where the reader was last, kept in their state folder by ledger; a broken or missing file means: nowhere."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Last:
    """A place to come back to: record, branch, instant and pane."""

    record: str
    branch: str
    instant: int
    pane: str


class Memory:
    """Reads and writes the last place of one ledger."""

    def __init__(self, file: Path | None, ledger: str) -> None:
        """Keep places in *file*; None keeps nothing."""
        self._file, self._ledger = file, ledger

    def read(self) -> Last | None:
        """Return the last place, None where none is known."""
        try:
            found = self._all()[self._ledger]
            last = Last(found["record"], found["branch"], found["instant"], found["pane"])
        except (KeyError, TypeError):
            return None
        texts = all(isinstance(text, str) for text in (last.record, last.branch, last.pane))
        return last if texts and type(last.instant) is int else None

    def write(self, last: Last) -> None:
        """Keep a place; a folder that cannot be written keeps nothing, and that is no mistake."""
        if self._file is None:
            return
        places = {**self._all(), self._ledger: asdict(last)}
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(places, indent=1), encoding="utf-8")

    def _all(self) -> dict[str, Any]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8")) if self._file is not None else {}
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def user_memory(ledger: str) -> Memory:
    """Return the memory of the user's own state folder."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only where a screen is opened

    return Memory(user_state_path("govsim") / "places.json", ledger)
