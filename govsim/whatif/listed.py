"""Events that an option lists and that stand before its decision: no answer can hold them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govsim.model.instant import Instant
from govsim.model.references import Fault
from govsim.model.scenario import Scenario
from govsim.whatif.edits import Edits
from govsim.whatif.plan import Deciding, Inserting


def listed_too_early(
    scenario: Scenario, edits: Edits, inserts: Sequence[Inserting], decisions: Sequence[Deciding]
) -> Iterator[Fault]:
    """Yield a note for each listed event that is over when its decision is first taken."""
    begun, inserted = set[str](), {one.ref: one.event.at.earliest for one in inserts}
    for index, decision in enumerate(decisions):
        if decision.group is not None and decision.group in begun:
            continue  # the first time it comes up holds the event back or does not
        begun.add(decision.group or decision.id)
        for name, option in decision.options.items():
            for number, ref in enumerate(option.events):
                key = inserted[ref] if ref in inserted else _recorded(edits, ref)
                if key is not None and key <= decision.key:
                    id_, at = ref.partition("/")[2], scenario.decisions[index].at
                    what = f"'{id_}' comes before this decision, taken at {at}, so it happens whatever is chosen"
                    hint = "take the decision earlier, or leave the event out; at one instant events come first"
                    yield Fault(("decisions", index, "options", name, "events", number), what, hint)


def _recorded(edits: Edits, ref: str) -> Instant | None:
    """Return the key of a recorded event as edited, None where it is omitted or stands behind its own key."""
    base, place = edits.base, edits.base.place[ref]
    if base.keys[place] > base.timeline.rows[place][0]:  # a cause comes later, so it may still be to come
        return None
    rows = edits.rows([base.timeline.rows[place]])
    return rows[0][0] if rows else None
