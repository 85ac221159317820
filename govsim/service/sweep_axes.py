"""What a sweep goes over: names of parameters and variables, each with its values in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from govsim.model.errors import GovsimError, did_you_mean
from govsim.model.scenario import Scenario
from govsim.rules.expressions import Value
from govsim.simulate.program import Program
from govsim.whatif.plan import Plan

MOST_POINTS = 10_000
_NUMBER = r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:/\d{1,15})?"
_WRITTEN = re.compile(rf"\s*(?P<name>[^=\s]+)\s*=\s*({_NUMBER})\s*:\s*({_NUMBER})\s*:\s*({_NUMBER})\s*")
_FORM = "write NAME=FROM:TO:STEP, as in letter_share=0:1:0.05"


@dataclass(frozen=True, slots=True)
class Axis:
    """A name and the values that it is set to."""

    name: str
    values: tuple[Fraction, ...]


def axis_of(written: str) -> Axis:
    """Return an axis from NAME=FROM:TO:STEP; TO is among the values where a step comes to it exactly.

    Raises:
        GovsimError: it is written otherwise, or leads nowhere.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise GovsimError(f"'{written}' is no sweep", hint=_FORM)
    try:
        first, last, step = (_fraction(found[number]) for number in (2, 3, 4))
    except (ZeroDivisionError, ValueError):
        raise GovsimError(f"'{written}' is no sweep: it holds what is no number", hint=_FORM) from None
    if step <= 0:
        raise GovsimError(f"the step of '{written}' is not above 0", hint=_FORM)
    if last < first:
        raise GovsimError(f"'{written}' ends before it begins", hint=_FORM)
    count = (last - first) // step + 1
    if count > MOST_POINTS:
        raise GovsimError(f"'{written}' has {count:,} points", hint=f"{MOST_POINTS:,} are the most: take a longer step")
    return Axis(found["name"], tuple(first + number * step for number in range(count)))


def points_of(axes: Sequence[Axis], scenario: Scenario, plan: Plan) -> list[dict[str, Value]]:
    """Return every point of some axes, the last axis fastest; *scenario* as it is written.

    Raises:
        GovsimError: an axis names nothing that the scenario begins with a number, or there are too many points.
    """
    written = dict.fromkeys((*scenario.parameters, *scenario.variables))
    known = [name for name in written if isinstance(plan.variables.get(name), Fraction)]
    for name in (axis.name for axis in axes):
        if name in plan.variables and name not in known:
            hint = f"there is {', '.join(known)}" if known else "give the scenario parameters"
            raise GovsimError(f"'{name}' does not begin with a number that could be swept", hint=hint)
        if name not in known:
            hint = did_you_mean(name, known) or (f"there is {', '.join(known)}" if known else "give it parameters")
            raise GovsimError(f"there is no parameter or variable '{name}' in the scenario", hint=hint)
        if name not in Program(plan, {}).first_variables:
            raise GovsimError(f"nothing in the scenario reads '{name}', so that all its points are the same")
        if sum(axis.name == name for axis in axes) > 1:
            raise GovsimError(f"'{name}' is swept twice", hint="give each name once")
    count = prod(len(axis.values) for axis in axes)
    if count > MOST_POINTS:
        raise GovsimError(f"these are {count:,} points", hint=f"{MOST_POINTS:,} are the most: take longer steps")
    return [dict(zip((axis.name for axis in axes), point, strict=True)) for point in product(*(a.values for a in axes))]


def _fraction(written: str) -> Fraction:
    """Return 0.05, 1/3 or 0.5/3 as a number."""
    above, _, below = written.partition("/")
    return Fraction(above) / Fraction(below or 1)
