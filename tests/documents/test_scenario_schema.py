"""The JSON Schema that editors check scenarios with says what the reader says, and leads from key to key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from govsim.documents.scenario_file import ScenarioFile
from govsim.documents.scenario_template import SCENARIO_TEMPLATE
from govsim.documents.schema import scenario_schema
from govsim.documents.schema_words import SAID
from govsim.model.errors import DocumentError
from govsim.model.events import EVENT_TYPES
from govsim.model.instant import zone_named
from govsim.model.scenario import EDITS, EXPECTATIONS, STEPS, Option, Scenario
from tests.conftest import ROOT

from .test_template_and_schema import EditorChecker, undescribed, written

SCHEMA = scenario_schema()
CHECKER = EditorChecker(SCHEMA)
BUNDLED = sorted(path.name for path in (ROOT / "scenarios").glob("*.yaml"))
OUTLINE = {"scenario": "a", "record": "b"}


def template() -> Any:
    return written(yaml.safe_load(SCENARIO_TEMPLATE))


def is_read(data: Any) -> bool:
    """Return whether the reader of files takes data, written out as YAML."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    try:
        ScenarioFile(text, Path("s.yaml")).scenario(zone_named("Europe/London"))
    except DocumentError:
        return False
    return True


def offered(schema: dict[str, Any]) -> set[str]:
    """Return the keys that are offered while none of them is written."""
    while "else" in schema:
        schema = schema["else"]
    return set(schema["properties"])


@pytest.mark.parametrize("name", BUNDLED)
def test_the_schema_accepts_the_scenarios_that_come_with_govsim(name: str) -> None:
    assert CHECKER.accepts(written(yaml.safe_load((ROOT / "scenarios" / name).read_text(encoding="utf-8"))))


def test_the_schema_accepts_a_model_of_chances() -> None:
    crisis = ROOT / "tests" / "simulate" / "crisis" / "crisis.yaml"
    assert CHECKER.accepts(written(yaml.safe_load(crisis.read_text(encoding="utf-8"))))


def test_the_schema_and_the_reader_accept_the_template() -> None:
    assert CHECKER.accepts(template())
    assert is_read(template())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("record"),
        lambda data: data.update(chnages=[]),
        lambda data: data.update(history="rippel"),
        lambda data: data.update(choose="histroy"),
        lambda data: data.update(enforce="maybe"),
        lambda data: data.update(changes={}),
        lambda data: data["changes"].append({"omitt": "ada-leaves"}),
        lambda data: data["changes"].append({"why": "no change is named"}),
        lambda data: data["changes"].append({}),
        lambda data: data["changes"].append({"omit": "ada-leaves", "set": {"who": "x"}}),
        lambda data: data["changes"].append({"change": "ada-leaves"}),
        lambda data: data["changes"].append({"let": {"support": 1}}),
        lambda data: data["changes"][0].update(set={}),
        lambda data: data["changes"][1]["insert"].update(type="hird"),
        lambda data: data["changes"][1]["insert"].update(organisation="my-org"),
        lambda data: data["changes"][1]["insert"].pop("who"),
        lambda data: data["decisions"][0].pop("options"),
        lambda data: data["decisions"][0].update(options={}),
        lambda data: data["decisions"][0]["options"]["keep-ben"].update(wieght=1),
        lambda data: data["decisions"][0]["options"]["keep-ben"]["then"].append({"stop": "maybe"}),
        lambda data: data["decisions"][0]["options"]["keep-ben"]["then"].append({"lett": {"support": 1}}),
        lambda data: data["expect"].append({"event": "ada-leaves", "hapened": True}),
        lambda data: data["expect"].append({"at": 2023, "post": "my-org/ceo", "status": "heldd"}),
        lambda data: data["expect"].append({"post": "my-org/ceo", "status": "held"}),
        lambda data: data["expect"].append({"verdict": "some-vote", "is": "valide"}),
        lambda data: data["expect"].append({"outcome": "ben-leads"}),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(spoil: Callable[[Any], object]) -> None:
    data = template()
    spoil(data)
    assert not CHECKER.accepts(data)
    assert not is_read(data)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": 2023, "note": True, "fork": {"at": 2023}},
        {"fork": {"before": "x"}, "history": "drop", "enforce": True, "choose": "history"},
        {"variables": {"a": 0, "b": 0.5, "c": "1/2", "d": True}},
        {"decisions": [{"id": "d", "at": 2023, "options": {"go": {"weight": 0.3, "events": "x"}, "wait": None}}]},
        {"expect": [{"outcome": "o", "is": False}, {"outcome": "o", "is": 2}, {"outcome": "o", "is": "unknown"}]},
        {"expect": [{"at": 2023, "post": "a/b", "holders": []}, {"at": 2023, "post": "a/b", "holders": "ada"}]},
        {"parameters": {"q": 0.7, "k": {"value": "1/3", "prior": {"beta": [2, 5]}, "note": "a guess"}}},
        {
            "draws": {"x": {"uniform": [0, 1]}},
            "crowds": {"c": {"strata": [{"size": 5, "threshold": {"beta": [1, 2]}}]}},
        },
        {"decisions": [{"id": "m", "at": 2023, "motion": {"organ": "a/b", "for": {"ada": 0.4, "others": "q / 2"}}}]},
        {
            "decisions": [
                {"id": "r", "at": 2023, "every": "1h", "times": 3, "resignations": {"from": "a/b", "chance": 0.1}}
            ]
        },
        {"changes": [{"change": "x", "set": {"carried": None, "from": "a/b", "signatories": {"count": 1}}}]},
    ],
)
def test_the_schema_and_the_reader_accept_what_yaml_makes_of_a_value(fields: dict[str, Any]) -> None:
    assert CHECKER.accepts({**OUTLINE, **fields})
    assert is_read({**OUTLINE, **fields})


def test_the_schema_offers_every_key_at_the_top() -> None:
    assert set(SCHEMA["properties"]) == set(Scenario.model_fields)
    assert set(SCHEMA["$defs"]["Option"]["properties"]) == set(Option.model_fields)


def test_a_change_a_step_and_an_expectation_first_offer_the_keys_that_tell_their_kind() -> None:
    assert offered(SCHEMA["properties"]["changes"]["items"]) == set(EDITS)
    assert offered(SCHEMA["$defs"]["Option"]["properties"]["then"]["items"]) == set(STEPS)
    assert offered(SCHEMA["properties"]["expect"]["items"]) == {"at", *EXPECTATIONS}


def test_each_kind_needs_its_own_key_and_admits_no_others() -> None:
    kinds = {**STEPS, **EXPECTATIONS}
    for key, kind in kinds.items():
        definition = SCHEMA["$defs"][kind.__name__]
        assert key in definition["required"], key
        assert definition["additionalProperties"] is False, key


def test_an_inserted_event_is_led_by_its_type() -> None:
    assert SCHEMA["$defs"]["Insert"]["properties"]["insert"]["$ref"] == "#/$defs/AnEvent"
    led = {
        one["if"]["properties"]["type"]["const"]: one["then"]["$ref"].rpartition("/")[2]
        for one in SCHEMA["$defs"]["AnEvent"]["allOf"]
    }
    assert led == {kind: model.__name__ for kind, model in EVENT_TYPES.items()}


def test_the_schema_has_a_description_of_every_key() -> None:
    assert undescribed(SCHEMA) == []
    for name in ("changes", "expect"):
        chosen = SCHEMA["properties"][name]["items"]
        while "else" in chosen:
            chosen = chosen["else"]
        assert all(value["description"] in SAID.values() for value in chosen["properties"].values())


def test_the_schema_says_which_draft_it_is() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
