"""What chance does at a decision, read: policies, votes, signatures and draws; every mistake with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from govsim.model.chance import EXAMPLES, Distribution, Policy, law_fault
from govsim.model.events import Kind
from govsim.model.references import Location
from govsim.model.scenario import Decision
from govsim.rules import expressions
from govsim.rules.expressions import Expression
from govsim.whatif.chance import Asking, Case, Drawing, Law, Voting
from govsim.whatif.reading import Reading, constant

_MIDDLE = {
    "uniform": "({0} + {1}) / 2",
    "normal": "{0}",
    "logistic": "{0}",
    "beta": "({0}) / ({0} + {1})",
    "triangular": "({0} + {1} + {2}) / 3",
}
"""The mean of each law, at which it stands where nothing is drawn."""


@dataclass(frozen=True, slots=True)
class ChanceReading:
    """Reads what chance does with the help of whatever reads the rest."""

    reading: Reading

    def sets(self, here: Location, decision: Decision) -> tuple[tuple[str, Expression], ...]:
        """Return the variables that are set as a decision comes up."""
        found = []
        for name, written in (decision.set or {}).items():
            expression = self.reading.let((*here, "set", name), name, written)
            if expression is not None:
                found.append((name, expression))
        return tuple(found)

    def policy(self, here: Location, decision: Decision) -> tuple[Case, ...]:
        """Return the rows of a policy, none where the weights decide."""
        policy, there = decision.policy, (*here, "policy")
        if policy is None:
            return ()
        options = list(decision.options)
        for key in ("option", "scripted"):
            named = getattr(policy, key)
            if named is not None and named not in options:
                self.reading.unknown((*there, key), "option", named, options)
                return ()
        if policy.table is not None:
            return self._table(there, policy, options)
        if policy.follow is not None:
            return self._follow(there, policy, options)
        index = options.index(policy.option or policy.scripted or options[0])
        if policy.scripted is not None:
            return (Case(None, chance=self._constant("1"), option=index),)
        if policy.threshold is not None and policy.at_least is not None:
            met = self.reading.condition((*there, "threshold"), f"({policy.threshold}) >= ({policy.at_least})")
            one, nothing = self._constant("1"), self._constant("0")
            return (Case(met, chance=one, option=index), Case(None, chance=nothing, option=index))
        key = "chance" if policy.logistic is None else "logistic"
        read = self._chance if policy.logistic is None else self.reading.number
        chance = read((*there, key), policy.logistic or policy.chance or "0")
        return () if chance is None else (Case(None, chance=chance, option=index, squash=policy.logistic is not None),)

    def _table(self, there: Location, policy: Policy, options: list[str]) -> tuple[Case, ...]:
        cases = []
        for number, row in enumerate(policy.table or ()):
            place: Location = (*there, "table", number)
            for name in row.weights.keys() - set(options):
                self.reading.unknown((*place, "weights", name, "[key]"), "option", name, options)
            when = self.reading.condition((*place, "when"), row.when)
            weights = [self.reading.number((*place, "weights", name), row.weights.get(name, "0")) for name in options]
            cases.append(Case(when, tuple(weight for weight in weights if weight is not None)))
        return tuple(case for case in cases if len(case.weights) == len(options))

    def _follow(self, there: Location, policy: Policy, options: list[str]) -> tuple[Case, ...]:
        others = {one.id: list(one.options) for one in self.reading.scenario.decisions}
        if policy.follow not in others:
            self.reading.unknown((*there, "follow"), "decision", policy.follow or "", list(others))
            return ()
        chance = self._chance((*there, "chance"), policy.chance or "1")
        cases = []
        for index, name in enumerate(options):
            if name in others[policy.follow]:
                when = self.reading.condition((*there, "follow"), f"chose('{policy.follow}') == '{name}'")
                cases.append(Case(when, chance=chance, option=index))
        even = tuple(self._constant("1") for _ in options)
        return (*cases, Case(None, even))

    def voting(self, here: Location, decision: Decision) -> Voting | None:
        """Return the motion of a decision, None where it has none."""
        motion, there = decision.motion, (*here, "motion")
        if motion is None:
            return None
        if motion.organ not in self.reading.names.organs:
            self.reading.unknown((*there, "organ"), "organ", motion.organ, sorted(self.reading.names.organs))
        each = self._each((*there, "for"), motion.for_)
        return Voting(motion.organ, {name: one for name, one in each.items() if name != "others"}, each.get("others"))

    def _each(self, here: Location, written: Mapping[str, str]) -> dict[str, Expression]:
        found = {}
        for name, text in written.items():
            if name != "others":
                self.reading.reference((*here, name, "[key]"), name, Kind.PARTY)
            expression = self._chance((*here, name), text)
            if expression is not None:
                found[name] = expression
        return found

    def drawing(self, here: Location, decision: Decision) -> Drawing | None:
        """Return what a decision draws, None where that is nothing."""
        if decision.draw is None or decision.into is None:
            return None
        self._takes_numbers((*here, "into"), decision.into)
        law = self._law((*here, "draw"), decision.draw)
        return None if law is None else Drawing(law, decision.into)

    def asking(self, here: Location, decision: Decision) -> Asking | None:
        """Return the crowd that a decision asks, None where it asks none."""
        signing, there = decision.signing, (*here, "signing")
        if signing is None:
            return None
        self._takes_numbers((*there, "share"), signing.share)
        crowd = self.reading.scenario.crowds.get(signing.crowd)
        pressure = self.reading.number((*there, "pressure"), signing.pressure)
        chance = self._chance((*there, "chance"), signing.chance)
        if crowd is None:
            known = list(self.reading.scenario.crowds)
            self.reading.unknown((*there, "crowd"), "crowd", signing.crowd, known)
            return None
        place: Location = ("crowds", signing.crowd)
        laws = [(part.size, self._law((*place, "threshold"), part.threshold)) for part in crowd.parts]
        shock = None if crowd.shock is None else self._law((*place, "shock"), crowd.shock)
        parts = tuple((size, law) for size, law in laws if law is not None)
        if pressure is None or chance is None or len(parts) < len(laws):
            return None
        return Asking(signing.crowd, parts, shock, pressure, chance, signing.share)

    def _law(self, here: Location, law: Distribution) -> Law | None:
        if law.law not in _MIDDLE:
            self.reading.fault(here, f"{law.law} does not fit here", f"write one of {', '.join(_MIDDLE)}")
            return None
        compiled = [self.reading.number((*here, law.law, index), text) for index, text in enumerate(law.numbers)]
        middle = self.reading.number((*here, law.law), _MIDDLE[law.law].format(*(f"({one})" for one in law.numbers)))
        numbers = tuple(one for one in compiled if one is not None)
        values = [constant(number) for number in numbers]
        known = [float(value) for value in values if isinstance(value, Fraction)]
        if len(known) == len(law.numbers) and (wrong := law_fault(law.law, known)) is not None:
            self.reading.fault((*here, law.law), f"this {law.law} is no law: {wrong}", f"as in {EXAMPLES[law.law]}")
        return None if len(numbers) < len(compiled) else Law(law.law, numbers, middle)

    def _takes_numbers(self, here: Location, name: str) -> None:
        value = self.reading.variables.get(name)
        if value is not None and not isinstance(value, Fraction):
            self.reading.fault(here, f"'{name}' is no number, and a number is drawn", "use another name")

    def _chance(self, here: Location, written: str) -> Expression | None:
        """Return a chance; one that is written as a number lies between 0 and 1, others are cut to that."""
        expression = self.reading.number(here, written)
        value = None if expression is None else constant(expression)
        if isinstance(value, Fraction) and not 0 <= value <= 1:
            self.reading.fault(here, f"a chance lies between 0 and 1: {written}", "0 is never, 1 is always")
        return expression

    def _constant(self, text: str) -> Expression:
        return Expression(text, expressions.Constant(0, text, Fraction(text)), expressions.Kind.NUMBER)
