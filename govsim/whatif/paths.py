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
    waiting: list[dict[str, str]] = [dict(given)]
    while waiting:
        fixed = waiting.pop()
        first_open: list[Deciding] = []

        def choose(
            decision: Deciding, _: Seen, fixed: Mapping[str, str] = fixed, first_open: list[Deciding] = first_open
        ) -> tuple[str | None, How]:
            if decision.id in fixed:
                return fixed[decision.id], "given"
            first_open.append(decision)
            return None, "nobody"

        course = ripple(plan, choose)
        if first_open:
            decision = first_open[0]
            waiting += [{**fixed, decision.id: option} for option in reversed(list(decision.options))]
            continue
        if len(found) == most:
            return found, False
        path = tuple((taken.id, taken.option) for taken in course.taken.values() if taken.option is not None)
        found.append((path, WhatIf(plan, course)))
    return found, True
