"""An organ that has rules and in which nobody ever sits: told once, where its rules stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.model.errors import GovsimError
from govsim.service.gov import Gov
from tests.documents.marked import unmarked

RECORD = """\
record: r
zone: UTC
covers: {from: 2019, to: 2025}
people: {ada: Ada}
organizations: {org: Org}
posts:
  org/board: {title: Director, seats: many, organ: true COVERS}
bylaws: {org: {organs: {◆org/board: {majority: {more_than: 1/2, of: cast} WEIGHTS}}}}
events:
  - {id: vote, type: resolved, at: 2020, organ: org/board, carried: true}
"""
SEAT = "  - {id: seat, type: hired, at: 2020, who: ada, to: org/board CAPACITY}\n"
ADOPTION = (
    "  - {id: adoption, type: bylaws_adopted, at: 2021, organization: org,"
    " bylaws: {organs: {◆org/board: {quorum: {at_least: 1/2, of: in_office}}}}}\n"
)


def written(folder: Path, text: str, **parts: str) -> tuple[Path, list[tuple[int, int]]]:
    """Write a record and return where, with the marked places in it."""
    for name in ("COVERS", "WEIGHTS", "CAPACITY"):
        text = text.replace(f" {name}", parts.get(name.lower(), ""))
    plain, places = unmarked(text)
    path = folder / "r.yaml"
    path.write_text(plain)
    return path, places


def memberless(path: Path) -> list[tuple[str, str | None]]:
    view = Gov(None, [path]).check()
    assert view.ok
    return [(one.event, one.where) for one in view.findings if one.code == "no-members" and one.severity == "warning"]


def test_it_is_told_at_the_rules_in_the_header(tmp_path: Path) -> None:
    path, ((line, column),) = written(tmp_path, RECORD)
    assert memberless(path) == [("r", f"{path}:{line}:{column}")]


def test_it_is_told_at_the_rules_that_an_adoption_brings(tmp_path: Path) -> None:
    text = RECORD.replace("bylaws: {org: {organs: {◆org/board: {majority: {more_than: 1/2, of: cast} WEIGHTS}}}}\n", "")
    path, ((line, column),) = written(tmp_path, text + ADOPTION)
    assert memberless(path) == [("r/adoption", f"{path}:{line}:{column}")]


def test_it_is_told_once_however_many_layers_rule_it(tmp_path: Path) -> None:
    path, (first, _) = written(tmp_path, RECORD + ADOPTION)
    assert memberless(path) == [("r", f"{path}:{first[0]}:{first[1]}")]


def test_in_a_ledger_it_names_the_record(gov: Gov, tmp_path: Path) -> None:
    path, _ = written(tmp_path, RECORD)
    gov.load(path)
    assert [(one.event, one.where) for one in gov.check().findings if one.code == "no-members"] == [("r", None)]


@pytest.mark.parametrize(
    ("more", "parts"),
    [
        (SEAT, {}),
        (SEAT.replace("CAPACITY", ", claim: disputed"), {}),
        ("", {"weights": ", weights: {ada: 1}"}),
        ("", {"weights": ", weights: stakes"}),
        ("", {"covers": ", covers: partial"}),
    ],
    ids=["a member", "a possible member", "weights", "stakes", "known only in part"],
)
def test_it_is_not_told_where_anybody_may_sit_there(more: str, parts: dict[str, str], tmp_path: Path) -> None:
    path, _ = written(tmp_path, RECORD + more, **parts)
    assert memberless(path) == []


@pytest.mark.parametrize("parts", [{"capacity": ", capacity: observer"}, {"weights": ", weights: one_each"}])
def test_neither_observers_nor_one_vote_each_make_a_member(parts: dict[str, str], tmp_path: Path) -> None:
    path, _ = written(tmp_path, RECORD + (SEAT if "capacity" in parts else ""), **parts)
    assert len(memberless(path)) == 1


def test_nobody_has_power_in_it(tmp_path: Path) -> None:
    path, _ = written(tmp_path, RECORD)
    with pytest.raises(GovsimError, match="nobody certainly sits in 'org/board' then"):
        Gov(None, [path]).power("org/board", "2021-01-01")
