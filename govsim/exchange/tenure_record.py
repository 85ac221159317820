"""Tenures of a source as events: each a beginning and an end, in the order of their times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

from govsim.exchange.cast import Key, Naming, PostKey
from govsim.exchange.readings import Stays
from govsim.exchange.slugs import Ids, slug
from govsim.exchange.told import Told
from govsim.model.events import EVENT_TYPES, Event, Hired
from govsim.model.instant import Instant

if TYPE_CHECKING:
    from govsim.exchange.shelf import Words

REASONS = ("term_ended", "died", "retired", "disqualified", "handed_over", "unknown")
"""Reasons that have one spelling; any other stays as it is written."""


def reason_of(text: str) -> str:
    """Return a reason in its one spelling if it has one."""
    reason = "_".join(text.casefold().replace("-", " ").split())
    return reason if reason in REASONS else text


@dataclass(frozen=True, slots=True)
class TenureRow:
    """A tenure, and whose in which post."""

    told: Told
    party: Key
    post: PostKey


@dataclass(frozen=True, slots=True)
class Placed:
    """An event, what places it among the others, the row and column it comes from, and the post of a tenure."""

    place: tuple[Instant, int, int]
    event: Event
    line: int
    column: Literal["start", "end", "act"]
    post: str = ""


def events_of(
    rows: Sequence[TenureRow],
    naming: Naming,
    stays: Stays,
    sources: Mapping[str, str],
    file_source: str,
    ids: Ids,
    progress: Callable[[float], None] | None = None,
) -> Iterator[Placed]:
    """Yield the events of all tenures, one for the beginning and one for the end of each that has one.

    *sources* gives the id of what a row names as its source; *progress* is told the part that is done, up to 1.
    """

    def whose(row: TenureRow) -> tuple[str, str]:
        return naming.party(row.party), naming.posts[row.post]

    in_order = ((*whose(row), row.told) for row in sorted(rows, key=whose))
    yield from events_in_order(in_order, len(rows), naming, stays, sources, file_source, ids, progress)


def events_in_order(
    rows: Iterable[tuple[str, str, Told]],
    size: int,
    naming: Naming,
    stays: Stays,
    sources: Mapping[str, str] | Words,
    file_source: str,
    ids: Ids,
    progress: Callable[[float], None] | None = None,
) -> Iterator[Placed]:
    """Yield the events of *size* tenures, each given with its party and post, in the order of those."""
    number = done = 0
    for (party, post), its_rows in groupby(rows, itemgetter(0, 1)):
        if progress is not None:
            progress(done / size)
        its = [row[2] for row in its_rows]
        done += len(its)
        for told in stays.read(its):
            number += 1
            wanted = slug(told.id) if told.id else f"{party}-{post.partition('/')[2]}-{slug(told.mark)}"
            cited = [file_source, *(sources[source] for source in sorted(told.sources))]
            yield from _ends_of(told, number, ids.new(wanted), (party, post), cited, stays.last, naming)


def _ends_of(
    told: Told, number: int, id_: str, whose: tuple[str, str], cited: list[str], last: Instant, naming: Naming
) -> Iterator[Placed]:
    party, post = whose
    is_ended = told.end is not None and told.leaves
    also = [f"the source also lists {', '.join(told.also)}"] if told.also else []
    if told.reasons and not is_ended:
        also.append(f"the source gives a reason for leaving: {_joined(sorted(told.reasons))}")
    begun = Hired.model_validate(
        {
            "id": f"{id_}-in",
            "type": "hired",
            "at": told.start,
            "who": party,
            "to": post,
            "capacity": told.capacity,
            "sources": cited,
            "note": _joined([*sorted(told.notes), *told.start_notes, *also]),
            **(told.opening_fields(naming) if told.opening_fields else {}),
        }
    )
    yield Placed((*told.entering(last), number), begun, told.line, "start", post)
    if is_ended:
        ended = EVENT_TYPES[told.closing_type].model_validate(
            {
                "id": f"{id_}-out",
                "type": told.closing_type,
                "at": told.end,
                "who": party,
                "from": post,
                "reason": _joined(sorted(told.reasons)),
                "sources": cited,
                "note": _joined(told.end_notes),
                **(told.closing_fields(naming) if told.closing_fields else {}),
            }
        )
        yield Placed((*told.leaving(last), number), ended, told.line, "end", post)


def _joined(texts: Iterable[str]) -> str | None:
    return "; ".join(texts) or None
