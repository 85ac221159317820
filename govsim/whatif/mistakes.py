"""What can be wrong with a scenario: faults with a place, and fields that make no event."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from govsim.model.events import Event
from govsim.model.references import Fault, Location


@dataclass(frozen=True, slots=True)
class Invalid:
    """Fields that do not make an event of its type; *model* is that type."""

    location: Location
    failure: ValidationError
    model: type[Event]


Mistake = Fault | Invalid
