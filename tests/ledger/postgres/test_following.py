"""Following a ledger whose writers commit late: no event is skipped, none comes twice, all come in order."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count

import pytest

from govsim.ledger.appending import Append, Draft
from govsim.ledger.postgres import database
from govsim.ledger.session import Session
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from tests.ledger.making import inserted
from tests.replay.builders import hired

WRITERS = 4
LISTS = 8


def one(id_: str) -> list[Draft]:
    return inserted(hired("cleo", "2023-08-01", "org/cfo", id=id_))


@contextmanager
def followed(url: str, after: int) -> Iterator[list[tuple[int, str]]]:
    """Give what a follower is told; when the block ends, it has looked once more."""
    seen: list[tuple[int, str]] = []
    is_late, looks = threading.Event(), count()

    def is_over() -> bool:
        return is_late.is_set() and next(looks) > 0

    def follow() -> None:
        with closing(Ledger(url)) as ledger:
            seen.extend((stored.position, stored.ref) for stored in ledger.follow(after, every=0.005, until=is_over))

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    yield seen
    is_late.set()
    thread.join(timeout=60)
    assert not thread.is_alive()


def append_late(
    url: str, its: list[Draft], waits: threading.Event | float, begun: threading.Event | None = None
) -> None:
    """Append a list, and commit it only after a while."""
    with closing(Ledger(url)) as ledger, ledger.writing() as session:
        Append(session, ledger.worlds, "main").run(its)
        if begun is not None:
            begun.set()
        if isinstance(waits, float):
            time.sleep(waits)
        else:
            assert waits.wait(60)


def test_who_commits_late_holds_up_the_next_and_the_follower_sees_both_in_order(filled: Ledger) -> None:
    begun, may_commit = threading.Event(), threading.Event()
    slow = threading.Thread(target=append_late, args=(filled.url, one("slow"), may_commit, begun), daemon=True)
    quick = threading.Thread(target=append_late, args=(filled.url, one("quick"), 0.0), daemon=True)
    with followed(filled.url, 9) as seen:
        slow.start()
        assert begun.wait(60)
        quick.start()
        quick.join(timeout=0.5)
        assert quick.is_alive()
        assert seen == []
        may_commit.set()
        slow.join(timeout=60)
        quick.join(timeout=60)
    assert seen == [(10, "r/slow"), (11, "r/quick")]


def test_no_event_is_skipped_however_late_and_in_whatever_order_writers_commit(filled: Ledger) -> None:
    def write(writer: int) -> None:
        chance = random.Random(writer)  # noqa: S311 - no secrets
        for number in range(LISTS):
            try:
                append_late(filled.url, one(f"w{writer}-{number}"), chance.uniform(0, 0.03))
            except LedgerError as failure:
                pytest.fail(str(failure))

    with followed(filled.url, 0) as seen:
        writers = [threading.Thread(target=write, args=(number,), daemon=True) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(timeout=120)
    stored = [(its.position, its.ref) for its in filled.stored()]
    assert len(stored) == 8 + WRITERS * LISTS
    assert seen == stored


def test_what_is_rolled_back_leaves_no_gap(filled: Ledger) -> None:
    def stop(session: Session, ledger: Ledger) -> None:
        assert Append(session, ledger.worlds, "main").run(one("gone")) == [10]
        raise InterruptedError

    with closing(Ledger(filled.url)) as other, pytest.raises(InterruptedError), other.writing() as session:
        stop(session, other)
    assert filled.append(one("kept")) == [10]
    assert filled.verify().ok


def test_a_writer_that_never_ends_is_not_waited_for_for_ever(filled: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with closing(Ledger(filled.url)) as holder, closing(Ledger(filled.url)) as other, holder.writing():
        with pytest.raises(LedgerError, match="locked by another program"):
            other.append(one("late"))
        assert other.head() == 9
    assert filled.append(one("late")) == [10]
