"""The log changed behind its triggers' back: every change is found, and where it begins.

Where a change begins, in this file: at the row itself where a column is no longer what was written; at the first
position that is missing; at the lower of two that were swapped; at a row that was added, unless its hashes fit: then it
is sound by itself, and what is wrong begins with the one after it.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from govsim.ledger.appending import Draft
from govsim.ledger.branches import Cut, all_branches, link_at
from govsim.ledger.chain import HASHED, TEXT_SQL, hash_of, link
from govsim.ledger.rows import INSERT, Row
from govsim.ledger.store import Ledger
from govsim.ledger.verify import Verification
from govsim.model.events import BRANCH_TYPES
from tests.ledger.ledgers import drafts, make_ledger
from tests.replay.builders import bound_fields, departed, event, hired, instant, make_record

LAST = 15
COLUMNS = [*Row._fields, "payload_hash", "hash"]


def of(*written: dict[str, Any]) -> list[Draft]:
    return [Draft("r", content, {"by": "me"}) for content in make_record(written).events]


def omitted(id_: str, what: str) -> Draft:
    fields = {"id": id_, "type": "omitted", "event": what, "at": bound_fields("2024-01-01")}
    return Draft("r", BRANCH_TYPES["omitted"].model_validate(fields))


@cache
def sound() -> bytes:
    """Return the file of a ledger with main, *a* of main, *b* of *a* and a scenario, and *c* of main with a cut."""
    with TemporaryDirectory() as folder, closing(make_ledger(Path(folder) / "sound.db")) as ledger:
        first = hired("ada", "2023-02-01", id="m2")
        board = hired(["ben", "cleo"], "2023-02-01", "org/board", id="m3")
        reported = departed(
            "ada", "2023-06-01", id="m4", because=["m2"], announced="2023-06-02", versions=[{"note": "x"}]
        )
        ledger.append(drafts(make_record([first, board, reported])))  # 1 to 4
        ledger.fork("a")
        ledger.append(of(hired("dan", "2023-07-01", id="m5", note="a note")))
        ledger.append(of(hired("dan", "2023-07-01", "org/cfo", id="m6", announced="2023-07-02")))
        ledger.append([omitted("a7", "m4"), *of(hired("cleo", "2023-08-01", "org/cfo", id="a8"))], branch="a")
        ledger.make_branch("b", [], parent="a", meta={"scenario": "x", "hash": "00"})
        ledger.append(of(departed("dan", "2023-09-01", id="m9")))
        ledger.append(of(hired("ben", "2023-09-01", id="m10", claim="disputed")))
        full = departed("cleo", "2023-10-01", "org/cfo", id="b11", because=["a8"], announced="2023-10-02")
        ledger.append([*of(full), omitted("b12", "m2")], branch="b")
        ledger.append(of(hired("ben", "2023-11-01", "org/chair", id="a13")), branch="a")
        ledger.fork("c", cut=Cut(at=instant("2023-06-15")))
        ledger.append(of(hired("dan", "2023-07-05", id="c14")), branch="c")
        ledger.append(of(event("corrected", "2024-01-01", event="m2", with_={"note": "x"}, id="m15")))
        assert ledger.verify().ok
        assert ledger.head() == LAST
        ledger.close()
        return ledger.path.read_bytes()


@contextmanager
def behind_its_back(folder: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a copy of the sound ledger, without triggers and checks; both are there again afterwards."""
    path = folder / "ledger.db"
    path.write_bytes(sound())
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        triggers = plain.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            plain.execute(f"DROP TRIGGER {name}")
        plain.execute("PRAGMA ignore_check_constraints=ON")
        yield plain
        for _, sql in triggers:
            plain.execute(sql)


def verified(folder: Path, anchor: bytes | None = None) -> Verification:
    with closing(Ledger(str(folder / "ledger.db"))) as ledger:
        return ledger.verify(anchor)


def begins(folder: Path, anchor: bytes | None = None) -> int:
    """Return the position of the first problem."""
    return verified(folder, anchor).problems[0].position


# -- one column of one row


def flipped(column: str, value: Any, chance: random.Random) -> Any:
    """Return a value with one bit of it turned over, or another where it is null."""
    match value:
        case None:
            return "x" if column in ("causes", "meta") else 7
        case int() if column == "branch_id":
            return value ^ 8  # one that is not there
        case int():
            return value ^ 1 << chance.randrange(max(value.bit_length(), 1))
        case str():
            at = chance.randrange(len(value)) if value else 0
            return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :] if value else "x"
    changed = bytearray(value)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def test_the_columns_are_all_there_are(tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        assert {name for _, name, *_ in plain.execute("PRAGMA table_info(event)")} == set(COLUMNS)
    assert verified(tmp_path).ok


@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "position"])
def test_a_bit_in_any_column_of_any_row_is_found(column: str, tmp_path: Path) -> None:
    chance = random.Random(column)  # noqa: S311 - no secrets
    for at in range(1, LAST + 1):
        with behind_its_back(tmp_path) as plain:
            query = f"SELECT {column} FROM event WHERE position = ?"  # noqa: S608 - a name
            value = flipped(column, plain.execute(query, (at,)).fetchone()[0], chance)
            plain.execute(f"UPDATE event SET {column} = ? WHERE position = ?", (value, at))  # noqa: S608 - a name
        assert begins(tmp_path) == at, (value, verified(tmp_path))


