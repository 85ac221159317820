"""Events about events: a record mends itself, a branch differs from its parent, and nothing is ever edited."""

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


class Omitted(Event):
    """On a branch, an inherited event did not happen; its ``at`` plays no part in replay."""

    REFS = {"event": Kind.EVENT}
    type: Literal["omitted"]
    event: Ref
    why: Text | None = None


class Changed(Event):
    """On a branch, an inherited event happened otherwise; a field that is null goes back to its default."""

    REFS = {"event": Kind.EVENT}
    type: Literal["changed"]
    event: Ref
    with_: dict[str, Any] = Field(default={}, alias="with")
    why: Text | None = None


BRANCH_TYPES: dict[str, type[Event]] = {"omitted": Omitted, "changed": Changed}
"""The events that only a branch can hold: records say what happened, not what might have."""

AboutEvent = Corrected | Retracted | Omitted | Changed
"""Events that stand in no timeline: they say how another is to be read."""
