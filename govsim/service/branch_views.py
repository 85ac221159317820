"""The frozen values about branches: one branch, and where two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govsim.model.bound import Bound
from govsim.model.instant import Instant, to_rfc3339
from govsim.service.views import PostView

if TYPE_CHECKING:
    from govsim.whatif.diff import Kind


@dataclass(frozen=True, slots=True)
class BranchView:
    """A branch: from where it forked, what it holds of its own, how many later corrections do not reach it.

    *cut* says up to where: ``("at", instant)``, ``("before", event)``, ``("after", event)``, or None for all of it.
    *scenario* is the scenario it was made from, *scenario_hash* the SHA-256 of its text; None where there is none.
    """

    name: str
    parent: str | None
    position: int | None
    cut: tuple[str, str] | None
    events: int
    head: int
    created_at: Instant
    dropped_at: Instant | None
    missed_corrections: int
    scenario: str | None
    scenario_hash: str | None

    @property
    def hypothetical(self) -> bool:
        """True for every branch but recorded history."""
        return self.parent is not None

    def to_json(self) -> dict[str, Any]:
        """Return the branch; times in RFC 3339."""
        return {
            "name": self.name,
            "hypothetical": self.hypothetical,
            "parent": self.parent,
            "position": self.position,
            "cut": None if self.cut is None else {self.cut[0]: self.cut[1]},
            "events": self.events,
            "head": self.head,
            "created_at": to_rfc3339(self.created_at),
            "dropped_at": None if self.dropped_at is None else to_rfc3339(self.dropped_at),
            "missed_corrections": self.missed_corrections,
            "scenario": self.scenario,
            "scenario_hash": self.scenario_hash,
        }


@dataclass(frozen=True, slots=True)
class EventDiff:
    """An event that one of two branches has alone, or that reads otherwise in each; *fields* as (name, in a, in b)."""

    id: str
    kind: Kind
    at: Bound
    label: str
    fields: tuple[tuple[str, Any, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Return id, kind (only_a, only_b, changed), at, label and the fields that differ."""
        return {
            "id": self.id,
            "kind": self.kind,
            "at": self.at.to_json(),
            "label": self.label,
            "fields": [{"field": name, "a": one, "b": two} for name, one, two in self.fields],
        }


@dataclass(frozen=True, slots=True)
class PostDiff:
    """A post that stands otherwise on each of two branches; None where a branch does not know it."""

    post: str
    a: PostView | None
    b: PostView | None

    def to_json(self) -> dict[str, Any]:
        """Return the post and its state on each branch."""
        return {
            "post": self.post,
            "a": None if self.a is None else self.a.to_json(),
            "b": None if self.b is None else self.b.to_json(),
        }


@dataclass(frozen=True, slots=True)
class DiffView:
    """Where two branches differ: their events, and the posts at one instant."""

    a: str
    b: str
    hypothetical: tuple[str, ...]
    at: Instant
    events: tuple[EventDiff, ...]
    posts: tuple[PostDiff, ...]

    def to_json(self) -> dict[str, Any]:
        """Return both names, which of them are hypothetical, the instant, and the differences."""
        return {
            "a": self.a,
            "b": self.b,
            "hypothetical": list(self.hypothetical),
            "at": to_rfc3339(self.at),
            "events": [event.to_json() for event in self.events],
            "posts": [post.to_json() for post in self.posts],
        }


def in_words(value: object) -> str:
    """Return the value of an event's field in a few words."""
    match value:
        case None:
            return "nothing"
        case {"text": str(text)}:
            return text
        case list():
            return ", ".join(in_words(item) for item in value) or "nobody"
        case dict():
            return "; ".join(f"{key} {in_words(item)}" for key, item in value.items())
    return str(value)
