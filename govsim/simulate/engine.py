"""One run drawn inside the engine's own replay: traced expressions, exact numbers, the same keyed uniforms.

Nothing is shared with the columns but the random numbers and the laws: so that where both come to the same outcomes,
the columns mean what the replay means. It also gives the run as events, votes and all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from govsim.model.scenario import Scenario
from govsim.simulate.chances import chance_of, chances_of, vote_chances
from govsim.simulate.crowds import Crowd, Numbers
from govsim.simulate.keys import numpy, site_key, uniform
from govsim.simulate.laws import quantile
from govsim.simulate.paths import ballot_of
from govsim.simulate.program import Program
from govsim.simulate.sampling import checked
from govsim.whatif.ballot import resolved
from govsim.whatif.chance import Asking, Law, Voting
from govsim.whatif.facts import Seen
from govsim.whatif.fates import How
from govsim.whatif.plan import Deciding, Inserting, Plan, answer
from govsim.whatif.ripple import ripple
from govsim.whatif.run import WhatIf

Votes = tuple[tuple[str, ...], tuple[str, ...]]
"""Those for and those against."""


@dataclass
class Drawer:
    """Draws what one run draws, where the replay comes to it."""

    program: Program
    seed: int
    run: int
    choices: dict[str, str] = field(default_factory=dict)
    votes: dict[str, Votes] = field(default_factory=dict)
    _crowds: dict[str, Crowd] = field(default_factory=dict)

    def begin(self) -> None:
        """Forget what was drawn: a replay begins, perhaps once more."""
        for kept in (self.choices, self.votes, self._crowds):
            kept.clear()

    def choose(self, decision: Deciding, seen: Seen) -> tuple[str | None, How]:
        """Return the option that this run takes."""
        option = self._option(decision, seen)
        self.choices[decision.id] = option
        return option, "chance"

    def _option(self, decision: Deciding, seen: Seen) -> str:
        options = list(decision.options)
        if isinstance(decision.act, Voting) and decision.id not in self.program.given:
            ballot = ballot_of(decision, seen)
            chances = vote_chances(decision.act, ballot, seen)
            ayes = [party for party, chance in chances.items() if self._drawn(decision.id, party) < chance]
            noes = [party for party in chances if party not in ayes]
            self.votes[decision.id] = tuple(ayes), tuple(noes)
            return options[0] if ballot.carries(ayes, noes) else options[1]
        chances_ = chances_of(decision, seen, self.program.given, lambda: ballot_of(decision, seen))
        drawn, bound = self._drawn(decision.id), Fraction(0)
        for name, chance in zip(options, chances_, strict=True):
            bound += chance
            if drawn < float(bound):
                return name
        return options[-1]

    def drawn(self, decision: Deciding, law: Law, seen: Seen) -> Fraction:
        """Return a number drawn."""
        return Fraction(float(quantile(*self._law(law, seen), numpy().array([self._drawn(decision.id)]))[0]))

    def signed(self, decision: Deciding, asking: Asking, seen: Seen) -> Fraction:
        """Return the part of a crowd that has signed by now."""
        np = numpy()
        runs = np.array([self.run], dtype=np.uint64)
        parts = [(size, self._law(law, seen)) for size, law in asking.parts]
        if asking.crowd not in self._crowds:
            shock = None if asking.shock is None else self._law(asking.shock, seen)
            self._crowds[asking.crowd] = Crowd.new(self.seed, asking.crowd, len(parts), shock, runs)
        crowd = self._crowds[asking.crowd]
        pressure = answer(asking.pressure, seen)
        reach = float(pressure) if isinstance(pressure, Fraction) else 0.0
        chance = float(chance_of(asking.chance, seen))
        crowd.ask((self.seed, decision.id), runs, parts, reach, chance)
        return Fraction(int(sum(part[0] for part in crowd.signed)), sum(size for size, _ in parts))

    def _law(self, law: Law, seen: Seen) -> Numbers:
        numbers = [answer(number, seen) for number in law.numbers]
        return law.name, checked(law, [float(one) if isinstance(one, Fraction) else float("nan") for one in numbers])

    def _drawn(self, site: str, slot: int | str = 0) -> float:
        return uniform(site_key(self.seed, site, slot), self.run)


def drawn_run(program: Program, seed: int, run: int) -> tuple[WhatIf, Drawer]:
    """Return one run as the engine replays it, and what was drawn on the way.

    Raises:
        UnansweredError: it divides by zero, or comes to weights that are none.
    """
    drawer = Drawer(program, seed, run)
    plan = undecided(program.plan)
    course = ripple(plan, drawer.choose, drawer)
    voted = with_votes(plan, drawer)
    if voted is not plan:
        course = ripple(voted, drawer.choose, drawer)
    return WhatIf(voted, course), drawer


def with_votes(plan: Plan, drawer: Drawer) -> Plan:
    """Return a plan with every vote of a run as an event of its own, just before what it decides."""
    inserts = list(plan.inserts)
    decisions = {decision.id: decision for decision in plan.decisions}
    for id_, (ayes, noes) in drawer.votes.items():
        act, decision = decisions[id_].act, decisions[id_]
        option = drawer.choices[id_]
        effects = [one.event.id for one in plan.inserts if one.decision == id_ and one.option == "carried"]
        if not isinstance(act, Voting) or not (ayes or noes):
            continue
        event = resolved(f"{id_}-vote", act.organ, decision.key, ayes, noes, effects)
        position = max((one.position for one in inserts), default=plan.base.last_position) + 1
        ref = f"{plan.scenario.record}/{event.id}"
        if ref not in plan.base.place and option in decision.options:
            inserts.append(Inserting(ref, event, position))
    return plan if len(inserts) == len(plan.inserts) else replace(plan, inserts=tuple(inserts))


def undecided(plan: Plan) -> Plan:
    """Return a plan without its own answers: what a run did not draw stays open."""
    scenario: Scenario = plan.scenario.model_copy(update={"choose": {}})
    return replace(plan, scenario=scenario, decisions=tuple(replace(one, default=None) for one in plan.decisions))
