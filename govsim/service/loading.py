"""Loading a record: what a file says that the ledger does not hold yet, and how to amend it without editing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Literal

from govsim.ledger.appending import Draft
from govsim.ledger.errors import MovedOnError
from govsim.ledger.reading import Stored
from govsim.ledger.store import Ledger
from govsim.model.corrections import effective_events
from govsim.model.errors import GovsimError
from govsim.model.events import Corrected, Event, Retracted
from govsim.model.header import Header
from govsim.model.record import Record
from govsim.replay.world import make_world
from govsim.service.recorded import is_amendment, is_marked

_ATTEMPTS = 5
"""How often a load plans again when another one came first."""
_AMENDMENT = {"amends": True}
"""Kept beside events that a load wrote, to tell them from corrections that stand in the file itself."""
_ALIGNMENT = {"aligns": True}
"""The same for those that only keep a file's own correction on top of an amendment."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a file and the ledger: where, and what each says."""

    where: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.where}: new"
        if not self.after:
            return f"{self.where}: no longer there"
        return f"{self.where}: {self.before} -> {self.after}"


@dataclass(frozen=True, slots=True)
class LoadView:
    """What became of a record file."""

    record: str
    outcome: Literal["loaded", "unchanged", "amended"]
    events: int
    changes: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return record, outcome, events and changes."""
        return {
            "record": self.record,
            "outcome": self.outcome,
            "events": self.events,
            "changes": [{"where": c.where, "before": c.before, "after": c.after} for c in self.changes],
        }


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What a load will append, and what it will report."""

    drafts: list[Draft]
    view: LoadView


class DifferentRecordError(GovsimError):
    """A file differs from what was loaded before; the ledger is untouched."""

    def __init__(self, record: str, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)
        super().__init__(
            f"the record '{record}' is in the ledger and differs:",
            details=changes,
            hint="load it with --amend --why TEXT to append corrections, or give it another record id",
        )


def append_records(
    ledger: Ledger, records: Sequence[Record], *, amend: bool = False, why: str | None = None
) -> list[LoadView]:
    """Append records to a ledger and return what became of each.

    Raises:
        DifferentRecordError: one differs from what was loaded before, and *amend* is not given.
    """
    for attempt in range(_ATTEMPTS):
        head = ledger.head() if ledger.exists() else 0
        plans = [plan_load(ledger, record, amend=amend, why=why) for record in records]
        known = ledger.headers() if head else []
        ids = {header.record for header in known}
        make_world([*known, *(record.header for record in records if record.id not in ids)])
        try:
            ledger.append([draft for plan in plans for draft in plan.drafts], expected=head)
        except MovedOnError:
            if attempt == _ATTEMPTS - 1:
                raise
            continue
        break
    return [plan.view for plan in plans]


def plan_load(ledger: Ledger, record: Record, *, amend: bool = False, why: str | None = None) -> LoadPlan:
    """Return what loading *record* will append.

    Raises:
        DifferentRecordError: it differs from what the ledger holds and *amend* is not given.
    """
    header = next((h for h in ledger.headers() if h.record == record.id), None) if ledger.exists() else None
    if header is None:
        drafts = [Draft(record.id, record.header), *(Draft(record.id, event) for event in record.events)]
        return LoadPlan(drafts, LoadView(record.id, "loaded", len(record.events)))
    amendment = _Amendment(header, ledger.stored(record.id), record, why)
    if amendment.changes and not amend:
        raise DifferentRecordError(record.id, amendment.changes)
    outcome: Literal["amended", "unchanged"] = "amended" if amendment.changes else "unchanged"
    return LoadPlan(amendment.drafts, LoadView(record.id, outcome, len(record.events), tuple(amendment.changes)))


