"""Writes that fail halfway, disks that are full, places where nobody may write: all or nothing, and told clearly."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from tests.ledger.ledgers import drafts, make_ledger
from tests.replay.builders import departed, event, hired, make_record

RECORD = make_record(
    [
        hired("ada", "2023-02-01"),
        hired(["ben", "cleo"], "2023-03-01", to="org/board"),
        departed("ada", "2023-04-01", because=["e0"]),
        hired("ada", "2023-05-01", to="org/cfo"),
        hired("ben", "2023-05-02", to="org/chair", until="2024-01-01"),
        event("corrected", "2023-06-01", event="e0", with_={"note": "mended"}),
    ]
)
FIRST, REST = drafts(RECORD)[:3], drafts(RECORD)[3:]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[FailingLedger]:
    """A ledger with a branch, to which the rest of a record is still to be appended."""
    make_ledger(tmp_path / "ledger.db").close()
    opened = FailingLedger(str(tmp_path / "ledger.db"))
    opened.append(FIRST)
    opened.fork("what-if")
    yield opened
    opened.close()


def dump(ledger: Ledger) -> list[str]:
    with closing(sqlite3.connect(ledger.path)) as plain:
        return list(plain.iterdump())


def assert_fine(ledger: Ledger) -> None:
    """Check that a ledger takes the rest as if nothing had been, on both branches."""
    assert ledger.append(REST) == [4, 5, 6, 7]
    assert ledger.append(REST, branch="what-if") == [8, 9, 10, 11]
    verified = ledger.verify()
    assert verified.ok, verified.problems
    with closing(sqlite3.connect(ledger.path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# -- a statement that fails


class Failing:
    """A session whose n-th statement fails."""

    def __init__(self, session: sqlite3.Connection, at: int) -> None:
        self._session = session
        self._left = at

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise sqlite3.OperationalError("disk I/O error")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        self._count()
        return self._session.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> sqlite3.Cursor:
        rows = list(parameters)
        self._session.executemany(sql, rows[: len(rows) // 2])  # half of it is written when it fails
        self._count()
        return self._session.executemany(sql, rows[len(rows) // 2 :])


class FailingLedger(Ledger):
    """A ledger that fails at the statement *statement*, or once SQLite has run seven times *step* instructions."""

    statement = step = 0

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        session: Any = None
        try:
            with super().writing() as session:
                if self.step:
                    looks = iter([*[0] * self.step, 1])
                    session.set_progress_handler(lambda: next(looks, 0), 7)
                yield cast("sqlite3.Connection", Failing(session, self.statement)) if self.statement else session
        finally:
            if session is not None:
                session.set_progress_handler(None, 0)


def refusal(work: Callable[[], object]) -> str | None:
    """Return why some work was refused, None where it was done."""
    try:
        work()
    except LedgerError as failure:
        return failure.message
    return None


WORKS: dict[str, Callable[[Ledger], object]] = {
    "append": lambda ledger: ledger.append(REST),
    "append to a branch": lambda ledger: ledger.append(REST, branch="what-if"),
    "fork": lambda ledger: ledger.fork("deeper", "what-if"),
    "drop": lambda ledger: ledger.drop("what-if"),
    "make a branch and append to it": lambda ledger: ledger.make_branch(
        "scenario", REST, meta={"scenario": "s"}, replacing="what-if"
    ),
}


@pytest.mark.parametrize("work", WORKS)
def test_what_fails_at_any_statement_leaves_nothing(ledger: FailingLedger, work: str) -> None:
    before = dump(ledger)
    for ledger.statement in count(1):
        refused = refusal(lambda: WORKS[work](ledger))
        if refused is None:
            break
        assert refused == f"{ledger.path}: disk I/O error"
        assert dump(ledger) == before
    assert ledger.statement > (10 if "append" in work else 2)
    assert dump(ledger) != before
    verified = ledger.verify()
    assert verified.ok, verified.problems


@pytest.mark.parametrize("work", WORKS)
def test_what_is_interrupted_inside_any_statement_leaves_nothing(ledger: FailingLedger, work: str) -> None:
    before = dump(ledger)
    for ledger.step in count(1):
        refused = refusal(lambda: WORKS[work](ledger))
        if refused is None:
            break
        assert refused == f"{ledger.path}: interrupted"
        assert dump(ledger) == before
    assert ledger.step > (50 if "append" in work else 5)
    assert dump(ledger) != before
    assert ledger.verify().ok


# -- a disk that is full, places where nobody may write


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let every write beyond a size fail, as a disk does that has no room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_append_whose_writes_to_the_disk_fail_from_any_byte_on_leaves_nothing(ledger: Ledger) -> None:
    ledger.head()  # both connections are open
    wal = ledger.path.with_name(f"{ledger.path.name}-wal")
    before, failed = dump(ledger), 0
    for size in range(wal.stat().st_size, 10_000_000, 1_500):
        with files_of_at_most(size):
            refused = refusal(lambda: ledger.append(REST))
        if refused is None:
            break
        failed += 1
        assert "disk" in refused
        assert dump(ledger) == before
    assert failed > 10
    assert ledger.append(REST) == [4, 5, 6, 7]
    assert ledger.verify().ok


def test_a_full_disk_is_said_to_be_full_and_the_ledger_is_fine_afterwards(ledger: Ledger) -> None:
    before = dump(ledger)
    with ledger.writing() as session:
        pages = session.execute("PRAGMA page_count").fetchone()[0]
        session.execute(f"PRAGMA max_page_count={pages}")
    many = [Draft("r", RECORD.events[0].model_copy(update={"id": f"x{n}", "note": "x" * 9000})) for n in range(20)]
    with pytest.raises(LedgerError, match="the disk is full") as refused:
        ledger.append(many)
    assert refused.value.hint == "nothing was written; make room and try again"
    assert dump(ledger) == before
    with ledger.writing() as session:
        session.execute("PRAGMA max_page_count=1000000")
    assert_fine(ledger)
    assert len(ledger.append(many)) == 20


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user who may not write everything."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
def test_what_may_not_be_written_is_read_and_an_append_is_refused_clearly(
    ledger: Ledger, file_mode: int, folder_mode: int
) -> None:
    ledger.close()
    before = dump(ledger)
    folder = Path(tempfile.mkdtemp())  # the fixture's own folder can be entered by its owner only
    path = folder / "ledger.db"
    shutil.copy(ledger.path, path)
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    copy = Ledger(str(path))
    try:
        with nobody():
            assert copy.head() == 3
            assert copy.verify().ok
            with pytest.raises(LedgerError, match=r"ledger\.db: cannot be written") as refused:
                copy.append(REST)
            assert refused.value.hint == "check the permissions of the file and its folder"
            copy.close()
        assert dump(copy) == before
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be two users")
def test_who_may_only_read_sees_what_others_are_writing(ledger: Ledger) -> None:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    live = make_ledger(folder / "ledger.db")
    try:
        live.append(FIRST)
        with nobody():
            copy = Ledger(str(live.path))
            assert copy.head() == 3
            copy.close()
    finally:
        live.close()
        shutil.rmtree(folder)
