"""Events about events: the record mends itself without editing what it said."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from govsim.model.base import Ref, Text
from govsim.model.events.base import Event, Kind


class Corrected(Event):
    """An earlier event is to be read with other fields; a field that is null goes back to its default."""

    REFS = {"event": Kind.EVENT}
    type: Literal["corrected"]
    event: Ref
    with_: dict[str, Any] = Field(default={}, alias="with")
    why: Text | None = None


class Retracted(Event):
    """An earlier event is to be read as if it had not been written."""

    REFS = {"event": Kind.EVENT}
    type: Literal["retracted"]
    event: Ref
    why: Text | None = None