@dataclass
class _Amendment:
    """The difference between a stored record and a file, as events that amend it."""

    header: Header
    stored: Sequence[Stored]
    record: Record
    why: str | None
    drafts: list[Draft] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ids = {stored.event.id for stored in self.stored}
        self._numbers = count(1)
        self._compare_headers()
        self._compare_events()

    def _compare_headers(self) -> None:
        before, after = self.header.dump(), self.record.header.dump()
        if before != after:
            self.changes += _differences("", before, after)
            self.drafts.append(Draft(self.record.id, self.record.header, self._meta()))

    def _compare_events(self) -> None:
        """Compare the file with the stored events as earlier amendments left them, the file's own corrections aside."""
        amending = [stored.event for stored in self.stored if is_amendment(stored)]
        events = [stored.event for stored in self.stored]
        amended = {event.id for event in amending}
        retractions = {event.event: event for event in amending if isinstance(event, Retracted)}
        visible = effective_events(events, amending)
        as_if_there = effective_events(events, [event for event in amending if not isinstance(event, Retracted)])
        in_file = {event.id for event in self.record.events}
        for event in self.record.events:
            known = as_if_there.get(event.id)
            if known is None or event.id in amended:
                self._add(event)
                continue
            if event.id not in visible:
                self._append(Retracted, event=retractions[event.id].id)
                self.changes.append(Change(f"events/{event.id}", "retracted", "there again"))
            self._correct(known, event)
        for id_ in visible.keys() - in_file - amended - self._aligning():
            self.changes.append(Change(f"events/{id_}", "there", ""))
            self._append(Retracted, event=id_)
        self._align()

    def _aligning(self) -> set[str]:
        return {stored.event.id for stored in self.stored if is_marked(stored, "aligns")}

    def _align(self) -> None:
        """Let corrections that stand in the file win over amendments of what they correct, which come later."""
        written = [draft.content for draft in self.drafts if isinstance(draft.content, Event)]
        held = effective_events([*(stored.event for stored in self.stored), *written])
        for id_, wanted in effective_events(self.record.events).items():
            known = held.get(id_)
            if known is not None and not isinstance(wanted, Corrected | Retracted) and known.dump() != wanted.dump():
                self._append(Corrected, meta=_ALIGNMENT, event=id_, **{"with": _changed(known.dump(), wanted.dump())})
                if not self.changes:
                    self.changes += _differences(f"events/{id_}.", known.dump(), wanted.dump())

    def _add(self, event: Event) -> None:
        if event.id in self._ids:
            raise GovsimError(f"the id '{event.id}' is taken by an amendment in the ledger", hint="use another id")
        self.changes.append(Change(f"events/{event.id}", "", "new"))
        self.drafts.append(Draft(self.record.id, event))

    def _correct(self, known: Event, event: Event) -> None:
        before, after = known.dump(), event.dump()
        if before == after:
            return
        if known.type != event.type:
            raise GovsimError(
                f"events/{event.id} was of type {known.type} and is now {event.type}",
                hint="a correction keeps the type: give the new event another id",
            )
        self.changes += _differences(f"events/{event.id}.", before, after)
        self._append(Corrected, event=event.id, **{"with": _changed(before, after)})

    def _append(self, kind: type[Corrected | Retracted], *, meta: dict[str, Any] | None = None, **fields: Any) -> None:
        """Draft an amendment under the next free id, dated today."""
        id_ = next(id_ for number in self._numbers if (id_ := f"amendment-{number}") not in self._ids)
        self._ids.add(id_)
        name = kind.__name__.lower()
        today = f"{date.today().isoformat()} UTC"
        written = {"id": id_, "type": name, "at": today, "why": self.why, **fields}
        self.drafts.append(Draft(self.record.id, kind.model_validate(written), meta or self._meta()))

    def _meta(self) -> dict[str, Any]:
        return {**_AMENDMENT, "why": self.why} if self.why else _AMENDMENT


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that differ, as the later one has them; None where it has none."""
    names = sorted(before.keys() | after.keys())
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


def _differences(where: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Return the differences of two mappings, down to the entries of their sections."""
    for name in dict.fromkeys([*before, *after]):
        one, two = before.get(name), after.get(name)
        if one == two:
            continue
        if isinstance(one, dict) and isinstance(two, dict) and "earliest" not in one:
            yield from _differences(f"{where}{name}.", one, two)
        else:
            yield Change(f"{where}{name}", _shown(one), _shown(two))


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "text" in value:
        return str(value["text"])
    return "" if value is None else json.dumps(value, ensure_ascii=False)
