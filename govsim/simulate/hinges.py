"""What outcomes hang on: each answer, each parameter, and how much is not known at all.

All is asked of the same runs, so that two answers differ by nothing but what was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govsim.model.chance import Parameter
from govsim.rules.expressions import Kind
from govsim.simulate.comparing import batches, ends, level
from govsim.simulate.kernel import Kernel
from govsim.simulate.keys import numpy, site_key, uniforms
from govsim.simulate.laws import quantile
from govsim.simulate.program import Program
from govsim.simulate.running import BATCH, Progress
from govsim.whatif.plan import Plan
from govsim.whatif.unfolding import prior_numbers

if TYPE_CHECKING:
    from govsim.simulate.keys import Floats

MOST_OPTIONS = 6
"""Draws with more values are no switch."""
DOUBTS = 100
"""How often parameters are drawn anew: what 90 in 100 of them say is then known well enough."""
LOW, HIGH = 0.1, 0.9
"""At which parts of its prior a parameter is tried."""

Levels = Mapping[str, float]
"""By outcome the share of runs in which it is true, or its mean."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A decision with each of its answers fixed in turn, at all its times where it comes up again and again.

    *turned* is by outcome the share of runs in which not all answers come to the same.
    """

    decision: str
    options: tuple[str, ...]
    levels: tuple[Levels, ...]
    turned: Levels


@dataclass(frozen=True, slots=True)
class Swing:
    """A parameter at the low and at the high end of its prior."""

    parameter: str
    values: tuple[float, float]
    levels: tuple[Levels, Levels]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Parameters drawn from their priors all at once: for each outcome what it came to each time, in order."""

    draws: int
    levels: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Hinges:
    """What the outcomes of a scenario hang on, found in *runs* runs each."""

    runs: int
    base: Levels
    switches: tuple[Switch, ...]
    swings: tuple[Swing, ...]
    doubt: Doubt | None


class Finder:
    """Finds what outcomes hang on."""

    def __init__(self, plan: Plan, given: Mapping[str, str], seed: int, runs: int) -> None:
        self._plan, self._given, self._seed, self._runs = plan, given, seed, runs
        self._kernel = Kernel(Program(plan, given), seed)
        self._truths = {
            name: one.kind is Kind.TRUTH for name, one in plan.outcomes.items() if one.kind in (Kind.TRUTH, Kind.NUMBER)
        }

    def hinges(self, progress: Progress | None = None) -> Hinges:
        """Return what the outcomes hang on.

        Raises:
            UnansweredError: one run divides by zero, or comes to weights that are none.
            FeedbackError: what is seen at a decision depends on what is answered later.
        """
        groups = {name: options for name, options in switchable(self._plan).items() if not self._is_given(name)}
        uncertain = {name: one for name, one in self._plan.scenario.parameters.items() if one.prior is not None}
        of = 1 + sum(map(len, groups.values())) + 2 * len(uncertain) + (DOUBTS if uncertain else 0)
        done = 0

        def tell() -> None:
            nonlocal done
            done += 1
            if progress is not None:
                progress(done * self._runs, of * self._runs)

        base = self._levels(self._values(self._plan, self._given))
        tell()
        switches = [self._switch(name, options, tell) for name, options in groups.items()]
        swings = [self._swing(name, one, tell) for name, one in uncertain.items()]
        doubt = self._doubt(uncertain, tell) if uncertain else None
        reached = tuple(one for one in switches if any(one.turned.values()))
        return Hinges(self._runs, base, reached, tuple(swings), doubt)

    def _is_given(self, group: str) -> bool:
        return any(one.id in self._given for one in self._plan.decisions if group in (one.id, one.group))

    def _switch(self, name: str, options: tuple[str, ...], tell: Callable[[], None]) -> Switch:
        np, found = numpy(), []
        ids = [one.id for one in self._plan.decisions if name in (one.id, one.group)]
        for option in options:
            found.append(self._values(self._plan, {**self._given, **dict.fromkeys(ids, option)}))
            tell()
        turned = {}
        for outcome in self._truths:
            columns = np.array([np.nan_to_num(values[outcome], nan=-1.0) for values in found])
            turned[outcome] = float(np.mean((columns != columns[0]).any(axis=0)))
        return Switch(name, options, tuple(map(self._levels, found)), turned)

    def _swing(self, name: str, parameter: Parameter, tell: Callable[[], None]) -> Swing:
        low, high = (float(at) for at in drawn(parameter, numpy().array([LOW, HIGH])))
        levels = []
        for value in (low, high):
            levels.append(self._levels(self._values(with_values(self._plan, {name: value}), self._given)))
            tell()
        return Swing(name, (low, high), (levels[0], levels[1]))

    def _doubt(self, uncertain: Mapping[str, Parameter], tell: Callable[[], None]) -> Doubt:
        np = numpy()
        columns = {
            name: drawn(one, uniforms(site_key(self._seed, "prior", name), np.arange(DOUBTS, dtype=np.uint64)))
            for name, one in uncertain.items()
        }
        found: dict[str, list[float]] = {name: [] for name in self._truths}
        for draw in range(DOUBTS):
            plan = with_values(self._plan, {name: float(column[draw]) for name, column in columns.items()})
            for name, value in self._levels(self._values(plan, self._given)).items():
                found[name].append(value)
            tell()
        return Doubt(DOUBTS, {name: tuple(sorted(values)) for name, values in found.items()})

    def _values(self, plan: Plan, given: Mapping[str, str]) -> dict[str, Any]:
        """Return the outcomes of every run of a plan that differs in numbers alone."""
        np, kernel = numpy(), Kernel(Program(plan, given), self._seed, self._kernel)
        found = [ends(kernel, runs) for runs in batches(self._runs, BATCH)]
        return {name: np.concatenate([one.values[name] for one in found]) for name in self._truths}

    def _levels(self, values: Mapping[str, Any]) -> Levels:
        return {name: level(values[name], truth=truth) for name, truth in self._truths.items()}


def switchable(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the decisions that have a few options, by id, or by group where they come up again and again."""
    found: dict[str, tuple[str, ...]] = {}
    for one in plan.decisions:
        if 1 < len(one.options) <= MOST_OPTIONS:
            found.setdefault(one.group or one.id, tuple(one.options))
    return found


def drawn(parameter: Parameter, at: Floats) -> Floats:
    """Return what a parameter is at some parts of its prior."""
    if parameter.prior is None:
        raise TypeError(parameter)
    numbers: Floats = quantile(parameter.prior.law, prior_numbers(parameter.prior), at)
    return numbers


def with_values(plan: Plan, values: Mapping[str, float]) -> Plan:
    """Return a plan with other values of its parameters."""
    return replace(plan, variables={**plan.variables, **{name: Fraction(value) for name, value in values.items()}})
