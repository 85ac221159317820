"""What could not be carried from one format to another: counted, with examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

EXAMPLES = 3
"""Examples kept of each loss; the count goes on."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that was not carried: what it is, how often it stood there, and the first few."""

    what: str
    count: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.what}: {self.count} not carried{f', as {self._shown}' if self.examples else ''}"

    @property
    def _shown(self) -> str:
        return "; ".join(self.examples) + ("; ..." if self.count > len(self.examples) else "")

    def to_json(self) -> dict[str, Any]:
        """Return what, count and examples."""
        return {"what": self.what, "count": self.count, "examples": list(self.examples)}


class Losses:
    """Gathers losses in the order in which they were first met."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, list[str]] = {}

    def add(self, what: str, example: object = None, *, count: int = 1) -> None:
        """Count something that is not carried."""
        self._counts[what] = self._counts.get(what, 0) + count
        if example is None:
            return
        examples = self._examples.setdefault(what, [])
        if len(examples) < EXAMPLES and (text := _short(example)) not in examples:
            examples.append(text)

    def rest(self, where: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
        """Count the fields of an object that nobody reads; what is empty says nothing."""
        for name in given.keys() - set(known):
            if not is_empty(given[name]):
                self.add(f"{where}.{name}", given[name])

    def all(self) -> tuple[Loss, ...]:
        """Return every loss, the fields of one object beside each other."""
        return tuple(
            Loss(what, count, tuple(self._examples.get(what, ()))) for what, count in sorted(self._counts.items())
        )

    def __bool__(self) -> bool:
        return bool(self._counts)


def is_empty(value: Any) -> bool:
    """Return whether a value of JSON says nothing."""
    return value is None or value == "" or value == [] or value == {}


def _short(example: object) -> str:
    text = " ".join(str(example).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
