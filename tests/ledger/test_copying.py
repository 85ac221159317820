"""Copying a ledger from a file to a server and back: the same bytes, and on from where it was stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from govsim.ledger import copying
from govsim.ledger.branches import Cut
from govsim.ledger.copying import copy
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError, NotFoundError
from tests.ledger.ledgers import append_in_parts, drafts, kept, new_place
from tests.ledger.making import META, RECORD, STAYS, inserted, own
from tests.ledger.servers import NEEDS_SERVER
from tests.replay.builders import hired, make_record

LATE = inserted(hired("cleo", "2023-08-01", "org/cfo", id="late"))
WAYS = [
    ("sqlite", "sqlite"),
    *(pytest.param(way, marks=NEEDS_SERVER) for way in (("sqlite", "postgresql"), ("postgresql", "sqlite"))),
]


@pytest.fixture(params=WAYS, ids=lambda way: "-to-".join(way))
def places(request: pytest.FixtureRequest) -> Iterator[tuple[Ledger, Ledger]]:
    """A ledger of every kind of branch, and a place where none is yet."""
    with ExitStack() as stack:
        opened = [
            stack.enter_context(closing(Ledger(stack.enter_context(new_place(engine, with_ledger=not number)))))
            for number, engine in enumerate(request.param)
        ]
        fill(opened[0])
        yield opened[0], opened[1]


def fill(ledger: Ledger) -> None:
    append_in_parts(ledger, RECORD, [2, 3])
    ledger.make_branch("stays", STAYS, meta=META)
    ledger.fork("early", position=3)
    ledger.fork("cut", "stays", cut=Cut(event=7, side="before"))
    ledger.append([own("omitted", "ben-in")], branch="cut")
    ledger.append(LATE)
    ledger.make_branch("stays", STAYS[:1], replacing="stays")
    ledger.fork("last")


def test_a_copy_holds_the_same_rows_the_same_hashes_and_the_same_head(places: tuple[Ledger, Ledger]) -> None:
    source, target = places
    done = copy(source, target)
    assert (done.copied, done.events, done.branches) == (15, 15, 6)
    assert done.head == source.branch("main").head_hash
    assert target.branches() == source.branches()
    assert kept(target) == kept(source)
    assert target.verify(source.branch("stays").head_hash, past=True).ok


def test_there_and_back_is_where_it_began(places: tuple[Ledger, Ledger]) -> None:
    source, target = places
    copy(source, target)
    with new_place("sqlite") as url, closing(Ledger(url)) as back:
        copy(target, back)
        assert kept(back) == kept(source)


def test_a_second_copy_copies_nothing_and_a_later_one_what_is_new(places: tuple[Ledger, Ledger]) -> None:
    source, target = places
    copy(source, target)
    before = kept(target)
    assert copy(source, target).copied == 0
    assert kept(target) == before
    source.append(inserted(hired("ada", "2023-09-01", id="later")))
    source.drop("early")
    source.make_branch("early", STAYS, parent="last")
    assert copy(source, target).copied == 4
    assert kept(target) == kept(source)


@pytest.mark.parametrize("at", range(1, 8))
def test_a_copy_that_was_stopped_is_a_whole_ledger_and_goes_on(
    places: tuple[Ledger, Ledger], at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = places
    monkeypatch.setattr(copying, "_AT_ONCE", 1)
    told: list[float] = []

    def stop(done: float) -> None:
        told.append(done)
        if len(told) == at:
            raise KeyboardInterrupt

    try:
        copy(source, target, stop)
    except KeyboardInterrupt:
        assert 0 < told[-1] <= 1
    verified = target.verify(past=True)
    assert verified.ok, verified.problems
    assert copy(source, target).copied == 15 - verified.events
    assert kept(target) == kept(source)


OTHERS: dict[str, Callable[[Ledger, Ledger], object]] = {
    "another record": lambda _, target: target.append(drafts(make_record([], record="other"))),
    "another event after the copy": lambda source, target: (copy(source, target), target.append(own_event())),
    "another branch": lambda source, target: (copy(source, target), target.fork("mine")),
    "a branch that is dropped there alone": lambda source, target: (
        copy(source, target),
        target.make_branch("of it", [], parent="last", replacing="last"),
    ),
    "the same events recorded at another time": lambda _, target: fill(target),
}


def own_event() -> Any:
    return inserted(hired("dan", "2023-08-02", "org/cfo", id="mine"))


@pytest.mark.parametrize("what", OTHERS)
def test_a_target_with_other_content_is_refused_and_left_alone(places: tuple[Ledger, Ledger], what: str) -> None:
    source, target = places
    OTHERS[what](source, target)
    before = kept(target)
    with pytest.raises(LedgerError, match="another history") as refused:
        copy(source, target)
    assert "empty place" in str(refused.value.hint)
    assert kept(target) == before


def test_a_source_that_is_not_there_makes_no_target(places: tuple[Ledger, Ledger]) -> None:
    _, target = places
    with (
        new_place("sqlite") as url,
        closing(Ledger(url)) as nothing,
        pytest.raises(NotFoundError, match="there is no ledger"),
    ):
        copy(nothing, target)
    assert not target.exists()


def test_a_broken_source_is_copied_up_to_where_it_breaks(
    places: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = places
    monkeypatch.setattr(copying, "_AT_ONCE", 1)
    with source.writing() as session:
        session.execute("DROP TRIGGER event_no_update" + (" ON event" if source.backend.path is None else ""))
        session.execute("UPDATE event SET payload = replace(payload, 'ada', 'bob') WHERE position = 8")
    with pytest.raises(LedgerError, match="is broken at position 8"):
        copy(source, target)
    assert target.head() < 8
    assert target.verify().ok
