"""What tenures in a table leave open or say twice, and how each is read.

One person's rows about one post are read together: a blank date is bounded by the tenures around it, and nothing is
written that a closing could end by mistake. The fold ends the tenure that opened first; so no tenure may lie within
another of the same person in the same post.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Literal, Protocol, TypeAlias

from govsim.exchange.told import Kind, Reading, Told, between, exactly, from_latest_on, just_before, span
from govsim.model.bound import Bound
from govsim.model.instant import Instant
from govsim.replay.world import BEGINNING, END

BlankEnd: TypeAlias = Literal["unknown", "current"]
Inverted: TypeAlias = Literal["between", "skip", "swap"]


class Readings(Protocol):
    """Where readings are gathered, such as a list."""

    def append(self, reading: Reading, /) -> None:
        """Take up a reading."""


@dataclass
class Stays:
    """Reads the rows about one person in one post; ``readings`` is what there was to choose.

    *last* is where a record's covers stop, and with them every side that is left open.
    """

    zone: tzinfo
    last: Instant = END
    blank_end: BlankEnd = "unknown"
    inverted: Inverted = "between"
    readings: Readings = field(default_factory=list[Reading])

    def read(self, told: Sequence[Told]) -> list[Told]:
        """Return the tenures to write, in order; what is left out is only reported."""
        found = self._distinct([tenure for tenure in told if self._is_kept_in_order(tenure)])
        found.sort(key=self._place)
        for before, tenure, after in zip([None, *found], found, [*found[1:], None], strict=False):
            self._fill(before, tenure, after)
        kept = self._apart(found)
        self._overlapping(kept)
        return kept

    def _report(self, kind: Kind, tenure: Told, reading: str) -> None:
        self.readings.append(Reading(kind, tenure.line, tenure.says, reading))

    # -- each row by itself

    def _is_kept_in_order(self, tenure: Told) -> bool:
        """Return whether a row is kept, its dates in order from now on."""
        start, end = tenure.start, tenure.end
        if start is None or end is None:
            return True
        if start.earliest is None or end.latest is None or start.earliest <= end.latest:
            if span(start) == span(end):
                self._report("zero-length", tenure, f"kept: possible within {start}, never certain")
            elif start.earliest is None and start.latest is not None and end.latest is not None:
                # Began by a time that lies after its end: by its end, then.
                tenure.start = start if start.latest <= end.latest else between(None, end, self.zone)
            return True
        if self.inverted == "skip":
            self._report("inverted", tenure, "left out")
            return False
        if self.inverted == "swap":
            tenure.start, tenure.end = end, start
            reading = f"exchanged: from {end} to {start}"
        else:
            tenure.start = tenure.end = between(end, start, self.zone)
            reading = f"began and ended {_some_time(tenure.start)}: possible then, never certain"
        self._report("inverted", tenure, reading)
        for notes in (tenure.start_notes, tenure.end_notes):
            notes.append(f"the source says {tenure.says}; read as {reading}")
        return True

    def _distinct(self, told: Sequence[Told]) -> list[Told]:
        """Return each tenure once, with the sources of all rows that tell it."""
        found: dict[object, Told] = {}
        for tenure in sorted(told, key=lambda tenure: (tenure.says, tenure.id, tenure.line)):
            key = span(tenure.start), span(tenure.end), tenure.goes_on, tenure.capacity
            first = found.setdefault(key, tenure)
            if first is tenure:
                continue
            again, first.line = sorted((first.line, tenure.line), reverse=True)
            self.readings.append(Reading("duplicate", again, tenure.says, f"the tenure of line {first.line}"))
            for name in ("reasons", "notes", "sources"):
                getattr(first, name).update(getattr(tenure, name))
            for name in ("start_notes", "end_notes"):
                setattr(first, name, sorted({*getattr(first, name), *getattr(tenure, name)}))
        return list(found.values())

    # -- one row after the other

    def _place(self, tenure: Told) -> tuple[Instant, bool, Instant, str, str]:
        """Return where a tenure stands: by its start, else its end; those without either come first."""
        has_end = tenure.end is not None or tenure.goes_on
        closing = tenure.closing(self.last) if has_end else BEGINNING
        opening = closing if tenure.start is None else tenure.opening(self.last)
        return opening, has_end, closing, tenure.says, tenure.capacity

    def _fill(self, before: Told | None, tenure: Told, after: Told | None) -> None:
        """Read the blanks of a tenure, of which nobody's two in one post are thought to overlap."""
        if tenure.end is None and not tenure.goes_on and self.blank_end == "current" and after is None:
            tenure.goes_on = True
            self._report("blank-end", tenure, "still in office")
            tenure.start_notes.append("the source gives no end; read as still in office")
        has_no_end = tenure.end is None and not tenure.goes_on
        if tenure.start is None:
            if has_no_end:
                is_over = tenure.seen is not None and _is_over(after, tenure.seen)
                tenure.start = between(None, _first_end(after) if is_over else tenure.seen, self.zone)
            else:
                tenure.start = between(self._floor(before, tenure), tenure.end, self.zone)
            self._report(
                "blank-start", tenure, f"began {_some_time(tenure.start)}: possible until the end, never certain"
            )
            tenure.start_notes.append("the source gives no start")
        if has_no_end:
            tenure.end = self._end_before(after, tenure)
            how = (
                "certain until then, possible later"
                if tenure.is_sometimes_certain
                else "possible from the start on, never certain"
            )
            self._report("blank-end", tenure, f"ended {_some_time(tenure.end)}: {how}")
            tenure.end_notes.append("the source gives no end; read as unknown, not as still in office")

    def _floor(self, before: Told | None, tenure: Told) -> Bound | None:
        """Return what a start that is not given cannot precede: the tenure before, unless the two overlap."""
        if before is None or before.start is None or before.start.is_unknown:
            return None
        floor = max([before.start, *([before.end] if before.end else [])], key=_earliest)
        if _earliest(floor) < before.opening(self.last):
            # One that began by a time sorts at the last instant of it, and this one has to sort behind it.
            floor = exactly(before.opening(self.last))
        return floor if tenure.end is None or _earliest(floor) <= _latest(tenure.end) else None

    def _end_before(self, after: Told | None, tenure: Told) -> Bound:
        """Return the end of a tenure that gives none: from its start on, by the one after it."""
        start = tenure.start
        if start is None or start.is_unknown:
            return between(tenure.seen, None, self.zone)
        if start.earliest is None:  # never certain, so nothing is lost by ending it after the latest start
            start = from_latest_on(start, self.zone)
        if tenure.seen is not None and _earliest(start) <= _earliest(tenure.seen) and not _is_over(after, tenure.seen):
            start = tenure.seen  # it was going on then, so that it ended later
        if after is None:
            return between(start, None, self.zone)
        if after.start is not None and after.capacity != tenure.capacity:
            # The later capacity ends this one anyway; a closing behind the start of that would end the wrong one.
            ceiling = just_before(after.start)
            if ceiling is not None and _earliest(start) <= _latest(ceiling):
                return between(start, ceiling, self.zone)
        ceiling = _first_end(after)
        fits = ceiling is not None and _earliest(start) <= _latest(ceiling)
        return between(start, ceiling if fits else None, self.zone)

    # -- tenures beside each other

    def _apart(self, found: Sequence[Told]) -> list[Told]:
        """Return the tenures of which none lies within another: their ends come in the order of their starts."""
        kept: list[Told] = []
        for tenure in found:
            while kept and self._lies_within(tenure, kept[-1]):
                if kept[-1].is_sometimes_certain or not tenure.is_sometimes_certain:
                    self._leave_out(tenure, kept[-1])
                    break
                self._leave_out(kept.pop(), tenure)
            else:
                kept.append(tenure)
        return kept

    def _lies_within(self, tenure: Told, outer: Told) -> bool:
        """Return whether a tenure would take the place of one that begins no later and ends later."""
        if tenure.closing(self.last) < outer.closing(self.last):
            return True
        # Of one who changes capacity, a closing with the very window of the opening ends nothing.
        is_point = span(tenure.start) == span(tenure.end) and tenure.capacity != outer.capacity
        return is_point and tenure.opening(self.last) <= outer.closing(self.last)

    def _leave_out(self, tenure: Told, other: Told) -> None:
        self._report("overlapping", tenure, f"left out beside {other.says} on line {other.line}; kept as a note there")
        other.also += [tenure.says, *tenure.also]

    def _overlapping(self, kept: Sequence[Told]) -> None:
        """Report what overlaps all the same, and let a change of capacity end the tenure before it."""
        reported: set[int] = set()
        for index, before in enumerate(kept):
            for place, tenure in enumerate(kept[index + 1 :], start=index + 1):
                if not self._is_entered_before(kept, place, before):
                    break
                if before.capacity != tenure.capacity:
                    # A closing with the window of the later opening is known to be that of the earlier tenure.
                    is_clear = span(before.end) == span(tenure.start)
                    if not is_clear or self._is_entered_before(kept, place + 1, before):
                        before.leaves = False
                        what = f"{before.says} on line {before.line} ends as this begins in another capacity"
                        self._report("overlapping", tenure, what)
                    break
                if tenure.line not in reported and _are_both_certain(before, tenure):
                    reported.add(tenure.line)
                    self._report("overlapping", tenure, f"kept beside {before.says} on line {before.line}")

    def _is_entered_before(self, kept: Sequence[Told], place: int, before: Told) -> bool:
        """Return whether the tenure at *place*, if there is one, opens before another closes."""
        return place < len(kept) and kept[place].entering(self.last) < before.leaving(self.last)


def _is_over(after: Told | None, at: Bound) -> bool:
    """Return whether a later tenure began or ended for certain before a time, so that the one before it was over."""
    ends = [] if after is None else [bound for bound in (after.start, after.end) if bound is not None]
    return any(_latest(bound) < _earliest(at) for bound in ends)


def _first_end(after: Told | None) -> Bound | None:
    """Return the first time by which a later tenure had begun or ended, None where it tells neither."""
    ends = [] if after is None else [bound for bound in (after.start, after.end) if bound is not None]
    return min(ends, key=_latest, default=None)


def _some_time(bound: Bound | None) -> str:
    return "at a time unknown" if bound is None or bound.is_unknown else f"some time in {bound}"


def _are_both_certain(one: Told, other: Told) -> bool:
    """Return whether there is an instant at which both certainly run."""
    starts = [END if tenure.start is None else _latest(tenure.start) for tenure in (one, other)]
    ends = [END if tenure.end is None else _earliest(tenure.end) for tenure in (one, other)]
    return max(starts) < min(ends)


def _earliest(bound: Bound) -> Instant:
    return BEGINNING if bound.earliest is None else bound.earliest


def _latest(bound: Bound) -> Instant:
    return END if bound.latest is None else bound.latest
