"""Who answers a decision: what was given, the scenario, its default, then whoever can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from govsim.whatif.facts import Seen
from govsim.whatif.fates import How
from govsim.whatif.plan import Deciding, Plan
from govsim.whatif.ripple import Choose

Ask = Callable[[Deciding, Seen], str | None]
"""Asked last: returns an option, or None to leave the decision open."""


def chooser(plan: Plan, given: Mapping[str, str], ask: Ask | None = None) -> Choose:
    """Return what answers the decisions of a plan.

    A replay that has to be done once more asks nobody twice.

    Args:
        plan: whose decisions.
        given: options that are fixed, by decision; they win over the scenario's own ``choose``.
        ask: whom to ask last; None asks nobody.
    """
    asked: dict[str, str | None] = {}

    def choose(decision: Deciding, seen: Seen) -> tuple[str | None, How]:
        if decision.id in given:
            return given[decision.id], "given"
        written = plan.scenario.choose
        if written == "history":
            recorded = _as_recorded(plan, decision)
            if recorded is not None:
                return recorded, "history"
        elif decision.id in written:
            return written[decision.id], "scenario"
        if decision.default is not None:
            return decision.default, "default"
        if ask is not None and decision.id not in asked:
            asked[decision.id] = ask(decision, seen)
        option = asked.get(decision.id)
        return option, "nobody" if option is None else "asked"

    return choose


def _as_recorded(plan: Plan, decision: Deciding) -> str | None:
    """Return the option that history took: all of whose events are recorded, else the only one without any."""
    for name, following in decision.options.items():
        if following.events and all(ref in plan.base.place for ref in following.events):
            return name
    without = [name for name, following in decision.options.items() if not following.events]
    return without[0] if len(without) == 1 else None
