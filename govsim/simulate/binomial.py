"""Binomial numbers, one for each run from its own keyed uniforms: exact laws, no stream that runs would share.

Where the mean is at least 10, Hörmann's transformed rejection (BTRS, 1993): 1.15 to 1.5 tries; below, inversion by
walking up the law. Numpy's own takes a stream in which one run's draws shift those of the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govsim.simulate.keys import numpy, uniforms

if TYPE_CHECKING:
    from govsim.simulate.keys import Floats, Runs

_STEP = 0xD1342543DE82EF95
"""Between the keys of one try and the next."""
_MASK = (1 << 64) - 1
_SMALL = 10.0
_MOST_TRIES = 200
_STIRLING = (
    0.08106146679532726,
    0.04134069595540929,
    0.02767792568499834,
    0.02079067210376509,
    0.01664469118982119,
    0.01387612882307075,
    0.01189670994589177,
    0.01041126526197209,
    0.009255462182712733,
    0.008330563433362871,
)
"""What Stirling's formula leaves of log k! for k from 0 to 9."""


def binomials(key: int, runs: Runs, count: Floats, chance: Any) -> Floats:
    """Return for each run how many of *count* succeed with a *chance* each; both are arrays or numbers."""
    np = numpy()
    count = np.broadcast_to(np.asarray(count, dtype=np.float64), runs.shape)
    chance = np.broadcast_to(np.asarray(chance, dtype=np.float64), runs.shape)
    drawn: Floats = np.where(chance >= 1, count, 0.0)
    open_ = np.flatnonzero((count > 0) & (chance > 0) & (chance < 1))
    if not open_.size:
        return drawn
    runs, count, chance = runs[open_], count[open_], chance[open_]
    turned = chance > 0.5
    less = np.where(turned, 1 - chance, chance)
    few = count * less < _SMALL
    found = np.empty(len(open_))
    for where, draw in ((np.flatnonzero(few), _walked), (np.flatnonzero(~few), _rejected)):
        if where.size:
            found[where] = draw(key, runs[where], count[where], less[where])
    drawn[open_] = np.where(turned, count - found, found)
    return drawn


def _walked(key: int, runs: Runs, count: Floats, chance: Floats) -> Floats:
    """Return numbers of small mean: one uniform each, walked up the law."""
    np = numpy()
    left = uniforms(key, runs)
    odds = chance / (1 - chance)
    here = np.exp(count * np.log1p(-chance))
    found: Floats = np.zeros(len(runs))
    where = np.flatnonzero(left > here)
    left, here, odds, count = left[where], here[where], odds[where], count[where]
    number = 0.0
    while where.size:
        left = left - here
        number += 1
        here = here * odds * (count - number + 1) / number
        found[where] = number
        more = (left > here) & (number < count)
        if not more.all():
            where, left, here, odds, count = where[more], left[more], here[more], odds[more], count[more]
    return found


def _rejected(key: int, runs: Runs, count: Floats, chance: Floats) -> Floats:
    """Return numbers of a mean of 10 or more, by transformed rejection."""
    np = numpy()
    found: Floats = np.empty(len(runs))
    where = np.arange(len(runs))
    for attempt in range(_MOST_TRIES):
        spread = np.sqrt(count * chance * (1 - chance))
        b = 1.15 + 2.53 * spread
        a = -0.0873 + 0.0248 * b + 0.01 * chance
        first = (key + (2 * attempt + 1) * _STEP) & _MASK
        u = uniforms(first, runs) - 0.5
        v = uniforms((first + _STEP) & _MASK, runs)
        us = 0.5 - np.abs(u)
        k = np.floor((2 * a / us + b) * u + count * chance + 0.5)
        fits = (us >= 0.07) & (v <= 0.92 - 4.2 / b)
        unsure = np.flatnonzero(~fits & (k >= 0) & (k <= count))
        if unsure.size:
            parts = (one[unsure] for one in (v, us, k, count, chance, a, b, spread))
            fits[unsure] = _accepted(*parts)
        found[where[fits]] = k[fits]
        if fits.all():
            return found
        open_ = ~fits
        where, runs, count, chance = where[open_], runs[open_], count[open_], chance[open_]
    found[where] = np.round(count * chance)  # 200 tries fail once in 10 ** 80
    return found


def _accepted(
    v: Floats, us: Floats, k: Floats, count: Floats, chance: Floats, a: Floats, b: Floats, spread: Floats
) -> Any:
    np = numpy()
    odds = chance / (1 - chance)
    mode = np.floor((count + 1) * chance)
    height = np.log(np.maximum(v, 1e-300) * (2.83 + 5.1 / b) * spread / (a / (us * us) + b))
    bound = (mode + 0.5) * np.log((mode + 1) / (odds * (count - mode + 1)))
    bound += (count + 1) * np.log((count - mode + 1) / (count - k + 1))
    bound += (k + 0.5) * np.log(odds * (count - k + 1) / (k + 1))
    bound += _tail(mode) + _tail(count - mode) - _tail(k) - _tail(count - k)
    return height <= bound


def _tail(k: Floats) -> Floats:
    """Return what Stirling's formula leaves of log k!."""
    np = numpy()
    more = k + 1
    square = more * more
    tail: Floats = (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / more
    small = k < len(_STIRLING)
    if small.any():
        tail[small] = np.array(_STIRLING)[k[small].astype(np.int64)]
    return tail
