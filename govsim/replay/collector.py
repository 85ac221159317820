"""Keeping Python's cycle collector out of work that only allocates what it keeps."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cycle collector; reading and replaying 100,000 events took twice as long under its passes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collector_at_rest() -> None:
    """Leave what is there now out of the collector's passes, and let it look at what comes a tenth as often.

    A pass over a long record held up a step for half a second; of a first frame a fifteenth went into small passes.
    """
    gc.freeze()
    gc.set_threshold(7_000)
