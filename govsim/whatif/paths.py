"""Every way through the decisions of a scenario."""

from __future__ import annotations

from collections.abc import Mapping

from govsim.whatif.facts import Seen
from govsim.whatif.fates import How
from govsim.whatif.plan import Deciding, Plan
from govsim.whatif.ripple import ripple
from govsim.whatif.run import WhatIf

Path = tuple[tuple[str, str], ...]
"""The options chosen, in the order in which their decisions came up."""


def paths_of(plan: Plan, given: Mapping[str, str], most: int) -> tuple[list[tuple[Path, WhatIf]], bool]:
    """Return every reachable way through the decisions with what comes of it, and whether these are all.

    Args:
        plan: the scenario; its own choices and defaults count for nothing.
        given: options that are fixed, by decision.
        most: how many to return at most.
    """
    found: list[tuple[Path, WhatIf]] = []
    options = {decision.id: list(decision.options) for decision in plan.decisions}
    waiting: list[dict[str, str]] = [dict(given)]
    while waiting:
        fixed = waiting.pop()

        def choose(decision: Deciding, _: Seen, fixed: Mapping[str, str] = fixed) -> tuple[str | None, How]:
            option = fixed.get(decision.id)
            return option, "nobody" if option is None else "given"

        course = ripple(plan, choose)
        # Not the first that was asked: a ripple that is replayed can ask at a decision that is not reached in the end.
        first_open = next((taken.id for taken in course.taken.values() if taken.state == "open"), None)
        if first_open is not None:
            waiting += [{**fixed, first_open: option} for option in reversed(options[first_open])]
            continue
        if len(found) == most:
            return found, False
        path = tuple((taken.id, taken.option) for taken in course.taken.values() if taken.option is not None)
        found.append((path, WhatIf(plan, course)))
    return found, True
