"""Branches made with events of their own and what they were made from, in one transaction: whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from types import MappingProxyType
from typing import Any

import pytest

from govsim.ledger import branches
from govsim.ledger.appending import Append, Draft
from govsim.ledger.errors import ConflictError
from govsim.ledger.projecting import Projector
from govsim.ledger.store import Ledger
from govsim.model.errors import GovsimError, LedgerError, NotFoundError
from tests.ledger.ledgers import drafts, kept
from tests.ledger.making import INSTANTS, META, RECORD, STAYS, assert_sound, inserted, own, past
from tests.replay.builders import POSTS, hired


@pytest.fixture
def ledger(empty: str) -> Iterator[Ledger]:
    """A ledger with a record, at 1 to 9, and a branch of it."""
    with closing(Ledger(empty)) as opened:
        opened.append(drafts(RECORD))
        opened.fork("before")
        yield opened


# -- what is made


def test_a_made_branch_holds_its_events_and_what_it_was_made_from(ledger: Ledger) -> None:
    made = ledger.make_branch("stays", STAYS, meta=META)
    assert (made.name, made.parent_id, made.fork_position, made.head_position) == ("stays", 1, 9, 12)
    assert made.meta is not None
    assert json.loads(made.meta) == META
    assert "Ä" in made.meta
    assert [stored.ref for stored in ledger.stored(branch="stays")] == [f"r/{draft.content.id}" for draft in STAYS]  # type: ignore[union-attr]
    assert ledger.count(made) == 3
    assert ledger.head() == 9
    assert_sound(ledger, "main", "before", "stays")


def test_it_is_read_again_as_it_was_returned(ledger: Ledger) -> None:
    made = ledger.make_branch("stays", STAYS, meta=META)
    seen = past(ledger, "stays").timeline.entries
    with closing(Ledger(ledger.url)) as again:
        for _ in range(2):
            assert again.branch("stays") == made
            assert again.branches()[-1] == made
            assert past(again, "stays").timeline.entries == seen
        assert again.append(STAYS, branch="stays") == [10, 11, 12]
        assert again.branch("stays") == made
        assert again.verify(made.first_link).ok
        assert again.verify(made.head_hash).ok


def test_it_is_what_forking_and_appending_make(ledger: Ledger) -> None:
    made = ledger.make_branch("stays", STAYS)
    forked = ledger.fork("forked")
    assert ledger.append(STAYS, branch="forked") == [13, 14, 15]
    assert made.meta is None
    assert forked._replace(name="stays").terms[2:] == made.terms[2:]
    assert past(ledger, "stays").post_views(INSTANTS[-1], list(POSTS)) == past(ledger, "forked").post_views(
        INSTANTS[-1], list(POSTS)
    )


@pytest.mark.parametrize("meta", [None, {}, META, MappingProxyType(META)], ids=["none", "empty", "some", "read-only"])
def test_without_drafts_it_is_empty(ledger: Ledger, meta: Any) -> None:
    made = ledger.make_branch("empty", [], meta=meta)
    assert made == ledger.branch("empty")
    assert (made.head_position, made.head_hash) == (9, made.first_link)
    assert made.meta == (json.dumps(META, sort_keys=True, separators=(",", ":"), ensure_ascii=False) if meta else None)
    assert_sound(ledger, "empty")
    assert ledger.append(STAYS, branch="empty") == [10, 11, 12]
    assert_sound(ledger, "empty")


def test_it_inherits_what_its_parent_held_at_a_position(ledger: Ledger) -> None:
    ledger.append(inserted(hired("cleo", "2023-08-01", "org/cfo", id="late")))
    made = ledger.make_branch("stays", STAYS, position=9, meta=META)
    assert (made.fork_position, made.head_position) == (9, 13)
    assert "r/late" not in [entry.ref for entry in past(ledger, "stays").timeline.entries]
    deeper = ledger.make_branch("deeper", [own("omitted", "changed-dan-out")], parent="stays", meta=META)
    assert (deeper.parent_id, deeper.fork_position, deeper.head_position) == (made.branch_id, 13, 14)
    assert_sound(ledger, "main", "stays", "deeper")


def test_all_of_it_was_recorded_at_one_instant(ledger: Ledger) -> None:
    made = ledger.make_branch("stays", STAYS, replacing="before")
    closed = next(branch for branch in ledger.branches() if branch.name == "before").closed_at
    assert {stored.recorded_at for stored in ledger.stored(branch="stays")} == {made.created_at} == {closed}
    assert ledger.position_at(made.created_at, "stays") == made.head_position


# -- what is replaced


def test_a_replaced_branch_is_closed_and_its_name_is_free(ledger: Ledger) -> None:
    first = ledger.make_branch("stays", STAYS, meta=META)
    ledger.fork("of-it", "stays")
    second = ledger.make_branch("stays", STAYS[:1], meta={**META, "choose": {}}, replacing="stays")
    assert ledger.branch("stays") == second
    assert second.branch_id != first.branch_id
    named = [branch for branch in ledger.branches() if branch.name == "stays"]
    assert [(branch.branch_id, branch.closed_at is None) for branch in named] == [
        (first.branch_id, False),
        (second.branch_id, True),
    ]
    assert named[0]._replace(closed_at=None) == first
    assert_sound(ledger, "stays", "of-it")


def test_a_parent_can_be_replaced_by_what_is_made_from_it(ledger: Ledger) -> None:
    ledger.make_branch("stays", STAYS, meta=META)
    made = ledger.make_branch("longer", [own("omitted", "dan-out")], parent="stays", replacing="stays")
    assert (made.fork_position, made.head_position) == (12, 13)
    with pytest.raises(NotFoundError, match="the branch 'stays' was dropped"):
        ledger.branch("stays")
    assert_sound(ledger, "longer")


# -- all or nothing


NOWHERE = own("omitted", "nothing")
REFUSED: dict[str, tuple[type[Exception], str, dict[str, Any]]] = {
    "an event that is not there": (LedgerError, "there is no event 'r/nothing'", {"drafts": [*STAYS, NOWHERE]}),
    "an id that is taken": (
        ConflictError,
        "r/ada-in is in the ledger with other content",
        {"drafts": [*STAYS, *inserted(hired("ben", "2023-05-01", id="ada-in"))]},
    ),
    "a change that makes no event": (
        LedgerError,
        "cannot be so: who",
        {"drafts": [*STAYS, own("changed", "ada-in", **{"with": {"who": None}})]},
    ),
    "another record": (LedgerError, "no record 'other'", {"drafts": [Draft("other", RECORD.events[0])]}),
    "a name that is taken": (LedgerError, "there is a branch 'main' already", {"name": "main"}),
    "no such parent": (NotFoundError, "there is no branch 'mian'", {"parent": "mian"}),
    "a position beyond": (GovsimError, "position 10 lies beyond", {"position": 10}),
    "nobody to replace": (NotFoundError, "there is no branch 'befor'", {"replacing": "befor"}),
    "recorded history replaced": (GovsimError, "recorded history cannot be dropped", {"replacing": "main"}),
    "a meta that JSON cannot say": (GovsimError, "cannot keep what it is made from", {"meta": {"scenario": object()}}),
    "a meta that UTF-8 cannot say": (GovsimError, "cannot keep what it is made from", {"meta": {"text": "\ud800"}}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_leaves_nothing(ledger: Ledger, what: str) -> None:
    kind, message, fields = REFUSED[what]
    before = kept(ledger)
    asked: dict[str, Any] = {"name": "stays", "drafts": STAYS, "meta": META, "replacing": "before", **fields}
    with pytest.raises(kind, match=message):
        ledger.make_branch(**asked)
    assert kept(ledger) == before
    ledger.make_branch("stays", STAYS, meta=META, replacing="before")
    assert_sound(ledger, "stays")


class StoppedError(Exception):
    """What stops a write that is under way."""


def stop(*_: Any, **__: Any) -> Any:
    raise StoppedError


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before the closing": lambda patch: patch.setattr(branches, "drop", stop),
    "between the closing and the fork": lambda patch: patch.setattr(branches, "fork", stop),
    "between the fork and the append": lambda patch: patch.setattr(Append, "run", stop),
    "between the events and their projection": lambda patch: patch.setattr(Projector, "append", stop),
    "after the append": lambda patch: patch.setattr(Append, "run", then_stop(Append.run)),
}


def then_stop(work: Callable[..., object]) -> Callable[..., None]:
    """Return what does some work and then stops."""

    def worked(*given: Any) -> None:
        work(*given)
        raise StoppedError

    return worked


@pytest.mark.parametrize("step", STEPS)
def test_what_stops_between_two_steps_leaves_nothing(
    ledger: Ledger, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(ledger)
    with monkeypatch.context() as patch:
        STEPS[step](patch)
        with pytest.raises(StoppedError):
            ledger.make_branch("stays", STAYS, meta=META, replacing="before")
    assert kept(ledger) == before
    assert ledger.branch("before").closed_at is None
    made = ledger.make_branch("stays", STAYS, meta=META, replacing="before")
    assert (made.branch_id, made.head_position) == (3, 12)
    assert_sound(ledger, "main", "stays")


def test_where_there_is_no_ledger_none_is_made(place: str) -> None:
    with closing(Ledger(place)) as none:
        with pytest.raises(NotFoundError, match="there is no ledger"):
            none.make_branch("stays", STAYS)
        assert not none.exists()
