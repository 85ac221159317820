"""What a source says, gathered in its own words, and the record that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from govsim.exchange.cast import Cast, Naming, PostKey
from govsim.exchange.losses import Losses
from govsim.exchange.options import Options, read_seats
from govsim.exchange.pruning import pruned
from govsim.exchange.readings import Readings, Stays
from govsim.exchange.report import MOST_PROBLEMS, ImportReport
from govsim.exchange.slugs import Ids, slug
from govsim.exchange.tenure_record import Placed, TenureRow, events_of
from govsim.exchange.told import Reading, Told
from govsim.model.bound import Bound, parse_bound
from govsim.model.errors import DocumentError, GovsimError, Problem, TimeError
from govsim.model.events import EVENT_TYPES, Event, Hired
from govsim.model.header import Header, Span
from govsim.model.instant import zone_named
from govsim.model.record import Record
from govsim.model.references import Fault, Names, bound_faults, event_faults, header_faults
from govsim.replay.order import key_of
from govsim.replay.world import BEGINNING, END

Fields = Mapping[str, Any]
_BOUNDS = 2**15
"""Written dates that are kept as they were read: all days of ninety years."""


@dataclass(frozen=True, slots=True)
class _Act:
    """Something other than a tenure; its fields are made once everybody has an id."""

    id: str
    type: str
    at: Bound
    line: int
    fields: Callable[[Naming], Fields]
    sources: frozenset[str]
    note: str | None
    column: Callable[[str], int]


@dataclass
class Gathered:
    """Gathers parties, posts, tenures and acts of one record; *file* is what its events cite.

    *branch* is that of a file which says that it is hypothetical: the record it makes says so too.
    """

    file: str
    options: Options
    title: str
    scheme: str
    losses: Losses = field(default_factory=Losses)
    rows: int = 0
    ignored_columns: tuple[str, ...] = ()
    column: Callable[[str], int] = lambda _: 1
    branch: str = ""

    def __post_init__(self) -> None:
        self.zone = zone_named(self.options.zone)
        self.seats = read_seats(self.options.seats)
        self.cast = Cast(self.scheme)
        self.tenures: list[TenureRow] = []
        self.acts: list[_Act] = []
        self.problems: list[Problem] = []
        self.mistakes = 0
        self.refused = 0
        self.bound = lru_cache(_BOUNDS)(lambda text: parse_bound(text, self.zone))  # dates come again and again

    def problem(
        self, line: int, column: int, message: str, hint: str | None = None, *, file: str | None = None
    ) -> None:
        """Note a mistake; whoever notes it leaves its row out."""
        self.mistakes += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(file or self.file, line, column, message, hint))
        elif len(self.problems) == MOST_PROBLEMS:
            what = f"the first {MOST_PROBLEMS} mistakes are listed, there may be more"
            self.problems.append(Problem(file or self.file, line, 1, what))

    def damaged(self, problem: Problem) -> None:
        """Note a line that cannot be read at all, and is left out."""
        self.problem(problem.line, problem.column, problem.message, problem.hint, file=problem.file)
        self.refuse()

    def refuse(self) -> None:
        """Count a row that is left out."""
        self.refused += 1

    def time(self, text: str, line: int, column: int, name: str) -> Bound | None:
        """Return a written time, None where it is blank or says that it is unknown.

        Raises:
            UnreadableError: it is no time; the mistake is noted.
        """
        try:
            bound = self.bound(text or "unknown")
        except TimeError as failure:
            self.problem(line, column, f"{name}: {failure.message}", failure.hint)
            raise UnreadableError from None
        return None if bound.is_unknown else bound

    def act(
        self,
        id_: str,
        type_: str,
        at: Bound,
        line: int,
        fields: Callable[[Naming], Fields],
        *,
        sources: Iterable[str] = (),
        note: str | None = None,
        column: Callable[[str], int] = lambda _: 1,
    ) -> None:
        """Take up an event other than the two ends of a tenure; blank *id_*: made of its type and time.

        *column* gives the place of each of its fields.
        """
        self.acts.append(_Act(id_, type_, at, line, fields, frozenset(sources), note, column))

    def record(self, progress: Callable[[float], None] | None = None) -> tuple[Record, ImportReport]:
        """Return the record that all of this makes, and how it was read.

        Raises:
            DocumentError: with the mistakes, where the options are strict or nothing could be read.
            GovsimError: an option is wrong.
        """
        naming = Naming(self.cast, self.seats)
        header, sources = self._header(naming)
        readings: list[Reading] = []
        stays = self.stays(header, readings)
        ids = Ids()
        # Acts take their ids first: those come from the source, where those of tenures are mostly made.
        acts = [
            made
            for number, act in enumerate(self.acts)
            if (made := self._made(act, naming, sources, ids, number)) is not None
        ]
        if self.problems and (self.options.strict or not (self.tenures or acts)):
            raise DocumentError(sorted(self.problems, key=lambda one: one.line))
        tenures = list(events_of(self.tenures, naming, stays, sources, sources[""], ids, progress))
        placed = self._sound(header, self._pruned(sorted([*tenures, *acts], key=lambda one: one.place)))
        record = Record(header, tuple(one.event for one in placed))
        readings.sort(key=lambda reading: (reading.line, reading.kind, reading.reading))
        return record, self.report(sum(isinstance(one.event, Hired) for one in placed), tuple(readings))

    def stays(self, header: Header, readings: Readings) -> Stays:
        """Return what reads the tenures of the record; the readings that it chooses go to *readings*."""
        return Stays(self.zone, header.covers.span[1] or END, self.options.blank_end, self.options.inverted, readings)

    def tenure(self, told: Told, person: tuple[str, str], post: PostKey) -> None:
        """Take up a tenure of a person, given by id and name."""
        self.tenures.append(TenureRow(told, self.cast.party(*person), post))

    def report(self, tenures: int, readings: Collection[Reading]) -> ImportReport:
        """Return how everything was read."""
        return ImportReport(
            self.rows,
            tenures,
            self.ignored_columns,
            readings,
            self.losses.all(),
            tuple(self.problems),
            self.refused,
        )

    def _header(self, naming: Naming) -> tuple[Header, dict[str, str]]:
        """Return the header, and the id of each source by what the file calls it; that of the file itself is blank."""
        ids = Ids()
        told = {source for row in self.tenures for source in row.told.sources}
        told |= {source for act in self.acts for source in act.sources}
        name = PurePath(self.file).name
        sources = {"": ids.new(slug(name, "file"))}
        declared: dict[str, dict[str, str]] = {sources[""]: {"title": name}}
        for source in sorted(told):
            sources[source] = ids.new(slug(source, "source"))
            declared[sources[source]] = source_fields(source)
        return self.header({"sources": declared, **naming.sections()}), sources

    def header(self, sections: Mapping[str, Any]) -> Header:
        """Return the header of the record, with some sections.

        Raises:
            GovsimError: an option is wrong, or a name cannot be kept.
        """
        options = self.options
        written = {
            "record": options.record or record_id(self.file),
            "title": f"HYPOTHETICAL: branch {self.branch}. {self.title}" if self.branch else self.title,
            "zone": options.zone,
            "covers": {"from": options.since, "to": options.until, "partial": options.partial},
            **sections,
        }
        try:
            return Header.model_validate(written, context={"zone": self.zone})
        except ValidationError as failure:
            raise _plain(failure) from None

    def _made(self, act: _Act, naming: Naming, sources: Mapping[str, str], ids: Ids, number: int) -> Placed | None:
        """Return an act as an event, None where it is none."""
        fields = {
            "id": ids.new(slug(act.id) or slug(f"{act.type}-{act.at}")),
            "type": act.type,
            "at": act.at,
            "sources": [sources[""], *(sources[source] for source in sorted(act.sources))],
            "note": act.note,
            **act.fields(naming),
        }
        try:
            event: Event = EVENT_TYPES[act.type].model_validate(fields, context={"zone": self.zone})
        except ValidationError as failure:
            for error in failure.errors():
                field_ = str(error["loc"][0]) if error["loc"] else "type"
                cause = error.get("ctx", {}).get("error")
                said = cause.message if isinstance(cause, GovsimError) else error["msg"].removeprefix("Value error, ")
                what = f"an event of type {act.type} needs it" if error["type"] in ("missing", "too_short") else said
                self.problem(act.line, act.column(field_), f"{field_}: {what}")
            self.refuse()
            return None
        last = END if self.options.until is None else self.bound(self.options.until).latest or END
        key = key_of(event.at, closes=event.closes, last=last, before=BEGINNING)
        # What an organisation begins with comes before whoever enters it at that instant.
        return Placed((key, 0 if act.type in _FIRST else 1, number), event, act.line, "act")

    def _pruned(self, placed: list[Placed]) -> list[Placed]:
        """Return the events without causes that are not among them."""
        if not self.acts:
            return placed
        kept = {event.id: event for event in pruned((one.event for one in placed), self.losses)}
        return [replace(one, event=kept[one.event.id]) for one in placed if one.event.id in kept]

    def _sound(self, header: Header, placed: list[Placed]) -> list[Placed]:
        """Return the events that hang together; an act that does not is left out.

        Raises:
            DocumentError: a tenure does not, since the covers turn a bound of it round; or any, where that is strict.
        """
        while True:
            events = [one.event for one in placed]
            names = Names(
                header.record,
                set(header.people),
                set(header.organizations),
                set(header.posts),
                set(header.sources),
                {event.id: event.type for event in events},
            )
            wrong = self.header_problems(header, names)
            bad: set[int] = set()
            for fault in self._faults(placed, names, header.covers.span):
                number = int(fault.location[1])
                one = placed[number]
                if one.column == "act" and not self.options.strict:
                    bad.add(number)
                    self.problem(one.line, 1, fault.message, fault.hint)
                else:
                    column = 1 if one.column == "act" else self.column(one.column)
                    wrong.append(Problem(self.file, one.line, column, fault.message, fault.hint))
            if wrong:
                raise DocumentError(sorted(wrong, key=by_place))
            if not bad:
                return placed
            self.refused += len(bad)
            placed = [one for number, one in enumerate(placed) if number not in bad]

    def header_problems(self, header: Header, names: Names) -> list[Problem]:
        """Return what does not hang together in a header."""
        return [Problem(self.file, 1, 1, fault.message, fault.hint) for fault in header_faults(header, names)]

    @staticmethod
    def _faults(placed: Sequence[Placed], names: Names, covers: Span) -> Iterator[Fault]:
        """Yield what does not hang together; a tenure names only what was made here, so that its times alone can."""
        acts = [(number, one.event) for number, one in enumerate(placed) if one.column == "act"]
        yield from event_faults(acts, names, covers)
        if covers != (None, None):
            for number, one in enumerate(placed):
                if one.column != "act":
                    yield from bound_faults(("events", number), one.event, covers)


def by_place(problem: Problem) -> tuple[int, int]:
    """Return where a mistake stands."""
    return problem.line, problem.column


_FIRST = ("founded", "post_created")


def source_fields(source: str) -> dict[str, str]:
    """Return a source as a header declares it."""
    return {"url" if source.startswith(("http://", "https://")) else "title": source}


class UnreadableError(Exception):
    """Something in a source cannot be read; its mistake is noted already, and whoever catches this leaves it out."""


def record_id(file: str) -> str:
    """Return the record id that a file's name makes.

    Raises:
        GovsimError: there is no letter in it that an id may have.
    """
    name = "-".join(slug(PurePath(file).stem).encode("ascii", "ignore").decode().strip("-").split("-"))
    if not name:
        raise GovsimError(f"no record id can be made of the name {file}", hint="give one with --record")
    return name


def _plain(failure: ValidationError) -> GovsimError:
    """Return what is wrong with an option or an event, in plain words."""
    error = failure.errors()[0]
    cause = error.get("ctx", {}).get("error")
    hint = cause.hint if isinstance(cause, GovsimError) else None
    message = cause.message if isinstance(cause, GovsimError) else error["msg"].removeprefix("Value error, ")
    where = ".".join(map(str, error["loc"]))
    return GovsimError(message if message.startswith(where) else f"{where}: {message}", hint=hint)
