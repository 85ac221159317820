"""Importing files of other formats: each becomes a record, which is appended like one that was loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from govsim.exchange.csv_tenures import ImportReport, Options, read_tenures
from govsim.exchange.readings import BlankEnd, Inverted
from govsim.model.errors import DocumentError, GovsimError, Problem
from govsim.model.record import Record
from govsim.replay.collector import collector_paused

if TYPE_CHECKING:
    from govsim.service.gov import Gov
    from govsim.service.loading import LoadView

Progress: TypeAlias = Callable[[float], None]
"""Told the part of an import that is done, up to 1."""
_READ, _MADE = 0.1, 0.4
"""The part done when all files are read, and when their records are made: the rest is appending."""
_LONGEST_LINE = 2**20


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of a file: the record it makes, how it was read, and what was appended, None in a dry run."""

    file: str
    record: str
    events: int
    report: ImportReport
    load: LoadView | None

    @property
    def outcome(self) -> str:
        """loaded, unchanged, amended or not written."""
        return self.load.outcome if self.load else "not written"

    @property
    def kinds(self) -> Counter[str]:
        """How many rows of each kind were read one way of several."""
        return Counter(reading.kind for reading in self.report.readings)

    def to_json(self) -> dict[str, Any]:
        """Return file, record, outcome, events and changes, as a load does, and how the file was read."""
        changes = self.load.to_json()["changes"] if self.load else []
        return {
            "file": self.file,
            "record": self.record,
            "outcome": self.outcome,
            "events": self.events,
            "changes": changes,
            **self.report.to_json(),
            "kinds": dict(sorted(self.kinds.items())),
        }


@dataclass(frozen=True, slots=True)
class ImportView:
    """What became of the files of an import."""

    files: tuple[ImportedFile, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the files."""
        return {"files": [file.to_json() for file in self.files]}


def import_tenures(
    gov: Gov,
    files: Sequence[str | Path],
    *,
    record: str | None = None,
    organization: str | None = None,
    zone: str | None = None,
    partial: bool = False,
    since: str | None = None,
    until: str | None = None,
    blank_end: BlankEnd = "unknown",
    inverted: Inverted = "between",
    seats: str = "many",
    amend: bool = False,
    why: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportView:
    """Return what became of CSV files of tenures: each is read as a record and appended to the ledger.

    All files are read before anything is written; a second import of the same rows changes nothing.

    Args:
        gov: govsim over the ledger.
        files: CSV files.
        record: the record's id, for one file; by default the file's name.
        organization: the organisation of rows that name none.
        zone: the zone of times without an offset, UTC by default.
        partial: the files do not list every holder, so a gap in them is no vacancy.
        since: the first time that the files cover.
        until: the last time that the files cover.
        blank_end: how a blank end is read where no later tenure bounds it: unknown or current.
        inverted: how a start after the end is read: between, skip or swap.
        seats: the seats of a post whose rows name no number.
        amend: append corrections, retractions and new events where a file differs from the ledger.
        why: the reason kept with each of them.
        dry_run: read and report, write nothing.
        progress: told the part that is done, up to 1.

    Raises:
        DocumentError: with every mistake in every file.
        DifferentRecordError: a file differs from what was imported before, and *amend* is not given.
    """
    if record is not None and len(files) > 1:
        raise GovsimError("--record names one record, and there are several files", hint="import them one by one")
    options = Options(record, organization, zone or "UTC", partial, since, until, blank_end, inverted, seats)
    read: list[tuple[str, Record, ImportReport]] = []
    problems: list[Problem] = []
    with collector_paused():
        for number, file in enumerate(files):
            stage = _Stage(progress, number / len(files) * _MADE, _MADE / len(files))
            try:
                read.append((str(file), *_read(Path(file), options, stage)))
            except DocumentError as failure:
                problems += failure.problems
    if problems:
        raise DocumentError(problems)
    _check_distinct(read)
    loads: Sequence[LoadView | None] = [None] * len(read)
    if not dry_run:
        loads = gov.append_records([made for _, made, _ in read], amend=amend, why=why)
    _Stage(progress, 0, 1).tell(1)
    return ImportView(
        tuple(
            ImportedFile(file, made.id, len(made.events), report, load)
            for (file, made, report), load in zip(read, loads, strict=True)
        )
    )


@dataclass(frozen=True, slots=True)
class _Stage:
    """A part of the whole progress: from where on, and how wide."""

    progress: Progress | None
    first: float
    width: float

    def tell(self, done: float) -> None:
        """Tell that a part of this stage is done."""
        if self.progress is not None:
            self.progress(self.first + done * self.width)


def _read(path: Path, options: Options, stage: _Stage) -> tuple[Record, ImportReport]:
    made = _Stage(stage.progress, stage.first + _READ / _MADE * stage.width, (1 - _READ / _MADE) * stage.width)
    try:
        with path.open("rb") as stream:
            return read_tenures(_lines(stream, path, stage), str(path), options, made.tell)
    except IsADirectoryError:
        raise _unreadable(path, 1, "is a folder", "name a CSV file") from None
    except FileNotFoundError:
        raise _unreadable(path, 1, "there is no such file") from None
    except OSError as failure:
        raise _unreadable(path, 1, f"cannot be read: {failure.strerror or failure}") from None


def _lines(stream: IO[bytes], path: Path, stage: _Stage) -> Iterator[bytes]:
    """Return the lines of a file, telling how far it is read."""
    size, done, number = max(path.stat().st_size, 1), 0, 0
    while line := stream.readline(_LONGEST_LINE):
        done, number = done + len(line), number + 1
        if len(line) == _LONGEST_LINE:
            raise _unreadable(
                path, number, f"a line goes on for more than {_LONGEST_LINE} bytes", "is this a CSV file?"
            )
        stage.tell(min(1, done / size) * _READ / _MADE)
        yield line


def _unreadable(path: Path, line: int, message: str, hint: str | None = None) -> DocumentError:
    return DocumentError([Problem(str(path), line, 1, message, hint)])


def _check_distinct(read: Sequence[tuple[str, Record, ImportReport]]) -> None:
    """Refuse two files that make the same record."""
    seen: dict[str, str] = {}
    for file, record, _ in read:
        if record.id in seen:
            what = f"{seen[record.id]} and {file} both make the record '{record.id}'"
            raise GovsimError(what, hint="import them one by one, each with its own --record")
        seen[record.id] = file
