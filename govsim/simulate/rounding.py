"""Numbers that are counted by value: as they are where there are few, else to fewer digits."""

from __future__ import annotations

from typing import Any

from govsim.simulate.keys import numpy

_FEW = 2_000
_DIGITS = (12, 4, 3, 2)


def rounded(values: Any) -> tuple[list[float], list[int]]:
    """Return the values that numbers come to and how often; more than 2,000 are rounded to four digits, or fewer."""
    np = numpy()
    met, counts = np.unique(values, return_counts=True)
    for digits in _DIGITS:
        scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.where(met == 0, 1.0, np.maximum(np.abs(met), 1e-290)))))
        near = np.where(met == 0, 0.0, np.round(met * scale) / scale)
        few, where = np.unique(near, return_inverse=True)
        if len(few) <= _FEW:
            return few.tolist(), np.bincount(where, weights=counts).astype(np.int64).tolist()
    return few.tolist(), np.bincount(where, weights=counts).astype(np.int64).tolist()
