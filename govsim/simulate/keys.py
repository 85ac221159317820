"""Keyed randomness: every draw is a pure function of seed, site, slot and run, so nothing shifts anything else.

A site is a stable id of the scenario. What is drawn at one never depends on how many runs there are, in which order or
on how many workers they are drawn, nor on what is drawn elsewhere. The function is SplitMix64's finaliser over a
counter; 53 bits make a number in [0, 1).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Runs = NDArray[np.uint64]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_UNIT = 2.0**-53


def site_key(seed: int, site: str, slot: int | str = 0) -> int:
    """Return the key of a site: the same wherever and whenever it is asked for."""
    return int.from_bytes(blake2b(f"{seed}\0{site}\0{slot}".encode(), digest_size=8).digest(), "big")


def uniform(key: int, run: int) -> float:
    """Return the number in [0, 1) that a run draws at a site."""
    bits = (key + (run + 1) * _GOLDEN) & _MASK
    bits = ((bits ^ (bits >> 30)) * _FIRST) & _MASK
    bits = ((bits ^ (bits >> 27)) * _SECOND) & _MASK
    return ((bits ^ (bits >> 31)) >> 11) * _UNIT


def uniforms(key: int, runs: Runs) -> Floats:
    """Return the numbers that many runs draw at a site, each the one that :func:`uniform` gives."""
    np = numpy()
    bits = runs + np.uint64(1)
    bits *= np.uint64(_GOLDEN)
    bits += np.uint64(key)
    other = bits >> np.uint64(30)
    for shift, factor in ((27, _FIRST), (31, _SECOND)):
        bits ^= other
        bits *= np.uint64(factor)
        np.right_shift(bits, np.uint64(shift), out=other)
    bits ^= other
    bits >>= np.uint64(11)
    drawn: Floats = bits.astype(np.float64)
    drawn *= _UNIT
    return drawn


def numpy() -> Any:
    """Return numpy, imported when something is drawn: `govsim at` answers without it."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second that only drawing needs

    return np
