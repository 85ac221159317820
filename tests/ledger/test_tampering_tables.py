"""The tables beside the log changed: branches, who inherits what, and the tenures that rosters are read from.

Where a change begins, in this file: at the fork as the row now tells it where a branch is no longer the one that was
made; at the head that a row tells where that is wrong, or at the first event behind it that is not there; at the event
that opened a tenure. Where a post's state is wrong, which no single event has made, it is the head of the branch; and
where what was believed of it once is wrong, the position since when.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from govsim.ledger.constants import OPEN_END
from govsim.ledger.store import Ledger
from govsim.model.errors import GovsimError
from tests.ledger.test_tampering import begins, behind_its_back, sound, verified
from tests.replay.builders import instant

# The branches: 1 is main, 2 is a, 3 is b, 4 is c.


def change(folder: Path, *statements: str) -> None:
    with behind_its_back(folder) as plain:
        for statement in statements:
            meant = statement.replace("NOW", "pos_to = FOREVER").replace("FOREVER", str(OPEN_END))
            assert plain.execute(meant).rowcount > 0, meant


# -- branches


BRANCHES = [
    ("fork_position = 3 WHERE branch_id = 2", 3),
    ("fork_position = 5 WHERE branch_id = 2", 5),
    ("fork_position = 7 WHERE branch_id = 3", 7),
    ("fork_position = 99 WHERE branch_id = 3", 99),
    ("parent_id = 1 WHERE branch_id = 3", 8),
    ("parent_id = 3 WHERE branch_id = 2", 4),
    ("parent_id = 2 WHERE branch_id = 2", 4),
    ("parent_id = NULL, fork_position = NULL WHERE branch_id = 2", 1),
    ("parent_id = 9 WHERE branch_id = 2", 4),
    ("cut_at = cut_at + 1 WHERE branch_id = 4", 10),
    ("cut_at = NULL WHERE branch_id = 4", 10),
    ("cut_at = 5 WHERE branch_id = 2", 4),
    ("cut_at = NULL, cut_event = 3, cut_side = 'after' WHERE branch_id = 4", 10),
    ("cut_event = 3, cut_side = 'before' WHERE branch_id = 3", 8),
    ("first_link = zeroblob(32) WHERE branch_id = 3", 8),
    ("first_link = zeroblob(31) WHERE branch_id = 1", 1),
    ("head_position = 16 WHERE branch_id = 1", 16),
    ("head_position = 14 WHERE branch_id = 2", 16),
    ("head_hash = zeroblob(32) WHERE branch_id = 1", 15),
    ("head_hash = zeroblob(32) WHERE branch_id = 3", 12),
    ("branch_id = 7 WHERE branch_id = 3", 8),
    ("fork_position = 'x' WHERE branch_id = 2", 1),
    ("first_link = 5 WHERE branch_id = 3", 1),
    ("meta = replace(meta, 'x', 'y') WHERE branch_id = 3", 8),
    ("meta = meta || ' ' WHERE branch_id = 3", 8),
    ("meta = meta || char(0) || 'more' WHERE branch_id = 3", 8),
    ("meta = 5 WHERE branch_id = 3", 8),
    ("meta = NULL WHERE branch_id = 3", 8),
    ("meta = (SELECT meta FROM branch WHERE branch_id = 3) WHERE branch_id = 2", 4),
    ("meta = '{}' WHERE branch_id = 4", 10),
    ("meta = '{}' WHERE branch_id = 1", 1),
    ("meta = '' WHERE branch_id = 2", 1),
    ("meta = CAST(meta AS BLOB) WHERE branch_id = 3", 1),
]


@pytest.mark.parametrize(("what", "at"), BRANCHES)
def test_a_changed_branch_is_found(what: str, at: int, tmp_path: Path) -> None:
    change(tmp_path, f"UPDATE branch SET {what}")  # noqa: S608 - a constant
    assert begins(tmp_path) == at, verified(tmp_path)


@pytest.mark.parametrize(
    "what",
    [
        "name = 'x' WHERE branch_id = 2",
        "created_at = created_at + 1 WHERE branch_id = 2",
        "closed_at = 5 WHERE branch_id = 1",
    ],
)
def test_a_branch_that_goes_by_another_name_is_found(what: str, tmp_path: Path) -> None:
    change(tmp_path, f"UPDATE branch SET {what}")  # noqa: S608 - a constant
    assert not verified(tmp_path).ok


def test_a_hypothetical_branch_that_calls_itself_main_is_found(tmp_path: Path) -> None:
    names = (("aside", 2), ("a", 1), ("main", 2))
    change(tmp_path, *(f"UPDATE branch SET name = '{name}' WHERE branch_id = {id_}" for name, id_ in names))  # noqa: S608
    assert not verified(tmp_path).ok


def test_a_branch_whose_head_was_taken_back_is_found_at_the_event_it_hides(tmp_path: Path) -> None:
    change(
        tmp_path,
        "UPDATE branch SET head_position = 10, head_hash = (SELECT hash FROM event WHERE position = 10)"
        " WHERE branch_id = 1",
    )
    assert not verified(tmp_path).ok


@pytest.mark.parametrize(("branch", "at"), [(1, 1), (2, 7), (3, 11), (4, 14)])
def test_a_branch_that_is_gone_is_missed_at_its_first_event(branch: int, at: int, tmp_path: Path) -> None:
    change(tmp_path, f"DELETE FROM branch WHERE branch_id = {branch}")  # noqa: S608 - a number
    assert begins(tmp_path) == at


def test_branches_that_descend_from_each_other_are_found(tmp_path: Path) -> None:
    columns = "created_at, NULL, 2, 3, NULL, NULL, NULL, first_link, 3, first_link, NULL"
    change(
        tmp_path,
        f"INSERT INTO branch SELECT 5, 'third', {columns} FROM branch WHERE branch_id = 2",  # noqa: S608 - constants
        "UPDATE branch SET parent_id = 3 WHERE branch_id = 2",
    )
    assert not verified(tmp_path).ok


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE lineage SET upto = upto + 1 WHERE branch_id = 3 AND depth = 1", 8),
        ("UPDATE lineage SET upto = upto - 1 WHERE branch_id = 3 AND depth = 2", 8),
        ("UPDATE lineage SET upto = 5 WHERE branch_id = 3 AND depth = 0", 8),
        ("UPDATE lineage SET ancestor_id = 1 WHERE branch_id = 3 AND depth = 1", 8),
        ("UPDATE lineage SET depth = 7 WHERE branch_id = 3 AND depth = 1", 8),
        ("UPDATE lineage SET branch_id = 9 WHERE branch_id = 3", 8),
        ("DELETE FROM lineage WHERE branch_id = 3 AND depth = 1", 8),
        ("DELETE FROM lineage WHERE branch_id = 3", 8),
        ("DELETE FROM lineage WHERE branch_id IN (2, 4)", 4),
        ("INSERT INTO lineage VALUES (4, 2, 2, 5)", 10),
    ],
)
def test_a_changed_line_of_descent_is_found_at_the_fork(statement: str, at: int, tmp_path: Path) -> None:
    change(tmp_path, statement)
    assert begins(tmp_path) == at


# -- what the projection believes now


NUMBERS = [
    "branch_id",
    "pos_to",
    "start_earliest",
    "start_latest",
    "end_earliest",
    "end_latest",
    "opened_by",
    "closed_by",
]
NUMBERS += ["pos_from"]
TEXTS = ["organization", "post", "party", "capacity", "more"]
TENURES = {  # where one stands, and the event that opened it
    "main": ("branch_id = 1 AND opened_by = 5 AND NOW", 5),
    "a": ("branch_id = 2 AND opened_by = 13", 13),
    "b": ("branch_id = 3 AND opened_by = 8", 8),
    "c": ("branch_id = 4 AND opened_by = 2", 2),
}


def other(column: str) -> str:
    """Return an expression for another value of a column."""
    if column in TEXTS:
        return f"coalesce({column}, '') || 'x'"
    return f"coalesce({column}, 9) - 1"


def columns_of(folder: Path, table: str) -> list[str]:
    with behind_its_back(folder) as plain:
        return [name for _, name, *_ in plain.execute(f"PRAGMA table_info({table})")]


def test_the_columns_of_a_tenure_are_all_there_are(tmp_path: Path) -> None:
    assert sorted(columns_of(tmp_path, "tenure")) == sorted([*NUMBERS, *TEXTS])


@pytest.mark.parametrize("branch", TENURES)
@pytest.mark.parametrize(
    "column",
    [
        *NUMBERS,
        *TEXTS,
    ],
)
def test_a_changed_tenure_is_found_at_the_event_that_opened_it(column: str, branch: str, tmp_path: Path) -> None:
    where, opened_by = TENURES[branch]
    change(tmp_path, f"UPDATE tenure SET {column} = {other(column)} WHERE {where}")  # noqa: S608 - names
    problems = verified(tmp_path).problems
    assert problems
    assert problems[0].position == (opened_by - 1 if column == "opened_by" else opened_by)


@pytest.mark.parametrize("branch", TENURES)
def test_a_tenure_that_is_gone_or_was_added_is_found_at_the_event_that_opens_it(branch: str, tmp_path: Path) -> None:
    where, opened_by = TENURES[branch]
    change(tmp_path, f"DELETE FROM tenure WHERE {where}")  # noqa: S608 - names
    assert begins(tmp_path) == opened_by
    columns = columns_of(tmp_path, "tenure")
    added = ", ".join("'dan'" if name == "party" else "1" if name == "opened_by" else name for name in columns)
    change(tmp_path, f"INSERT INTO tenure SELECT {added} FROM tenure WHERE {where}")  # noqa: S608 - names
    assert begins(tmp_path) == 1


@pytest.mark.parametrize("column", [*NUMBERS, *TEXTS])
def test_a_changed_tenure_of_what_was_believed_once_is_found(column: str, tmp_path: Path) -> None:
    change(tmp_path, f"UPDATE tenure SET {column} = {other(column)} WHERE NOT NOW")  # noqa: S608 - names
    assert not verified(tmp_path).ok


def test_a_tenure_with_a_value_of_another_type_is_found(tmp_path: Path) -> None:
    change(tmp_path, f"UPDATE tenure SET opened_by = 'x' WHERE {TENURES['main'][0]}")  # noqa: S608 - a constant
    assert not verified(tmp_path).ok


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        ("UPDATE post_state SET aspects = aspects || ' ' WHERE branch_id = 1 AND NOW", 15),
        ("UPDATE post_state SET aspects = '{}' WHERE branch_id = 3", 12),
        ("UPDATE post_state SET pos_to = 90 WHERE branch_id = 4", 14),
        ("UPDATE post_state SET post = 'org/cfo' WHERE branch_id = 2", 13),
        ("UPDATE post_state SET branch_id = 3 WHERE branch_id = 1 AND post = 'org/ceo'", 12),
        ("DELETE FROM post_state WHERE branch_id = 1 AND NOW", 15),
        ("DELETE FROM post_state", 12),
        ("INSERT INTO post_state VALUES (1, 'org/cfo', 5, FOREVER, '{}')", 15),
        ("UPDATE post_state SET pos_from = 1 WHERE NOW AND branch_id = 3", 1),
        ("DELETE FROM post_state WHERE NOT NOW", 4),
        ("UPDATE post_state SET aspects = 'x' WHERE NOT NOW", 4),
    ],
)
def test_a_changed_state_of_a_post_is_found_at_the_head(statement: str, at: int, tmp_path: Path) -> None:
    change(tmp_path, statement)
    assert verified(tmp_path).problems
    assert begins(tmp_path) == at


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE own_post SET post = 'org/x' WHERE branch_id = 2 AND post = 'org/ceo'",
        "DELETE FROM own_post WHERE branch_id = 2 AND post = 'org/ceo'",
        "INSERT INTO own_post VALUES (4, 'org', 'org/board', 14)",
        "DELETE FROM own_post WHERE branch_id = 3 AND post = 'org/ceo'",
        "DELETE FROM own_post WHERE branch_id = 2",
        "DELETE FROM own_post",
        "UPDATE own_post SET organization = 'x' WHERE branch_id = 2 AND post = 'org/ceo'",
        "UPDATE own_post SET position = FOREVER + 1 WHERE branch_id = 2",
        "UPDATE own_post SET position = 7 WHERE branch_id = 2",
    ],
)
def test_a_branch_that_reads_other_posts_from_its_own_rows_is_found(statement: str, tmp_path: Path) -> None:
    change(tmp_path, statement)
    assert not verified(tmp_path).ok


@pytest.mark.parametrize(
    "statement",
    ["UPDATE projection SET version = 9", "UPDATE projection SET position = 3", "DELETE FROM projection"],
)
def test_a_projection_that_is_said_to_be_behind_is_made_again(statement: str, tmp_path: Path) -> None:
    change(tmp_path, statement, "DELETE FROM tenure WHERE branch_id = 1")
    assert verified(tmp_path).ok
    assert standing(tmp_path) == standing_of(sound(), tmp_path / "sound")


def standing(folder: Path) -> Any:
    with closing(Ledger(str(folder / "ledger.db"))) as ledger:
        return [ledger.standings("org", at, at, branch=branch) for branch in "ab" for at in (instant("2023-10-15"),)]


def standing_of(file: bytes, folder: Path) -> Any:
    folder.mkdir()
    (folder / "ledger.db").write_bytes(file)
    return standing(folder)


@pytest.mark.parametrize(
    "statement",
    [
        "branch_id = 9",
        "payload = '{}'",
        "record = 'nobody'",
    ],
)
def test_a_broken_log_whose_projection_is_behind_is_told_not_raised(statement: str, tmp_path: Path) -> None:
    """Then opening it makes the projection again, which meets the damage before verify does."""
    change(tmp_path, f"UPDATE event SET {statement} WHERE position = 5", "UPDATE projection SET version = 0")  # noqa: S608
    try:
        assert not verified(tmp_path).ok
    except GovsimError as failure:
        pytest.fail(f"verify says {failure.message} instead of where")
