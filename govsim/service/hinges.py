"""What forecasts hang on, and how they differ: found over the same runs, told as views."""

from __future__ import annotations

from govsim.model.errors import GovsimError
from govsim.rules.expressions import Kind
from govsim.service.assumptions import assumptions
from govsim.service.hinge_views import (
    ComparisonView,
    DifferenceView,
    HingesView,
    HingeView,
    SwingView,
    SwitchView,
)
from govsim.service.prepared import Prepared
from govsim.service.text import safe
from govsim.simulate.comparing import compare
from govsim.simulate.hinges import Hinges
from govsim.simulate.kernel import Kernel
from govsim.simulate.program import Program
from govsim.simulate.running import Asked

_QUANTILES = (0.05, 0.5, 0.95)


def hinges_view(prepared: Prepared, found: Hinges, seed: int) -> HingesView:
    """Return what outcomes hang on, for people: of each the most first."""
    scenario, plan = prepared.scenario, prepared.plan
    questions: dict[str, str] = {}
    titles: dict[tuple[str, str], str] = {}
    for decision, written in zip(plan.decisions, plan.scenario.decisions, strict=True):
        name = decision.group or decision.id
        questions.setdefault(name, safe(written.question or name))
        titles |= {(name, option): safe(one.title or option) for option, one in written.options.items()}
    outcomes = []
    for name, level in found.base.items():
        switches = [
            SwitchView(
                one.decision,
                questions[one.decision],
                tuple(
                    (option, titles[one.decision, option], levels[name])
                    for option, levels in zip(one.options, one.levels, strict=True)
                ),
                one.turned[name],
            )
            for one in found.switches
            if one.turned[name]
        ]
        swings = [
            SwingView(one.parameter, one.values, (one.levels[0][name], one.levels[1][name])) for one in found.swings
        ]
        doubt = None
        if found.doubt is not None:
            levels = found.doubt.levels[name]
            at = [levels[round(part * (len(levels) - 1))] for part in _QUANTILES]
            doubt = (at[0], at[1], at[2])
        outcomes.append(
            HingeView(
                name,
                plan.outcomes[name].kind.value,
                level,
                tuple(sorted(switches, key=lambda one: -one.turned)),
                tuple(sorted(swings, key=lambda one: -one.spread)),
                doubt,
            )
        )
    return HingesView(scenario.scenario, safe(scenario.title or scenario.scenario), found.runs, seed, tuple(outcomes))


def compared(base: Prepared, other: Prepared, seed: int, asked: Asked) -> ComparisonView:
    """Return how a scenario differs from its base.

    Raises:
        GovsimError: they have no outcome in common.
    """
    ours, theirs = other.plan.outcomes, base.plan.outcomes
    truths = {
        name: one.kind is Kind.TRUTH
        for name, one in ours.items()
        if one.kind in (Kind.TRUTH, Kind.NUMBER) and name in theirs and theirs[name].kind is one.kind
    }
    if not truths:
        raise GovsimError("the two scenarios have no outcome in common", hint="give both the same outcomes, by id")
    kernels = [Kernel(Program(one.plan, one.choices), seed) for one in (base, other)]
    with base.answering(), other.answering():
        found = compare(kernels[0], kernels[1], truths, asked)
    outcomes = []
    for name, truth in truths.items():
        turns = found.turns[name]
        runs = max(1, turns.runs)
        difference, low, high = turns.share() if truth else turns.mean()
        first, second = turns.first / runs, turns.second / runs
        kind = ours[name].kind.value
        outcomes.append(DifferenceView(name, kind, first, second, difference, low, high, turns.gained, turns.lost))
    before = set(assumptions(base.scenario, base.chosen))
    changed = tuple(safe(line) for line in assumptions(other.scenario, other.chosen) if line not in before)
    names = base.scenario.scenario, other.scenario.scenario
    return ComparisonView(*names, found.runs, asked.runs, seed, found.why, tuple(outcomes), changed)
