"""A program as people read it: what each step sets, asks, draws and counts."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.model.instant import to_rfc3339
from govsim.rules.expressions import show_value
from govsim.simulate.program import Program, Step
from govsim.whatif.chance import Asking, Drawing, Law, Voting


def explained(program: Program) -> Iterator[str]:
    """Yield a program as lines."""
    variables = ", ".join(f"{name} = {show_value(value)}" for name, value in program.plan.variables.items())
    yield f"begin with {variables or 'no variables'}"
    yield _how(program)
    shown: dict[str, int] = {}
    for step in program.steps:
        group = step.decision.group or step.decision.id
        shown[group] = shown.get(group, 0) + 1
        if shown[group] == 1:
            times = sum(1 for other in program.steps if (other.decision.group or other.decision.id) == group)
            yield ""
            again = f"  ({times} times)" if times > 1 else ""
            yield f"{step.index + 1:>3}. {to_rfc3339(step.decision.key)}  {group}{again}"
            yield from (f"     {line}" for line in _step(program, step))
    yield ""
    yield "  at the end"
    for name, expression in program.plan.outcomes.items():
        yield f"     {name} = {' '.join(expression.text.split())}"


def _how(program: Program) -> str:
    """Return by which of its methods a program is forecast."""
    if program.has_acts:
        kernel = "runs are drawn in columns, a number a run"
    else:
        kernel = "runs are drawn through the graph of states, each found out about once"
    if not program.is_discrete:
        return f"{kernel}; no exact law: numbers or crowds are drawn"
    if not program.is_rational:
        return f"{kernel}; no exact law: the logistic function gives no fractions"
    return f"states are enumerated while there are not too many, for the exact law; {kernel}"


def _step(program: Program, step: Step) -> Iterator[str]:
    decision = step.decision
    for name, expression in decision.sets:
        yield f"set {name} = {expression.text}"
    if decision.when is not None:
        yield f"only if {' '.join(decision.when.text.split())}"
    if step.asks:
        yield f"asks the world: {', '.join(call.text for call in step.asks)}"
    given = program.given.get(decision.id)
    if given is not None:
        yield f"always {given}"
    else:
        yield from _drawn(step)
    for name, option in decision.options.items():
        then = [f"{variable} = {expression.text}" for variable, expression in option.lets]
        then += ["another world"] if name in step.touches else []
        then += ["stop: the run leaves the columns"] if option.stop else []
        if then:
            yield f"{name} -> {'; '.join(then)}"
    kept = sorted(step.later_variables) + [f"chose('{name}')" for name in sorted(step.later_choices)]
    yield f"still read later: {', '.join(kept) or 'no variable'}{', the world' if step.later_asks else ''}"


def _drawn(step: Step) -> Iterator[str]:
    decision = step.decision
    match decision.act:
        case Voting(organ=organ, each=each, others=others):
            for party, expression in each.items():
                yield f"uniform({decision.id}, {party}) < {expression.text}: {party} votes for it, if in {organ}"
            if others is not None:
                yield f"uniform({decision.id}, member) < {others.text}: so does each other member"
            yield f"{organ} counts by its bylaws: a table of outcomes by votes, one for each world"
        case Drawing(law=law, into=into):
            yield f"{into} = {_law(law)} at uniform({decision.id})"
        case Asking(crowd=crowd, parts=parts, pressure=pressure, chance=chance, share=share):
            for index, (size, law) in enumerate(parts):
                yield f"{crowd} {index}: {size:,} people, thresholds {_law(law)}, lumped to (willing, signed), exactly"
            yield "willing += binomial(size - willing, part newly reached)"
            yield f"signed += binomial(willing - signed, {chance.text}); {share} = signed / size"
            yield f"pressure = {pressure.text}; it never lets go of those it has reached"
        case None if decision.policy:
            for case in decision.policy:
                when = "" if case.when is None else f"if {case.when.text}: "
                if case.chance is not None:
                    name = list(decision.options)[case.option]
                    chance_ = f"logistic({case.chance.text})" if case.squash else case.chance.text
                    yield f"{when}{name} where uniform({decision.id}) is within {chance_}"
                else:
                    yield f"{when}weights {', '.join(weight.text for weight in case.weights)}"
        case None if decision.options:
            weights = ", ".join(f"{name} {option.weight.text}" for name, option in decision.options.items())
            yield f"uniform({decision.id}) picks by weight: {weights}"


def _law(law: Law) -> str:
    return f"{law.name}({', '.join(number.text for number in law.numbers)})"
