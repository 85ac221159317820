"""The JSON Schemas of record and scenario files, shaped so that editors complete them well.

Pydantic writes them from the models; what is done to them here was tried with yaml-language-server, which offers
``true``, ``false`` and ``null`` wherever those types are allowed, writes defaults out, and chooses among 32 types of
event poorly unless their ``type`` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from govsim.documents.schema_words import SAID, TIME_FORMS
from govsim.model.events import EVENT_TYPES, AnyEvent
from govsim.model.events.base import VERSION_COMMON, Event
from govsim.model.header import Header
from govsim.model.scenario import DECIDING, EDITS, STEPS, Scenario

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TRUTH = "^([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF|[TtFfYyNn])$"
"""What else the reader takes for true or false; in YAML 1.2 a bare ``yes`` is text."""
_SCALAR = {"string", "number", "integer", "boolean", "null"}
_OFFERED = {"boolean", "null"}
"""Types whose values editors offer; nobody wants a note that says true."""
_EXPECTATIONS = {
    "at": "ExpectPost",
    "post": "ExpectPost",
    "event": "ExpectEvent",
    "verdict": "ExpectVerdict",
    "outcome": "ExpectOutcome",
}
"""What an expectation is by the key that it begins with."""
_EVENT_FIELDS = [field.alias or name for name, field in Event.model_fields.items()]


class RecordDocument(Header):
    """A documented history: who governed an organisation, from when to when, says who."""

    events: tuple[AnyEvent, ...] = ()


def record_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a record file."""
    schema = RecordDocument.model_json_schema(by_alias=True)
    schema["properties"]["events"]["items"] = {"$ref": "#/$defs/AnEvent"}
    return _for_editors(schema, "govsim record")


def scenario_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a scenario file."""
    schema = Scenario.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    definitions["Insert"]["properties"]["insert"] = {"$ref": "#/$defs/AnEvent"}
    definitions["Change"]["properties"]["set"] = {"$ref": "#/$defs/Fields"}
    definitions["ExpectOutcome"]["properties"]["is"] = {
        "anyOf": [{"type": ["string", "number"]}, {"enum": [True, False]}]
    }
    options = definitions["Decision"]["properties"]["options"]
    options["additionalProperties"] = {"anyOf": [{"type": "null"}, options["additionalProperties"]]}
    schema["properties"]["changes"]["items"] = _by_key(definitions, {key: kind.__name__ for key, kind in EDITS.items()})
    then = definitions["Option"]["properties"]["then"]
    then["items"] = _by_key(definitions, {key: kind.__name__ for key, kind in STEPS.items()})
    schema["properties"]["expect"]["items"] = _by_key(definitions, _EXPECTATIONS)
    schema["properties"]["parameters"]["additionalProperties"] = _number_or("Parameter")
    shown = _for_editors(schema, "govsim scenario")
    shown["$defs"]["Decision"]["anyOf"] = [{"required": [key]} for key in DECIDING]
    return shown


def _number_or(kind: str) -> Schema:
    return {"anyOf": [{"type": ["string", "number"]}, {"$ref": f"#/$defs/{kind}"}]}


def _by_key(definitions: Schema, kinds: Mapping[str, str]) -> Schema:
    """Return the schema of a mapping whose kind one key tells; while there is none, only those keys are offered."""
    chosen: Schema = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            key: {**definitions[kind]["properties"][key], "description": SAID.get(f"{kind}.{key}") or SAID[key]}
            for key, kind in kinds.items()
        },
    }
    for key, kind in reversed(list(kinds.items())):
        asked = {"type": "object", "required": [key]}
        chosen = {"if": asked, "then": {"$ref": f"#/$defs/{kind}"}, "else": chosen}
    return chosen


def _for_editors(schema: Schema, title: str) -> Schema:
    """Return a schema of pydantic's with its events told apart by type, every key described and nothing idle."""
    definitions = schema["$defs"]
    for kind, model in EVENT_TYPES.items():
        properties = definitions[model.__name__]["properties"]
        properties["type"] = {"const": kind}
        # one cause may stand without a list
        properties["because"] = {"anyOf": [*_causes(), {"type": "array", "items": {"anyOf": _causes()}}]}
        properties["versions"]["items"] = {"$ref": "#/$defs/Version"}
        if "with" in properties:
            properties["with"] = {"$ref": "#/$defs/Fields"}
    definitions["AnEvent"] = _an_event(definitions)
    definitions["Fields"] = _fields(definitions, [name for name in _EVENT_FIELDS if name not in ("id", "type")])
    definitions["Version"] = _fields(definitions, VERSION_COMMON)
    tidied: Schema = {"$schema": _DRAFT, **_tidied(schema), "title": title}
    for name, definition in tidied["$defs"].items():
        if definition:
            definition["title"] = re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower()  # what an editor calls it
    for name, definition in [(title, tidied), *tidied["$defs"].items()]:
        for key, value in definition.get("properties", {}).items():
            if said := SAID.get(f"{name}.{key}") or SAID.get(key):
                value["description"] = f"{said} {TIME_FORMS}" if _is_time(value) else said
    return tidied


