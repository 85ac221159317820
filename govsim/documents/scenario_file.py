"""Scenario files: YAML in, a Scenario out, or every mistake with its line and column, in file order."""

from __future__ import annotations

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
from govsim.model.scenario import EDITS, EXPECTATIONS, STEPS, Decision, Insert, Scenario

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
        read = self._read(zone)
        self.refuse()
        if read is None:
            raise DocumentError([Problem(self.file, 1, 1, "this is no scenario", "begin with scenario: an-id")])
        return read

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

    def _items(self, here: Location, written: Any, what: str) -> Iterator[tuple[Location, dict[str, Any]]]:
        """Yield the mappings in a list with their places."""
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

    def _steps(
        self, here: Location, written: Any, kinds: dict[str, type[Any]], context: dict[str, Any]
    ) -> Iterator[BaseModel]:
        """Yield changes, or what follows from an option."""
        for there, data in self._items(here, written, "change" if kinds is EDITS else "step"):
            kind = self._kind(there, data, kinds)
            if kind is Insert:
                event = self.event((*there, "insert"), data["insert"], context)
                rest = {key: value for key, value in data.items() if key != "insert"}
                if event is not None and (step := self.validated(Insert, {**rest, "insert": event}, context, there)):
                    yield step
            elif kind is not None and (step := self.validated(kind, data, context, there)) is not None:
                yield step

    def _decisions(self, context: dict[str, Any]) -> Iterator[Decision]:
        for here, data in self._items(("decisions",), self.data.get("decisions"), "decision"):
            written = data.get("options")
            options = written if isinstance(written, dict) else {}
            bare = {
                name: {key: value for key, value in option.items() if key != "then"}
                if isinstance(option, dict)
                else {}
                if option is None
                else option
                for name, option in options.items()
            }
            decision = self.validated(
                Decision, {**data, "options": bare} if options else data, context, here, {"at": "unknown"}
            )
            following = {
                name: tuple(self._steps((*here, "options", name, "then"), option["then"], STEPS, context))
                for name, option in options.items()
                if isinstance(option, dict) and option.get("then") is not None
            }
            if decision is not None:
                read = {
                    name: option.model_copy(update={"then": following.get(name, ())})
                    for name, option in decision.options.items()
                }
                yield decision.model_copy(update={"options": read})

    def _expectations(self, context: dict[str, Any]) -> Iterator[BaseModel]:
        for here, data in self._items(("expect",), self.data.get("expect"), "expectation"):
            kind = self._kind(here, data, EXPECTATIONS)
            if kind is not None and (expected := self.validated(kind, data, context, here)) is not None:
                yield expected

    def _kind(self, here: Location, data: dict[str, Any], kinds: dict[str, type[Any]]) -> type[Any] | None:
        """Return the model of a mapping, told by the one key that no other kind has."""
        kind = next((kinds[key] for key in kinds if key in data), None)
        if kind is None:
            wrong = next(iter(data), "")
            hint = did_you_mean(wrong, kinds) or f"begin with one of {', '.join(kinds)}"
            self.fault(
                Fault((*here, wrong, "[key]"), f"unknown key '{wrong}'" if wrong else "nothing stands here", hint)
            )
        return kind

    @cached_property
    def where(self) -> dict[int, str]:
        """``file:line:column`` of each expectation, by its index."""
        count = len(self.data.get("expect") or ())
        places = (position_of(self.root, ("expect", index)) for index in range(count))
        return {index: f"{self.file}:{line}:{column}" for index, (line, column) in enumerate(places)}


def _article(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"
