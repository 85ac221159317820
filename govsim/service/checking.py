"""What does not add up, in record files or in a past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govsim.model.errors import GovsimError
from govsim.replay.findings import Finding, findings_of
from govsim.replay.log import log_of
from govsim.replay.timeline import Admission
from govsim.service.event_views import CheckView, FindingView
from govsim.service.past import Clocks, Past

if TYPE_CHECKING:
    from govsim.documents.record_file import RecordFile
    from govsim.service.judging import Judge


def check_past(past: Past) -> CheckView:
    """Return what does not add up in a past."""
    return _check(past, {})


def check_files(files: Sequence[str | Path]) -> CheckView:
    """Return what does not add up in record files, with the places in them.

    Raises:
        DocumentError: a file has mistakes that keep it from being read.
        GovsimError: two files hold the same record.
    """
    from govsim.documents.record_file import read_records  # noqa: PLC0415 - YAML, only where files are read

    read = distinct(read_records(files))
    past = Past(log_of(file.record for file in read), Clocks(), Admission())
    return _check(past, {file.record.id: file for file in read})


def _check(past: Past, files: dict[str, RecordFile]) -> CheckView:
    its = judge(past)
    found = sorted([*findings_of(past.history), *its.findings()], key=lambda finding: past.place.get(finding.event, -1))
    return CheckView(tuple(_finding_views(found, files)), tuple(its.verdicts()))


def judge(past: Past) -> Judge:
    """Return what judges the acts of a past."""
    from govsim.service.judging import Judge  # noqa: PLC0415 - only where acts are judged

    return Judge(past)


def distinct(files: list[RecordFile]) -> list[RecordFile]:
    """Return record files, each of another record; ids are unique within one only.

    Raises:
        GovsimError: two of them hold the same record.
    """
    seen: dict[str, Path] = {}
    for file in files:
        if file.record.id in seen:
            what = f"{seen[file.record.id]} and {file.path} both hold the record '{file.record.id}'"
            raise GovsimError(what, hint="name one of them")
        seen[file.record.id] = file.path
    return files


def _finding_views(findings: Iterable[Finding], files: dict[str, RecordFile]) -> Iterator[FindingView]:
    for finding in findings:
        record, _, id_ = finding.event.partition("/")
        where = files[record].where(id_, finding.organ) if record in files else None
        yield FindingView(finding.severity, finding.code, finding.event, finding.message, where)
