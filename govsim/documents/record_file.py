"""Record files: YAML in, a Record out, or every mistake with its line and column, in file order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from govsim.documents.law_packs import law_faults
from govsim.documents.nodes import Mapping, Sequence, position_of
from govsim.documents.overrides import ids_written, override_faults
from govsim.documents.reader import Reader
from govsim.documents.yaml_tree import parse_tree, read_text
from govsim.model.bylaw_faults import bylaw_faults
from govsim.model.bylaws import Bylaws
from govsim.model.corrections import settled
from govsim.model.errors import DocumentError, Problem, TimeError
from govsim.model.events import BylawsAdopted, Corrected, Event
from govsim.model.header import Header
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.references import Fault, Location, Names, event_faults, header_faults


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record and where it was read: the file, and the line and column of each event by id.

    *organs* are those of the rules of an organ, by the id of the adoption that brings them, empty for the header.
    """

    path: Path
    record: Record
    places: dict[str, tuple[int, int]]
    organs: dict[tuple[str, str], tuple[int, int]]

    def where(self, event: str, organ: str | None = None) -> str:
        """Return ``file:line:column`` of an event, or of the rules of an organ in it; without an event, the header."""
        there = None if organ is None else self.organs.get((event, organ))
        line, column = there or self.places.get(event, (1, 1))
        return f"{self.path}:{line}:{column}"


def read_record(path: Path) -> RecordFile:
    """Return the record in a file.

    Raises:
        DocumentError: with every mistake in the file, in file order.
    """
    return parse_record(read_text(path), path)


def read_records(paths: Iterable[str | Path]) -> list[RecordFile]:
    """Return the records in several files.

    Raises:
        DocumentError: with every mistake in every file.
    """
    read, problems = [], list[Problem]()
    for path in paths:
        try:
            read.append(read_record(Path(path)))
        except DocumentError as failure:
            problems += failure.problems
    if problems:
        raise DocumentError(problems)
    return read


def parse_record(text: str, path: Path) -> RecordFile:
    """Return the record in *text*, which was read from *path*.

    Raises:
        DocumentError: with every mistake in the text, in its order.
    """
    file = str(path)
    root, problems = parse_tree(text, file)
    if not isinstance(root, Mapping):
        raise DocumentError(
            [Problem(file, root.line, root.column, "a record is a mapping", "begin with record: an-id")]
        )
    reader = _Reader(file, root, problems)
    record = reader.read()
    reader.refuse()
    if record is None:
        raise DocumentError([Problem(file, root.line, root.column, "this is no record", "begin with record: an-id")])
    places = {event.id: position_of(root, ("events", index)) for index, event in enumerate(record.events)}
    organs: dict[tuple[str, str], tuple[int, int]] = {}
    for here, _, rules in _layers(record.header, list(enumerate(record.events))):
        if "with" not in here:
            event = record.events[int(here[1])].id if here[0] == "events" else ""
            organs |= {(event, organ): position_of(root, (*here, "organs", organ), key=True) for organ in rules.organs}
    return RecordFile(path, record, places, organs)


