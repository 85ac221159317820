"""What the author of a scenario assumed, a line each: in plain sight beside every forecast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from govsim.model.chance import Distribution, Policy
from govsim.model.scenario import Change, Decision, Insert, Omit, Scenario


def assumptions(scenario: Scenario, given: Mapping[str, str]) -> Iterator[str]:
    """Yield what was assumed, as it is written; *given* are answers that are fixed, as they were given."""
    for change in scenario.changes:
        yield _changed(change)
        yield from _notes(change.why)
    for name, parameter in scenario.parameters.items():
        unsure = "" if parameter.prior is None else f", unsure: {law_text(parameter.prior)}"
        yield f"{name} = {parameter.value}{unsure}"
        yield from _notes(parameter.note)
    for name, law in scenario.draws.items():
        yield f"{name}: {law_text(law)}"
    for name, crowd in scenario.crowds.items():
        parts = ", ".join(f"{part.size:,} with thresholds {law_text(part.threshold)}" for part in crowd.parts)
        yield f"{name}: {parts}{'' if crowd.shock is None else f', all moved by {law_text(crowd.shock)}'}"
        yield from _notes(crowd.note)
    for decision in scenario.decisions:
        fixed = given.get(decision.id)
        if fixed is not None:
            yield f"{decision.id}: {fixed}, fixed by --choose"
            continue
        when = "" if decision.when is None else f", if {' '.join(decision.when.split())}"
        again = "" if decision.every is None else f", {decision.times} times every {decision.every}"
        yield f"{decision.id}: {_decided(decision)}{again}{when}"
        yield from _notes(decision.note, *(option.note for option in decision.options.values()))
    named = {decision.id for decision in scenario.decisions}
    yield from (f"{name}: {option}, fixed by --choose" for name, option in given.items() if name not in named)
    yield from (line.strip() for line in _notes(scenario.note))


def law_text(law: Distribution) -> str:
    """Return a distribution as it is written."""
    numbers = ", ".join(law.numbers)
    return f"{law.law} {numbers}" if len(law.numbers) == 1 else f"{law.law} [{numbers}]"


def _changed(change: Omit | Change | Insert) -> str:
    match change:
        case Omit():
            return f"{change.omit} does not happen"
        case Change():
            return f"{change.change} happens with other {', '.join(change.set)}"
    return f"{change.insert.id} happens too ({change.insert.type})"


def _decided(decision: Decision) -> str:
    if decision.motion is not None:
        return f"{decision.motion.organ} votes, each for it with chance {_each(decision.motion.for_)}"
    if decision.resignations is not None:
        return f"members of {decision.resignations.from_} resign with chance {_each(decision.resignations.chance)}"
    if decision.signing is not None:
        signing = decision.signing
        return f"{signing.crowd} is asked to sign, pressure {signing.pressure}, chance {signing.chance}"
    if decision.draw is not None:
        return f"{decision.into} is drawn, {law_text(decision.draw)}"
    if decision.policy is not None:
        return _policy(decision.policy)
    return ", ".join(f"{name} {option.weight}" for name, option in decision.options.items()) or "nothing is chosen"


def _policy(policy: Policy) -> str:
    if policy.table is not None:
        rows = (
            f"{', '.join(f'{name} {weight}' for name, weight in row.weights.items())}"
            f"{'' if row.when is None else f' if {row.when}'}"
            for row in policy.table
        )
        return "; ".join(rows)
    if policy.logistic is not None:
        return f"{policy.option} with the logistic chance of {policy.logistic}"
    if policy.threshold is not None:
        return f"{policy.option} once {policy.threshold} is at least {policy.at_least}"
    if policy.follow is not None:
        return f"as {policy.follow}" + ("" if policy.chance is None else f", with chance {policy.chance}")
    return f"{policy.scripted}, scripted" if policy.scripted else f"{policy.option} with chance {policy.chance}"


def _each(chances: Mapping[str, str]) -> str:
    if set(chances) == {"others"}:
        return chances["others"]
    return ", ".join(f"{name} {chance}" for name, chance in chances.items())


def _notes(*notes: str | None) -> Iterator[str]:
    yield from (f"  {' '.join(note.split())}" for note in notes if note)
