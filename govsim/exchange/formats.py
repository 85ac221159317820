"""The one table of formats: what each is called, which module knows it, and what can be done with it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from govsim.exchange.protocol import Reader, Writer

_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, what it is, and the module that reads and writes it.

    Args:
        name: what it is called on the command line.
        title: what it is, in a line.
        module: where it is known.
        reads: it can be imported.
        writes: it can be exported.
        joins: files given together make one record, instead of one each.
        partial: such files seldom list every holder, so that a gap in them is no vacancy unless it is said.
        tells_tenures: it has dates that a reading must be chosen for; one that carries govsim's own events has not.
        is_table: its columns may be called otherwise.
        keeps: its rows can lie on a disk while they are read.
        validator: the library that files can be checked with, an extra of govsim.
        layouts: the forms that it can be written in, the usual one first.
        longest_line: bytes after which a line is no line of this format any more.
        says: more about it for its help, beginning with a space.
    """

    name: str
    title: str
    module: str
    reads: bool = True
    writes: bool = True
    joins: bool = False
    partial: bool = False
    tells_tenures: bool = True
    is_table: bool = False
    keeps: bool = False
    validator: str = ""
    layouts: tuple[str, ...] = ()
    longest_line: int = 256 * _MEBIBYTE
    says: str = ""

    @property
    def validates(self) -> bool:
        """True where there is a library that files can be checked with."""
        return bool(self.validator)

    def validate(self, text: str) -> None:
        """Check a text with the format's own library.

        Raises:
            GovsimError: it is not in order, or the library is not installed.
        """
        from govsim.model.errors import GovsimError  # noqa: PLC0415 - `govsim import --help` must stay quick

        try:
            package, is_folder, _ = self.module.partition(".")
            name = f"{package}.check" if is_folder else f"{self.module}_check"
            checking = importlib.import_module(f"govsim.exchange.{name}")
            checking.check(text)
        except ModuleNotFoundError as failure:
            hint = f"pip install {self.validator}"
            raise GovsimError(f"--validate needs the library {self.validator}", hint=hint) from failure

    def reader(self) -> Reader:
        """Return what reads it."""
        return cast("Reader", importlib.import_module(f"govsim.exchange.{self.module}"))

    def writer(self) -> Writer:
        """Return what writes it."""
        return cast("Writer", importlib.import_module(f"govsim.exchange.{self.module}"))


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("record", "a record in YAML, as govsim loads it", "record_format", reads=False, tells_tenures=False),
        Format(
            "cloudevents",
            "CloudEvents 1.0 in JSON, the whole log without loss",
            "cloudevents_format",
            tells_tenures=False,
            validator="cloudevents",
            layouts=("lines", "array"),
        ),
        Format(
            "csv",
            "a table of tenures, or of events",
            "csv.reading",
            is_table=True,
            keeps=True,
            layouts=("tenures", "events"),
            longest_line=_MEBIBYTE,
            says=" A row is one person in one post: person_id or name, organization, post, start, end; capacity,"
            ' seats, reason, source and note if you like. A blank end is unknown, not "still in office"; write present'
            " for that."
            " With the columns type and at instead of start and end, a row is one event.",
        ),
        Format(
            "popolo",
            "Popolo JSON: people, posts and memberships",
            "popolo.reading",
            joins=True,
            says=" A membership without end_date ended at a time unknown.",
        ),
        Format(
            "bods",
            "BODS 0.4 statements: who owns and controls what",
            "bods.reading",
            joins=True,
            partial=True,
            validator="jsonschema",
            says=" A shareholding is an investment with its stake, any other interest a post of the entity.",
        ),
        Format(
            "companies-house",
            "Companies House JSON: officers, persons with significant control, companies",
            "companies_house.reading",
            writes=False,
            joins=True,
            says=" With --to, the day on which the register was read, who is on it was in office until then.",
        ),
        Format(
            "ftm",
            "FollowTheMoney JSON lines: positions, directorships, ownership",
            "ftm.reading",
            joins=True,
            partial=True,
            validator="followthemoney",
            says=" The term of an office is kept as its planned end: it is not the time that somebody held it.",
        ),
        Format(
            "ocf",
            "Open Cap Format: relationships to an issuer, and issuances",
            "ocf.reading",
            writes=False,
            joins=True,
            partial=True,
            says=" Give the manifest and the other files of a cap table at once.",
        ),
        Format(
            "wikidata",
            "Wikidata query results in JSON: who held which office",
            "wikidata_format",
            writes=False,
            joins=True,
            partial=True,
            says=" Select ?person ?personLabel ?office ?officeLabel ?organization ?start ?startPrecision ?end"
            " ?endPrecision; without a precision, a first of January is read as its year.",
        ),
        Format(
            "timelinejs",
            "TimelineJS 3 JSON: a timeline for a page",
            "timelinejs_format",
            reads=False,
            layouts=("events", "tenures"),
        ),
        Format("ics", "iCalendar: events and planned ends of terms", "ics_format", reads=False, validator="icalendar"),
        Format("mermaid", "Mermaid: a chart of who held which post", "mermaid_format", reads=False),
    )
}
"""Every format by name, in the order in which they are listed."""


def readable() -> list[Format]:
    """Return the formats that can be imported."""
    return [one for one in FORMATS.values() if one.reads]


def writable() -> list[Format]:
    """Return the formats that can be exported."""
    return [one for one in FORMATS.values() if one.writes]
