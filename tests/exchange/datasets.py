"""Real data of others, as CSV files; they lie beside the checkout and not in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

import yaml

from tests.conftest import ROOT

DATA = ROOT.parent / "shared" / "data"
BOARD = DATA / "asf-board" / "directors.csv"
EXECUTIVE = DATA / "us-congress" / "executive.yaml"
LEGISLATORS = DATA / "openstates-people"

OFFICES = {"prez": "President", "viceprez": "Vice President"}


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows under a header, as a CSV file."""
    rows = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def executive_rows() -> list[dict[str, str]]:
    """Return the terms of presidents and vice-presidents of the United States."""
    people = yaml.safe_load(EXECUTIVE.read_text(encoding="utf-8"))
    return [
        {
            "person_id": f"govtrack:{person['id']['govtrack']}",
            "name": f"{person['name']['first']} {person['name']['last']}",
            "post": OFFICES[term["type"]],
            "start": term["start"],
            "end": term["end"],
            "seats": "1",
        }
        for person in people
        for term in person["terms"]
    ]


def legislator_rows() -> list[dict[str, str]]:
    """Return the tenures of state legislators, governors and mayors; a district is a post of its own."""
    return [
        {
            "person_id": person["id"],
            "name": person["name"],
            "organization": role["jurisdiction"],
            "post": f"{role['type']} {role.get('district', '')}".strip(),
            "start_date": role.get("start_date", ""),
            "end_date": role.get("end_date", ""),
            "reason": role.get("end_reason", ""),
        }
        for path in sorted(LEGISLATORS.glob("*.jsonl"))
        for person in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        for role in person["roles"]
    ]


def declared_vacancies() -> list[tuple[str, str, str]]:
    """Return the state, chamber and district of each seat that Open States itself calls vacant."""
    settings = yaml.safe_load((LEGISLATORS / "settings.yml").read_text(encoding="utf-8"))
    return [
        (state, one["chamber"], str(one["district"])) for state, its in settings.items() for one in its["vacancies"]
    ]
