"""What expressions ask of one state of a simulation: answers of its world, its variables, what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from govsim.model.instant import Instant
from govsim.rules.expressions import NONE, Function, Nothing, Value
from govsim.simulate.worlds import Answers


@dataclass(slots=True)
class StateFacts:
    """Answers to the functions of the language; what the world says was asked of the engine before."""

    world: Answers
    variables: Mapping[str, Value]
    choices: Mapping[str, str]

    def holds(self, party: str, post: str, at: Instant | None, /) -> bool | None:
        """Return whether a party certainly holds a post."""
        told: bool | None = self._told(Function.HOLDS, (party, post), at)
        return told

    def possible(self, party: str, post: str, at: Instant | None, /) -> bool | None:
        """Return whether a party may hold a post."""
        told: bool | None = self._told(Function.POSSIBLE, (party, post), at)
        return told

    def vacant(self, post: str, at: Instant | None, /) -> bool | None:
        """Return whether nobody holds a post."""
        told: bool | None = self._told(Function.VACANT, (post,), at)
        return told

    def count(self, organ: str, at: Instant | None, /) -> int | None:
        """Return how many hold a seat."""
        number: Fraction | None = self._told(Function.COUNT, (organ,), at)
        return None if number is None else int(number)

    def happened(self, event: str, /) -> bool | None:
        """Return whether an event has happened by now."""
        told: bool | None = self._told(Function.HAPPENED, (event,), None)
        return told

    def signed(self, letter: str, /) -> Fraction | None:
        """Return the last total of a letter's signatories."""
        told: Fraction | None = self._told(Function.SIGNED, (letter,), None)
        return told

    def verdict(self, event: str, /) -> str | Nothing | None:
        """Return what the bylaws say of an act."""
        told: str | Nothing | None = self._told(Function.VERDICT, (event,), None)
        return told

    def chose(self, decision: str, /) -> str | Nothing | None:
        """Return the option chosen, none where the decision was not reached by now."""
        return self.choices.get(decision, NONE)

    def variable(self, name: str, /) -> Value | None:
        """Return what a variable holds."""
        return self.variables[name]

    def _told(self, function: Function, arguments: tuple[str, ...], at: Instant | None) -> Any:
        return self.world[function, arguments, at]
