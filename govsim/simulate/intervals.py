"""How sure a count of runs is: intervals of 95 %, for one share, for several at once, for a difference."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

LEVEL = 0.95


def quantile(level: float = LEVEL) -> float:
    """Return how many standard deviations an interval of a level reaches to each side."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(count: int, runs: int, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's interval of a share; it never leaves [0, 1] and is no point where nothing was counted."""
    if runs == 0:
        return 0.0, 1.0
    z = quantile(level)
    share, spread = count / runs, z * z / runs
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / runs + spread / (4 * runs)) / (1 + spread)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    # The ends are exact in the algebra and off by a rounding in the arithmetic.
    return (0.0 if count == 0 else min(low, share)), (1.0 if count == runs else max(high, share))


def simultaneous(counts: list[int], runs: int, level: float = LEVEL) -> list[tuple[float, float]]:
    """Return intervals of several shares of one whole that hold all at once: Wilson's, with Bonferroni's level."""
    each = 1 - (1 - level) / max(1, len(counts))
    return [wilson(count, runs, each) for count in counts]


def upper_bound(runs: int, level: float = LEVEL) -> float:
    """Return the share that is not exceeded, at a level, by what never came up in so many runs: about 3 in N."""
    return 1.0 if runs == 0 else float(1 - (1 - level) ** (1 / runs))


def paired(gained: int, lost: int, runs: int, level: float = LEVEL) -> tuple[float, float, float]:
    """Return the difference of two shares over the same runs with its interval; only runs that turn count.

    *gained* runs have it in the second only, *lost* in the first only. One turn of each kind is added to the spread, so
    that no turn at all is not taken for certainty.
    """
    if runs == 0:
        return 0.0, -1.0, 1.0
    difference = (gained - lost) / runs
    spread = max(0.0, (gained + lost + 2) / runs - difference * difference) / runs
    half = quantile(level) * sqrt(spread)
    return difference, max(-1.0, difference - half), min(1.0, difference + half)
