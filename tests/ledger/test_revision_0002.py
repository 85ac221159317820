"""A ledger that a release of revision 0002 and of the first projection wrote, with branches.

There a post whose creation a branch omits was still there: its projection must not be read. ``revision-0002.sql`` is
what that release wrote; it never changes.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from govsim.ledger.appending import Draft
from govsim.ledger.constants import APPLICATION_ID, HEAD, PROJECTION
from govsim.ledger.migrate import migrate
from govsim.ledger.store import Ledger
from govsim.model.errors import LedgerError
from govsim.replay.timeline import Admission
from govsim.service.believed import believed_posts
from govsim.service.past import Clocks, Past
from tests.ledger.test_failing_writes import nobody
from tests.ledger.test_migrations import dump, refuses_changes, schema_of
from tests.ledger.test_projection import assert_projection_is_replay, instants_of
from tests.replay.builders import hired, instant, make_record

WRITTEN = Path(__file__).with_name("revision-0002.sql")
BRANCHES = ["main", "no-coo", "stays", "early"]
AT = instant("2023-05-01")
LATER = make_record([hired("cleo", "2023-08-01", "org/cfo", id="cleo-in")])
MORE = Draft("r", LATER.events[0])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.executescript(WRITTEN.read_text("utf-8"))
        plain.execute(f"PRAGMA application_id={APPLICATION_ID}")
        plain.execute("PRAGMA journal_mode=WAL")
    return path


def rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(query).fetchall()


def status_of_coo(ledger: Ledger, branch: str) -> str:
    """Return how the post stands whose creation a branch omits, read as every roster is."""
    world = ledger.world(branch)
    views = believed_posts(ledger, world, ["org/coo"], AT, branch=branch, upto=None, during=False)
    if views is None:
        views = Past(ledger.log(None, branch), Clocks(branch), Admission()).post_views(AT, ["org/coo"])
    return views[0].status


def test_it_goes_up_with_every_link_as_it_was(old: Path) -> None:
    columns = "branch_id, name, created_at, closed_at, first_link, head_position, head_hash"
    branches, hashes = f"SELECT {columns} FROM branch", "SELECT position, payload_hash, hash FROM event"  # noqa: S608
    before = rows(old, branches), rows(old, hashes)
    migrate(old)
    assert (rows(old, branches), rows(old, hashes)) == before
    assert rows(old, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    refuses_changes(old)
    with closing(Ledger(str(old))) as ledger:
        assert [branch.name for branch in ledger.branches()] == [*BRANCHES, "gone"]
        assert {branch.meta for branch in ledger.branches()} == {None}
        for link in {link for _, _, link in before[1]} | {branch.first_link for branch in ledger.branches()[1:]}:
            verified = ledger.verify(link)
            assert verified.ok, verified.problems


def test_the_first_link_of_a_branch_hashes_what_it_hashed_and_of_one_with_a_meta_one_term_more(old: Path) -> None:
    with closing(Ledger(str(old))) as ledger:
        new = ledger.make_branch("new", [], parent="no-coo", meta={"scenario": "s"})
        branches = {branch.name: branch for branch in ledger.branches()}
        no_coo, stays = branches["no-coo"], branches["stays"]
    terms = ["govsim-fork-1", "stays", str(stays.created_at), "2", "8", "", "", ""]
    assert stays.first_link == sha256(no_coo.head_hash + "\n".join(terms).encode()).digest()
    assert new.meta == '{"scenario":"s"}'
    terms = ["govsim-fork-1", "new", str(new.created_at), "2", "8", "", "", "", sha256(new.meta.encode()).hexdigest()]
    assert new.first_link == sha256(no_coo.head_hash + "\n".join(terms).encode()).digest()


def test_it_comes_down_again_where_no_branch_keeps_what_it_was_made_from(old: Path) -> None:
    schema, before = schema_of(old), dump(old)
    migrate(old)
    migrate(old, "0002", downward=True)
    assert schema_of(old) == schema
    assert sorted(line for line in dump(old) if line.startswith("INSERT")) == sorted(
        line for line in before if line.startswith("INSERT")
    )
    refuses_changes(old)
    with closing(Ledger(str(old))) as ledger:
        assert ledger.verify().ok


def test_it_does_not_come_down_where_a_branch_keeps_what_it_was_made_from(old: Path) -> None:
    with closing(Ledger(str(old))) as ledger:
        ledger.make_branch("new", [], meta={"scenario": "s"})
        ledger.drop("new")
    before = dump(old)
    with pytest.raises(Exception, match="branches that keep what they were made from cannot go back to schema 0002"):
        migrate(old, "0002", downward=True)
    assert dump(old) == before
    with closing(Ledger(str(old))) as ledger:
        assert ledger.verify().ok


def test_a_branch_does_not_keep_an_empty_text(old: Path) -> None:
    migrate(old)
    with closing(sqlite3.connect(old)) as plain, pytest.raises(sqlite3.IntegrityError, match="ck_branch_meta"):
        plain.execute("UPDATE branch SET meta = '' WHERE branch_id = 2")


# -- its projection


def test_it_was_projected_otherwise(old: Path) -> None:
    """Else what follows would show nothing."""
    query = "SELECT aspects FROM post_state WHERE branch_id = 2 AND post = 'org/coo'"
    before = rows(old, query)
    with closing(Ledger(str(old))) as ledger:
        ledger.head()
    assert rows(old, query) != before


def test_a_first_reading_projects_it_again(old: Path) -> None:
    with closing(Ledger(str(old))) as ledger:
        assert {name: status_of_coo(ledger, name) for name in BRANCHES} == {
            "main": "held",
            "no-coo": "absent",
            "stays": "absent",
            "early": "vacant",
        }
        assert ledger.is_projected
        for name in BRANCHES[:3]:
            assert ledger.standings("org", AT, AT, branch=name) is not None
            assert_projection_is_replay(ledger, instants_of(LATER), None, name)
    assert rows(old, "SELECT version FROM projection") == [(PROJECTION,)]


@pytest.mark.parametrize("branch", ["main", "stays"])
def test_a_first_write_projects_it_again_before_it_adds_to_it(old: Path, branch: str) -> None:
    """Else the posts that it does not bear on would stay as they were, and be said to be of this version."""
    migrate(old)
    assert rows(old, "SELECT version FROM projection") == [(1,)]
    with closing(Ledger(str(old))) as ledger:
        assert ledger.append([MORE], branch=branch) == [11]
        assert ledger.append([MORE], branch=branch) == [11]
        verified = ledger.verify()
        assert verified.ok, verified.problems
        assert status_of_coo(ledger, "no-coo") == "absent"
    assert rows(old, "SELECT version, position FROM projection") == [(PROJECTION, 11)]


def test_a_first_write_that_is_refused_leaves_it_as_it_was(old: Path) -> None:
    migrate(old)
    before = dump(old)
    with closing(Ledger(str(old))) as ledger:
        changed = MORE.content.model_copy(update={"id": "ada-in"})
        with pytest.raises(LedgerError, match="with other content"):
            ledger.append([Draft("r", changed)])
    assert dump(old) == before


@pytest.fixture(params=["0002", HEAD])
def unwritable(old: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The ledger at a revision, with the first projection, where nobody may write."""
    migrate(old, request.param)
    with closing(sqlite3.connect(old)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = Path(tempfile.mkdtemp())  # the fixture's own folder can be entered by its owner only
    path = folder / "ledger.db"
    shutil.copy(old, path)
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        yield path
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_where_nobody_may_write_it_answers_by_replay(unwritable: Path) -> None:
    before = unwritable.read_bytes()
    with nobody(), closing(Ledger(str(unwritable))) as ledger:
        assert [branch.name for branch in ledger.branches()] == [*BRANCHES, "gone"]
        assert ledger.standings("org", AT, AT, branch="no-coo") is None
        assert [status_of_coo(ledger, name) for name in BRANCHES] == ["held", "absent", "absent", "vacant"]
        verified = ledger.verify(past=True)
        assert verified.ok, verified.problems
        for write in (lambda: ledger.append([MORE]), lambda: ledger.fork("b"), lambda: ledger.make_branch("b", [])):
            with pytest.raises(LedgerError, match="cannot be written"):
                write()
    assert unwritable.read_bytes() == before
