"""A scenario with its clocks unfolded: what comes up again and again, and draws, as decisions of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from govsim.model.bound import Bound
from govsim.model.chance import EXAMPLES, Distribution, Policy, law_fault
from govsim.model.errors import did_you_mean
from govsim.model.events import EVENT_TYPES, Resolved
from govsim.model.events.base import AnyOf
from govsim.model.instant import to_rfc3339
from govsim.model.references import Fault, Location
from govsim.model.scenario import MOTION_OPTIONS, Decision, Insert, Let, Option, Scenario, Step
from govsim.rules.expressions import ExpressionError, Kind, Names, compile_expression
from govsim.whatif.base import Base
from govsim.whatif.reading import constant
from govsim.whatif.sitting import may_sit

MOST_DECISIONS = 5_000
MOST_INTEGERS = 500
LEAVES, STAYS = "leaves", "stays"


@dataclass(slots=True)
class Unfolded:
    """A scenario without clocks; *origins* say where each decision is written, *groups* which are one again and again.

    *names* are the places of variables that are not written under ``variables``.
    """

    scenario: Scenario
    origins: list[tuple[Location, bool]] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    names: dict[str, Location] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, here: Location) -> Location:
        """Return where in the file something of the unfolded scenario stands."""
        if here[:1] == ("decisions",) and len(here) > 1 and isinstance(here[1], int) and self.origins:
            origin, whole = self.origins[here[1]]
            return (*origin, *here[2:]) if whole else origin
        if here[:1] == ("variables",) and len(here) > 1 and str(here[1]) in self.names:
            return self.names[str(here[1])]
        return here


def unfold(scenario: Scenario, base: Base) -> Unfolded:
    """Return a scenario in which every decision comes up once; one without clocks and draws as it is."""
    unfolded = Unfolded(scenario)
    plain = all(
        one.every is None and one.resignations is None and one.motion is None and one.signing is None
        for one in scenario.decisions
    )
    if plain and not (scenario.draws or scenario.parameters or any(one.draw for one in scenario.decisions)):
        return unfolded
    variables = dict(scenario.variables)

    def declare(name: str, value: str, place: Location) -> None:
        if name not in variables:
            variables[name] = value
            unfolded.names[name] = place

    decisions: list[Decision] = []

    def add(decision: Decision, origin: Location, *, whole: bool = True) -> None:
        decisions.append(decision)
        unfolded.origins.append((origin, whole))

    for name, parameter in scenario.parameters.items():
        if name in variables:
            unfolded.faults.append(Fault(("parameters", name, "[key]"), f"'{name}' is a variable too", "use one name"))
        try:
            compile_expression(parameter.value, Names(), Kind.NUMBER)
        except ExpressionError as failure:
            hint = failure.hint or "write a number, as in 0.7 or 2/3"
            unfolded.faults.append(Fault(("parameters", name, "value"), failure.message, hint, failure.column))
            declare(name, "0", ("parameters", name))
        declare(name, parameter.value, ("parameters", name, "value"))
        if parameter.prior is not None and (wrong := prior_fault(parameter.prior)) is not None:
            unfolded.faults.append(Fault(("parameters", name, "prior"), *wrong))
    timed = [decision for decision in scenario.decisions if decision.at.earliest is not None]
    first = min(timed, key=lambda one: one.at.earliest or 0, default=None)
    for name, law in scenario.draws.items():
        here: Location = ("draws", name)
        if name in variables:
            unfolded.faults.append(Fault((*here, "[key]"), f"'{name}' is a variable too", "use one name"))
        elif first is None:
            declare(name, "false" if law.law == "bernoulli" else "0", (*here, "[key]"))
            if not scenario.decisions:
                unfolded.faults.append(Fault(here, "nothing reads this draw", "write decisions"))
        else:
            declare(name, "false" if law.law == "bernoulli" else "0", (*here, "[key]"))
            add(_draw(unfolded, here, name, law, first.at), here, whole=False)
    for index, decision in enumerate(scenario.decisions):
        here = ("decisions", index)
        if decision.tick is not None:
            declare(decision.tick, "0", (*here, "tick"))
        if decision.signing is not None:
            declare(decision.signing.share, "0", (*here, "signing", "share"))
        if decision.into is not None:
            declare(decision.into, "0", (*here, "into"))
        faults = list(_resigning_faults(decision, (*here, "resignations"), base))
        unfolded.faults += faults
        for one in _again(decision) if not faults else ():
            if len(decisions) > MOST_DECISIONS:
                hint = "let it come up fewer times"
                unfolded.faults.append(
                    Fault((*here, "times"), f"these are more than {MOST_DECISIONS:,} decisions", hint)
                )
                break
            if one.resignations is None:
                add(one, here)
                if decision.every is not None:
                    unfolded.groups[one.id] = decision.id
            else:
                for party, leaving in _resigning(one, scenario, base):
                    add(leaving, (*here, "resignations"), whole=False)
                    unfolded.groups[leaving.id] = f"{decision.id} {party}"
    unfolded.scenario = scenario.model_copy(update={"decisions": tuple(decisions), "variables": variables})
    return unfolded


def prior_numbers(prior: Distribution) -> list[float]:
    """Return the numbers of a prior.

    Raises:
        ExpressionError: one is no number as it stands.
    """
    compiled = [compile_expression(text, Names(), Kind.NUMBER) for text in prior.numbers]
    return [float(value) for one in compiled if isinstance(value := constant(one), Fraction)]


def prior_fault(prior: Distribution) -> tuple[str, str] | None:
    """Return what is wrong with a prior, and the right form."""
    if prior.law not in EXAMPLES:
        return f"{prior.law} does not fit here", f"write one of {', '.join(EXAMPLES)}"
    try:
        wrong = law_fault(prior.law, prior_numbers(prior))
    except ExpressionError as failure:
        return failure.message, f"as in {EXAMPLES[prior.law]}"
    return None if wrong is None else (f"this {prior.law} is no law: {wrong}", f"as in {EXAMPLES[prior.law]}")


def _draw(unfolded: Unfolded, here: Location, name: str, law: Distribution, at: Bound) -> Decision:
    """Return a draw as a decision: of a few values as options, of others as a number drawn."""
    if law.law == "bernoulli":
        chance = law.numbers[0]
        options = {
            "yes": Option(then=(Let(let={name: "true"}),)),
            "no": Option(then=(Let(let={name: "false"}),)),
        }
        return Decision(id=name, at=at, options=options, policy=Policy(chance=chance, option="yes"), default="no")
    if law.law == "integers":
        low, high = (number.strip().lstrip("-").isdecimal() for number in law.numbers)
        few = low and high and 0 <= int(law.numbers[1]) - int(law.numbers[0]) < MOST_INTEGERS
        if not few:
            hint = f"write [lowest, highest], whole numbers, at most {MOST_INTEGERS} of them"
            unfolded.faults.append(Fault((*here, "integers"), "these are no few whole numbers", hint))
            return Decision(id=name, at=at, options={"0": Option()})
        values = range(int(law.numbers[0]), int(law.numbers[1]) + 1)
        options = {str(value).replace("-", "minus-"): Option(then=(Let(let={name: str(value)}),)) for value in values}
        return Decision(id=name, at=at, options=options, default=list(options)[len(options) // 2])
    return Decision(id=name, at=at, draw=law, into=name)


def _again(decision: Decision) -> Iterator[Decision]:
    """Yield a decision each time that it comes up."""
    if decision.motion is not None:
        options = {name: decision.options.get(name, Option()) for name in MOTION_OPTIONS}
        decision = decision.model_copy(update={"options": options})
    if decision.every is None or decision.at.earliest is None:
        yield decision
        return
    own = {step.insert.id for option in decision.options.values() for step in option.then if isinstance(step, Insert)}
    for number in range(1, decision.times + 1):
        later = (number - 1) * decision.period
        names = {id_: f"{id_}-{number}" for id_ in own}
        instant = decision.at.earliest + later
        sets = {decision.tick: str(number)} if decision.tick is not None else {}
        options = {
            name: option.model_copy(update={"then": tuple(_numbered(step, names, later) for step in option.then)})
            for name, option in decision.options.items()
        }
        yield decision.model_copy(
            update={
                "id": f"{decision.id}-{number}",
                "at": Bound(to_rfc3339(instant), instant, instant),
                "set": {**sets, **(decision.set or {})} or None,
                "options": options,
                "every": None,
                "times": 1,
                "tick": None,
            }
        )


def _numbered(step: Step, names: Mapping[str, str], later: int) -> Step:
    """Return a step whose inserted event has an id of its own and comes as much later as its decision does."""
    if not isinstance(step, Insert):
        return step
    event = step.insert
    because = tuple(
        names.get(cause, cause)
        if isinstance(cause, str)
        else AnyOf(any=tuple(names.get(one, one) for one in cause.any))
        for cause in event.because
    )
    fields: dict[str, object] = {"id": names[event.id], "at": _moved(event.at, later), "because": because}
    if isinstance(event, Resolved):
        fields["effects"] = tuple(names.get(one, one) for one in event.effects)
    return Insert(insert=event.model_copy(update=fields), why=step.why)


def _moved(at: Bound, later: int) -> Bound:
    if not later or at.earliest is None or at.latest is None:
        return at
    low, high = at.earliest + later, at.latest + later
    return Bound(to_rfc3339(low) if low == high else f"[{to_rfc3339(low)}..{to_rfc3339(high)}]", low, high)


def _resigning_faults(decision: Decision, here: Location, base: Base) -> Iterator[Fault]:
    """Yield what is named in resignations and is not there."""
    if decision.resignations is None:
        return
    organ, world = decision.resignations.from_, base.world
    organs = sorted(id_ for id_, post in world.posts.items() if post.organ)
    if organ not in organs:
        hint = did_you_mean(organ, organs) or f"there is {', '.join(organs)}"
        yield Fault((*here, "from"), f"unknown organ '{organ}'", hint)
    known = {"others", *world.people, *world.organizations}
    for party in (one for one in decision.resignations.chance if one not in known):
        message = f"unknown person or organisation '{party}'"
        yield Fault((*here, "chance", party, "[key]"), message, did_you_mean(party, [*world.people, "others"]))


def _resigning(decision: Decision, scenario: Scenario, base: Base) -> Iterator[tuple[str, Decision]]:
    """Yield for each who may sit in an organ whether they resign."""
    resignations = decision.resignations
    if resignations is None:
        return
    organ = resignations.from_
    sitting = may_sit(organ, decision.at.earliest or 0, scenario, base)
    named = [party for party in resignations.chance if party != "others"]
    everybody = [*named, *(sitting if "others" in resignations.chance else ())]
    for party in dict.fromkeys(everybody):
        chance = resignations.chance.get(party, resignations.chance.get("others", "0"))
        if chance.strip() == "0":
            continue
        id_ = f"{decision.id}-{party}"
        leaving = EVENT_TYPES["resigned"].model_validate(
            {"id": f"{id_}-resigns", "type": "resigned", "at": decision.at, "who": party, "from": organ}
        )
        there = f"holds('{party}', '{organ}')"
        known = base.world.people.get(party) or base.world.organizations.get(party)
        yield (
            party,
            decision.model_copy(
                update={
                    "id": id_,
                    "question": f"Does {known.name if known else party} resign?",
                    "when": there if decision.when is None else f"({decision.when}) and {there}",
                    "options": {LEAVES: Option(then=(Insert(insert=leaving),)), STAYS: Option()},
                    "policy": Policy(chance=chance, option=LEAVES),
                    "default": STAYS,
                    "resignations": None,
                }
            ),
        )
