"""Binomial numbers, one for each run from its own keyed uniforms: exact laws, no stream that runs would share.

Where the chance is the same in all runs and the crowd not large, by a table of the law with a guide into it; else by
Hörmann's transformed rejection (BTRS, 1993) where the mean is at least 10, 1.15 to 1.5 tries; below, by walking up the
law. Numpy's own takes a stream in which one run's draws shift those of the next.
"""

from __future__ import annotations

from functools import lru_cache
from math import lgamma
from typing import TYPE_CHECKING, Any

from govsim.simulate.keys import numpy, uniforms

if TYPE_CHECKING:
    from govsim.simulate.keys import Floats, Runs

_STEP = 0xD1342543DE82EF95
"""Between the keys of one try and the next."""
_MASK = (1 << 64) - 1
_SMALL = 10.0
_MOST_TRIES = 200
_MOST_STEPS = 96
"""A number of mean 10 goes beyond that once in 10 ** 60."""
TABLED = 1_000
"""The largest crowd whose whole law is kept: half a million numbers, four megabytes."""
_GUIDE = 256
_FACTORIALS = 1 << 17
"""Up to here, log k! is looked up; beyond, Stirling's formula is exact to the last digits."""


def binomials(key: int, runs: Runs, count: Floats, chance: Any, most: int = 0) -> Floats:
    """Return for each run how many of *count*, which is *most* at the most, succeed with a *chance* each."""
    np = numpy()
    if 0 < most <= TABLED and np.ndim(chance) == 0:
        return _looked_up(key, runs, count, float(chance), most)
    count = np.broadcast_to(np.asarray(count, dtype=np.float64), runs.shape)
    chance = np.broadcast_to(np.asarray(chance, dtype=np.float64), runs.shape)
    drawn: Floats = np.where(chance >= 1, count, 0.0)
    open_ = np.flatnonzero((count > 0) & (chance > 0) & (chance < 1))
    if not open_.size:
        return drawn
    if open_.size < len(runs):
        runs, count, chance = runs[open_], count[open_], chance[open_]
    turned = chance > 0.5
    less = np.minimum(chance, 1 - chance)
    few = count * less < _SMALL
    found = np.empty(len(open_))
    for where, draw in ((np.flatnonzero(few), _walked), (np.flatnonzero(~few), _rejected)):
        if where.size == len(open_):
            found = draw(key, runs, count, less)
        elif where.size:
            found[where] = draw(key, runs[where], count[where], less[where])
    drawn[open_] = np.where(turned, count - found, found)
    return drawn


def _looked_up(key: int, runs: Runs, count: Floats, chance: float, most: int) -> Floats:
    """Return numbers of one chance from the table of their laws, each by the uniform of its run."""
    np = numpy()
    if chance <= 0 or chance >= 1:
        certain: Floats = np.zeros(len(runs)) if chance <= 0 else np.array(count, dtype=np.float64)
        return certain
    law, guide, offsets = _table(chance, most)
    rows = count.astype(np.int64)
    drawn = uniforms(key, runs)
    parts = (drawn * _GUIDE).astype(np.int64)
    parts += rows * _GUIDE
    at = guide.take(parts)
    above = np.flatnonzero(drawn >= law.take(at))
    if above.size:
        higher, there = drawn[above], at[above] + 1
        while True:
            more = higher >= law.take(there)
            if not more.any():
                break
            there += more
        at[above] = there
    found: Floats = (at - offsets.take(rows)).astype(np.float64)
    return found


@lru_cache(maxsize=8)
def _table(chance: float, most: int) -> tuple[Any, Any, Any]:
    """Return the laws of 0 to *most* tries one after the other, guides into them, and where each begins.

    A guide says for each part of [0, 1) where the least number stands whose law may reach it. The last number of each
    law reaches 1.
    """
    np = numpy()
    sizes = np.arange(most + 1)
    offsets = sizes * (sizes + 1) // 2
    law, guide = np.empty(int(offsets[-1]) + most + 1), np.empty((most + 1, _GUIDE), dtype=np.int64)
    parts = np.arange(_GUIDE) / _GUIDE
    parts[0] = 2.0**-54  # what comes up less often than that needs no place in a guide
    here = np.ones(1)
    for size in range(most + 1):
        if size:
            here = np.concatenate([here * (1 - chance), [0.0]]) + np.concatenate([[0.0], here * chance])
        reached = np.cumsum(here)
        reached[-1] = 2.0
        law[offsets[size] : offsets[size] + size + 1] = reached
        guide[size] = offsets[size] + np.searchsorted(reached, parts, side="right")
    return law, guide.ravel(), offsets


