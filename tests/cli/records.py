"""Small records to load."""

from __future__ import annotations

import string


def record(
    record: str = "alpha", *, zone: str = "America/Los_Angeles", org: str = "org", fired: str = "2021-02-01 12:00"
) -> str:
    """Return a record of one organisation, one chief and two events."""
    return f"""\
record: {record}
zone: {zone}
covers: {{from: 2020-01-01, to: 2024-12-31}}
sources:
  gazette: {{title: Chief appointed, publisher: The Gazette, date: 2020-02-02, url: "https://example.org/1"}}
people:
  ada: Ada
organizations:
  {org}: Org
posts:
  {org}/ceo: Chief
events:
  - {{id: hiring, type: hired, at: 2020-02-01, who: ada, to: {org}/ceo, sources: [gazette]}}
  - {{id: firing, type: fired, at: {fired}, who: ada, from: {org}/ceo}}
"""


HOSTILE_NAMES = {
    "esc": "No \x1b[31mred\x1b[0m",
    "title": "x\x1b]0;owned\x07y",
    "bidi": "abc\u202edef\u202c",
    "isolate": "abc\u2067def\u2069",
    "lines": "two\nlines\r\nthree",
    "markup": "[bold red]x[/bold red] [link=x]y[/link]",
    "wide": "漢字 名前",
    "thai": "พิธา ลิ้มเจริญรัตน์",
    "hindi": "नरेन्द्र मोदी",
    "accents": "Zoe\u0308 e\u0301",
    "c1": "a\x9b31mb\x85c",
    "tags": "a\U000e0041\U000e0042b",
    "tab": "a\tb",
    "nul": "a\0b",
    "long": "x" * 300,
}
"""Names that a terminal, a table or a markup reader could trip over."""


def quoted(text: str) -> str:
    """Return *text* as a YAML scalar in double quotes, everything beyond ASCII escaped."""
    plain = string.ascii_letters + string.digits + " -[]/=;."
    return '"' + "".join(char if char in plain else f"\\U{ord(char):08x}" for char in text) + '"'


def hostile_record() -> str:
    """Return a record whose people all sit on one board, and whose texts are as bad as their names."""
    bad = quoted(HOSTILE_NAMES["esc"] + HOSTILE_NAMES["bidi"] + "\n")
    people = "".join(f"  {id_}: {quoted(name)}\n" for id_, name in HOSTILE_NAMES.items())
    return f"""\
record: hostile
title: {bad}
zone: UTC
sources: {{s: {{title: {bad}, publisher: {bad}, url: {bad}, note: {bad}}}}}
people:
{people}organizations:
  org: {{name: {bad}}}
posts:
  org/board: {{title: {bad}, seats: many, organ: true}}
events:
  - {{id: all, type: hired, at: 2020-02-01, who: [{", ".join(HOSTILE_NAMES)}], to: org/board, style: {bad}, note: {bad},
     sources: [s], versions: [{{at: 2020-02-02, sources: [s], note: {bad}}}]}}
  - {{id: said, type: stated, at: 2020-03-01, who: esc, says: {bad}, because: [all]}}
  - {{id: more, type: happened, at: 2020-03-02, what: {bad}}}
  - {{id: out, type: departed, at: 2021-01-01, who: tab, from: org/board, reason: {bad}}}
  - {{id: off, type: offered, at: 2021-01-01, who: nul, to: org/board, terms: {bad}}}
  - {{id: odd, type: fired, at: 2021-01-01, who: org, from: org/board, reason: {bad}}}
"""
