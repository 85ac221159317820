"""The 30,937 tenures of Open States: replay answers like a direct query over the rows, and the report is complete."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest

from govsim.exchange.report import ImportReport
from govsim.model.instant import DAY, Instant
from govsim.model.record import Record
from govsim.replay.fold import replay
from govsim.replay.history import History
from govsim.replay.log import log_of
from govsim.replay.roster import Roster
from govsim.replay.timeline import make_timeline
from tests.exchange.datasets import LEGISLATORS, as_csv, declared_vacancies, legislator_rows
from tests.exchange.files import moment, read

pytestmark = pytest.mark.skipif(not LEGISLATORS.exists(), reason="the data of others is not beside the checkout")
FIRST, LAST = "1990-01-01", "2032-01-01"
"""Where the instants asked about lie; a few tenures are older, or are planned to last longer."""
Pair = tuple[str, str]
Span = tuple[Instant, Instant]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return legislator_rows()


@pytest.fixture(scope="module")
def imported(rows: list[dict[str, str]]) -> tuple[Record, ImportReport]:
    return read(as_csv(rows), "openstates.csv")


@pytest.fixture(scope="module")
def history(imported: tuple[Record, ImportReport]) -> History:
    return replay(make_timeline(log_of([imported[0]])))


def test_every_row_is_a_tenure_or_is_reported(imported: tuple[Record, ImportReport]) -> None:
    record, report = imported
    kinds = Counter(reading.kind for reading in report.readings)
    left_out = sum(reading.reading.startswith("left out") for reading in report.readings)
    assert report.rows == 30_937 == report.tenures + left_out + kinds["duplicate"]
    assert len(record.events) == 2 * report.tenures
    assert kinds["inverted"] == 124
    # 8,023 rows give only an end, 7,356 only a start, 89 neither.
    assert (kinds["blank-start"], kinds["blank-end"]) == (8_023 + 89, 7_356 + 89)
    assert (kinds["zero-length"], kinds["duplicate"], kinds["overlapping"]) == (34, 19, 464 + left_out)


def test_the_certain_holders_are_those_of_a_direct_query(
    imported: tuple[Record, ImportReport], history: History, rows: list[dict[str, str]]
) -> None:
    instants = some_instants(1_000)
    answered = holders_at(instants, spans_by_replay(history))
    queried = holders_at(instants, spans_by_query(imported[0], rows))
    differences = [
        (at, one ^ other) for at, one, other in zip(instants, answered, queried, strict=True) if one != other
    ]
    assert differences == []
    assert max(len(pairs) for pairs in answered) > 5_000


def test_every_closing_ends_the_tenure_of_its_own_row(history: History) -> None:
    assert history.unheld == []
    for its in history.posts.values():
        for tenure in its.tenures:
            assert tenure.closed_by is not None
            assert tenure.closed_by.removesuffix("-out") == tenure.opened_by.removesuffix("-in")


def test_the_vacancies_that_upstream_declares_are_vacancies(
    history: History, imported: tuple[Record, ImportReport]
) -> None:
    header, roster, at = imported[0].header, Roster(history), moment("2026-06-10")
    organizations = {organization.name: id_ for id_, organization in header.organizations.items()}
    posts = {(id_.partition("/")[0], post.title): id_ for id_, post in header.posts.items()}
    statuses: dict[str, set[str]] = {}
    for state, chamber, district in declared_vacancies():
        place = "country:us" if state == "us" else f"country:us/state:{state}"
        post = posts[organizations[f"ocd-jurisdiction/{place}/government"], f"{chamber} {district}"]
        statuses.setdefault(roster.state(post, at).status, set()).add(state)
    # Districts of North Dakota and New Hampshire have several seats, whose other members give no end.
    assert statuses.pop("unknown") == {"nd", "nh"}
    assert set(statuses) == {"vacant"}
    assert len(statuses["vacant"]) == 12


def some_instants(number: int) -> list[Instant]:
    """Return instants all over the time of the data, the same in every run."""
    draw = random.Random(2023)  # noqa: S311 - no secret
    return sorted(draw.randrange(moment(FIRST), moment(LAST)) for _ in range(number))


def spans_by_query(record: Record, rows: Iterable[dict[str, str]]) -> Iterator[tuple[Pair, Span]]:
    """Return when each row's holder is certain: from the end of its first day to the beginning of its last."""
    people = {identifier.id: id_ for id_, person in record.header.people.items() for identifier in person.identifiers}
    organizations = {organization.name: id_ for id_, organization in record.header.organizations.items()}
    posts = {(id_.partition("/")[0], post.title): id_ for id_, post in record.header.posts.items()}
    for row in rows:
        if row["start_date"] and row["end_date"]:
            first, after = moment(row["start_date"]) + DAY - 1, moment(row["end_date"])
            if first < after:
                pair = people[row["person_id"]], posts[organizations[row["organization"]], row["post"]]
                yield pair, (first, after)


def spans_by_replay(history: History) -> Iterator[tuple[Pair, Span]]:
    """Return when each holder is certain, asked of the roster at every edge of a post: nothing changes in between."""
    roster = Roster(history)
    for post, its in history.posts.items():
        edges = sorted({edge for tenure in its.tenures for edge in tenure.edges})
        for first, after in pairwise(edges):
            for holder in roster.state(post, first).holders:
                if holder.presence == "certain":
                    yield (holder.party, post), (first, after)


def holders_at(instants: list[Instant], spans: Iterable[tuple[Pair, Span]]) -> list[set[Pair]]:
    """Return the pairs whose spans hold each of the sorted instants, by one walk over all edges."""
    edges = [edge for pair, (first, after) in spans for edge in ((first, 1, pair), (after, -1, pair))]
    waiting = iter(sorted(edges, key=lambda edge: edge[0]))
    edge = next(waiting, None)
    there: Counter[Pair] = Counter()
    found = []
    for at in instants:
        while edge is not None and edge[0] <= at:
            there[edge[2]] += edge[1]
            edge = next(waiting, None)
        found.append({pair for pair, number in there.items() if number > 0})
    return found
