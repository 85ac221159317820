"""Records with the places of their mistakes marked in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.documents.record_file import RecordFile, parse_record
from govsim.model.errors import DocumentError, Problem

MARK = "◆"
"""Stands in a text right before the place where a mistake must be reported; it is taken out before reading."""

Mistake = tuple[str, str | None]
"""A phrase of the message, and one of the hint."""

HEADER = """\
record: r
zone: America/New_York
covers: {from: 2020-01-01, to: 2024-12-31}
sources:
  gazette: {title: The Gazette}
people:
  ada: Ada
  ben: {name: Ben}
organizations:
  org: Org
posts:
  org/ceo: Chief
  org/board: {title: Director, seats: many, organ: true}
events:
"""
"""A record that lacks nothing but its events."""


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return *text* without its marks, and the line and column of each, from 1."""
    places: list[tuple[int, int]] = []
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):
        plain, rest = "", line
        while MARK in rest:
            before, _, rest = rest.partition(MARK)
            plain += before
            places.append((number, len(plain) + 1))
        lines.append(plain + rest)
    return "\n".join(lines), places


def read(text: str) -> RecordFile:
    """Return the record in *text*."""
    return parse_record(text, Path("f.yaml"))


def problems_in(text: str) -> list[Problem]:
    """Return the problems in *text*, which must have some."""
    with pytest.raises(DocumentError) as caught:
        read(text)
    return list(caught.value.problems)


def assert_mistakes(text: str, mistakes: list[Mistake]) -> None:
    """Check that the marks in *text*, and they alone, are reported, in order, in these words."""
    plain, places = unmarked(text)
    assert len(places) == len(mistakes), "a mark for each mistake"
    found = problems_in(plain)
    assert [(problem.line, problem.column) for problem in found] == places, "\n".join(map(str, found))
    for problem, (phrase, hint) in zip(found, mistakes, strict=True):
        assert phrase in problem.message
        if hint is not None:
            assert hint in (problem.hint or ""), str(problem)
        assert_is_one_clean_line(problem)


def assert_is_one_clean_line(problem: Problem) -> None:
    """Check that a problem cannot be taken for several, and speaks no jargon."""
    said = str(problem)
    assert said.startswith("f.yaml:")
    assert len(said.splitlines()) == 1
    for jargon in ("pydantic", "Input should", "Traceback", "type=", "'' is not one of", "Value error"):
        assert jargon not in said
