"""The ripple of one change to a what-if: what becomes otherwise by it, and who governs otherwise in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from govsim.model.bound import Bound
from govsim.replay.world import END
from govsim.service.past import Past
from govsim.service.scenario_views import FateView, ReasonView, RunView
from govsim.service.steps import RowView

RippleKind: TypeAlias = Literal["omitted", "falls", "comes back", "inserted", "changed"]


@dataclass(frozen=True, slots=True)
class RippleEvent:
    """An event that becomes otherwise by a change, and why."""

    id: str
    kind: RippleKind
    label: str
    at: Bound
    reasons: tuple[ReasonView, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return id, kind, label, at and reasons."""
        reasons = [reason.to_json() for reason in self.reasons]
        return {"id": self.id, "kind": self.kind, "label": self.label, "at": self.at.to_json(), "reasons": reasons}


@dataclass(frozen=True, slots=True)
class RippleView:
    """What one change does: events in order, then the posts that stand otherwise at the end of the timeline."""

    events: tuple[RippleEvent, ...] = ()
    posts: tuple[RowView, ...] = ()

    @property
    def falls(self) -> int:
        """How many events do not happen any more, besides those left out."""
        return sum(event.kind == "falls" for event in self.events)

    def to_json(self) -> dict[str, Any]:
        """Return the events and the posts."""
        return {
            "events": [event.to_json() for event in self.events],
            "posts": [row.to_json() for row in self.posts],
            "hypothetical": True,
        }


def ripple_view(before: tuple[RunView, Past], after: tuple[RunView, Past]) -> RippleView:
    """Return what differs between a what-if and what it was before one more change."""
    (former, old), (latter, new) = before, after
    was = {fate.id: fate for fate in former.fates}
    now = {fate.id: fate for fate in latter.fates}
    events = [event for fate in latter.fates if (event := _event(was.get(fate.id), fate)) is not None]
    gone = [
        RippleEvent(fate.id, "falls" if fate.fate == "inserted" else "comes back", fate.label, fate.at)
        for fate in former.fates
        if fate.id not in now and fate.fate in ("inserted", "omitted", "dropped")
    ]
    return RippleView((*events, *gone), tuple(_posts(old, new)))


def _event(was: FateView | None, now: FateView) -> RippleEvent | None:
    """Return an event that becomes otherwise, None where it stays as it was."""
    fell, fallen = was is not None and was.fate in _FALLEN, now.fate in _FALLEN
    kind: RippleKind | None = None
    if fallen and not fell:
        kind = "omitted" if now.fate == "omitted" else "falls"
    elif fell and not fallen:
        kind = "comes back"
    elif now.fate == "inserted" and (was is None or was.fate != "inserted"):
        kind = "inserted"
    elif now.fate == "changed" and (was is None or was.fields != now.fields):
        kind = "changed"
    return None if kind is None else RippleEvent(now.id, kind, now.label, now.at, now.reasons)


_FALLEN = ("omitted", "dropped")


def _posts(old: Past, new: Past) -> list[RowView]:
    ends = [entry.key for past in (old, new) for entry in past.timeline.entries if abs(entry.key) < END]
    at, posts = max(ends, default=0), list(old.world.posts)
    pairs = zip(old.post_views(at, posts), new.post_views(at, posts), strict=True)
    rows = [RowView.between(was, now) for was, now in pairs]
    return [row for row in rows if row.mark != "same"]
