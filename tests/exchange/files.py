"""CSV files made in memory, the records they make, and what replay makes of those."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from govsim.exchange.csv.tenures import read_tenures
from govsim.exchange.options import Options
from govsim.exchange.report import ImportReport
from govsim.exchange.told import Reading
from govsim.model.bound import parse_bound
from govsim.model.errors import DocumentError
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
    return read_tenures(BytesIO(data), file, Options(**options))


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
