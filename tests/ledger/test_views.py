"""The views for other tools say what a replay says, on every branch that they show."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from govsim.ledger.postgres.session import translated
from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.world import END
from govsim.service.gov import Gov
from govsim.service.opening import bundled_file, open_ledger
from govsim.service.past import Clocks
from tests.conftest import ROOT
from tests.ledger import servers
from tests.ledger.ledgers import new_place
from tests.service.records import SMALL, write_record

COLUMNS = (
    "holder_id, holder, post_id, post, capacity, start_earliest, start_latest, end_earliest, end_latest, "
    "opened_by, closed_by"
)


def rows(gov: Gov, query: str, *values: Any) -> list[Any]:
    """Ask as other tools do: past the ledger."""
    if gov.ledger.backend.path is None:
        return servers.query(gov.ledger.url, translated(query).decode(), *values)
    with closing(sqlite3.connect(gov.ledger.path)) as plain:
        return plain.execute(query, values).fetchall()


def time(at: Instant) -> str | None:
    return to_rfc3339(at) if abs(at) < END else None


def replayed(gov: Gov, branch: str) -> list[Any]:
    past = gov.past(Clocks(branch))
    return [
        (
            *(tenure.party, past.world.party(tenure.party).name, tenure.post, past.world.posts[tenure.post].title),
            tenure.capacity,
            *map(time, (tenure.start_earliest, tenure.start_latest, tenure.end_earliest, tenure.end_latest)),
            *(tenure.opened_by, tenure.closed_by),
        )
        for its in past.history.posts.values()
        for tenure in its.tenures
    ]


def ordered(found: list[Any]) -> list[Any]:
    return sorted(found, key=lambda row: [str(value) for value in row])


@pytest.fixture(scope="module", params=servers.ENGINES)
def filled(request: pytest.FixtureRequest) -> Iterator[Gov]:
    """Three records, two scenarios as branches, and a branch of each kind besides; tests only read it."""
    with new_place(request.param, with_ledger=True) as url:
        gov = open_ledger(url)
        fill(gov)
        yield gov
        gov.ledger.close()


def fill(gov: Gov) -> None:
    gov.load(*(bundled_file(name) for name in ("openai-2023", "disney-2022", "uber-2017")))
    gov.branches.create("plain")
    for scenario in ("sutskever-votes-no", "iger-declines"):
        gov.run(ROOT / "scenarios" / f"{scenario}.yaml")
    gov.branches.create("of-a-branch", parent="sutskever-votes-no")
    gov.branches.create("cut", before="altman-fired")
    gov.branches.create("of-a-cut", parent="cut")
    gov.branches.create("half-an-append", position=100)
    gov.branches.create("gone")
    gov.branches.drop("gone")


SHOWN = ["main", "plain", "sutskever-votes-no", "iger-declines", "of-a-branch"]


@pytest.mark.parametrize("branch", SHOWN)
def test_the_tenures_of_a_branch_are_those_of_its_replay(filled: Gov, branch: str) -> None:
    found = rows(filled, f"SELECT {COLUMNS} FROM v_tenure WHERE branch = ?", branch)  # noqa: S608 - our own columns
    assert ordered(found) == ordered(replayed(filled, branch))


@pytest.mark.parametrize("branch", SHOWN)
def test_the_events_of_a_branch_are_its_timeline_and_what_it_leaves_out(filled: Gov, branch: str) -> None:
    gone = "('retracted', 'omitted')"
    query = f"SELECT id FROM v_event WHERE branch = ? AND coalesce(superseded, '') NOT IN {gone} AND type NOT IN "  # noqa: S608 - ours
    found = {id_ for (id_,) in rows(filled, f"{query} ('corrected', 'changed', 'omitted', 'retracted')", branch)}
    told = {event.id for event in filled.events(branch=branch) if event.type not in ("corrected", "retracted")}
    assert found == told


def test_what_only_a_replay_can_read_is_not_shown_and_is_named(filled: Gov) -> None:
    branches = rows(filled, "SELECT branch, parent, hypothetical, scenario, is_shown FROM v_branch ORDER BY branch_id")
    assert branches == [
        ("main", None, 0, None, 1),
        ("plain", "main", 1, None, 1),
        ("sutskever-votes-no", "main", 1, "sutskever-votes-no", 1),
        ("iger-declines", "main", 1, "iger-declines", 1),
        ("of-a-branch", "sutskever-votes-no", 1, None, 1),
        ("cut", "main", 1, None, 0),
        ("of-a-cut", "cut", 1, None, 0),
        ("half-an-append", "main", 1, None, 0),
        ("gone", "main", 1, None, 0),
    ]
    for view in ("v_tenure", "v_event"):
        found = rows(filled, f"SELECT DISTINCT branch, hypothetical FROM {view}")  # noqa: S608 - our own name
        assert dict(found) == {name: int(name != "main") for name in SHOWN}


def test_an_event_reads_as_it_was_written_with_names_and_sources(filled: Gov) -> None:
    query = "SELECT at, earliest, latest, announced, claim, who, posts, superseded, because, sources FROM v_event"
    (found,) = rows(filled, f"{query} WHERE branch = 'sutskever-votes-no' AND id = 'openai-2023/altman-fired'")
    assert found[:9] == (
        "2023-11-17 12:00",
        "2023-11-17T20:00:00Z",
        "2023-11-17T20:00:00Z",
        "2023-11-17T20:28:00Z",
        "confirmed",
        "Sam Altman",
        "Chief executive officer, Director",
        "omitted",
        "board-vote",
    )
    assert "OpenAI announces a change of leadership" in found[9]


def test_names_may_be_said_long_times_old_and_openings_corrected_or_doubted(empty: str, tmp_path: Path) -> None:
    gov = open_ledger(empty)
    text = SMALL.replace("from: 2020-01-01", "from: 1900-01-01").replace("  ada: Ada", "  ada: {name: 'A \"d\" a'}")
    text = text.replace("at: 2020-02-01, who", "at: 1931-05-06T07:08:09.25Z, who").replace("2020-02-01", "1930-02-01")
    more = """\
  - {id: mend, type: corrected, at: 2023-01-01, event: ben-ceo, with: {at: 2022-07-01, claim: reported}}
  - {id: third, type: hired, at: 2024-01-01, who: co, to: co/board, claim: disputed}
"""
    gov.load(write_record(tmp_path, text + more))
    query = "SELECT holder, kind, start_earliest, claim, is_doubtful FROM v_tenure WHERE post_id = ? ORDER BY 3"
    assert rows(gov, query, "co/ceo") == [
        ('A "d" a', "person", "1931-05-06T07:08:09.250000Z", "confirmed", 0),
        ("Ben", "person", "2022-06-30T22:00:00Z", "reported", 0),
    ]
    assert rows(gov, query, "co/board")[1][:2] == ("Co", "organization")
    assert rows(gov, query, "co/board")[1][3:] == ("disputed", 1)
    assert rows(gov, "SELECT superseded FROM v_event WHERE id = 'small/ben-ceo'") == [("corrected",)]
    assert ordered(rows(gov, f"SELECT {COLUMNS} FROM v_tenure")) == ordered(replayed(gov, "main"))  # noqa: S608 - ours
    gov.ledger.close()
