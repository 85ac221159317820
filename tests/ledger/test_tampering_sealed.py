"""The log changed behind its triggers' back, and hashes made to fit: what still shows, and what an anchor is for.

A row whose own hash was made to fit is sound by itself. What is wrong then begins with the first that hangs on it: the
next event of its branch, a branch that forks between the two, or the head of its branch, which is said at the last of
its events. What fits altogether, a tail cut with its heads or a chain written anew, only an anchor finds; it is said
at the first position that is missing.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from govsim.ledger.branches import all_branches, link_at
from govsim.ledger.chain import GENESIS, first_link
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from tests.ledger.test_tampering import LAST, begins, behind_its_back, relink, sound, verified


def note(plain: sqlite3.Connection, at: int) -> None:
    """Let an event say something else, of which no tenure and no column knows."""
    field = "$.title" if at == 1 else "$.note"
    plain.execute("UPDATE event SET payload = json_set(payload, ?, 'changed') WHERE position = ?", (field, at))


@pytest.mark.parametrize("at", range(1, LAST + 1))
def test_a_row_that_fits_again_is_found_at_what_hangs_on_it(at: int, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        rows = dict(plain.execute("SELECT position, branch_id FROM event"))
        branch = next(one for one in all_branches(plain) if one.branch_id == rows[at])
        note(plain, at)
        relink(plain, at, link_at(plain, branch._replace(head_position=LAST), at - 1))
        after = min((one for one, its in rows.items() if its == rows[at] and one > at), default=None)
        forks = [one.fork_position for one in all_branches(plain) if one.parent_id == rows[at]]
    forks_of_it = [fork for fork in forks if fork is not None and at <= fork < (after or LAST + 1)]
    assert begins(tmp_path) == min([at if after is None else after, *forks_of_it])


def write_anew(plain: sqlite3.Connection) -> None:
    """Chain every branch again and make its first link and its head fit."""
    parents = {branch.branch_id: branch.parent_id for branch in all_branches(plain)}
    for branch_id, parent_id in parents.items():
        branch = next(one for one in all_branches(plain) if one.branch_id == branch_id)
        before, last = GENESIS, 0
        if parent_id is not None and branch.fork_position is not None:
            parent = next(one for one in all_branches(plain) if one.branch_id == parent_id)
            last = branch.fork_position
            before = first_link(link_at(plain, parent, last), branch.terms)
        first = before
        own = plain.execute("SELECT position FROM event WHERE branch_id = ? ORDER BY position", (branch_id,)).fetchall()
        for (last,) in own:
            before = relink(plain, last, before)
        plain.execute(
            "UPDATE branch SET first_link = ?, head_position = ?, head_hash = ? WHERE branch_id = ?",
            (first, last, before, branch_id),
        )


def test_a_chain_written_anew_of_what_was_there_is_the_chain_that_was_there(tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        before = plain.execute("SELECT * FROM branch").fetchall()
        write_anew(plain)
        assert plain.execute("SELECT * FROM branch").fetchall() == before


@pytest.mark.parametrize("at", range(1, LAST + 1))
def test_a_chain_written_anew_is_found_with_an_anchor_only(at: int, tmp_path: Path) -> None:
    """An anchor of what lies before the change, or on a line that does not inherit it, says nothing of it."""
    with behind_its_back(tmp_path) as plain:
        before = dict(plain.execute("SELECT position, hash FROM event"))
        note(plain, at)
        write_anew(plain)
        after = dict(plain.execute("SELECT position, hash FROM event"))
    assert verified(tmp_path).ok
    assert {position for position in before if before[position] != after[position]} >= {at}
    for position, anchor in before.items():
        if after[position] == anchor:
            assert verified(tmp_path, anchor).ok
        else:
            assert begins(tmp_path, anchor) == LAST + 1


METAS = ["replace(meta, 'x', 'y')", "NULL", "'{}'"]
"""What the branch *b* says that it was made from, changed."""


@pytest.mark.parametrize("meta", METAS)
def test_what_a_branch_was_made_from_sealed_in_its_first_link_is_found_at_its_first_event(
    meta: str, tmp_path: Path
) -> None:
    with behind_its_back(tmp_path) as plain:
        seal(plain, meta, 3)
    assert begins(tmp_path) == 11


@pytest.mark.parametrize("meta", METAS)
def test_what_a_branch_was_made_from_in_a_chain_written_anew_is_found_with_an_anchor_only(
    meta: str, tmp_path: Path
) -> None:
    with behind_its_back(tmp_path) as plain:
        made = "SELECT first_link FROM branch WHERE branch_id = 3 UNION SELECT hash FROM event WHERE branch_id = 3"
        anchors = [link for (link,) in plain.execute(made)]
        seal(plain, meta, 3)
        write_anew(plain)
    assert verified(tmp_path).ok
    assert len(anchors) == 3
    for anchor in anchors:
        assert begins(tmp_path, anchor) == LAST + 1


def test_what_a_branch_without_events_was_made_from_is_found_at_its_fork_and_sealed_with_an_anchor_only(
    tmp_path: Path,
) -> None:
    with behind_its_back(tmp_path):
        pass
    with closing(Ledger(str(tmp_path / "ledger.db"))) as ledger:
        made = ledger.make_branch("d", [], meta={"scenario": "x"})
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as plain:
        plain.execute("UPDATE branch SET meta = '{}' WHERE name = 'd'")
        assert begins(tmp_path) == made.fork_position == LAST
        seal(plain, "'{}'", made.branch_id)
        plain.execute("UPDATE branch SET head_hash = first_link WHERE name = 'd'")
    assert verified(tmp_path).ok
    assert begins(tmp_path, made.first_link) == LAST + 1


def seal(plain: sqlite3.Connection, meta: str, branch_id: int) -> None:
    """Let a branch say that it was made from something else, and its first link fit that."""
    plain.execute(f"UPDATE branch SET meta = {meta} WHERE branch_id = ?", (branch_id,))  # noqa: S608 - constants
    branches = {branch.branch_id: branch for branch in all_branches(plain)}
    branch = branches[branch_id]
    assert branch.parent_id is not None
    assert branch.fork_position is not None
    first = first_link(link_at(plain, branches[branch.parent_id], branch.fork_position), branch.terms)
    assert first != branch.first_link
    plain.execute("UPDATE branch SET first_link = ? WHERE branch_id = ?", (first, branch_id))


@pytest.mark.parametrize("at", range(11, LAST + 1))
def test_a_tail_that_is_gone_with_its_heads_is_found_with_an_anchor_of_it_only(at: int, tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        anchors = dict(plain.execute("SELECT position, hash FROM event"))
        plain.execute("DELETE FROM event WHERE position >= ?", (at,))
        for branch in all_branches(plain):
            own = "SELECT position, hash FROM event WHERE branch_id = ? ORDER BY position DESC LIMIT 1"
            last = plain.execute(own, (branch.branch_id,)).fetchone() or (branch.fork_position, branch.first_link)
            plain.execute(
                "UPDATE branch SET head_position = ?, head_hash = ? WHERE branch_id = ?", (*last, branch.branch_id)
            )
    assert verified(tmp_path).ok
    for position, anchor in anchors.items():
        if position < at:
            assert verified(tmp_path, anchor).ok
        else:
            assert begins(tmp_path, anchor) == at


# -- the triggers


def test_a_sound_ledger_stands_by_the_anchor_of_any_event_and_of_any_fork(tmp_path: Path) -> None:
    with behind_its_back(tmp_path) as plain:
        anchors = [link for (link,) in plain.execute("SELECT hash FROM event UNION SELECT first_link FROM branch")]
    for anchor in anchors:
        assert verified(tmp_path, anchor).ok
    assert not verified(tmp_path, bytes(31) + b"x").ok


@pytest.mark.parametrize("trigger", ["event_no_update", "event_no_delete"])
def test_a_trigger_that_is_gone_is_missed(trigger: str, tmp_path: Path) -> None:
    with behind_its_back(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as plain:
        plain.execute(f"DROP TRIGGER {trigger}")
    assert trigger in verified(tmp_path).problems[0].what


def test_a_trigger_that_lets_everything_pass_is_none(tmp_path: Path) -> None:
    with behind_its_back(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as plain:
        plain.execute("DROP TRIGGER event_no_update")
        plain.execute("CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT 1; END")
    assert not verified(tmp_path).ok


CHANGES = (
    "UPDATE event SET payload = 'x'",
    "UPDATE event SET meta = meta WHERE position = 3",
    "UPDATE OR REPLACE event SET position = 4 WHERE position = 3",
    "DELETE FROM event",
    "DELETE FROM event WHERE position = 15",
    "INSERT OR REPLACE INTO event SELECT * FROM event WHERE position = 2",
    "REPLACE INTO event SELECT * FROM event WHERE position = 15",
    "INSERT INTO event SELECT * FROM event WHERE position = 2"
    " ON CONFLICT (position) DO UPDATE SET payload = excluded.payload",
)


@pytest.mark.parametrize("change", CHANGES)
def test_our_own_connections_change_no_row(change: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(sound())
    with closing(Ledger(str(tmp_path / "ledger.db"))) as ledger:
        with pytest.raises(LedgerError, match="append-only"), ledger.writing() as session:
            session.execute(change)
        assert ledger.verify().ok
        with pytest.raises(LedgerError), ledger.reading() as session:
            session.execute(change)


@pytest.mark.parametrize("change", [change for change in CHANGES if "REPLACE" not in change])
def test_nobody_else_changes_a_row_while_the_triggers_are_there(change: str, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(sound())
    with (
        closing(sqlite3.connect(tmp_path / "ledger.db")) as plain,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        plain.execute(change)
    assert verified(tmp_path).ok


def test_a_row_that_somebody_else_has_replaced_past_the_triggers_is_found(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(sound())
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as plain:
        columns = [name for _, name, *_ in plain.execute("PRAGMA table_info(event)")]
        changed = ", ".join("'{}'" if name == "meta" else name for name in columns)
        plain.execute(f"REPLACE INTO event SELECT {changed} FROM event WHERE position = 5")  # noqa: S608 - names
        plain.commit()
    assert begins(tmp_path) == 5
