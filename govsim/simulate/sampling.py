"""The numbers of a law as they stand in a run, checked."""

from __future__ import annotations

from typing import Any

from govsim.model.chance import law_fault
from govsim.rules.expressions import ExpressionError
from govsim.simulate.columns import Columns
from govsim.simulate.keys import numpy
from govsim.whatif.chance import Law
from govsim.whatif.plan import UnansweredError


def law_numbers(law: Law, columns: Columns) -> tuple[float, ...]:
    """Return the numbers of a law.

    Raises:
        UnansweredError: they differ from run to run, are unknown, or make no law.
    """
    return checked(law, [_one(law, index, columns) for index in range(len(law.numbers))])


def checked(law: Law, numbers: list[float]) -> tuple[float, ...]:
    """Return numbers of a law after checking that they make one.

    Raises:
        UnansweredError: they do not.
    """
    fault = law_fault(law.name, numbers)
    if fault is not None:
        shown = ", ".join(f"{number:g}" for number in numbers)
        message = f"{law.name} [{shown}] is no law: {fault}"
        raise UnansweredError(law.numbers[0], ExpressionError(message, 0))
    return tuple(numbers)


def _one(law: Law, index: int, columns: Columns) -> float:
    np = numpy()
    column: Any = columns.evaluate(law.numbers[index])
    values = np.unique(column.values)
    if len(values) != 1 or (column.known is not None and not np.all(column.known)):
        hint = "write numbers and parameters; add what differs from run to run to what is drawn"
        message = f"the numbers of {law.name} must be known and the same in all runs"
        raise UnansweredError(law.numbers[index], ExpressionError(message, 0, hint=hint))
    return float(values[0])
