"""Importing files of other formats: they become records, which are appended like those that were loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from govsim.exchange.formats import FORMATS, Format, readable
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, KeepingReader, KeptImport, Source
from govsim.exchange.report import ImportReport
from govsim.model.errors import DocumentError, GovsimError, Problem, did_you_mean
from govsim.model.kept import KeptRecord
from govsim.replay.collector import collector_paused
from govsim.service.import_files import READ, Stage, checked, opened

if TYPE_CHECKING:
    from govsim.ledger.shelf import DiskShelf
    from govsim.model.record import Record
    from govsim.service.gov import Gov
    from govsim.service.loading import LoadView

Progress: TypeAlias = Callable[[float], None]
"""Told the part of an import that is done, up to 1."""
_MADE = 0.4
"""The part done when the records of all files are made: the rest is appending."""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of a file: the record it makes, how it was read, and what was appended, None where nothing was."""

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
    """What became of the files of an import; *refused*: nothing was written, since something would have been lost."""

    files: tuple[ImportedFile, ...]
    refused: bool = False

    @property
    def ok(self) -> bool:
        """True where every row could be read, and nothing was refused."""
        return not self.refused and not any(file.report.unreadable for file in self.files)

    def to_json(self) -> dict[str, Any]:
        """Return the files."""
        return {"files": [file.to_json() for file in self.files]}


def format_named(name: str) -> Format:
    """Return the format that a user wants to import.

    Raises:
        GovsimError: there is none, or it can only be exported.
    """
    names = [one.name for one in readable()]
    if name not in names:
        hint = did_you_mean(name, names) or f"one of {', '.join(names)}"
        raise GovsimError(f"'{name}' cannot be imported", hint=hint)
    return FORMATS[name]


def import_files(
    gov: Gov,
    format_: str,
    files: Sequence[str | Path],
    options: Options | None = None,
    *,
    amend: bool = False,
    why: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportView:
    """Return what became of files of another format: they are read as records and appended to the ledger.

    All files are read before anything is written; a second import of the same files changes nothing.

    Args:
        gov: govsim over the ledger.
        format_: the name of the format.
        files: the files.
        options: what they do not say themselves; strict ones refuse all where anything would be lost or left out.
        amend: append corrections, retractions and new events where a file differs from the ledger.
        why: the reason kept with each of them.
        dry_run: read and report, write nothing.
        progress: told the part that is done, up to 1.

    Raises:
        DocumentError: with every mistake in every file.
        DifferentRecordError: a file differs from what was imported before, and *amend* is not given.
    """
    its, options = format_named(format_), options or Options()
    if options.record is not None and len(files) > 1 and not its.joins:
        raise GovsimError("--record names one record, and there are several files", hint="import them one by one")
    with _shelf(its) as shelf:
        with collector_paused():
            read = _read(its, [Path(file) for file in files], options, progress, shelf)
        _check_distinct(read)
        if amend and any(made.report.unreadable for _, made in read):
            # What cannot be read would be retracted, as if the file no longer said it.
            raise DocumentError([problem for _, made in read for problem in made.report.unreadable])
        refused = options.strict and any(made.report.losses for _, made in read)
        loads: Sequence[LoadView | None] = [None] * len(read)
        if not dry_run and not refused:
            loads = _append(gov, [made.record for _, made in read], shelf, amend=amend, why=why)
        Stage(progress, 0, 1).tell(1)
        return ImportView(
            tuple(
                ImportedFile(file, made.record.id, len(made.record.events), made.report, load)
                for (file, made), load in zip(read, loads, strict=True)
            ),
            refused,
        )


def _shelf(format_: Format) -> AbstractContextManager[DiskShelf | None]:
    """Give a shelf to formats whose rows can lie on one."""
    if not format_.keeps:
        return nullcontext()
    from govsim.ledger.shelf import disk_shelf  # noqa: PLC0415 - only where one is needed

    return disk_shelf()


def _append(
    gov: Gov, records: Sequence[Record | KeptRecord], shelf: DiskShelf | None, *, amend: bool, why: str | None
) -> Sequence[LoadView]:
    """Append records: one that is kept a part at a time if that can be, all others whole."""
    match records:
        case [KeptRecord() as kept] if shelf is not None and (view := gov.append_kept(kept, shelf)) is not None:
            return [view]
    whole = [record.whole() if isinstance(record, KeptRecord) else record for record in records]
    return gov.append_records(whole, amend=amend, why=why)


def _read(
    format_: Format, files: Sequence[Path], options: Options, progress: Progress | None, shelf: DiskShelf | None
) -> list[tuple[str, Imported | KeptImport]]:
    """Return the records that files make, each with what it was read from.

    Raises:
        DocumentError: with the mistakes of all files.
    """
    groups = [files] if format_.joins else [[file] for file in files]
    read: list[tuple[str, Imported | KeptImport]] = []
    problems: list[Problem] = []
    for number, group in enumerate(groups):
        stage = Stage(progress, number / len(groups) * _MADE, _MADE / len(groups))
        try:
            with opened(group, format_, stage) as given:
                sources = [checked(source, format_) for source in given] if options.validate else given
                made = _records(format_, sources, options, stage.part(READ, 1).tell, shelf)
                read += [(", ".join(map(str, group)), one) for one in made]
        except DocumentError as failure:
            problems += failure.problems
    if problems:
        raise DocumentError(problems)
    return read


def _records(
    format_: Format, sources: Sequence[Source], options: Options, progress: Progress, shelf: DiskShelf | None
) -> Iterator[Imported | KeptImport]:
    reader = format_.reader()
    if shelf is None:
        return reader.read(sources, options, progress)
    return cast("KeepingReader", reader).read(sources, options, progress, shelf)


def _check_distinct(read: Sequence[tuple[str, Imported | KeptImport]]) -> None:
    """Refuse two files that make the same record."""
    seen: dict[str, str] = {}
    for file, made in read:
        if made.record.id in seen:
            what = f"{seen[made.record.id]} and {file} both make the record '{made.record.id}'"
            raise GovsimError(what, hint="import them one by one, each with its own --record")
        seen[made.record.id] = file
