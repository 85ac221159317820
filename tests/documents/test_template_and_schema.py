"""The template of `govsim new record`, and the JSON Schema that editors check records with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from govsim.documents.schema import record_schema
from govsim.documents.template import RECORD_TEMPLATE
from govsim.model.events import EVENT_TYPES
from govsim.model.events.base import Event
from govsim.service.opening import open_ledger
from tests.conftest import SEED

from .schema_check import Checker

SCHEMA = record_schema()
CHECKER = Checker(SCHEMA)
TEMPLATE = "template"


def document(which: str) -> Any:
    return yaml.safe_load(RECORD_TEMPLATE if which == TEMPLATE else SEED.read_text())


def written(value: Any) -> Any:
    """Return data as an editor's YAML reader hands it to a schema: dates are text."""
    if isinstance(value, dict):
        return {str(key): written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [written(item) for item in value]
    return value if isinstance(value, int | float | str | bool | None) else str(value)


def test_the_template_is_a_record_without_an_error_or_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text(RECORD_TEMPLATE, encoding="utf-8")
    findings = open_ledger(str(tmp_path / "none.db")).check(path).findings
    assert [finding for finding in findings if finding.severity != "note"] == []


def test_the_template_names_every_type_and_the_schema() -> None:
    assert {kind for kind in EVENT_TYPES if not re.search(rf"\b{kind}\b", RECORD_TEMPLATE)} == set()
    assert "# yaml-language-server: $schema=" in RECORD_TEMPLATE


@pytest.mark.parametrize("which", [TEMPLATE, "seed"])
def test_the_schema_accepts_what_the_reader_accepts(which: str) -> None:
    data = written(document(which))
    for event in data["events"]:
        assert CHECKER.accepts_event(event), event["id"]
    assert CHECKER.accepts(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("record"),
        lambda data: data.update(peple={}),
        lambda data: data["events"][0].update(type="hird"),
        lambda data: data["events"][0].pop("at"),
        lambda data: data["events"][0].update(organisation="x"),
        lambda data: data["events"][1].update(claim="certain"),
        lambda data: data["events"][1].update(capacity="boss"),
        lambda data: data.update(events={}),
        lambda data: data["posts"]["my-org/ceo"].update(seats=0),
        lambda data: data["people"]["ben-example"].update(alias=[]),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(spoil: Any) -> None:
    data = written(document(TEMPLATE))
    spoil(data)
    assert not CHECKER.accepts(data)


def test_the_schema_offers_every_type_and_every_field_as_written() -> None:
    offered: dict[str, set[str]] = {}
    for definition in SCHEMA["$defs"].values():
        kind = definition.get("properties", {}).get("type", {}).get("const")
        if kind:
            offered[kind] = set(definition["properties"])
    common = {field.alias or name for name, field in Event.model_fields.items()}
    assert offered == {kind: common | set(model.own_fields()) for kind, model in EVENT_TYPES.items()}


def test_the_schema_says_which_draft_it_is() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
