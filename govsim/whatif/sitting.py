"""Who may sit in an organ at an instant of a what-if, whatever comes before: those of whom a decision asks."""

from __future__ import annotations

from collections.abc import Iterator

from govsim.model.events import Hired
from govsim.model.instant import Instant
from govsim.model.scenario import Change, Insert, Omit, Scenario
from govsim.whatif.base import Base


def may_sit(organ: str, at: Instant, scenario: Scenario, base: Base) -> list[str]:
    """Return everybody who may be a member at an instant, in the order in which they came.

    What ended before the what-if begins stays ended, and what begins later does not begin sooner, unless an event
    behind it is changed. Observers have no vote and are none.
    """
    changed = {ref for one in _edits(scenario) if (ref := _touched(one, scenario)) is not None}
    begins = min(
        [one.at.earliest for one in scenario.decisions if one.at.earliest is not None]
        + [base.timeline.rows[base.place[ref]][0] for ref in changed if ref in base.place]
        + [one.insert.at.earliest or at for one in scenario.changes if isinstance(one, Insert)],
        default=at,
    )
    post = base.history.posts.get(organ)
    sitting = [
        tenure.party
        for tenure in (post.tenures if post is not None else ())
        if tenure.capacity != "observer"
        and tenure.end_latest > begins
        and (tenure.start_earliest <= at or tenure.opened_by in changed)
    ]
    hired = [one.insert for one in _edits(scenario) if isinstance(one, Insert) and isinstance(one.insert, Hired)]
    sitting += [party for one in hired if organ in one.to and one.capacity != "observer" for party in one.who]
    return list(dict.fromkeys(sitting))


def _edits(scenario: Scenario) -> Iterator[object]:
    yield from scenario.changes
    for decision in scenario.decisions:
        for option in decision.options.values():
            yield from option.then


def _touched(edit: object, scenario: Scenario) -> str | None:
    id_ = edit.omit if isinstance(edit, Omit) else edit.change if isinstance(edit, Change) else None
    return id_ if id_ is None or "/" in id_ else f"{scenario.record}/{id_}"
