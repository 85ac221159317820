"""From a law to what people read: each outcome with its interval, each decision, each assumption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from govsim.model.scenario import Scenario
from govsim.rules.expressions import Expression, Kind, Nothing, Value
from govsim.service.assumptions import assumptions
from govsim.service.forecast_views import (
    DrawnDecisionView,
    ForecastView,
    MemberView,
    MotionView,
    OutcomeView,
    ShareView,
)
from govsim.service.labels import Labels
from govsim.service.text import safe
from govsim.simulate.forecast import Forecast
from govsim.simulate.intervals import simultaneous, wilson
from govsim.simulate.law import Weight
from govsim.simulate.running import Asked

Key = TypeVar("Key")
FEW_VALUES, BINS = 12, 8
"""A number with more than 12 values is shown in 8 parts of its range."""
_QUANTILES = (Fraction(5, 100), Fraction(1, 2), Fraction(95, 100))


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells a forecast."""

    scenario: Scenario
    given: Mapping[str, str]
    found: Forecast
    asked: Asked
    notes: tuple[str, ...] = ()

    def view(self) -> ForecastView:
        """Return it as people and programs read it."""
        found, scenario = self.found, self.scenario
        return ForecastView(
            scenario.scenario,
            safe(scenario.title or scenario.scenario),
            scenario.record,
            found.drawn.runs,
            self.asked.runs,
            found.seed,
            "sampled" if found.exact is None else "exact",
            found.drawn.why,
            tuple(self._outcome(name, one) for name, one in found.program.plan.outcomes.items()),
            tuple(self._decisions()),
            tuple(map(safe, assumptions(scenario, self.given))),
            tuple(self._motions()),
            self.notes,
        )

    def _outcome(self, name: str, expression: Expression) -> OutcomeView:
        counts = self.found.drawn.law.outcomes.get(name, {})
        exact = None if self.found.exact is None else self.found.exact.outcomes.get(name, {})
        unknown = self._share(counts, exact, None)
        if expression.kind is Kind.TRUTH:
            true: Value = True
            return OutcomeView(name, "truth", self._share(counts, exact, true), unknown)
        met = {*counts, *(exact or {})}
        values = sorted((value for value in met if value is not None), key=_place)
        shares = [self._share(counts, exact, value) for value in values]
        if exact is None:
            bounds = simultaneous([share.count for share in shares], self.found.drawn.runs)
            shares = [replace(share, low=low, high=high) for share, (low, high) in zip(shares, bounds, strict=True)]
        mean = _mean(counts if exact is None else exact)
        return OutcomeView(
            name,
            expression.kind.value,
            None,
            unknown,
            tuple(zip(values, shares, strict=True)),
            None if mean is None else float(mean),
            None if exact is None else mean,
            *self._spread(expression, counts, exact),
        )

    def _spread(
        self, expression: Expression, counts: Mapping[Value | None, Weight], exact: Mapping[Value | None, Weight] | None
    ) -> tuple[tuple[float, float, float] | None, tuple[tuple[float, float, ShareView], ...]]:
        """Return how a number is spread: what 5, 50 and 95 of 100 do not exceed, and where its many values lie."""
        known = {value: part for value, part in (counts if exact is None else exact).items() if value is not None}
        numbers = sorted(value for value in known if isinstance(value, Fraction))
        if expression.kind is not Kind.NUMBER or not numbers:
            return None, ()
        total, below = sum(known.values(), Fraction(0)), Fraction(0)
        at: list[float] = []
        for number in numbers:
            below += known[number]
            while len(at) < len(_QUANTILES) and below >= total * _QUANTILES[len(at)]:
                at.append(float(number))
        bins = []
        if len(numbers) > FEW_VALUES:
            low, high = numbers[0], numbers[-1]
            edges = [low + (high - low) * step / BINS for step in range(BINS + 1)]
            for index, (start, end) in enumerate(pairwise(edges)):
                last = index == BINS - 1
                within = [one for one in numbers if start <= one < end or (last and one == end)]
                share = self._share(counts, exact, *within)
                bins.append((float(start), float(end), share))
        return (at[0], at[1], at[2]), tuple(bins)

    def _share(
        self, counts: Mapping[Key, Weight], exact: Mapping[Key, Weight] | None, *keys: Key, times: int = 1
    ) -> ShareView:
        runs, count = self.found.drawn.runs * times, int(sum(counts.get(key, 0) for key in keys))
        if exact is not None:
            part = Fraction(sum((exact.get(key, Fraction(0)) for key in keys), Fraction(0)), times)
            return ShareView(count, float(part), float(part), float(part), part)
        low, high = wilson(count, runs)
        return ShareView(count, count / runs if runs else 0.0, low, high, None)

    def _decisions(self) -> Iterator[DrawnDecisionView]:
        """Yield what became of each decision that has options; what comes up again and again is one."""
        law, exact = self.found.drawn.law, self.found.exact
        written = {decision.id: decision for decision in self.found.program.plan.scenario.decisions}
        grouped: dict[str, list[str]] = {}
        for step in self.found.program.steps:
            if step.decision.options and step.decision.id not in self.scenario.draws:
                grouped.setdefault(step.decision.group or step.decision.id, []).append(step.decision.id)
        for name, ids in grouped.items():
            first = written[ids[0]]
            taken = _summed(law.decisions, ids)
            exactly = None if exact is None else _summed(exact.decisions, ids)
            passed = _summed(law.passed, ids)
            passed_exactly = None if exact is None else _summed(exact.passed, ids)
            times = len(ids)
            yield DrawnDecisionView(
                name,
                safe(first.question or name),
                self._share(taken, exactly, *first.options, times=times),
                self._share(passed, passed_exactly, "unknown", times=times),
                tuple(
                    (option, safe(one.title or option), self._share(taken, exactly, option, times=times))
                    for option, one in first.options.items()
                ),
                times,
            )

    def _motions(self) -> Iterator[MotionView]:
        plan, votes = self.found.program.plan, self.found.drawn.law.votes
        names, questions = Labels(plan.base.world), {one.id: one.text for one in plan.scenario.decisions}
        times = Counter(one.group for one in plan.decisions if one.group is not None)
        groups = {one.id: one.group for one in plan.decisions if one.group is not None}
        for motion, parties in votes.items():
            again = ""
            if motion in groups:
                again = f" (time {motion.removeprefix(groups[motion] or '').lstrip('-')} of {times[groups[motion]]})"
            members = [
                MemberView(party, names.name(party), voted, _of(ayes, voted), _of(pivotal, voted))
                for party, (voted, ayes, pivotal) in parties.items()
            ]
            members.sort(key=lambda one: -one.pivotal.probability)
            yield MotionView(motion, safe(f"{questions[motion]}{again}"), tuple(members))


def _of(count: int, runs: int) -> ShareView:
    low, high = wilson(count, runs)
    return ShareView(count, count / runs if runs else 0.0, low, high, None)


def _summed(laws: Mapping[str, Mapping[str, Weight]], ids: Sequence[str]) -> dict[str, Weight]:
    """Return how often each answer was taken at several times together."""
    total: dict[str, Weight] = {}
    for id_ in ids:
        for option, weight in laws.get(id_, {}).items():
            total[option] = total.get(option, 0) + weight
    return total


def _place(value: Value) -> tuple[int, Fraction, str]:
    """Return where a value stands among others: numbers by size, then texts, then none."""
    match value:
        case Fraction():
            return 0, value, ""
        case Nothing():
            return 2, Fraction(0), ""
    return 1, Fraction(0), str(value)


def _mean(weights: Mapping[Value | None, Weight]) -> Fraction | None:
    """Return the mean of the numbers that are known, None where there are none."""
    known = {value: weight for value, weight in weights.items() if isinstance(value, Fraction)}
    total = sum(known.values(), Fraction(0))
    return sum((value * weight for value, weight in known.items()), Fraction(0)) / total if total else None
