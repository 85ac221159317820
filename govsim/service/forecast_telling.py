"""From a law to what people read: each outcome with its interval, each decision, each assumption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from govsim.model.scenario import Scenario
from govsim.rules.expressions import Expression, Kind, Nothing, Value
from govsim.service.forecast_views import DrawnDecisionView, ForecastView, OutcomeView, ShareView
from govsim.service.text import safe
from govsim.simulate.forecast import Forecast
from govsim.simulate.intervals import simultaneous, wilson
from govsim.simulate.law import Weight
from govsim.simulate.running import Asked

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells a forecast."""

    scenario: Scenario
    found: Forecast
    asked: Asked

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
            tuple(map(safe, self._assumptions())),
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
        )

    def _share(self, counts: Mapping[Key, Weight], exact: Mapping[Key, Weight] | None, *keys: Key) -> ShareView:
        runs, count = self.found.drawn.runs, int(sum(counts.get(key, 0) for key in keys))
        if exact is not None:
            part = Fraction(sum((exact.get(key, Fraction(0)) for key in keys), Fraction(0)))
            return ShareView(count, float(part), float(part), float(part), part)
        low, high = wilson(count, runs)
        return ShareView(count, count / runs if runs else 0.0, low, high, None)

    def _decisions(self) -> Iterator[DrawnDecisionView]:
        drawn, exact = self.found.drawn.law, self.found.exact
        written = {decision.id: decision for decision in self.scenario.decisions}
        for step in self.found.program.steps:
            id_, names = step.decision.id, list(step.decision.options)
            taken = drawn.decisions.get(id_, {})
            exactly = None if exact is None else exact.decisions.get(id_, {})
            passed = drawn.passed.get(id_, {})
            passed_exactly = None if exact is None else exact.passed.get(id_, {})
            options = written[id_].options
            yield DrawnDecisionView(
                id_,
                safe(written[id_].text),
                self._share(taken, exactly, *names),
                self._share(passed, passed_exactly, "unknown"),
                tuple((name, safe(options[name].title or name), self._share(taken, exactly, name)) for name in names),
            )

    def _assumptions(self) -> Iterator[str]:
        """Yield what the author assumed, as it is written."""
        given = self.found.program.given
        for decision in self.scenario.decisions:
            if decision.id in given:
                yield f"{decision.id}: {given[decision.id]}, fixed by --choose"
                continue
            weights = ", ".join(f"{name} {option.weight}" for name, option in decision.options.items())
            when = "" if decision.when is None else f", if {' '.join(decision.when.split())}"
            yield f"{decision.id}: {weights}{when}"
            notes = [decision.note, *(option.note for option in decision.options.values())]
            yield from (f"  {' '.join(note.split())}" for note in notes if note)
        if self.scenario.note:
            yield " ".join(self.scenario.note.split())


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
