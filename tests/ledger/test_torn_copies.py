"""Copies taken of a ledger's files while they were written: a whole prefix, or refused; never a log that looks sound.

A ledger is two files while it is open: the file itself, and SQLite's write-ahead log beside it. A copy can have a part
of the log, none of it, damaged bytes in it, or two files of different moments.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from govsim.ledger.session import Session
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from tests.ledger.ledgers import drafts, make_ledger
from tests.replay.builders import PEOPLE, departed, hired, make_record

TRANSACTIONS = 40
CHECKPOINTED = 11


@dataclass
class Living:
    """The two files of a ledger after each transaction, and the hashes of its events then."""

    files: list[tuple[bytes, bytes]] = field(default_factory=list)
    hashes: list[list[str]] = field(default_factory=list)

    def look(self, path: Path) -> None:
        """Keep the state of a ledger."""
        log = path.with_name(f"{path.name}-wal")
        self.files.append((path.read_bytes(), log.read_bytes() if log.exists() else b""))
        with closing(sqlite3.connect(path)) as plain:
            self.hashes.append(hashes_in(plain))


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """A ledger that was copied after each of its transactions; some are checkpointed, most are not."""
    living, ledger, clock = Living(), make_ledger(tmp_path_factory.mktemp("living") / "ledger.db"), count(10**18, 10**9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: next(clock))  # the same bytes at every run
        living.look(ledger.path)
        ledger.append(drafts(make_record([])))
        ledger.fork("what-if")
        for number in range(1, TRANSACTIONS):
            who, day = PEOPLE[number % 4], f"2023-{1 + number % 12:02}-{1 + number % 28:02}"
            acts = [hired(who, day, id=f"n{number}-in"), departed(who, day, id=f"n{number}-out", note="x" * 500)]
            ledger.append(drafts(make_record(acts))[1:], branch="what-if" if number % 3 == 0 else "main")
            if number == CHECKPOINTED:
                with closing(sqlite3.connect(ledger.path)) as plain:
                    plain.execute("PRAGMA wal_checkpoint(RESTART)")
            living.look(ledger.path)
    yield living
    ledger.close()


def hashes_in(session: Session) -> list[str]:
    return [link.hex() for (link,) in session.execute("SELECT hash FROM event ORDER BY position")]


def opened(folder: Path, file: bytes, log: bytes | None, living: Living) -> int | None:
    """Open a copy and return after which transaction it was torn, None where it is refused or found broken.

    Anything else that is raised, or a sound log that never was, fails the test.
    """
    path = folder / f"copy-{sum(1 for _ in folder.iterdir())}.db"
    path.write_bytes(file)
    if log is not None:
        path.with_name(f"{path.name}-wal").write_bytes(log)
    ledger = Ledger(str(path))
    try:
        verified = ledger.verify()
        if not verified.ok:
            return None
        with ledger.reading() as session:
            found = living.hashes.index(hashes_in(session))
        for branch in ledger.branches():
            assert lookups(ledger, branch.name) <= set(living.hashes[found])
    except LedgerError:
        return None
    finally:
        ledger.close()
    return found


def lookups(ledger: Ledger, branch: str) -> set[str]:
    """Return the hashes of a branch's own events after finding each by its ref."""
    log, stored = ledger.log(branch=branch), ledger.stored(branch=branch)
    for one in stored:
        assert log.lookup(one.ref) == one.event
    return {one.hash.hex() for one in stored}


def test_a_copy_with_a_part_of_the_log_file_is_a_whole_prefix(living: Living, tmp_path: Path) -> None:
    file, log = living.files[-1]
    chance = random.Random(1)  # noqa: S311 - no secrets
    sizes = [0, 31, 32, len(log) - 1, len(log), *(chance.randrange(len(log)) for _ in range(150))]
    found = [opened(tmp_path, file, log[:size], living) for size in sizes]
    assert None not in found
    assert found[0] == CHECKPOINTED
    assert found[4] == TRANSACTIONS - 1
    assert len(set(found)) > 15


def test_a_copy_without_the_log_file_is_what_was_checkpointed(living: Living, tmp_path: Path) -> None:
    assert opened(tmp_path, living.files[-1][0], None, living) == CHECKPOINTED


def test_a_copy_with_damaged_bytes_in_the_log_file_is_a_whole_prefix(living: Living, tmp_path: Path) -> None:
    file, log = living.files[-1]
    chance = random.Random(2)  # noqa: S311 - no secrets
    found = []
    for _ in range(100):
        damaged = bytearray(log)
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(log))] ^= 1 << chance.randrange(8)
        found.append(opened(tmp_path, file, bytes(damaged), living))
    assert None not in found
    assert len(set(found)) > 15


def test_two_files_of_different_moments_are_a_whole_prefix_or_refused(living: Living, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - no secrets
    moments = range(len(living.files))
    found = []
    for _ in range(100):
        (file, _), (_, log) = living.files[chance.choice(moments)], living.files[chance.choice(moments)]
        found.append(opened(tmp_path, file, log[: round(len(log) * min(1, chance.uniform(0, 2)))], living))
    assert len(set(found)) > 15


# -- damage in the file itself


@pytest.fixture(scope="module")
def file(living: Living, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The ledger in one file, with nothing beside it."""
    path = tmp_path_factory.mktemp("whole") / "ledger.db"
    path.write_bytes(living.files[-1][0])
    path.with_name("ledger.db-wal").write_bytes(living.files[-1][1])
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def test_damaged_bytes_in_the_file_itself_are_found_or_bear_on_nothing(
    file: bytes, living: Living, tmp_path: Path
) -> None:
    """Bytes of every page; what lies in free space may change unseen."""
    found = {opened(tmp_path, damaged, None, living) for damaged in damaged_copies(file)}
    assert found == {None, len(living.hashes) - 1}


def damaged_copies(file: bytes) -> Iterable[bytes]:
    chance = random.Random(4)  # noqa: S311 - no secrets
    size = int.from_bytes(file[16:18], "big")
    for start in range(0, len(file), size):
        for _ in range(20):
            damaged = bytearray(file)
            for _ in range(chance.randint(1, 4)):
                damaged[start + chance.randrange(size)] ^= 1 << chance.randrange(8)
            yield bytes(damaged)


def test_a_schema_of_damaged_text_is_damage(file: bytes, living: Living, tmp_path: Path) -> None:
    damaged = file.replace(b"CREATE TRIGGER", b"CREATE \xff\xff\xff\xff\xff\xff\xff")
    assert damaged != file
    assert opened(tmp_path, damaged, None, living) is None


def test_an_index_that_leads_elsewhere_is_damage(file: bytes, living: Living, tmp_path: Path) -> None:
    """Of the two places where a ref lies, row and index, the one in the index."""
    ref = b"r/n25-in"
    places = [at for at in range(len(file)) if file.startswith(ref, at)]
    found = set()
    for place in places:
        damaged = bytearray(file)
        damaged[place + 2] ^= 1
        found.add(opened(tmp_path, bytes(damaged), None, living))
    assert found == {None}
