"""Branches for tests: a record, what omits, changes and adds to it, and what a branch of it must be like."""

from __future__ import annotations

from typing import Any

from govsim.ledger.appending import Draft
from govsim.ledger.store import Ledger
from govsim.model.events import BRANCH_TYPES
from govsim.replay.timeline import Admission
from govsim.service.past import Clocks, Past
from tests.ledger.test_projection import assert_projection_is_replay, instants_of
from tests.replay.builders import POSTS, bound_fields, departed, event, hired, make_record

META = {"scenario": "stays", "hash": "ab" * 32, "text": "scenario: stays\ntitle: Ä\n", "choose": {"press": "wait"}}
RECORD = make_record(
    [
        event("founded", "2023-01-02", organization="org", id="founding"),
        event("post_created", "2023-02-01", post="org/coo", id="coo-made"),
        hired("ada", "2023-03-01", id="ada-in"),
        hired("ben", "2023-03-02", "org/coo", id="ben-in"),
        hired(["cleo", "dan"], "2023-04-01", "org/board", id="board-in"),
        hired("dan", "2023-04-02", "org/chair", id="chair-in"),
        departed("ada", "2023-06-01", id="ada-out"),
        departed("dan", "2023-07-01", "org/board", id="dan-out"),
    ],
    posts={**POSTS, "org/coo": "Chief operating officer"},
)
INSTANTS = instants_of(RECORD)


def own(type_: str, what: str, **fields: Any) -> Draft:
    """Return an omission or a change of an event."""
    written = {"id": f"{type_}-{what}", "type": type_, "event": what, "at": bound_fields("2024-01-01"), **fields}
    return Draft("r", BRANCH_TYPES[type_].model_validate(written))


def changed(what: str, at: str) -> Draft:
    return own("changed", what, **{"with": {"at": bound_fields(at)}})


def inserted(*written: dict[str, Any]) -> list[Draft]:
    return [Draft("r", content) for content in make_record(written, posts=RECORD.header.posts).events]


STAYS = [
    own("omitted", "ada-out", why="what if she had stayed"),
    changed("dan-out", "2023-09-01"),
    *inserted(hired("ben", "2023-05-01", "org/cfo", id="ben-cfo")),
]


def past(ledger: Ledger, branch: str) -> Past:
    return Past(ledger.log(None, branch), Clocks(branch), Admission())


def assert_sound(ledger: Ledger, *names: str) -> None:
    """Check that the projection of some branches is a replay, and that nothing else is wrong."""
    for name in names:
        assert ledger.standings("org", INSTANTS[0], INSTANTS[0], branch=name) is not None
        assert_projection_is_replay(ledger, INSTANTS, None, name)
    verified = ledger.verify(past=True)
    assert verified.ok, verified.problems
