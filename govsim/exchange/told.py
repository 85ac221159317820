"""A tenure as a table tells it, the report of how it was read, and bounds put together from others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Literal, TypeAlias

from govsim.model.bound import Bound, parse_bound
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.order import key_of
from govsim.replay.world import BEGINNING, END

Kind: TypeAlias = Literal["inverted", "zero-length", "duplicate", "overlapping", "blank-start", "blank-end"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A row that leaves something open or contradicts itself or another: what it says, and the reading chosen."""

    kind: Kind
    line: int
    says: str
    reading: str


@dataclass(slots=True)
class Told:
    """One tenure as rows tell it; *start* and *end* are None where blank, until a reading fills them in.

    One that *goes_on* has no end; *leaves* is False where another event ends it. ``start_notes`` and ``end_notes`` say
    which reading was chosen, *also* lists rows that add nothing to this one. *says* is what stood there before any
    reading, *mark* what tells it from a person's other tenures in the post, *id* what the source itself calls it.
    *seen* is a time at which the source says that it was going on; ``opening_fields`` and ``closing_fields`` give
    what else its two events say once everybody has an id, ``closing_type`` how it ended.
    """

    line: int
    start: Bound | None
    end: Bound | None
    goes_on: bool = False
    capacity: str = "regular"
    reasons: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    start_notes: list[str] = field(default_factory=list)
    end_notes: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    leaves: bool = True
    id: str = ""
    seen: Bound | None = None
    opening_fields: Callable[[Any], Mapping[str, Any]] | None = None
    closing_fields: Callable[[Any], Mapping[str, Any]] | None = None
    closing_type: str = "departed"
    says: str = field(init=False)
    mark: str = field(init=False)

    def __post_init__(self) -> None:
        end = "present" if self.goes_on else self.end
        self.says = f"{self.start or 'blank'} to {end or 'blank'}"
        self.mark = str(self.start or (f"to {end}" if end else "undated"))

    def opening(self, last: Instant) -> Instant:
        """Return the key of the event that opens it; *last* is where open sides stop."""
        assert self.start is not None  # noqa: S101 - asked only once it is filled in
        return key_of(self.start, closes=False, last=last, before=BEGINNING)

    def closing(self, last: Instant) -> Instant:
        """Return the key of the event that closes it, one after all others where it goes on."""
        return END + 1 if self.end is None else key_of(self.end, closes=True, last=last, before=BEGINNING)

    def entering(self, last: Instant) -> tuple[Instant, int]:
        """Return where the event that opens it stands: its key, and its rank among those of one key."""
        return self.opening(last), 1

    def leaving(self, last: Instant) -> tuple[Instant, int]:
        """Return the same of the event that closes it: one makes room before another comes, but leaves after coming."""
        return self.closing(last), 0 if self.opening(last) < self.closing(last) else 2

    @property
    def is_sometimes_certain(self) -> bool:
        """True when there is an instant at which the person certainly held the post."""
        if self.start is None or self.start.latest is None:
            return False
        return self.goes_on or (
            self.end is not None and self.end.earliest is not None and self.start.latest < self.end.earliest
        )


def between(first: Bound | None, last: Bound | None, zone: tzinfo) -> Bound:
    """Return the bound from the earliest instant of *first* to the latest of *last*, in the words of both."""
    sides = _side(first, 0), _side(last, 2)
    return parse_bound(f"[{sides[0]}..{sides[1]}]" if any(sides) else "unknown", zone)


def from_latest_on(bound: Bound, zone: tzinfo) -> Bound:
    """Return the bound from the latest side of *bound* on."""
    return parse_bound(f"[{_side(bound, 2)}..]", zone)


def just_before(bound: Bound) -> Bound | None:
    """Return the last instant before *bound*, None where it is open below."""
    if bound.earliest is None:
        return None
    return exactly(bound.earliest - 1)


def exactly(instant: Instant) -> Bound:
    """Return the bound that is one instant."""
    return Bound(to_rfc3339(instant), instant, instant)


def _side(bound: Bound | None, place: Literal[0, 2]) -> str:
    """Return the words for the earliest (0) or the latest (2) side of a bound, none where it is open."""
    instant = None if bound is None else bound.earliest if place == 0 else bound.latest
    if bound is None or instant is None:
        return ""
    if not bound.text.startswith("["):
        return bound.text
    return bound.text[1:-1].partition("..")[place].strip() if ".." in bound.text else to_rfc3339(instant)


def end_by_death(told: Told, death: Bound | None, zone: tzinfo) -> None:
    """Let a tenure whose end is not given be over by the death of its holder, unless it began after that."""
    if told.end is not None or told.goes_on or death is None or death.is_unknown:
        return
    start = told.start
    if start is not None and start.earliest is not None and death.latest is not None and death.latest < start.earliest:
        return
    told.end = between(start, death, zone)
    told.end_notes.append("the source gives no end; over by the death of the person")


def span(bound: Bound | None) -> tuple[Instant | None, Instant | None] | None:
    """Return what a bound means, whatever its words."""
    return None if bound is None else (bound.earliest, bound.latest)
