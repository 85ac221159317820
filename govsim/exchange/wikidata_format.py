"""Results of a Wikidata query in JSON: who held which office from when to when, as precisely as Wikidata says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from govsim.exchange.gathering import Gathered
from govsim.exchange.json_text import REST, Item, read_lists
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Progress, Source
from govsim.exchange.tenure_record import TenureRow, reason_of
from govsim.exchange.things import Thing, each
from govsim.exchange.told import Told
from govsim.exchange.wikidata_times import Precise, written
from govsim.model.bound import Bound

_PERSON = ("person", "human", "holder", "item")
_OFFICE = ("office", "position", "post", "role")
_ORGANIZATION = ("organization", "organisation", "org", "company", "body", "employer")
_START = ("start", "startDate", "startTime", "start_time", "from")
_END = ("end", "endDate", "endTime", "end_time", "to")
_CAPACITY = ("capacity", "acting", "nature", "subjectRole")
_SOURCE = ("source", "reference", "refUrl", "url")
_REASON = ("reason", "endCause", "cause")
_ITEM = re.compile(r"(?:.*/)?(Q\d+)")
_ACTING = "Q4676866"
_UNKNOWN_VALUE = re.compile(r"(?:.*/genid/|t\d+$|_:)")


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the one record that results of queries make together.

    Raises:
        DocumentError: with the mistakes in them.
    """
    first = sources[0].name
    gathered = Gathered(first, options, f"Offices in {PurePath(first).name}", "wikidata")
    rows = _Rows(gathered)
    for source in sources:
        each(gathered, list(_bindings(source, gathered)), rows.take)
    gathered.cast.lose_nameless(gathered.losses)
    yield Imported(*gathered.record(progress))


def _bindings(source: Source, gathered: Gathered) -> Iterator[Item]:
    """Yield the rows of a result: of the one within ``results``, or of a list without that."""
    for item in read_lists(source, (), gathered.damaged):
        value = item.value
        if item.key == REST or not isinstance(value, dict) or "results" not in value:
            yield item
            continue
        results = value["results"]
        bindings = results.get("bindings") if isinstance(results, dict) else None
        if not isinstance(bindings, list):
            gathered.problem(item.line, item.column, "results.bindings is missing", "is this a result?", file=item.file)
            gathered.refuse()
            continue
        for row in bindings:
            yield Item(row, item.line, item.column, item.file)


class _Rows:
    """Reads rows, whatever a query called its columns."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered

    def take(self, row: Thing) -> None:
        """Take up one row, which is a tenure."""
        gathered = self.gathered
        person, name = self._item(row, _PERSON)
        if not person and not name:
            raise row.fail("person is missing", f"select ?person, or one of {', '.join(_PERSON[1:])}")
        office, title = self._item(row, _OFFICE)
        if not office and not title:
            raise row.fail("office is missing", "select ?office, or write BIND('Chair' AS ?office)")
        organization, its_name = self._item(row, _ORGANIZATION)
        if not organization and not its_name:
            its_name = gathered.options.organization or ""
        if not its_name and not organization:
            raise row.fail("organization is missing", "select ?organization, or give --org")
        start, end = self._time(row, _START), self._time(row, _END)
        told = Told(row.line, start, end, capacity=self._capacity(row))
        statement = _text(row, "statement", "s")
        told.id = statement.rpartition("/")[2] if statement else ""
        if end is None and any(_is_unknown_value(_text(row, name)) for name in _END):
            told.notes.add("Wikidata says that it ended, and not when")
        told.sources.update(filter(None, (_text(row, name) for name in _SOURCE)))
        for column, words in (("replacedBy", "replaced by"), ("replaces", "replaces")):
            _, other = self._item(row, (column,))
            if other:
                told.notes.add(f"{words} {other}")
        _, reason = self._item(row, _REASON)
        if reason:
            told.reasons.add(reason_of(reason))
        its = gathered.cast.party(organization, its_name, "organization", identifiers=_identifiers(organization))
        post = gathered.cast.post(its, office, title or office)
        party = gathered.cast.party(person, name, identifiers=_identifiers(person))
        gathered.tenures.append(TenureRow(told, party, post))
        row.lose("row")

    @staticmethod
    def _item(row: Thing, names: Sequence[str]) -> tuple[str, str]:
        """Return the id of an item and its label, each blank where there is none."""
        for name in names:
            text, label = _text(row, name), _text(row, f"{name}Label", f"{name}_label")
            found = _ITEM.fullmatch(text)
            if found:
                return found[1], "" if label == found[1] else label
            if text or label:
                return "", label or text
        return "", ""

    def _time(self, row: Thing, names: Sequence[str]) -> Bound | None:
        name = next((name for name in names if _text(row, name)), names[0])
        text = _text(row, name)
        if not text or _is_unknown_value(text):
            return None
        said = _text(row, f"{name}Precision", f"{name}_precision", f"{name}TimePrecision")
        precise: Precise = written(text, said)
        if precise.is_guessed:
            self.gathered.losses.add("whether the first of a month or year is that day: select its precision", text)
        return self.gathered.time(precise.text, row.line, row.item.column, name)

    @staticmethod
    def _capacity(row: Thing) -> str:
        for name in _CAPACITY:
            text, label = _text(row, name), _text(row, f"{name}Label").casefold()
            if text.endswith(_ACTING) or (name == "acting" and text.casefold() in ("true", "1", "yes")):
                return "acting"
            for capacity in ("acting", "interim", "observer"):
                if capacity in (text.casefold(), *label.split()):
                    return capacity
        return "regular"


def _identifiers(id_: str) -> list[tuple[str, str]]:
    return [("wikidata", id_)] if id_ else []


def _text(row: Thing, *names: str) -> str:
    """Return the first value that is there: of a binding, or as it stands."""
    for name in names:
        value: Any = row.raw(name)
        if isinstance(value, dict):
            value = f"_:{value.get('value')}" if value.get("type") == "bnode" else value.get("value")
        if isinstance(value, dict | list):
            raise row.fail(f"{name} is no value of a query", "is this the right format?")
        if value is not None and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _is_unknown_value(text: str) -> bool:
    """Return whether Wikidata says that there is a value, and that nobody knows it."""
    return bool(_UNKNOWN_VALUE.match(text))
