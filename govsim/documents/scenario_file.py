"""Scenario files: YAML in, a Scenario out, or every mistake with its line and column, in file order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from govsim.documents.nodes import Mapping, position_of
from govsim.documents.reader import Reader
from govsim.documents.yaml_tree import parse_tree, read_text
from govsim.model.errors import DocumentError, Problem, did_you_mean
from govsim.model.instant import zone_named
from govsim.model.references import Fault, Location
from govsim.model.scenario import DECIDING, EDITS, EXPECTATIONS, STEPS, Decision, Insert, Option, Scenario, Stop

_NOTHING = Stop(stop=True)
"""Stands for an item that cannot be read, so that those after it are still found at their places."""
_INSTEAD = {"id": "unreadable", "at": "unknown"}
_UNKNOWN = re.compile("unknown (?:event|letter|decision|option|outcome|variable|crowd|rule) '(.*)'", re.DOTALL)
_DECLARING = ("id", "tick", "into", "share")
_PARTS = ("changes", "decisions", "expect")
"""Lists whose items are read one by one."""


def read_scenario(path: Path) -> ScenarioFile:
    """Return a scenario file, opened: its times are read once its record, and so its zone, is known.

    Raises:
        DocumentError: the file cannot be read, or is not YAML.
    """
    return ScenarioFile(read_text(path, "scenario"), path)


class ScenarioFile(Reader):
    """A scenario as it was written, and the mistakes found in it so far."""

    def __init__(self, text: str, path: Path) -> None:
        """Open a text.

        Raises:
            DocumentError: it is not YAML, or no mapping.
        """
        self.text, self.path = text, path
        self._misread: set[tuple[int, int]] = set()
        self._unread: set[Location] = set()
        root, problems = parse_tree(text, str(path), "scenario")
        if not isinstance(root, Mapping):
            hint = "begin with scenario: an-id"
            raise DocumentError([Problem(str(path), root.line, root.column, "a scenario is a mapping", hint)])
        super().__init__(str(path), root, problems)

    @property
    def record(self) -> str | None:
        """The id of its record, None where none is written."""
        written = self.data.get("record")
        return written if isinstance(written, str) else None

    def no_record(self, known: Iterable[str]) -> DocumentError:
        """Return the error of a record that is not to be found, with all other mistakes."""
        self._read(zone_named("UTC"))  # its times are read in whatever zone: only the mistakes count now
        if self.record is not None:
            places = f"there is {', '.join(known)}" if known else "`govsim load FILE` adds it to the ledger"
            message = f"there is no record '{self.record}' in the ledger, beside this file or among the bundled ones"
            self.fault(Fault(("record",), message, did_you_mean(self.record, known) or places))
        return DocumentError(sorted(dict.fromkeys(self.problems), key=lambda one: (one.line, one.column)))

    def scenario(self, zone: tzinfo) -> Scenario:
        """Return the scenario, its times without offset read in a zone.

        Raises:
            DocumentError: with every mistake in the text, in its order.
        """
        read = self.readable(zone)
        self.refuse()
        return read

    def readable(self, zone: tzinfo) -> Scenario:
        """Return the scenario without the parts in which something is wrong; ``refuse`` tells what that is.

        Raises:
            DocumentError: nothing can be read.
        """
        read = self._read(zone)
        if read is None:
            self.refuse()
            raise DocumentError([Problem(self.file, 1, 1, "this is no scenario", "begin with scenario: an-id")])
        self._misread = {(problem.line, problem.column) for problem in self.problems}
        return read

    def fault(self, fault: Fault) -> None:
        """Add the problem that a fault is, unless it only follows from a part that could not be read."""
        if self._misread:
            named = _UNKNOWN.match(fault.message)
            declared = named is not None and named[1].rpartition("/")[2] in self._declared
            unread = fault.location[:2] in self._unread or position_of(self.root, fault.location) in self._misread
            if declared or unread:
                return
        super().fault(fault)

    @cached_property
    def _declared(self) -> set[str]:
        """Every id that the scenario gives something of its own, whether or not that can be read."""
        found: set[str] = set()
        for key in ("variables", "parameters", "draws", "crowds", "outcomes"):
            part = self.data.get(key)
            found.update(part if isinstance(part, dict) else ())
        waiting: list[Any] = [self.data.get(key) for key in ("bylaws", "changes", "decisions")]
        while waiting:
            part = waiting.pop()
            if isinstance(part, dict):
                found.update(part[key] for key in _DECLARING if isinstance(part.get(key), str))
                found.update(part["options"] if isinstance(part.get("options"), dict) else ())
            waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        return found

    # -- the parts

    def _read(self, zone: tzinfo) -> Scenario | None:
        context = {"zone": zone}
        head = {key: value for key, value in self.data.items() if key not in _PARTS}
        scenario = self.validated(Scenario, head, context, (), {"scenario": "unreadable", "record": "unreadable"})
        parts: dict[str, Any] = {
            "changes": tuple(self._steps(("changes",), self.data.get("changes"), EDITS, context)),
            "decisions": tuple(self._decisions(context)),
            "expect": tuple(self._expectations(context)),
        }
        return None if scenario is None else scenario.model_copy(update=parts)

    def _items(self, here: Location, written: Any, what: str) -> Iterator[tuple[Location, dict[str, Any] | None]]:
        """Yield the mappings in a list with their places, None for what is none."""
        if written is None:
            return
        if not isinstance(written, list):
            self.fault(Fault(here, f"{here[-1]} is a list", f"begin each {what} with a dash"))
            return
        for index, data in enumerate(written):
            if isinstance(data, dict):
                yield (*here, index), data
            else:
                self.fault(Fault((*here, index), f"{_article(what)} is a mapping (key: value)", None))
                yield (*here, index), None

    def _steps(
        self, here: Location, written: Any, kinds: dict[str, type[Any]], context: dict[str, Any]
    ) -> Iterator[BaseModel]:
        """Yield changes, or what follows from an option."""
        for there, data in self._items(here, written, "change" if kinds is EDITS else "step"):
            kind = None if data is None else self._kind(there, data, kinds)
            step: BaseModel | None = None
            if data is not None and kind is Insert:
                event = self.event((*there, "insert"), data["insert"], context)
                if event is not None:
                    step = self.validated(Insert, {**data, "insert": event}, context, there)
            elif data is not None and kind is not None:
                step = self.validated(kind, data, context, there)
            yield step or _NOTHING

    def _decisions(self, context: dict[str, Any]) -> Iterator[Decision]:
        for here, data in self._items(("decisions",), self.data.get("decisions"), "decision"):
            written = (data or {}).get("options")
            options = written if isinstance(written, dict) else {}
            bare = {**(data or {}), "options": {name: {} for name in options}} if options else data or {}
            if data is not None and not any(key in data for key in DECIDING):
                hint = f"keys here: id, at, options, or one of {', '.join(DECIDING[1:])} instead of options"
                self.fault(Fault(here, "the key 'options' is missing", hint))
            decision = None if data is None else self.validated(Decision, bare, context, here, _INSTEAD)
            read = {name: self._option((*here, "options", name), option, context) for name, option in options.items()}
            if decision is None:
                self._unread.add(here)
                decision = Decision.model_validate({**_INSTEAD, "options": {"unreadable": {}}}, context=context)
            yield decision.model_copy(update={"options": {name: read.get(name, Option()) for name in decision.options}})

    def _option(self, here: Location, written: Any, context: dict[str, Any]) -> Option:
        """Return an option, without the parts in which something is wrong."""
        if written is None:
            return Option()
        if not isinstance(written, dict):
            self.fault(Fault(here, "an option is a mapping (key: value)", "keys here: title, weight, then, events"))
            return Option()
        bare = {key: value for key, value in written.items() if key != "then"}
        option = self.validated(Option, bare, context, here) or Option()
        then = tuple(self._steps((*here, "then"), written.get("then"), STEPS, context))
        return option.model_copy(update={"then": then})

    def _expectations(self, context: dict[str, Any]) -> Iterator[BaseModel]:
        for here, data in self._items(("expect",), self.data.get("expect"), "expectation"):
            kind = None if data is None else self._kind(here, data, EXPECTATIONS)
            instead = {"holders": "unreadable", "status": "held"}
            expected = self.validated(kind, data, context, here, instead) if kind is not None and data else None
            yield expected or _NOTHING

    def _kind(self, here: Location, data: dict[str, Any], kinds: dict[str, type[Any]]) -> type[Any] | None:
        """Return the model of a mapping, told by the one key that no other kind has."""
        kind = next((kinds[key] for key in kinds if key in data), None)
        if kind is None:
            self.fault(_unknown_kind(here, data, kinds))
        return kind

    @cached_property
    def where(self) -> dict[int, str]:
        """``file:line:column`` of each expectation, by its index."""
        count = len(self.data.get("expect") or ())
        places = (position_of(self.root, ("expect", index)) for index in range(count))
        return {index: f"{self.file}:{line}:{column}" for index, (line, column) in enumerate(places)}


def _unknown_kind(here: Location, data: dict[str, Any], kinds: dict[str, type[Any]]) -> Fault:
    """Return what is wrong with a mapping that lacks the key which tells its kind."""
    hint = f"begin with one of {', '.join(kinds)}"
    if not data:
        return Fault(here, "nothing stands here", hint)
    own = {key: {field.alias or name for name, field in kind.model_fields.items()} for key, kind in kinds.items()}
    wrong = next((key for key in data if not any(key in keys for keys in own.values())), None)
    if wrong is not None:
        return Fault((*here, wrong, "[key]"), f"unknown key '{wrong}'", did_you_mean(wrong, kinds) or hint)
    fitting = [key for key, keys in own.items() if data.keys() <= keys] or list(kinds)
    missing = " or ".join(f"'{key}'" for key in fitting)
    return Fault(here, f"the key {missing} is missing", hint)


def _article(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
