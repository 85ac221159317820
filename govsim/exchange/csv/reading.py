"""CSV: a table of tenures, or of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from govsim.exchange.csv.events import events_of, is_table_of_events
from govsim.exchange.csv.table import read_rows
from govsim.exchange.csv.tenures import tenures_of
from govsim.exchange.csv.writing import write as write
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, Progress, Source


def read(sources: Sequence[Source], options: Options, progress: Progress | None = None) -> Iterator[Imported]:
    """Yield the record that each file makes; its header says whether a row is a tenure or an event.

    Raises:
        DocumentError: with the mistakes in them.
    """
    for source in sources:
        table = read_rows(source.lines, source.name)
        header = next(table)
        rows_of = events_of if is_table_of_events(header, options.columns) else tenures_of
        yield Imported(*rows_of(chain([header], table), source.name, options).record(progress))