class _Reader(Reader):
    """Reads the header and each event of a record apart."""

    def read(self) -> Record | None:
        """Return the record, or None when there are problems that leave none."""
        zone = None
        try:
            zone = zone_named(self.data["zone"]) if isinstance(self.data.get("zone"), str) else None
        except TimeError as failure:
            self.fault(Fault(("zone",), failure.message, failure.hint))
            zone = zone_named("UTC")  # so that the times below are read, not refused one by one
        context = {"zone": zone}
        header = self._header(context)
        events = self._settled(list(self._events(context)), context)
        names = self._names(events)
        if header:
            names.organs = {id_ for id_, post in header.posts.items() if post.organ}
            self._faults(header_faults(header, names))
            self._bylaws(header, events, names)
        self._faults(event_faults(events, names, header.covers.span if header else (None, None)))
        return Record(header, tuple(event for _, event in events)) if header else None

    def _header(self, context: dict[str, Any]) -> Header | None:
        written = {key: value for key, value in self.data.items() if key != "events"}
        return self.validated(Header, written, context, (), {"record": "unreadable"})

    def _events(self, context: dict[str, Any]) -> Iterator[tuple[int, Event]]:
        node = self.root.get("events")
        written = self.data.get("events")
        if written is None:
            return
        if not isinstance(node, Sequence):
            self.fault(Fault(("events",), "events is a list", "begin each event with a dash: - id: ..."))
            return
        for index, data in enumerate(written):
            event = self.event(("events", index), data, context)
            if event is not None:
                yield index, event

    def _settled(self, events: list[tuple[int, Event]], context: dict[str, Any]) -> list[tuple[int, Event]]:
        """Return the events with each correction read as fields of what it corrects."""
        by_id = {event.id: event for _, event in events}
        result: list[tuple[int, Event]] = []
        for index, event in events:
            target = by_id.get(event.event) if isinstance(event, Corrected) else None
            if not isinstance(event, Corrected) or target is None or target is event:
                result.append((index, event))
                continue
            here = ("events", index, "with")
            fixed = [name for name in ("id", "type") if name in event.with_]
            for name in fixed:
                what = f"a correction keeps the {name} of its event"
                self.fault(Fault((*here, name), what, "retract the event and write a new one"))
            mended = event.model_copy(update={"with_": {k: v for k, v in event.with_.items() if k not in fixed}})
            try:
                result.append((index, settled(mended, target, context)))
            except ValidationError as failure:
                self.invalid(failure, type(target), here)
        return result

    def _bylaws(self, header: Header, events: list[tuple[int, Event]], names: Names) -> None:
        """Report what does not hang together in the bylaws, or contradicts the law they are under."""
        for here, organization, rules in _layers(header, events):
            self._faults(bylaw_faults(here, organization, rules, names))
            self._faults(law_faults(here, header, organization, rules))
            declared = header.organizations.get(organization)
            known = ids_written(self._written_layers(organization), None if declared is None else declared.law)
            self._faults(override_faults(here, rules, known))

    def _written_layers(self, organization: str) -> Iterator[Any]:
        """Yield all bylaws of an organisation as they are written; those of corrections whosesoever they are."""
        section, events = self.data.get("bylaws"), self.data.get("events")
        yield section.get(organization) if isinstance(section, dict) else None
        for event in events if isinstance(events, list) else ():
            if isinstance(event, dict):
                yield event.get("bylaws") if event.get("organization") == organization else None
                yield event["with"].get("bylaws") if isinstance(event.get("with"), dict) else None

    def _names(self, events: list[tuple[int, Event]]) -> Names:
        """Return what the document declares, whether or not each declaration is right."""

        def keys(section: str) -> set[str]:
            declared = self.data.get(section)
            return set(declared) if isinstance(declared, dict) else set()

        written = self.data.get("events") or []
        ids = {
            data["id"]: str(data.get("type"))
            for data in written
            if isinstance(data, dict) and isinstance(data.get("id"), str)
        }
        record = self.data.get("record")
        return Names(
            record if isinstance(record, str) else "",
            keys("people"),
            keys("organizations"),
            keys("posts"),
            keys("sources"),
            ids | {event.id: event.type for _, event in events},
        )

    def _faults(self, faults: Iterator[Fault]) -> None:
        for fault in faults:
            self.fault(fault)


def _layers(header: Header, events: list[tuple[int, Event]]) -> Iterator[tuple[Location, str, Bylaws]]:
    """Yield all bylaws in a record with their places: of the header, of adoptions, of corrections of these."""
    for organization, rules in header.bylaws.items():
        yield ("bylaws", organization), organization, rules
    adopted = {event.id: event.organization for _, event in events if isinstance(event, BylawsAdopted)}
    for index, event in events:
        if isinstance(event, BylawsAdopted) and event.bylaws is not None:
            yield ("events", index, "bylaws"), event.organization, event.bylaws
        if isinstance(event, Corrected) and event.event in adopted and event.with_.get("bylaws"):
            rules = Bylaws.model_validate(event.with_["bylaws"])
            yield ("events", index, "with", "bylaws"), event.with_.get("organization", adopted[event.event]), rules
