"""Record files: YAML in, a Record out, or every mistake with its line and column, in file order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from govsim.documents.problems import from_fault, from_validation
from govsim.documents.yaml_tree import Mapping, Sequence, parse_tree, position_of, read_text, to_data
from govsim.model.corrections import settled
from govsim.model.errors import DocumentError, Problem, TimeError, did_you_mean
from govsim.model.events import EVENT_TYPES, Corrected, Event
from govsim.model.header import Header
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.references import Fault, Location, Names, event_faults, header_faults

Parsed = TypeVar("Parsed", Header, Event)
_ROUNDS = 3
"""A mistake in an event's body hides those in its versions, and one of those a third kind."""
_UNREADABLE = {"note": "unreadable"}


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record and where it was read: the file, and the line and column of each event by id."""

    path: Path
    record: Record
    places: dict[str, tuple[int, int]]

    def where(self, event: str) -> str:
        """Return ``file:line:column`` of an event."""
        line, column = self.places[event]
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
    if reader.problems or record is None:
        distinct = dict.fromkeys(reader.problems)
        raise DocumentError(sorted(distinct, key=lambda problem: (problem.line, problem.column)))
    places = {event.id: position_of(root, ("events", index)) for index, event in enumerate(record.events)}
    return RecordFile(path, record, places)


class _Reader:
    """Reads the header and each event apart, so that one mistake does not hide another."""

    def __init__(self, file: str, root: Mapping, problems: list[Problem]) -> None:
        self.file, self.root, self.problems = file, root, problems
        self.data: dict[str, Any] = to_data(root)

    def read(self) -> Record | None:
        """Return the record, or None when there are problems that leave none."""
        zone = None
        try:
            zone = zone_named(self.data["zone"]) if isinstance(self.data.get("zone"), str) else None
        except TimeError as failure:
            self._fault(Fault(("zone",), failure.message, failure.hint))
            zone = zone_named("UTC")  # so that the times below are read, not refused one by one
        context = {"zone": zone}
        header = self._header(context)
        events = self._settled(list(self._events(context)), context)
        names = self._names(events)
        if header:
            self._faults(header_faults(header, names))
        self._faults(event_faults(events, names, header.covers.span if header else (None, None)))
        return Record(header, tuple(event for _, event in events)) if header else None

    def _header(self, context: dict[str, Any]) -> Header | None:
        written = {key: value for key, value in self.data.items() if key != "events"}
        return self._validated(Header, written, context, (), {"record": "unreadable"})

    def _events(self, context: dict[str, Any]) -> Iterator[tuple[int, Event]]:
        node = self.root.get("events")
        written = self.data.get("events")
        if written is None:
            return
        if not isinstance(node, Sequence):
            self._fault(Fault(("events",), "events is a list", "begin each event with a dash: - id: ..."))
            return
        for index, data in enumerate(written):
            here = ("events", index)
            if not isinstance(data, dict):
                self._fault(Fault(here, "an event is a mapping", "write - id: ..., type: ..., at: ..."))
                continue
            kind = data.get("type")
            if kind is None:
                self._fault(Fault(here, "the key 'type' is missing", f"one of {', '.join(EVENT_TYPES)}"))
            elif not isinstance(kind, str) or kind not in EVENT_TYPES:
                hint = did_you_mean(str(kind), EVENT_TYPES) or f"one of {', '.join(EVENT_TYPES)}"
                self._fault(Fault((*here, "type"), f"'{kind}' is not a type of event", hint))
            else:
                event = self._validated(EVENT_TYPES[kind], data, context, here, {"at": "unknown"})
                if event is not None:
                    yield index, event

    def _validated(
        self,
        model: type[Parsed],
        data: dict[str, Any],
        context: dict[str, Any],
        here: Location,
        instead: dict[str, str],
    ) -> Parsed | None:
        """Return what *data* holds. Parts that fail are reported and left out, so that the rest is checked as well.

        A value with parts left out never leaves the reader: a document with a problem gives no record.
        """
        left = data
        for _ in range(_ROUNDS):
            try:
                return model.model_validate(left, context=context)
            except ValidationError as failure:
                dropped = data.keys() - left.keys()
                self.problems += from_validation(failure, model, self.file, self.root, here, dropped)
                left = _without_failures(model, left, failure, instead)
        return None

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
                self._fault(Fault((*here, name), what, "retract the event and write a new one"))
            mended = event.model_copy(update={"with_": {k: v for k, v in event.with_.items() if k not in fixed}})
            try:
                result.append((index, settled(mended, target, context)))
            except ValidationError as failure:
                self.problems += from_validation(failure, type(target), self.file, self.root, here)
        return result

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
            self._fault(fault)

    def _fault(self, fault: Fault) -> None:
        self.problems.append(from_fault(fault, self.file, self.root))


def _without_failures(
    model: type[Header | Event], data: dict[str, Any], failure: ValidationError, instead: dict[str, str]
) -> dict[str, Any]:
    """Return *data* without the parts that failed; what is needed all the same is replaced."""
    left = dict(data)
    for error in failure.errors():
        section, rest = str(error["loc"][0]) if error["loc"] else "", error["loc"][1:]
        inner = left.get(section)
        if section == "versions" and rest and isinstance(inner, list):
            # Keeps its place, so that the other versions are still found at theirs.
            left[section] = [_UNREADABLE if place == rest[0] else version for place, version in enumerate(inner)]
        elif isinstance(inner, dict) and rest and (model is Header or len(rest) > 1):
            left[section] = {key: value for key, value in inner.items() if key != rest[0]}
        else:
            left.pop(section, None)
            if section in instead:
                left[section] = instead[section]
    return left
