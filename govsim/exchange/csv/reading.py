"""CSV: a table of tenures, or of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from govsim.exchange.csv.events import events_of, is_table_of_events
from govsim.exchange.csv.table import read_rows
from govsim.exchange.csv.tenures import kept_tenures_of, tenures_of
from govsim.exchange.csv.writing import write as write
from govsim.exchange.options import Options
from govsim.exchange.protocol import Imported, KeptImport, Progress, Source
from govsim.exchange.shelf import Shelf


def read(
    sources: Sequence[Source], options: Options, progress: Progress | None = None, shelf: Shelf | None = None
) -> Iterator[Imported | KeptImport]:
    """Yield the record that each file makes; its header says whether a row is a tenure or an event.

    With a shelf, tenures are laid down there, and so are the records they make.

    Raises:
        DocumentError: with the mistakes in them.
    """
    for source in sources:
        table = read_rows(source.lines, source.name)
        header = next(table)
        table = chain([header], table)
        if is_table_of_events(header, options.columns):
            yield Imported(*events_of(table, source.name, options).record(progress))
        elif shelf is None:
            yield Imported(*tenures_of(table, source.name, options).record(progress))
        else:
            yield KeptImport(*kept_tenures_of(table, source.name, options, shelf).kept(progress))