TEXTS = [name for name, _ in HASHED]


@pytest.mark.parametrize("index", range(1, len(TEXTS) - 1), ids=lambda index: "-".join(TEXTS[index : index + 2]))
def test_text_moved_into_the_column_beside_it_is_found(index: int, tmp_path: Path) -> None:
    """With a line end, which is what stands between two columns in what is hashed; in the row that has every column."""
    here, there = TEXTS[index : index + 2]
    rest = [f"{one} = {after}" for one, after in zip(TEXTS[index + 1 :], TEXTS[index + 2 :], strict=False)]
    for others in ([f"{there} = ''"], [*rest, f"{TEXTS[-1]} = ''"]):
        with behind_its_back(tmp_path) as plain:
            joined = f"{here} = {here} || char(10) || {there}"
            plain.execute(f"UPDATE event SET {', '.join([joined, *others])} WHERE position = 11")  # noqa: S608 - names
        assert begins(tmp_path) == 11


LOOKS_THE_SAME = {
    "text as bytes": ["payload", "meta", "record"],
    "nothing as an empty text": ["announced", "key_at", "causes", "meta"],
    "more behind a NUL": ["record", "ref", "causes", "meta"],
}
SAME = {
    "text as bytes": "UPDATE event SET {0} = CAST({0} AS BLOB) WHERE position = 8",
    "nothing as an empty text": "UPDATE event SET {0} = ''"
    " WHERE position = (SELECT min(position) FROM event WHERE {0} IS NULL)",
    "more behind a NUL": "UPDATE event SET {0} = {0} || char(0) || 'more' WHERE position = 11",
}


@pytest.mark.parametrize(("how", "column"), [(how, column) for how, its in LOOKS_THE_SAME.items() for column in its])
def test_what_would_give_the_same_text_is_found(how: str, column: str, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        changed = plain.execute(SAME[how].format(column))
        assert changed.rowcount == 1
    assert not verified(tmp_path).ok


@pytest.mark.parametrize("change", ["hash = 5", "hash = hex(hash)", "payload_hash = 5", "ref = CAST(ref AS BLOB)"])
def test_a_value_of_another_type_is_found(change: str, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        plain.execute(f"UPDATE event SET {change} WHERE position = 5")  # noqa: S608 - a constant
    assert begins(tmp_path) == 5


# -- rows


@pytest.mark.parametrize("at", range(1, LAST + 1))
def test_a_row_that_is_gone_is_missed_where_it_was(at: int, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        plain.execute("DELETE FROM event WHERE position = ?", (at,))
    assert begins(tmp_path) == at


@pytest.mark.parametrize("at", range(1, LAST + 1))
def test_a_tail_that_is_gone_is_missed_where_it_began(at: int, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        plain.execute("DELETE FROM event WHERE position >= ?", (at,))
    assert begins(tmp_path) == at


@pytest.mark.parametrize(("one", "two"), [(1, 2), (5, 6), (5, 7), (7, 8), (2, 15), (11, 13), (8, 14), (13, 14)])
def test_rows_that_were_swapped_are_found_at_the_first(one: int, two: int, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        for before, after in ((one, 99), (two, one), (99, two)):
            plain.execute("UPDATE event SET position = ? WHERE position = ?", (after, before))
    assert begins(tmp_path) == one


def insert(plain: sqlite3.Connection, at: int, branch_id: int, before: bytes | None) -> None:
    """Put an event into the log, with a hash that fits *before* or with none that fits."""
    row = Row(*plain.execute(f"SELECT {', '.join(Row._fields)} FROM event WHERE position = 2").fetchone())  # noqa: S608
    new = row._replace(position=at, branch_id=branch_id, ref="r/added", payload=row.payload.replace("m2", "added"))
    plain.execute(INSERT, (*new, hash_of(new.payload), bytes(32)))
    if before is not None:
        relink(plain, at, before)


def relink(plain: sqlite3.Connection, at: int, before: bytes) -> bytes:
    """Make both hashes of a row fit what it holds and the link before it."""
    row = f"SELECT payload, CAST({TEXT_SQL} AS BLOB) FROM event WHERE position = ?"  # noqa: S608 - constants
    payload, text = plain.execute(row, (at,)).fetchone()
    found = link(before, hash_of(payload), text)
    plain.execute("UPDATE event SET payload_hash = ?, hash = ? WHERE position = ?", (hash_of(payload), found, at))
    return found


@pytest.mark.parametrize("fits", [False, True])
@pytest.mark.parametrize("at", [3, 5, 9, 11])
def test_a_row_put_in_between_is_found(at: int, fits: bool, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        before = link_at(plain, all_branches(plain)[0], at - 1)
        plain.execute("UPDATE event SET position = -position - 1 WHERE position >= ?", (at,))
        plain.execute("UPDATE event SET position = -position WHERE position < 0")
        insert(plain, at, 1, before if fits else None)
    assert begins(tmp_path) == at + fits  # a row that fits is sound, the one after it stands elsewhere than it did


@pytest.mark.parametrize("fits", [False, True])
@pytest.mark.parametrize("branch", ["main", "a", "b", "c"])
def test_a_row_put_behind_the_last_is_found_there(branch: str, fits: bool, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        its = next(one for one in all_branches(plain) if one.name == branch)
        insert(plain, LAST + 1, its.branch_id, its.head_hash if fits else None)
    assert begins(tmp_path) == LAST + 1
