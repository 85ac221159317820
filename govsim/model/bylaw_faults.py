"""Whether bylaws hang together: every id names something of its kind, and no two rules say different things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.model.bylaws import Bylaws, Consent, Power
from govsim.model.events import BylawsAdopted, Kind
from govsim.model.header import organization_of
from govsim.model.references import Fault, Location, Names, circles, reference_fault
from govsim.model.scenario import Insert, Scenario


def bylaw_faults(here: Location, organization: str, rules: Bylaws, names: Names) -> Iterator[Fault]:
    """Find what does not hang together in one layer of an organisation's bylaws, which stands at a place."""
    for post, organ in rules.organs.items():
        there: Location = (*here, "organs", post)
        yield from _organ_fault((*there, "[key]"), post, names)
        if post in names.organs and organization_of(post) != organization:
            what = f"'{post}' is no organ of {organization}"
            yield Fault((*there, "[key]"), what, f"its rules stand under {organization_of(post)}")
        if organ.vacancies is not None:
            yield from reference_fault((*there, "vacancies"), organ.vacancies, Kind.POST, names)
        if isinstance(organ.weights, dict):
            for party in organ.weights:
                yield from reference_fault((*there, "weights", party, "[key]"), party, Kind.PARTY, names)
        yield from _sources((*there, "sources"), organ.sources, names)
    for index, power in enumerate(rules.powers):
        there = (*here, "powers", index)
        yield from _organ_fault((*there, "organ"), power.organ, names)
        yield from _target_fault(there, power, organization, names)
    for index, consent in enumerate(rules.consents):
        there = (*here, "consents", index)
        yield from reference_fault((*there, "holder"), consent.holder, Kind.ACTOR, names)
        yield from _target_fault(there, consent, organization, names)
    yield from _taken_ids(here, rules)
    yield from _without_precedence(here, rules)


def bylaws_in(scenario: Scenario) -> Iterator[tuple[Location, str, Bylaws]]:
    """Yield the bylaws that a scenario brings, layers and inserted adoptions alike: place, organisation, rules.

    The organisation is not looked up.
    """
    for organization, rules in scenario.bylaws.items():
        yield ("bylaws", organization), organization, rules
    steps: list[tuple[Location, object]] = [(("changes", index), step) for index, step in enumerate(scenario.changes)]
    for index, decision in enumerate(scenario.decisions):
        for name, option in decision.options.items():
            there: Location = ("decisions", index, "options", name, "then")
            steps += [((*there, number), step) for number, step in enumerate(option.then)]
    for here, step in steps:
        if isinstance(step, Insert) and isinstance(step.insert, BylawsAdopted) and step.insert.bylaws is not None:
            yield (*here, "insert", "bylaws"), step.insert.organization, step.insert.bylaws


def _organ_fault(here: Location, post: str, names: Names) -> Iterator[Fault]:
    yield from reference_fault(here, post, Kind.POST, names)
    if post in names.posts and post not in names.organs:
        yield Fault(here, f"'{post}' is a post, but no organ", "write organ: true in its post, or name another")


def _target_fault(here: Location, rule: Power | Consent, organization: str, names: Names) -> Iterator[Fault]:
    if rule.target is not None:
        yield from reference_fault((*here, "target"), rule.target, Kind.POST, names)
        if rule.target in names.posts and not rule.target.startswith(f"{organization}/"):
            yield Fault((*here, "target"), f"'{rule.target}' is no post of {organization}", "name one of its own")
    yield from _sources((*here, "sources"), rule.sources, names)


def _sources(here: Location, sources: tuple[str, ...], names: Names) -> Iterator[Fault]:
    for number, source in enumerate(sources):
        yield from reference_fault((*here, number), source, Kind.SOURCE, names)


def _taken_ids(here: Location, rules: Bylaws) -> Iterator[Fault]:
    seen: set[str] = set()
    both: list[tuple[str, Sequence[Power | Consent]]] = [("powers", rules.powers), ("consents", rules.consents)]
    for kind, those in both:
        for index, rule in enumerate(those):
            if rule.id in seen:
                yield Fault(
                    (*here, kind, index, "id"), f"the id '{rule.id}' is taken by another rule", "use another id"
                )
            seen.add(rule.id)


def _without_precedence(here: Location, rules: Bylaws) -> Iterator[Fault]:
    """Find two powers over one act that name different organs and do not say which of them wins."""
    overrides = {power.id: power.overrides for power in rules.powers}
    overrides |= {consent.id: consent.overrides for consent in rules.consents}
    for circle in circles(overrides):
        what = f"rules override each other in a circle: {' -> '.join([*circle, circle[0]])}"
        index = next((at for at, power in enumerate(rules.powers) if power.id == circle[0]), None)
        place: Location = (*here, "consents") if index is None else (*here, "powers", index, "overrides")
        yield Fault(place, what, "let one of them win")
    for index, power in enumerate(rules.powers):
        for earlier, other in enumerate(rules.powers[:index]):
            if other.organ == power.organ or not may_meet(power, other):
                continue
            if other.id not in power.overrides and power.id not in other.overrides:
                what = (
                    f"'{power.id}' and '{other.id}' (powers, {earlier + 1}) give {power.act} to different organs,"
                    f" {power.organ} and {other.organ}, and neither wins"
                )
                yield Fault((*here, "powers", index), what, f"write overrides: {other.id}, or drop one")


def may_meet(one: Power, other: Power) -> bool:
    """Return whether some act is named by both of two powers; one without a target names an act to any post."""
    targets, capacities = {one.target, other.target} - {None}, {one.capacity, other.capacity} - {None}
    return one.act == other.act and len(targets) < 2 and len(capacities) < 2
