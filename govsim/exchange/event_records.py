"""Records put together from events that come one by one, each checked as the record file's own would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from govsim.exchange.json_text import Item
from govsim.exchange.losses import Losses
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported
from govsim.exchange.report import MOST_PROBLEMS, ImportReport
from govsim.model.bylaw_faults import bylaw_faults
from govsim.model.corrections import effective_events
from govsim.model.errors import DocumentError, GovsimError, Problem, did_you_mean
from govsim.model.events import EVENT_TYPES, BylawsAdopted, Event, Hired
from govsim.model.header import Header
from govsim.model.record import Record
from govsim.model.references import Fault, Names, event_faults, header_faults

Place = tuple[int, int]


@dataclass
class _Gathered:
    """What there is of one record so far."""

    header: Header | None = None
    header_place: Place = (1, 1)
    events: dict[str, Event] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    amending: list[str] = field(default_factory=list)


class EventRecords:
    """Gathers headers and events by record; what is wrong with one is noted at its place."""

    def __init__(self, file: str, options: Options, losses: Losses) -> None:
        self.file, self.options, self.losses = file, options, losses
        self.rows = 0
        self.problems: list[Problem] = []
        self.refused = 0
        self._records: dict[str, _Gathered] = {}

    def damaged(self, problem: Problem) -> None:
        """Note a line that cannot be read at all."""
        self.refused += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def refuse(self, item: Item, message: str, hint: str | None = None) -> None:
        """Note what is wrong with an item, which is left out."""
        self.damaged(Problem(self.file, item.line, item.column, message, hint))

    def header(self, item: Item, record: str, data: Any) -> None:
        """Take up the header of a record; the last one of several counts."""
        header = self._valid(item, Header.model_validate, data)
        if header is None:
            return
        if header.record != record:
            self.refuse(item, f"the source names the record '{record}', its data '{header.record}'")
            return
        its = self._records.setdefault(record, _Gathered())
        if its.header is not None and its.header.dump() != header.dump():
            self.losses.add("earlier headers", record)
        its.header, its.header_place = header, (item.line, item.column)

    def event(self, item: Item, record: str, kind: str, data: Any, *, amends: bool = False) -> None:
        """Take up an event of a record; one that is there already with other content is a mistake."""
        if kind not in EVENT_TYPES:
            hint = did_you_mean(kind, EVENT_TYPES) or "is it from a newer govsim?"
            self.refuse(item, f"there is no type of event '{kind}'", hint)
            return
        its = self._records.setdefault(record, _Gathered())
        zone = its.header.tzinfo if its.header is not None else None
        context = {"zone": zone} if zone is not None else None

        def validated(given: Any) -> Event:
            return EVENT_TYPES[kind].model_validate(given, context=context)

        event = self._valid(item, validated, data)
        if event is None:
            return
        known = its.events.get(event.id)
        if known is not None and known.dump() != event.dump():
            line, column = its.places[event.id]
            what = f"'{event.id}' stands in line {line}:{column} with other content"
            self.refuse(item, what, "an id names one event of its record")
            return
        its.events[event.id] = event
        its.places.setdefault(event.id, (item.line, item.column))
        if amends and known is None:
            its.amending.append(event.id)

    def made(self) -> Iterator[Imported]:
        """Yield the records, the first of them with the report.

        Raises:
            DocumentError: with the mistakes, where the options are strict or leave nothing.
        """
        records = [record for id_, its in self._records.items() if (record := self._record(id_, its)) is not None]
        if not records and not self.problems:
            self.problems.append(Problem(self.file, 1, 1, "holds no record", "is this a file that govsim wrote?"))
        if self.problems and (self.options.strict or not records):
            raise DocumentError(sorted(self.problems, key=lambda one: (one.line, one.column)))
        if self.options.record is not None and [record.id for record in records] != [self.options.record]:
            named = ", ".join(record.id for record in records)
            raise GovsimError(f"the file holds {named}", hint="a record keeps the id that its events carry")
        for number, record in enumerate(records):
            tenures = sum(len(event.who) * len(event.to) for event in record.events if isinstance(event, Hired))
            losses, problems = (self.losses.all(), tuple(self.problems)) if number == 0 else ((), ())
            rows = self.rows if len(records) == 1 else len(record.events)
            report = ImportReport(
                rows, tenures, losses=losses, unreadable=problems, refused=self.refused if number == 0 else 0
            )
            yield Imported(record, report)

    def _record(self, id_: str, its: _Gathered) -> Record | None:
        """Return a record, what does not hang together left out; None where its header is missing."""
        header = its.header
        if header is None:
            if its.places:
                place = min(its.places.values())
                what = f"the record '{id_}' has no header, an event of type record_declared"
                self.damaged(Problem(self.file, *place, what, "export the record whole"))
            return None
        amending = [its.events[one] for one in its.amending]
        if amending:
            self.losses.add("the history of amendments", f"{len(amending)} in {id_}", count=len(amending))
        beside = set(its.amending)
        events = [event for one, event in effective_events(its.events.values(), amending).items() if one not in beside]
        while True:
            bad = dict(self._faults(header, events, its))
            if not bad:
                return Record(header, tuple(events))
            if None in bad:
                return None
            self.refused += len(bad)
            events = [event for event in events if event.id not in bad]

    def _faults(self, header: Header, events: list[Event], its: _Gathered) -> Iterator[tuple[str | None, Fault]]:
        """Yield each event that does not hang together with the rest, and None for the header."""
        names = Names(
            header.record,
            set(header.people),
            set(header.organizations),
            set(header.posts),
            set(header.sources),
            {event.id: event.type for event in events},
            {id_ for id_, post in header.posts.items() if post.organ},
        )
        found = list(header_faults(header, names))
        for organization, rules in header.bylaws.items():
            found += bylaw_faults(("bylaws", organization), organization, rules, names)
        for fault in found:
            self.problems.append(Problem(self.file, *its.header_place, fault.message, fault.hint))
            yield None, fault
        of_events = list(event_faults(list(enumerate(events)), names, header.covers.span))
        for index, event in enumerate(events):
            if isinstance(event, BylawsAdopted) and event.bylaws is not None:
                of_events += bylaw_faults(("events", index, "bylaws"), event.organization, event.bylaws, names)
        for fault in of_events:
            event = events[int(fault.location[1])]
            self.problems.append(Problem(self.file, *its.places[event.id], fault.message, fault.hint))
            yield event.id, fault

    def _valid(self, item: Item, model: Callable[[Any], Any], data: Any) -> Any:
        try:
            return model(data)
        except ValidationError as failure:
            error = failure.errors()[0]
            cause = error.get("ctx", {}).get("error")
            message = cause.message if isinstance(cause, GovsimError) else error["msg"].removeprefix("Value error, ")
            hint = cause.hint if isinstance(cause, GovsimError) else None
            where = ".".join(map(str, ("data", *error["loc"])))
            self.refuse(item, f"{where}: {message}", hint)
            return None