def _walked(key: int, runs: Runs, count: Floats, chance: Floats) -> Floats:
    """Return numbers of small mean: one uniform each, walked up the law."""
    np = numpy()
    drawn = uniforms(key, runs)
    odds = chance / (1 - chance)
    here = np.exp(count * np.log1p(-chance))
    rate = odds * (count + 1)
    found: Floats = np.zeros(len(runs))
    where, reached = None, here.copy()
    for number in range(1, _MOST_STEPS):
        above = drawn >= reached
        more = int(np.count_nonzero(above))
        if not more:
            break
        if where is None:
            found += above
        else:
            found[where] += above
        if more < len(above) // 2:
            kept = np.flatnonzero(above)
            where = kept if where is None else where[kept]
            drawn, here, rate, odds, reached = drawn[kept], here[kept], rate[kept], odds[kept], reached[kept]
        here *= rate / number - odds
        reached += here
    np.minimum(found, count, out=found)
    return found


def _rejected(key: int, runs: Runs, count: Floats, chance: Floats) -> Floats:
    """Return numbers of a mean of 10 or more, by transformed rejection."""
    np = numpy()
    mean = count * chance
    spread = np.sqrt(mean * (1 - chance))
    b = 2.53 * spread
    b += 1.15
    a = 0.0248 * b
    a += 0.01 * chance
    a -= 0.0873
    quick = 0.92 - 4.2 / b
    found: Floats = np.empty(len(runs))
    where = None
    for attempt in range(_MOST_TRIES):
        first = (key + (2 * attempt + 1) * _STEP) & _MASK
        u = uniforms(first, runs)
        u -= 0.5
        v = uniforms((first + _STEP) & _MASK, runs)
        us = 0.5 - np.abs(u)
        k = 2 * a
        k /= us
        k += b
        k *= u
        k += mean
        k += 0.5
        np.floor(k, out=k)
        fits = v <= quick
        fits &= us >= 0.07
        unsure = np.flatnonzero(~fits)
        unsure = unsure[(k[unsure] >= 0) & (k[unsure] <= count[unsure])]
        if unsure.size:
            fits[unsure] = _accepted(*(one[unsure] for one in (v, us, k, count, chance, a, b, spread)))
        if where is None:
            found = k
        else:
            found[where[fits]] = k[fits]
        open_ = np.flatnonzero(~fits)
        if not open_.size:
            return found
        where = open_ if where is None else where[open_]
        runs, count, chance, mean, spread = runs[open_], count[open_], chance[open_], mean[open_], spread[open_]
        a, b, quick = a[open_], b[open_], quick[open_]
    found[where] = np.round(mean)  # 200 tries fail once in 10 ** 80
    return found


def _accepted(
    v: Floats, us: Floats, k: Floats, count: Floats, chance: Floats, a: Floats, b: Floats, spread: Floats
) -> Any:
    np = numpy()
    mode = np.floor((count + 1) * chance)
    height = np.log(np.maximum(v, 1e-300) * (2.83 + 5.1 / b) * spread / (a / (us * us) + b))
    bound = (k - mode) * np.log(chance / (1 - chance))
    bound += _log_factorial(mode) + _log_factorial(count - mode) - _log_factorial(k) - _log_factorial(count - k)
    return height <= bound


def _log_factorial(k: Floats) -> Floats:
    np = numpy()
    if not len(k) or k.max() < _FACTORIALS:
        found: Floats = _factorials()[k.astype(np.int64)]
        return found
    more = np.maximum(k, 1.0)
    square = more * more
    tail = (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / more
    large = more * np.log(more) - more + 0.5 * np.log(2 * np.pi * more) + tail
    either: Floats = np.where(k < _FACTORIALS, _factorials()[np.minimum(k, _FACTORIALS - 1).astype(np.int64)], large)
    return either


@lru_cache(maxsize=1)
def _factorials() -> Any:
    np = numpy()
    return np.array([lgamma(k + 1.0) for k in range(_FACTORIALS)])
