"""Events in a CSV file: a row is one event of any type, its lists set apart by semicolons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from govsim.exchange.cast import Key, Naming, PostKey
from govsim.exchange.csv.cells import Cells, leave_out, listed, sources_in
from govsim.exchange.csv.columns import Aliases, columns_of
from govsim.exchange.csv.table import Row
from govsim.exchange.gathering import Gathered, UnreadableError
from govsim.exchange.options import Options
from govsim.exchange.slugs import folded, slug
from govsim.model.bound import Bound
from govsim.model.errors import DocumentError, Problem, did_you_mean
from govsim.model.events import EVENT_TYPES

EVENT_COLUMNS: Aliases = {
    "type": ("type", "event_type"),
    "at": ("at", "date", "when"),
    "id": ("id", "event_id"),
    "organization": ("organization", "organisation", "org"),
    "who": ("who", "person", "name"),
    "post": ("post", "role", "title", "position"),
    "capacity": ("capacity",),
    "by": ("by",),
    "replaces": ("replaces",),
    "on_behalf_of": ("on_behalf_of",),
    "until": ("until",),
    "reason": ("reason",),
    "decided": ("decided",),
    "notified": ("notified",),
    "announced": ("announced",),
    "because": ("because",),
    "claim": ("claim",),
    "amount": ("amount",),
    "currency": ("currency",),
    "kind": ("kind",),
    "stake": ("stake",),
    "seats": ("seats",),
    "says": ("says", "text", "what", "motion", "terms"),
    "carried": ("carried",),
    "for": ("for", "votes_for"),
    "against": ("against", "votes_against"),
    "source": ("source", "sources"),
    "note": ("note",),
    "hypothetical": ("hypothetical",),
}
"""What each column may be called; ``says`` is whatever an event says in words."""

_TIMES = ("decided", "notified", "announced", "until")
_WORDS = ("capacity", "reason", "claim", "amount", "currency", "kind", "stake", "seats", "carried", "style")
_SAID = ("says", "what", "motion", "terms", "title")
"""The fields of which an event has one, and which the column ``says`` fills."""
_POST_FIELDS = ("to", "from", "post", "organ")
_PARTY_FIELDS = ("by", "replaces", "on_behalf_of")
SUPPORTED = tuple(
    kind
    for kind in EVENT_TYPES
    if kind not in {"corrected", "retracted", "bylaws_adopted", "withdrawn", "consented", "refused"}
    and not kind.startswith("letter")
)
"""The types that a row can say; those about other events, bylaws and letters need a record file."""


def is_table_of_events(header: Row, called: Mapping[str, str]) -> bool:
    """Return whether a header is that of a table of events: it has a type and no end."""
    names = {folded(name).replace(" ", "_") for name in header.cells} | called.keys()
    return "type" in names and bool({"at", "date", "when"} & names) and not {"end", "end_date"} & names


def events_of(table: Iterable[Row], file: str, options: Options) -> Gathered:
    """Return what the rows of a table of events say, the header first.

    Raises:
        DocumentError: the file is damaged, or its header lacks a column.
    """
    gathered = Gathered(file, options, f"Events in {PurePath(file).name}", "csv")
    try:
        _Rows(gathered, iter(table)).read()
    except DocumentError as failure:
        raise DocumentError([*gathered.problems, *failure.problems]) from None
    return gathered


class _Rows:
    """Reads every row of a table of events."""

    def __init__(self, gathered: Gathered, table: Iterator[Row]) -> None:
        self.gathered = gathered
        header = next(table)
        self.cells = Cells(
            gathered, columns_of(header, gathered.file, EVENT_COLUMNS, ["type", "at"], gathered.options.columns)
        )
        self.rows = list(table)
        # Whoever is an organisation in some row is no person in another.
        named = {self.cells.text(row, "organization") for row in self.rows} | {gathered.options.organization or ""}
        self.organizations = {folded(name) for name in named if name}

    def read(self) -> None:
        """Take up all rows.

        Raises:
            DocumentError: there is none.
        """
        if not self.rows:
            raise DocumentError([Problem(self.gathered.file, 1, 1, "there is no row below the column names")])
        for row in self.rows:
            self.gathered.rows += 1
            try:
                self._row(row)
            except UnreadableError:
                continue

    def _row(self, row: Row) -> None:
        """Take up what a row says."""
        cells, gathered = self.cells, self.gathered
        before = gathered.mistakes
        cells.check_width(row)
        kind = cells.text(row, "type").casefold().replace(" ", "_").replace("-", "_")
        if kind not in SUPPORTED:
            hint = did_you_mean(kind, SUPPORTED) or f"one of {', '.join(SUPPORTED)}"
            cells.problem(row, "type", f"'{kind}' is no type of event that a table can say", hint)
        at = cells.time(row, "at") or Bound("unknown", None, None)
        times = {name: bound for name in _TIMES if (bound := cells.time(row, name)) is not None}
        leave_out(gathered, before)
        fields = self._fields(row, kind)
        fields.update({name: bound for name, bound in times.items() if name in EVENT_TYPES[kind].model_fields})
        make = self._maker(row, kind, fields)
        leave_out(gathered, before)
        gathered.act(
            cells.text(row, "id") or slug(f"{cells.text(row, 'who') or kind}-{kind}-{at}"),
            kind,
            at,
            row.line,
            make,
            sources=sources_in(cells.text(row, "source")),
            note=cells.text(row, "note") or None,
            column=self._column,
        )
        cells.lose(row)

    def _fields(self, row: Row, kind: str) -> dict[str, Any]:
        """Return what a row says in plain words and numbers."""
        own = {field.alias or name for name, field in EVENT_TYPES[kind].model_fields.items()}
        fields: dict[str, Any] = {name: cell for name in _WORDS if name in own and (cell := self.cells.text(row, name))}
        if (cell := self.cells.text(row, "says")) and (said := next((name for name in _SAID if name in own), None)):
            fields[said] = cell
        fields["because"] = [slug(cause) for cause in listed(self.cells.text(row, "because"))]
        if kind == "resolved" and (votes := self._votes(row)):
            fields["votes"] = votes
        return fields

    def _votes(self, row: Row) -> dict[str, list[Key]]:
        return {
            side: [self._party(name) for name in names]
            for side in ("for", "against")
            if (names := listed(self.cells.text(row, side)))
        }

    def _maker(self, row: Row, kind: str, fields: dict[str, Any]) -> Callable[[Naming], dict[str, Any]]:
        """Return what makes the fields of an event once everybody has an id."""
        own = {field.alias or name for name, field in EVENT_TYPES[kind].model_fields.items()}
        organization = self.cells.text(row, "organization") or self.gathered.options.organization or ""
        who = [self._party(name) for name in listed(self.cells.text(row, "who"))]
        parties = {
            name: [self._party(one) for one in listed(self.cells.text(row, name))]
            for name in _PARTY_FIELDS
            if name in own
        }
        about = self.gathered.cast.party("", organization, "organization") if organization else None
        posts = self._posts(row, about) if set(_POST_FIELDS) & own else []
        votes: dict[str, list[Key]] = fields.pop("votes", {})

        def make(naming: Naming) -> dict[str, Any]:
            made = dict(fields)
            if "who" in own or "parties" in own:
                made["who" if "who" in own else "parties"] = [naming.party(key) for key in who]
            made.update({name: [naming.party(key) for key in keys] for name, keys in parties.items() if keys})
            for name in _POST_FIELDS:
                if name in own and posts:
                    ids = [naming.posts[key] for key in posts]
                    made[name] = ids if name in ("to", "from") else ids[0]
            for name in ("organization", "in"):
                if name in own and about is not None:
                    made[name] = naming.party(about)
            if votes:
                made["votes"] = {side: [naming.party(key) for key in keys] for side, keys in votes.items()}
            return made

        return make

    def _posts(self, row: Row, about: Key | None) -> list[PostKey]:
        """Return the posts that a row names; each needs its organisation."""
        titles = listed(self.cells.text(row, "post"))
        if titles and about is None:
            self.cells.problem(row, "organization", "no organisation is named", "write one, or give one with --org")
            return []
        return [self.gathered.cast.post(about, "", title) for title in titles if about is not None]

    def _party(self, name: str) -> Key:
        is_organization = folded(name) in self.organizations
        return self.gathered.cast.party("", name, "organization" if is_organization else "person")

    def _column(self, field: str) -> int:
        """Return the number of the column that fills a field."""
        column = {"in": "organization", "parties": "who", **dict.fromkeys(_POST_FIELDS, "post")}.get(field, field)
        return self.cells.columns.number("says" if field in _SAID else column)
