"""A record and scenarios as text for tests of what-ifs, and what a branch must be like that one of them becomes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from govsim.model.instant import Instant, to_rfc3339
from govsim.replay.timeline import make_timeline
from govsim.replay.world import END
from govsim.service.drafts import Draft
from govsim.service.gov import Gov
from govsim.service.past import Past
from govsim.service.scenario_views import FateView, RunView
from govsim.whatif.edits import extended
from govsim.whatif.run import WhatIf

HOUSE = """\
record: house
title: A small house
zone: America/New_York
covers: {from: 2020-01-01, to: 2025-12-31}
people: {ada: Ada, ben: Ben, cleo: Cleo, dan: Dan}
organizations: {co: Co}
posts:
  co/ceo: Chief executive
  co/board: {title: Director, seats: many, organ: true}
  co/club: {title: Member of the club, seats: many}
events:
  - {id: ada-ceo, type: hired, at: 2020-02-01, who: ada, to: co/ceo}
  - {id: seats, type: hired, at: 2020-02-02, who: [ada, ben, cleo], to: co/board}
  - {id: ada-club, type: hired, at: 2020-03-01, who: ada, to: co/club}
  - {id: ben-club, type: hired, at: 2020-03-02, who: ben, to: co/club}
  - id: vote
    type: resolved
    at: 2022-05-01 10:00
    organ: co/board
    votes: {for: [ben, cleo], against: [ada]}
    carried: true
    effects: [ada-fired]
  - {id: ada-fired, type: fired, at: 2022-05-01 12:00, who: ada, from: co/ceo, because: [vote]}
  - {id: dan-ceo, type: hired, at: 2022-05-01 13:00, who: dan, to: co/ceo, capacity: interim, because: [ada-fired]}
  - {id: letter, type: letter_sent, at: 2022-05-03, by: co, to: co/board, signatories: {count: 10, of: 100}}
  - {id: signed, type: letter_signed, at: 2022-05-04, letter: letter, signatories: {count: 90, of: 100}}
  - {id: ada-back, type: hired, at: 2022-05-10, who: ada, to: co/ceo, replaces: dan, because: [signed]}
  - {id: out, type: departed, at: 2023-01-01, who: [ada, ben], from: [co/board, co/club]}
"""
HEAD = {"scenario": "what-if", "record": "house"}
NEW = {"id": "new", "type": "hired", "at": "2022-05-02", "who": "cleo", "to": "co/club"}
DECISION = {
    "id": "press",
    "at": "2022-05-03 12:00",
    "options": {"yes": {"events": ["ada-back"]}, "no": {"then": [{"insert": {**NEW, "at": "2022-05-06"}}]}},
}
CHANGED_VOTE = {"votes": {"for": ["ben"], "against": ["ada", "cleo"]}}


def write_house(folder: Path, text: str = HOUSE, name: str = "house.yaml") -> Path:
    """Write the record and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def write_scenario(folder: Path, name: str = "what-if.yaml", **fields: Any) -> Path:
    """Write a scenario of the record and return its path."""
    path = folder / name
    path.write_text(yaml.safe_dump({**HEAD, **fields}, sort_keys=False), encoding="utf-8")
    return path


def seen(draft: Draft) -> dict[str, str]:
    """Return what a draft makes otherwise, by the bare id."""
    return {fate.id.partition("/")[2]: fate.fate for fate in draft.preview()}


def told(view: RunView) -> dict[str, str]:
    """Return the fates that are not kept, by the bare id."""
    return {fate.id.partition("/")[2]: fate.fate for fate in view.fates if fate.fate != "kept"}


def otherwise(view: RunView) -> tuple[FateView, ...]:
    return tuple(fate for fate in view.fates if fate.fate != "kept")


def without_branch(view: RunView) -> dict[str, Any]:
    """Return all that a run says but where it was kept and where its expectations are written."""
    shown = view.to_json(kept=True)
    shown.pop("branch")
    for expected in shown["expect"]:
        expected.pop("where")
    return shown


def instants(past: Past) -> list[Instant]:
    """Return the instants at which something can change, and those just before."""
    sides = {side for row in past.timeline.rows for side in (row[0], row[6], row[7], row[7] + 1) if abs(side) < END}
    return sorted(sides | {side - 1 for side in sides})


def assert_branch_reads_as(gov: Gov, branch: str, past: Past, record: str) -> None:
    """Check that a branch says at every instant, of every post and of every event what a what-if says."""
    posts = list(past.header(record).posts)
    for at in instants(past):
        got = gov.at(to_rfc3339(at), record=record, branch=branch)
        assert got.hypothetical
        assert got.posts == past.post_views(at, posts), to_rfc3339(at)
    for post in posts:
        assert gov.history(post, branch=branch) == past.succession(post)
    happened = [entry.ref for entry in past.timeline.entries if entry.ref.startswith(f"{record}/")]
    assert [event.id for event in gov.events(record=record, branch=branch)] == happened


def assert_minimal(whatif: WhatIf) -> None:
    """Check that a branch would read otherwise without any one of its own events, and names only what differs."""
    own, log = whatif.own(), whatif.plan.base.log
    whole = make_timeline(whatif.log)
    events = {entry.ref: whole.event(entry.ref) for entry in whole.entries}
    for index, (record, event) in enumerate(own):
        less = make_timeline(extended(log, [*own[:index], *own[index + 1 :]]))
        assert {entry.ref: less.event(entry.ref) for entry in less.entries} != events, event.id
        if event.type == "changed":
            before = whatif.plan.base.event(f"{record}/{event.event}").dump()  # type: ignore[attr-defined]
            fields = getattr(event, "with_", {})
            assert fields
            assert all(before.get(name) != value for name, value in fields.items()), event.id
