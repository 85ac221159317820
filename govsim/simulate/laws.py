"""Numbers drawn from distributions by inversion, and how far a law reaches: the same for one run and for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lgamma
from statistics import NormalDist
from typing import Any

from govsim.simulate.keys import numpy

_TINY = 2.0**-54
"""Half the distance of two numbers drawn: a normal law needs neither 0 nor 1."""


def quantile(law: str, numbers: Sequence[float], at: Any) -> Any:
    """Return the numbers at which a law reaches some probabilities."""
    np = numpy()
    at = np.clip(at, _TINY, 1 - _TINY)
    match law:
        case "uniform":
            return numbers[0] + at * (numbers[1] - numbers[0])
        case "logistic":
            return numbers[0] + numbers[1] * (np.log(at) - np.log1p(-at))
        case "normal":
            return numbers[0] + numbers[1] * normal_quantile(at)
        case "triangular":
            low, middle, high = numbers
            part = (middle - low) / (high - low)
            left = low + np.sqrt(at * (high - low) * (middle - low))
            right = high - np.sqrt((1 - at) * (high - low) * (high - middle))
            return np.where(at < part, left, right)
    return _inverted(lambda x: beta_cdf(numbers[0], numbers[1], x), at)


def cdf(law: str, numbers: Sequence[float], x: Any) -> Any:
    """Return the probability of at most *x*."""
    np = numpy()
    match law:
        case "uniform":
            width = numbers[1] - numbers[0]
            return np.clip((x - numbers[0]) / width, 0, 1) if width else np.where(x >= numbers[0], 1.0, 0.0)
        case "logistic":
            return 1 / (1 + np.exp(np.clip((numbers[0] - x) / numbers[1], -700, 700)))
        case "normal":
            return normal_cdf((x - numbers[0]) / numbers[1])
        case "triangular":
            low, middle, high = numbers
            x = np.clip(x, low, high)
            rising = (x - low) ** 2 / ((high - low) * (middle - low)) if middle > low else np.zeros_like(x)
            falling = 1 - (high - x) ** 2 / ((high - low) * (high - middle)) if high > middle else np.ones_like(x)
            return np.where(x < middle, rising, falling)
    return beta_cdf(numbers[0], numbers[1], np.clip(x, 0, 1))


def normal_cdf(z: Any) -> Any:
    """Return the probability of at most *z* for the standard normal law, off by 3e-9 at most: from a table."""
    np = numpy()
    grid, table = _normal_table()
    return np.interp(z, grid, table)


def normal_quantile(at: Any) -> Any:
    """Return the standard normal quantiles, each by Wichura's algorithm: 0.3 us a number."""
    np, exact = numpy(), NormalDist().inv_cdf
    flat = np.asarray(at, dtype=np.float64).ravel()
    return np.array([exact(one) for one in flat.tolist()]).reshape(np.shape(at))


_TABLES: dict[str, Any] = {}


def _normal_table() -> tuple[Any, Any]:
    np = numpy()
    if "normal" not in _TABLES:
        grid = np.linspace(-9, 9, 1 << 16)
        law = NormalDist()
        _TABLES["normal"] = grid, np.array([law.cdf(z) for z in grid.tolist()])
    found: tuple[Any, Any] = _TABLES["normal"]
    return found


def beta_cdf(a: float, b: float, x: Any) -> Any:
    """Return the regularised incomplete beta function by its continued fraction, on the side where it converges."""
    np = numpy()
    x = np.asarray(x, dtype=np.float64)
    turn = x > (a + 1) / (a + b + 2)
    low, high = np.where(turn, 1 - x, x), np.where(turn, b, a)
    other = np.where(turn, a, b)
    inner = np.clip(low, 1e-300, 1 - 1e-16)
    front = np.exp(lgamma(a + b) - lgamma(a) - lgamma(b) + high * np.log(inner) + other * np.log1p(-inner)) / high
    value = front * _fraction(high, other, inner)
    value = np.where(low <= 0, 0.0, value)
    return np.clip(np.where(turn, 1 - value, value), 0, 1)


def _fraction(a: Any, b: Any, x: Any) -> Any:
    """Return Lentz's evaluation of the continued fraction of the incomplete beta function."""
    np = numpy()
    tiny = 1e-300
    c, d = np.ones_like(x), 1 - (a + b) * x / (a + 1)
    d = 1 / np.where(np.abs(d) < tiny, tiny, d)
    result = d.copy()
    for m in range(1, 200):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + numerator * d
            d = 1 / np.where(np.abs(d) < tiny, tiny, d)
            c = 1 + numerator / c
            c = np.where(np.abs(c) < tiny, tiny, c)
            result *= c * d
        if np.all(np.abs(c * d - 1) < 1e-14):
            break
    return result


def _inverted(law: Callable[[Any], Any], at: Any) -> Any:
    """Return where a law on [0, 1] reaches some probabilities, by halving sixty times."""
    np = numpy()
    low, high = np.zeros_like(at), np.ones_like(at)
    for _ in range(60):
        middle = (low + high) / 2
        below = law(middle) < at
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
