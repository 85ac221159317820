"""What a swimlane shows, as frozen values: lanes of bars, gaps, disputes and marks, in one or two panels.

Nothing here knows how wide the picture is or how it is drawn; ``picture.py`` lays it out, ``svg.py`` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Literal, Protocol, TypeAlias

from govsim.model.instant import Instant, to_rfc3339

Emptied: TypeAlias = Literal["vacant", "unknown", "absent"]
Kind: TypeAlias = Literal["tenure", "offer"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open span."""

    first: Instant
    after: Instant

    def to_json(self) -> dict[str, Any]:
        """Return from and to."""
        return {"from": to_rfc3339(self.first), "to": to_rfc3339(self.after)}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar in which nothing changes."""

    first: Instant
    after: Instant
    capacity: str
    certain: bool
    on_leave: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return from, to, capacity, presence and leave."""
        presence = "certain" if self.certain else "possible"
        span = {"from": to_rfc3339(self.first), "to": to_rfc3339(self.after)}
        return {**span, "capacity": self.capacity, "presence": presence, "on_leave": self.on_leave}


@dataclass(frozen=True, slots=True)
class Bar:
    """One tenure, or an offer, as far as the picture shows it."""

    label: str
    party: str
    post: str
    pieces: tuple[Piece, ...]
    opened_by: str
    closed_by: str | None
    kind: Kind = "tenure"

    @property
    def first(self) -> Instant:
        """Where it begins in the picture."""
        return self.pieces[0].first

    @property
    def after(self) -> Instant:
        """Where it ends in the picture."""
        return self.pieces[-1].after

    @property
    def sure(self) -> tuple[Instant, Instant]:
        """From where to where it is certain; an empty span at its middle where it nowhere is."""
        sure = [piece for piece in self.pieces if piece.certain]
        middle = (self.first + self.after) // 2
        return (sure[0].first, sure[-1].after) if sure else (middle, middle)

    def to_json(self) -> dict[str, Any]:
        """Return party, post, what opened and closed it, and its pieces."""
        return {
            "kind": self.kind,
            "party": self.party,
            "post": self.post,
            "opened_by": self.opened_by,
            "closed_by": self.closed_by,
            "pieces": [piece.to_json() for piece in self.pieces],
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which a post has nobody, and what is known of that."""

    first: Instant
    after: Instant
    status: Emptied

    def to_json(self) -> dict[str, Any]:
        """Return from, to and status."""
        return {"from": to_rfc3339(self.first), "to": to_rfc3339(self.after), "status": self.status}


@dataclass(frozen=True, slots=True)
class Disputed:
    """A span in which a post is disputed, and by which event."""

    first: Instant
    after: Instant
    event: str

    def to_json(self) -> dict[str, Any]:
        """Return from, to and event."""
        return {"from": to_rfc3339(self.first), "to": to_rfc3339(self.after), "event": self.event}


@dataclass(frozen=True, slots=True)
class Lane:
    """One post or one party; *group* is the organisation it stands under.

    *differs* says where another branch says otherwise, *single* that one sits there at a time, one after the other.
    """

    id: str
    title: str
    group: str
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...] = ()
    disputes: tuple[Disputed, ...] = ()
    differs: tuple[Span, ...] = ()
    single: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the lane with all that is on it."""
        shown: dict[str, Any] = {"id": self.id, "title": self.title}
        for name in ("bars", "gaps", "disputes", "differs"):
            shown[name] = [each.to_json() for each in getattr(self, name)]
        return shown


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the time axis: some instant from *first* to *last*; a *named* one has its label on a line."""

    event: str
    first: Instant
    last: Instant
    named: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return event, the bounds of its time, and whether it is named."""
        bounds = {"earliest": to_rfc3339(self.first), "latest": to_rfc3339(self.last)}
        return {"event": self.event, **bounds, "named": self.named}


@dataclass(frozen=True, slots=True)
class Panel:
    """One branch: its lanes and events."""

    branch: str
    hypothetical: bool
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]

    def to_json(self) -> dict[str, Any]:
        """Return branch, lanes and marks."""
        return {
            "branch": self.branch,
            "hypothetical": self.hypothetical,
            "lanes": [lane.to_json() for lane in self.lanes],
            "marks": [mark.to_json() for mark in self.marks],
        }


@dataclass(frozen=True, slots=True)
class Swimlane:
    """A picture to be: its panels over one time axis; *notes* say what is not in it."""

    title: str
    by: Literal["post", "person"]
    first: Instant
    after: Instant
    zone: tzinfo
    panels: tuple[Panel, ...]
    notes: tuple[str, ...] = ()

    @property
    def tenures(self) -> int:
        """How many tenures it shows, over all panels."""
        return sum(bar.kind == "tenure" for panel in self.panels for lane in panel.lanes for bar in lane.bars)

    def to_json(self) -> dict[str, Any]:
        """Return all that the picture shows, without where it is drawn."""
        return {
            "title": self.title,
            "by": self.by,
            "from": to_rfc3339(self.first),
            "to": to_rfc3339(self.after),
            "zone": str(self.zone),
            "panels": [panel.to_json() for panel in self.panels],
            "notes": list(self.notes),
        }


class Teller(Protocol):
    """Who tells in words of what is drawn alone: asked only then, since it reads the events behind."""

    def bar(self, panel: Panel, lane: Lane, bar: Bar) -> list[str]:
        """Return the lines of a bar's tooltip."""

    def mark(self, panel: Panel, mark: Mark) -> list[str]:
        """Return the lines of a mark's tooltip, the first of them its label."""

    def span(self, first: Instant, after: Instant) -> str:
        """Return a span in words."""
