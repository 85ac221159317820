"""The playhead: where the reader stands."""

from __future__ import annotations

from dataclasses import dataclass

from govsim.model.instant import Instant


@dataclass(frozen=True, slots=True)
class Playhead:
    """An instant, and the last stop at or before it, -1 before the first."""

    index: int
    instant: Instant
