"""Pane 3: the event at the playhead, with its clocks, what it set, its causes and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from govsim.service.event_views import EventView, ReadingView, SourceView
from govsim.service.text import cut, padded, safe, when, width
from govsim.tui.draw import Line, Span, hanging, line, wrap
from govsim.tui.holders import change_text
from govsim.tui.moments import precision, since, utc
from govsim.tui.place import Place
from govsim.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from govsim.service.scenario_views import DecisionView, FateView

_LABEL = 10
_MARKS = {"changed": "~", "filled": "+", "emptied": "-", "same": " "}


class EventPane(Pane):
    """The event at the playhead, or the last one before it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._drawn_at: Place | None = None
        self._moved = True

    def draw(self, place: Place, cells: int) -> Sequence[Line]:
        """Return everything known about the event."""
        self._moved, self._drawn_at = place != self._drawn_at, place
        playhead = place.playhead
        self.said = ""
        if playhead.index < 0:
            self.name_it("3 Event")
            hint = (
                "There is no event yet at this time. l goes to the first."
                if len(self.walk)
                else "No events yet: i lets one happen in a what-if, S opens another record."
            )
            return [line(Span(part, "dim")) for part in wrap(hint, cells)]
        event = self.walk.events[playhead.index]
        number = f"3 Event {playhead.index + 1} of {len(self.walk)}"
        self.name_it(number if self.walk.is_on_event(playhead) else f"{number}, the last before this time")
        self.said = event.type.replace("_", " ")
        return [
            *(line(Span(part, "strong")) for part in wrap(event.label, cells)),
            *_fate(self.walk.fate(playhead.index), cells),
            *_decision(self.walk.decision(playhead.index), cells),
            *self._clocks(event, cells),
            *self._sets(playhead.index, cells),
            *self._told("because", [self.walk.index_of.get(cause, cause) for cause in event.because], cells),
            *_doubts(event, cells),
            *_sources(event, cells),
            *self._told("needed by", self.walk.needed_by.get(event.id, ()), cells),
            *(hanging("note", event.note, _LABEL, cells) if event.note else ()),
        ]

    def line_to_show(self) -> int | None:
        """Return the top after a move."""
        return 0 if self._moved else None

    def _clocks(self, event: EventView, cells: int) -> Iterator[Line]:
        """Yield the times of the act in the zone shown, and in UTC where exact; how well known where that differs."""
        clocks = {"at": event.at, "decided": event.decided, "notified": event.notified, "announced": event.announced}
        for name, bound in clocks.items():
            if bound is None:
                continue
            told = when(bound, self.walk.zone)
            if bound.is_exact and bound.earliest is not None:
                told += utc(bound.earliest, self.walk.zone)
            known = precision(bound)
            if name != "at" and known == precision(event.at):
                known = ""
            if known and width(f"{told}, {known}") <= cells - _LABEL:
                told, known = f"{told}, {known}", ""
            yield from hanging(name, told, _LABEL, cells)
            if known:
                yield from hanging("", known, _LABEL, cells)

    def _sets(self, index: int, cells: int) -> Iterator[Line]:
        label = "sets"
        for row in self.walk.changes(index):
            told = f"{_MARKS[row.mark]} {row.post.title}: {change_text(row)}"
            yield from hanging(label, told, _LABEL, cells, "mark")
            label = ""

    def _told(self, label: str, others: Sequence[int | str], cells: int) -> Iterator[Line]:
        """Yield other events, one a line; a cause that is not on this walk by its id."""
        for other in others:
            told = safe(other) if isinstance(other, str) else self._in_short(other)
            yield line(Span(padded(label, _LABEL), "dim"), cut(told, cells - _LABEL))
            label = ""

    def _in_short(self, index: int) -> str:
        event = self.walk.events[index]
        return f"#{index + 1} {since(event.at, self.place.playhead.instant, self.walk.zone)} {event.label}"


def _fate(fate: FateView | None, cells: int) -> Iterator[Line]:
    """Yield what the what-if made of the event, and why."""
    if fate is None:
        return
    said = {
        "omitted": "left out by the author",
        "dropped": "did not happen",
        "inserted": "inserted by the author",
        "changed": "happens otherwise than recorded",
    }[fate.fate]
    yield from hanging("what-if", said, _LABEL, cells, "bad" if fate.fate == "dropped" else "mark")
    for number, reason in enumerate(fate.reasons):
        yield from hanging("because" if number == 0 else "", reason.text, _LABEL, cells)
    for change in fate.changes:
        yield from hanging("changed", change, _LABEL, cells)


def _decision(decision: DecisionView | None, cells: int) -> Iterator[Line]:
    """Yield the options of a decision, the chosen one marked."""
    if decision is None:
        return
    yield from hanging("state", decision.text or decision.state, _LABEL, cells, "mark")
    for number, (id_, title) in enumerate(decision.options):
        sign = "(x)" if id_ == decision.option else "( )"
        yield from hanging("options" if number == 0 else "", f"{sign} {title}", _LABEL, cells)
    if decision.state != "not_reached":
        yield from hanging("", "Enter answers it, again too", _LABEL, cells, "dim")


def _doubts(event: EventView, cells: int) -> Iterator[Line]:
    if event.claim != "confirmed":
        yield from hanging("claim", event.claim, _LABEL, cells, "strong")
    numbers = {source.key: number for number, source in enumerate(_cited(event), 1)}
    for place, reading in enumerate(event.readings):
        label = "readings" if place == 0 else ""
        yield from hanging(label, _reading_text(reading, numbers), _LABEL, cells)


def _reading_text(reading: ReadingView, numbers: dict[str, int]) -> str:
    says = "; ".join(f"{name} {text}" for name, text in reading.says) or "otherwise"
    cited = " ".join(f"[{numbers[source.key]}]" for source in reading.sources)
    return f"{says} ({reading.claim}) {cited}".rstrip()


def _cited(event: EventView) -> list[SourceView]:
    """Return the sources of an event and of its rival readings, each once."""
    found = {source.key: source for source in event.sources}
    for reading in event.readings:
        for source in reading.sources:
            found.setdefault(source.key, source)
    return list(found.values())


def _sources(event: EventView, cells: int) -> Iterator[Line]:
    sources = _cited(event)
    if not sources and event.type != "decision":
        yield from hanging("sources", "none", _LABEL, cells)
    for number, source in enumerate(sources, 1):
        yield from hanging("sources" if number == 1 else "", f"[{number}] {source.citation}", _LABEL, cells)
