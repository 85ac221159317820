"""How likely each option of a decision is as things stand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from govsim.rules.expressions import Expression, ExpressionError, Facts
from govsim.whatif.plan import Deciding, UnansweredError, answer


def chances_of(decision: Deciding, facts: Facts, given: Mapping[str, str]) -> tuple[Fraction, ...]:
    """Return the chance of each option, in their order; they sum to 1, and a fixed answer is certain.

    Raises:
        UnansweredError: a weight is negative or unknown here, all are zero, or one divides by zero.
    """
    if decision.id in given:
        return tuple(Fraction(name == given[decision.id]) for name in decision.options)
    weights = [_weight(decision, name, option.weight, facts) for name, option in decision.options.items()]
    total = sum(weights)
    if total == 0:
        first = next(iter(decision.options.values())).weight
        raise _refused(first, f"the weights of '{decision.id}' are all zero here", "give one option a weight above 0")
    return tuple(weight / total for weight in weights)


def _weight(decision: Deciding, name: str, expression: Expression, facts: Facts) -> Fraction:
    weight = answer(expression, facts)
    if not isinstance(weight, Fraction):
        hint = "it asks what the record does not know; ask in `when` first, or write a number"
        raise _refused(expression, f"the weight of '{name}' at '{decision.id}' is unknown here", hint)
    if weight < 0:
        raise _refused(
            expression, f"the weight of '{name}' at '{decision.id}' comes to {weight} here", "0 is the least"
        )
    return weight


def _refused(expression: Expression, message: str, hint: str) -> UnansweredError:
    return UnansweredError(expression, ExpressionError(message, 0, hint=hint))
