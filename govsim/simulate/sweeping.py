"""A plan at many points: numbers that it begins with set to one value after the other, over the same runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from govsim.simulate.forecast import Forecast, merged_or_paths
from govsim.simulate.law import Law
from govsim.simulate.running import Asked, Drawn, Spread, ranges
from govsim.simulate.source import Draw, Enumerate, How, Method, Part, Source

Told = Callable[[int, Forecast], None]
"""Told of each point what came of it, in their order."""


def sweep(source: Source, asked: Asked, method: Method, spread: Spread, told: Callable[[], Told]) -> str | None:
    """Return why not all runs of all points were drawn, None if they were.

    An interrupt (Ctrl-C) ends with the point that is being drawn. *told* gives what is told of points; it is asked
    again where all is begun anew.

    Raises:
        UnansweredError: an expression divides by zero on the way, or weights are none there.
        GovsimError: the exact law is asked for and there are too many states.
    """
    return merged_or_paths(lambda paths: _sweep(source, asked, method, spread, told(), paths=paths))


def _sweep(source: Source, asked: Asked, method: Method, spread: Spread, told: Told, *, paths: bool) -> str | None:
    try:
        found = _enumerated(source, method, spread, paths=paths)
    except KeyboardInterrupt:
        return "interrupted"
    parts = spread(Draw(point, how, *batch) for point, (_, how) in enumerate(found) for batch in ranges(asked.runs))
    return _gathered(source, asked, parts, [exact for exact, _ in found], told)


def _enumerated(source: Source, method: Method, spread: Spread, *, paths: bool) -> Sequence[tuple[Law | None, How]]:
    """Return the exact law of each point, None where it has none or too many states, and how its runs are drawn.

    Where the first point cannot be enumerated, the others are not tried.
    """
    first = source.do(Enumerate(0, method, paths))
    points = range(1, len(source.points))
    if first.law is None and first.how != "states":
        return [_law_and_how(first)] * len(source.points)
    return [*map(_law_and_how, chain([first], spread(Enumerate(point, method, paths) for point in points)))]


def _law_and_how(part: Part) -> tuple[Law | None, How]:
    return part.law, part.how or "columns"


def _gathered(
    source: Source, asked: Asked, parts: Iterator[Part], exact: Sequence[Law | None], told: Told
) -> str | None:
    """Add up the parts of each point and tell of it once it is whole, or when an interrupt ends all."""
    point, law, done, whole, of = 0, Law(), 0, 0, asked.runs * len(exact)

    def tell(why: str | None) -> None:
        told(point, Forecast(source.program(point), source.seed, Drawn(law.settle(), done, why), exact[point]))

    try:
        for part in parts:
            if part.law is None:
                continue
            law.add(part.law)
            done, whole = done + part.runs, whole + part.runs
            ends = asked.progress is not None and asked.progress(whole, of) is False and whole < of
            if done == asked.runs:
                tell(None)
                point, law, done = point + 1, Law(), 0
            if ends:
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        if done:
            tell("interrupted")
        return "interrupted"
    return None
