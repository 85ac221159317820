"""Where the record of a scenario is found: in the ledger, else beside the scenario, else among the bundled ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from govsim.ledger.branches import Branch
from govsim.ledger.store import Ledger
from govsim.model.errors import NotFoundError
from govsim.model.header import Header
from govsim.replay.log import Log, log_of
from govsim.resources import data_dir
from govsim.rules.books import Laws
from govsim.service.branch_layers import layers_of
from govsim.whatif.base import Base

_KEPT = 8
"""Recorded timelines kept in memory: a check of many scenarios asks for the same few again and again."""
_NAMES = re.compile(rb"""^[{ \t]*["']?record["']?[ \t]*:[ \t]*["']?([a-z0-9-]+)""", re.MULTILINE)
_SCENARIO = re.compile(rb"""^[{ \t]*["']?scenario["']?[ \t]*:""", re.MULTILINE)
_HEAD = 64 * 1024
"""How far into a file its record is looked for: comments may stand above it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record to start from; *position* is the head of the branch it was read from, None where it is a file."""

    base: Base
    position: int | None
    path: Path | None
    branch: str = "main"


class Bases:
    """Finds records, and keeps what was replayed of them."""

    def __init__(self, ledger: Ledger | None, files: Sequence[Path] | None) -> None:
        self._ledger = ledger
        self._files = files
        self._kept: dict[tuple[object, ...], Base] = {}

    def find(self, record: str, beside: Path | None, branch: str = "main") -> Found | None:
        """Return a record, None where it is nowhere.

        Args:
            record: its id.
            beside: the scenario file, in whose folder to look after the ledger.
            branch: the branch of the ledger to read.

        Raises:
            DocumentError: it is in a file that has mistakes.
            NotFoundError: there is no such branch, or it does not hold the record.
        """
        found = self._in_ledger(record, branch)
        if found is None and branch != "main":
            raise NotFoundError(
                f"there is no record '{record}' on the branch '{branch}'", hint="`govsim load FILE`, then branch"
            )
        return found or self._in_files(record, beside)

    def read(self, path: Path) -> tuple[str, Found]:
        """Return the record in a file, with its id.

        Raises:
            DocumentError: the file has mistakes.
        """
        from govsim.documents.record_file import read_record  # noqa: PLC0415 - YAML, only where files are read

        record = read_record(path).record
        return record.id, Found(Base(log_of([record]), laws()), None, path)

    def known(self, beside: Path | None) -> list[str]:
        """Return the ids of all records that could be found."""
        ids = [header.record for header in self._headers()]
        return list(dict.fromkeys([*ids, *(record for record, _ in self._files_at_hand(beside))]))

    # -- the ledger

    def _headers(self, branch: str = "main") -> list[Header]:
        if self._files is not None or self._ledger is None or not self._ledger.exists():
            return []
        return self._ledger.headers(branch)

    def _in_ledger(self, record: str, branch: str) -> Found | None:
        headers = self._headers(branch)
        if self._ledger is None or all(header.record != record for header in headers):
            return None
        ledger, line = self._ledger, self._ledger.branch(branch)
        position, wanted = line.head_position, related(headers, record)
        # By the branch itself, not by its name, which is free again for another once it is dropped.
        key = "ledger", line.branch_id, position, record
        base = self._base(key, lambda: only(ledger.log(position, branch), wanted), line)
        return Found(base, position, None, branch)

    # -- files

    def _in_files(self, record: str, beside: Path | None) -> Found | None:
        path = next((path for id_, path in self._files_at_hand(beside) if id_ == record), None)
        if path is None:
            return None
        from govsim.documents.record_file import read_record  # noqa: PLC0415 - YAML, only where files are read

        stat = path.stat()
        key = "file", str(path.resolve()), stat.st_mtime_ns, stat.st_size
        return Found(self._base(key, lambda: log_of([read_record(path).record])), None, path)

    def _files_at_hand(self, beside: Path | None) -> Iterator[tuple[str, Path]]:
        """Yield the records in files, the nearest first."""
        for path in self._files or ():
            if (id_ := record_in(path)) is not None:
                yield id_, path
        folders = [] if beside is None else [beside.resolve().parent]
        for folder in [*folders, data_dir("seeds")]:
            for path in sorted(folder.glob("*.y*ml")):
                if (id_ := record_in(path)) is not None:
                    yield id_, path

    def _base(self, key: tuple[object, ...], read: Callable[[], Log], line: Branch | None = None) -> Base:
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            added = () if line is None or self._ledger is None else layers_of(self._ledger, line)
            self._kept[key] = Base(read(), laws(), added=added)
        return self._kept[key]


def laws() -> Laws:
    """Return where law packs come from."""
    from govsim.documents.law_packs import law_pack  # noqa: PLC0415 - YAML, only where rules are asked for

    return law_pack


def record_in(path: Path) -> str | None:
    """Return the id of the record that a file holds, None where it holds none: a scenario names one and holds none."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    found = _NAMES.search(head)
    return None if found is None or _SCENARIO.search(head) else found[1].decode()


def related(headers: Sequence[Header], record: str) -> set[str]:
    """Return the records that speak of a post that this one speaks of, over any number of steps."""
    wanted, new = {record}, [record]
    by_id = {header.record: header for header in headers}
    while new:
        posts = by_id[new.pop()].posts.keys()
        more = [header.record for header in headers if header.record not in wanted and posts & header.posts.keys()]
        wanted.update(more)
        new += more
    return wanted


def only(log: Log, records: set[str]) -> Log:
    """Return what a log holds of some records."""
    return replace(
        log,
        headers=[header for header in log.headers if header.record in records],
        plain=[row for row in log.plain if row[2].partition("/")[0] in records],
        others=[logged for logged in log.others if logged.record in records],
    )
