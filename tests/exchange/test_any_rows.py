"""Whatever rows a file has: nothing is lost, nothing is made up, and their order does not matter."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from govsim.model.bound import parse_bound
from govsim.model.instant import Instant
from govsim.replay.world import END
from tests.exchange.files import history, read, table
from tests.replay.builders import Answers

DAYS = [f"2020-{month:02}-{day:02}" for month, day in product((1, 2), (1, 2, 3))]
VAGUE = [
    "2020",
    "2020-01",
    "2020-02",
    "[..2020-01-02]",
    "[2020-01-02..]",
    '"[2020-01-01,2020-02-02]"',
    "2020-02-01 12:00",
]
NAMES = ("Ada", "Ben", "bén")
HEADER = "name,org,post,start,end,capacity"


def rows(starts: list[str], ends: list[str], capacities: list[str]) -> st.SearchStrategy[list[str]]:
    row = st.tuples(
        st.sampled_from(NAMES),
        st.just("Org"),
        st.just("Director"),
        st.sampled_from(starts),
        st.sampled_from(ends),
        st.sampled_from(capacities),
    )
    return st.lists(row.map(",".join), min_size=1, max_size=7)


ANY = rows([*DAYS, *VAGUE, ""], [*DAYS, *VAGUE, "", "present"], ["", "", "acting", "observer"])
REGULAR = rows([*DAYS, ""], [*DAYS, "", "present"], [""])
CHOICES = st.fixed_dictionaries(
    {"inverted": st.sampled_from(["between", "skip", "swap"]), "blank_end": st.sampled_from(["unknown", "current"])}
)


@given(ANY, CHOICES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(its_rows: list[str], choices: dict[str, str], random: object) -> None:
    data = table(*its_rows, header=HEADER)
    shuffled = list(its_rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = table(*shuffled, header=HEADER)
    one, other = read(data, **choices)[0], read(again, **choices)[0]
    assert one.events == other.events
    assert one.header == other.header


@settings(max_examples=400)
@given(ANY, CHOICES)
def test_every_closing_ends_the_tenure_of_its_own_row(its_rows: list[str], choices: dict[str, str]) -> None:
    record, report = read(table(*its_rows, header=HEADER), **choices)
    found = history(record)
    assert not found.unheld
    tenures = found.posts["org/director"].tenures
    assert len(tenures) == report.tenures
    for tenure in tenures:
        if tenure.closed_by is None:
            assert "present" in "".join(its_rows) or choices["blank_end"] == "current"
        elif not tenure.implicit_end:
            assert tenure.closed_by.removesuffix("-out") == tenure.opened_by.removesuffix("-in")


@settings(max_examples=400)
@given(REGULAR)
def test_who_is_certain_is_what_the_dated_rows_say(its_rows: list[str]) -> None:
    for expected, found in answers(its_rows):
        assert found == expected


@settings(max_examples=400)
@given(rows([*DAYS, *VAGUE, ""], [*DAYS, *VAGUE, "", "present"], [""]))
def test_nobody_is_certain_whom_no_row_makes_so(its_rows: list[str]) -> None:
    for expected, found in answers(its_rows):
        assert found <= expected


def answers(its_rows: list[str]) -> Iterator[tuple[set[str], set[str]]]:
    """Return, for each instant that matters, who is certain by the rows taken one by one and who is by replay."""
    record, _ = read(table(*its_rows, header=HEADER))
    names = {name: id_ for id_, person in record.header.people.items() for name in (person.name, *person.aliases)}
    spans = [(names[row[0]], *certain(row[3], row[4])) for row in csv.reader(its_rows)]
    replayed = Answers(record)
    for at in sorted({edge + step for _, *edges in spans for edge in edges if edge < END for step in (-1, 0, 1)}):
        there = replayed.holders_at("org/director", at)
        yield (
            {who for who, first, after in spans if first <= at < after},
            {who for who, _, presence in there if presence == "certain"},
        )


def certain(start: str, end: str) -> tuple[Instant, Instant]:
    """Return the span in which a row's holder is certain, an empty one where a date is missing or leaves it open."""
    first = parse_bound(start or "unknown", UTC).latest
    after = END if end == "present" else parse_bound(end or "unknown", UTC).earliest
    return (0, 0) if first is None or after is None else (first, after)
