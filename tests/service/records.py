"""A small record as text, to be changed by tests."""

from __future__ import annotations

from pathlib import Path

SMALL = """\
record: small
title: A small company
zone: Europe/Paris
covers: {from: 2020-01-01, to: 2025-12-31}
sources:
  gazette: {title: Notice, publisher: The Gazette, date: 2022-05-03}
people:
  ada: Ada
  ben: Ben
organizations:
  co: {name: Co}
posts:
  co/ceo: Chief executive
  co/board: {title: Director, seats: many, organ: true}
events:
  - {id: founding, type: founded, at: 2020-02-01, organization: co}
  - {id: ada-ceo, type: hired, at: 2020-02-01, who: ada, to: [co/ceo, co/board], because: [founding]}
  - id: ada-leaves
    type: resigned
    at: 2022-05-01 12:00
    announced: 2022-05-03
    who: ada
    from: co/ceo
    sources: [gazette]
  - {id: ben-ceo, type: hired, at: 2022-06, who: ben, to: co/ceo, capacity: interim, because: [ada-leaves]}
"""


def write_record(folder: Path, text: str = SMALL, name: str = "small.yaml") -> Path:
    """Write a record file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
