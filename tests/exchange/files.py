"""CSV files made in memory, the records they make, and what replay makes of those."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from govsim.exchange.csv.table import read_rows
from govsim.exchange.csv.tenures import kept_tenures_of, read_tenures
from govsim.exchange.options import Options
from govsim.exchange.report import ImportReport
from govsim.exchange.told import Reading
from govsim.ledger.shelf import disk_shelf
from govsim.model.bound import parse_bound
from govsim.model.errors import DocumentError, GovsimError
from govsim.model.events import Departed, Event, Hired
from govsim.model.instant import Instant, zone_named
from govsim.model.record import Record
from govsim.replay.history import History
from tests.replay.builders import Answers

HEADER = "name,org,post,start,end"
FILE = "board.csv"


def table(*rows: str, header: str = HEADER) -> bytes:
    """Return a CSV file."""
    return "".join(f"{row}\n" for row in (header, *rows)).encode()


def read(data: bytes, file: str = FILE, **options: Any) -> tuple[Record, ImportReport]:
    """Return the record of a file and how it was read, the same whether its rows are held or lie on a disk."""
    kept = read_on_disk(data, file, **options)
    if isinstance(kept, list):
        with pytest.raises(GovsimError) as refused:
            read_tenures(BytesIO(data), file, Options(**options))
        assert told(refused.value) == kept
        raise refused.value
    record, report = read_tenures(BytesIO(data), file, Options(**options))
    assert kept == (record.header.dump_text(), [event.dump_text() for event in record.events], report)
    return record, report


def read_on_disk(data: bytes, file: str = FILE, **options: Any) -> tuple[str, list[str], ImportReport] | list[str]:
    """Return header, events and report of a file whose rows lie on a disk, or what is wrong with it."""
    with disk_shelf() as shelf:
        try:
            table = read_rows(BytesIO(data), file)
            record, report = kept_tenures_of(table, file, Options(**options), shelf).kept()
        except GovsimError as failure:
            return told(failure)
        return b"".join(record.header_text()).decode(), [event.dump_text() for event in record.events], report


def told(failure: GovsimError) -> list[str]:
    """Return everything that a failure says."""
    return [str(one) for one in failure.problems] if isinstance(failure, DocumentError) else [str(failure)]


def refused(data: bytes, file: str = FILE, **options: Any) -> list[str]:
    """Return the problems of a file that must not be read."""
    try:
        read(data, file, **{"strict": True, **options})
    except DocumentError as failure:
        return [str(problem) for problem in failure.problems]
    raise AssertionError("the file was read")


def events(data: bytes, **options: Any) -> list[str]:
    """Return the events of a file, as ``hired ada [2019..2020] regular``, in order."""
    return [shown(event) for event in read(data, **options)[0].events]


def shown(event: Event) -> str:
    assert isinstance(event, Hired | Departed)
    more = event.capacity if isinstance(event, Hired) else event.reason
    return " ".join(filter(None, [event.type, event.who[0], event.at.text, more if more != "regular" else None]))


def readings(data: bytes, **options: Any) -> list[Reading]:
    return list(read(data, **options)[1].readings)


def kinds(data: bytes, **options: Any) -> list[tuple[str, int]]:
    """Return the kind and the line of each reading."""
    return [(reading.kind, reading.line) for reading in readings(data, **options)]


def history(record: Record) -> History:
    return Answers(record).history


def moment(text: str) -> Instant:
    """Return the first instant that a written time means, in UTC."""
    earliest = parse_bound(text, zone_named("UTC")).earliest
    assert earliest is not None
    return earliest


def presences(data: bytes, at: str, post: str = "org/director", **options: Any) -> set[str]:
    """Return who holds a post at an instant and how surely, as ``ada certain``."""
    answers = Answers(read(data, **options)[0])
    return {f"{party} {presence}" for party, _, presence in answers.holders_at(post, moment(at))}


def ids(found: Iterable[Event]) -> set[str]:
    return {event.id for event in found}
