"""Events of a type that this version does not know: kept as they are, and without effect on any tenure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from govsim.model.events.base import Event


class Opaque(Event):
    """An event that a newer govsim wrote; what every event has is read, the rest is kept word for word."""

    model_config = ConfigDict(extra="allow")
    type: str

    @property
    def unread(self) -> Mapping[str, Any]:
        """The fields that this version cannot read."""
        return self.model_extra or {}
