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
TEMPLATE = "template"
SEEDS = sorted(path.name for path in SEED.parent.glob("*.yaml"))
_EDITORS = {"if", "then", "else", "allOf", "enumDescriptions", "patternErrorMessage"}


class EditorChecker(Checker):
    """Knows also the words by which our schemas lead an editor; the last two only change what it says."""

    def _fits(self, schema: dict[str, Any], value: Any) -> bool:
        if not super()._fits({word: rule for word, rule in schema.items() if word not in _EDITORS}, value):
            return False
        if "if" in schema and not self._fits(
            schema.get("then" if self._fits(schema["if"], value) else "else", {}), value
        ):
            return False
        return all(self._fits(one, value) for one in schema.get("allOf", []))


CHECKER = EditorChecker(SCHEMA)


def document(which: str) -> Any:
    return yaml.safe_load(RECORD_TEMPLATE if which == TEMPLATE else (SEED.parent / which).read_text())


def undescribed(schema: dict[str, Any]) -> list[str]:
    """Return the keys of a schema of which an editor could say nothing."""
    return [
        f"{name}.{key}"
        for name, definition in [("", schema), *schema["$defs"].items()]
        for key, value in definition.get("properties", {}).items()
        if not value.get("description")
    ]


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


@pytest.mark.parametrize("which", [TEMPLATE, *SEEDS])
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
        lambda data: data["events"][1].update(note=["a", "b"]),
        lambda data: data["events"][1].update(because={"all": ["founding"]}),
        lambda data: data["events"][3]["versions"][0].update(form="x"),
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


@pytest.mark.parametrize(
    "fields",
    [
        {"because": "founding"},
        {"because": [{"any": ["founding", 7]}, 2023]},
        {"note": None, "announced": None},
        {"carried": True},
        {"carried": "yes"},
        {"note": True},
        {"at": 2023},
        {"at": ["2023-06..2023-08"]},
        {"versions": [{"at": 2024, "organ": "a/b"}]},
    ],
)
def test_the_schema_accepts_what_yaml_makes_of_a_value(fields: dict[str, Any]) -> None:
    assert CHECKER.accepts_event({"id": 1, "type": "resolved", "at": "2023-06-01", "organ": "my-org/board", **fields})


@pytest.mark.parametrize("value", ["maybe", 2, [True]])
def test_the_schema_refuses_what_is_neither_true_nor_false(value: Any) -> None:
    event = {"id": "vote", "type": "resolved", "at": 2023, "organ": "my-org/board", "carried": value}
    assert not CHECKER.accepts_event(event)


def test_a_correction_may_name_the_fields_of_any_type_and_no_others() -> None:
    event = {"id": "mend", "type": "corrected", "at": 2023, "event": "ada-leaves"}
    assert CHECKER.accepts_event({**event, "with": {"capacity": "interim", "votes": {"for": "ada-example"}}})
    assert not CHECKER.accepts_event({**event, "with": {"capcity": "interim"}})
    assert not CHECKER.accepts_event({**event, "with": {"id": "other"}})


def test_before_its_type_an_event_offers_only_what_all_events_have() -> None:
    common = {field.alias or name for name, field in Event.model_fields.items()}
    assert set(SCHEMA["$defs"]["AnEvent"]["properties"]) == common


def test_the_schema_offers_neither_true_nor_null_where_text_belongs() -> None:
    """An editor offers the values of the types that it finds in alternatives; the condition hides them from it."""
    note = SCHEMA["$defs"]["Hired"]["properties"]["note"]
    assert [one.get("type") for one in note["anyOf"]] == [["string", "number"], None]
    assert "default" not in note


def test_the_schema_has_a_description_of_every_key() -> None:
    assert undescribed(SCHEMA) == []


def test_the_schema_says_which_draft_it_is() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
