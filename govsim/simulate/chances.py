"""How likely each option of a decision is as things stand: by weights, by a policy, or by how an organ votes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import exp

from govsim.model.errors import GovsimError
from govsim.rules.expressions import Expression, ExpressionError, Facts
from govsim.whatif.ballot import Ballot
from govsim.whatif.chance import Case, Voting
from govsim.whatif.plan import Deciding, UnansweredError, answer

MOST_VOTERS = 14
"""Members whose votes differ in weight: 2 ** 14 ways to vote are enumerated, no more."""


def chances_of(
    decision: Deciding, facts: Facts, given: Mapping[str, str], ballot: Callable[[], Ballot]
) -> tuple[Fraction, ...]:
    """Return the chance of each option, in their order; they sum to 1, and a fixed answer is certain.

    *ballot* gives the vote that a motion is put to.

    Raises:
        UnansweredError: a weight is negative or unknown here, all are zero, or one divides by zero.
    """
    if decision.id in given:
        return tuple(Fraction(name == given[decision.id]) for name in decision.options)
    if isinstance(decision.act, Voting):
        carried = _carries(ballot(), vote_chances(decision.act, ballot(), facts))
        return carried, 1 - carried
    case = case_of(decision, facts)
    if case is not None and case.chance is not None:
        return _shared(chance_of(case.chance, facts, squash=case.squash), case.option, len(decision.options))
    expressions = [option.weight for option in decision.options.values()] if case is None else list(case.weights)
    weights = [
        _weight(decision, name, expression, facts)
        for name, expression in zip(decision.options, expressions, strict=True)
    ]
    total = sum(weights)
    if total == 0:
        message = f"the weights of '{decision.id}' are all zero here"
        raise refused(expressions[0], message, "give one option a weight above 0")
    return tuple(weight / total for weight in weights)


def case_of(decision: Deciding, facts: Facts) -> Case | None:
    """Return the row of a policy that applies: the first whose condition is true; None where there is no policy."""
    for case in decision.policy:
        if case.when is None or answer(case.when, facts) is True:
            return case
    if decision.policy and decision.policy[0].when is not None:
        hint = "end the table with a row without when"
        raise refused(decision.policy[0].when, f"no row of the policy of '{decision.id}' applies here", hint)
    return None


def chance_of(expression: Expression, facts: Facts, *, squash: bool = False) -> Fraction:
    """Return a chance: a number cut to what lies between 0 and 1, or squashed into it by the logistic function.

    Raises:
        UnansweredError: it is unknown here.
    """
    value = answer(expression, facts)
    if not isinstance(value, Fraction):
        raise refused(expression, "this chance is unknown here", "ask in `when` first, or write a number")
    if squash:
        return Fraction(1 / (1 + exp(-max(-700.0, min(700.0, float(value))))))
    return max(Fraction(0), min(Fraction(1), value))


def vote_chances(voting: Voting, ballot: Ballot, facts: Facts) -> dict[str, Fraction]:
    """Return the chance of a vote for a motion of each member who votes."""
    found = ((party, voting.chance(party)) for party in ballot.sitting)
    return {party: chance_of(chance, facts) for party, chance in found if chance is not None}


def _shared(chance: Fraction, option: int, options: int) -> tuple[Fraction, ...]:
    """Return a chance for one option, what is left of it in equal parts for the others."""
    rest = (1 - chance) / max(1, options - 1)
    return tuple(Fraction(1) if options == 1 else chance if index == option else rest for index in range(options))


def _carries(ballot: Ballot, chances: Mapping[str, Fraction]) -> Fraction:
    """Return how likely a motion carries."""
    voters = list(chances)
    if ballot.counts_heads:
        counts = [Fraction(1)]
        for chance in chances.values():
            counts = [
                (counts[number] * (1 - chance) if number < len(counts) else Fraction(0))
                + (counts[number - 1] * chance if number else Fraction(0))
                for number in range(len(counts) + 1)
            ]
        return sum(
            (part for number, part in enumerate(counts) if ballot.carries(voters[:number], voters[number:])),
            Fraction(0),
        )
    if len(voters) > MOST_VOTERS:
        hint = f"where votes differ in weight, at most {MOST_VOTERS} members can be enumerated"
        raise GovsimError(f"{len(voters)} members vote in {ballot.organ}", hint=hint)
    carried = Fraction(0)
    for votes in product((True, False), repeat=len(voters)):
        part = Fraction(1)
        for vote, chance in zip(votes, chances.values(), strict=True):
            part *= chance if vote else 1 - chance
        if part:
            ayes = [party for party, vote in zip(voters, votes, strict=True) if vote]
            carried += part if ballot.carries(ayes, [party for party in voters if party not in ayes]) else 0
    return carried


def _weight(decision: Deciding, name: str, expression: Expression, facts: Facts) -> Fraction:
    weight = answer(expression, facts)
    if not isinstance(weight, Fraction):
        hint = "it asks what the record does not know; ask in `when` first, or write a number"
        raise refused(expression, f"the weight of '{name}' at '{decision.id}' is unknown here", hint)
    if weight < 0:
        raise refused(expression, f"the weight of '{name}' at '{decision.id}' comes to {weight} here", "0 is the least")
    return weight


def refused(expression: Expression, message: str, hint: str) -> UnansweredError:
    """Return the error of an expression that gives nothing to draw by."""
    return UnansweredError(expression, ExpressionError(message, 0, hint=hint))