def _is_time(schema: Schema) -> bool:
    """Return whether a field is a time: only those are told their forms by the model."""
    return str(schema.get("description", "")).startswith("A time:")


def _causes() -> list[Schema]:
    return [{"type": ["string", "number", "boolean"]}, {"$ref": "#/$defs/AnyOf"}]


def _an_event(definitions: Schema) -> Schema:
    """Return the schema of any event: what all have, and for each type, once it is written, the rest."""
    common = definitions["Happened"]["properties"]
    kinds = {
        "enum": list(EVENT_TYPES),
        "enumDescriptions": [definitions[model.__name__]["description"] for model in EVENT_TYPES.values()],
    }
    return {
        "description": "Something that happened; its type says which fields it takes.",
        "type": "object",
        "properties": {name: kinds if name == "type" else common[name] for name in _EVENT_FIELDS},
        "required": ["id", "type", "at"],
        "allOf": [
            {
                "if": {"type": "object", "properties": {"type": {"const": kind}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/{model.__name__}"},
            }
            for kind, model in EVENT_TYPES.items()
        ],
    }


def _fields(definitions: Schema, common: Iterable[str]) -> Schema:
    """Return the schema of fields of any event: what reads the same in all types is checked, the rest is not."""
    readings: dict[str, list[Schema]] = {}
    for model in EVENT_TYPES.values():
        for name, value in definitions[model.__name__]["properties"].items():
            if name in common or name not in _EVENT_FIELDS:
                readings.setdefault(name, []).append({k: v for k, v in value.items() if k not in ("default", "title")})
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            # null goes back to the default
            name: {"anyOf": [first, {"const": None}]} if all(first == other for other in others) else {}
            for name, (first, *others) in readings.items()
        },
    }


def _tidied(value: Any, *, names: bool = False) -> Any:
    """Return a schema without what pydantic adds for programs; *names*: its keys are names of fields, not words."""
    if isinstance(value, list):
        return [_tidied(item) for item in value]
    if not isinstance(value, dict):
        return value
    if names:
        return {key: _tidied(item) for key, item in value.items()}
    told = {
        key: _tidied(item, names=key in ("properties", "$defs"))
        for key, item in value.items()
        if key not in ("title", "default", "discriminator")
    }
    return _alternatives(told) if "anyOf" in told else _quiet(told)


def _alternatives(schema: Schema) -> Schema:
    """Return alternatives as one flat list, all scalars in one; an optional list, mapping or choice is not null."""
    given = schema.pop("anyOf")
    said = [one["description"] for one in given if "anyOf" in one and "description" in one]
    members = [inner for one in given for inner in one.get("anyOf", [one])]
    types = list(dict.fromkeys(kind for one in members for kind in _scalar_types(one)))
    others = [one for one in members if not _scalar_types(one)]
    if types and not (types == ["null"] and members[-1] == {"type": "null"}):  # as pydantic writes what is optional
        others = [*_scalars(types), *others]
    schema = {**({"description": said[0]} if said else {}), **schema}
    return {**others[0], **schema} if len(others) == 1 else {**schema, "anyOf": others}


def _scalar_types(schema: Schema) -> list[str]:
    """Return the types of a schema that asks for nothing but scalars, its quiet form included."""
    asked = schema["if"] if set(schema) == {"if", "else"} else schema
    kinds = asked.get("type", []) if set(asked) == {"type"} else []
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return kinds if set(kinds) <= _SCALAR else []


def _scalars(kinds: list[str]) -> list[Schema]:
    """Return alternatives that take text and also true or null, the latter in a form that editors do not offer."""
    quiet = [kind for kind in kinds if kind in _OFFERED] if "string" in kinds else []
    plain = [kind for kind in kinds if kind not in quiet]
    return [{"type": plain}, {"if": {"type": quiet}, "else": {"type": plain}}] if quiet else [{"type": plain}]


def _quiet(schema: Schema) -> Schema:
    """Return a schema of text or of a truth as it is to be offered."""
    kinds = schema.get("type")
    if kinds == "boolean":
        return {
            **schema,
            "type": ["boolean", "string"],
            "pattern": _TRUTH,
            "patternErrorMessage": "Write true or false.",
        }
    if isinstance(kinds, list) and len(scalars := _scalars(kinds)) > 1:
        return {**{key: value for key, value in schema.items() if key != "type"}, "anyOf": scalars}
    return schema
